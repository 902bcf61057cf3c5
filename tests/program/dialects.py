"""One Windows record in the JSON of each writer that docs/json-dialects.md lists, made from its Winlogbeat line.

Pure: a Record goes in, the writer's own object comes out, with the names, types, precision of time and omissions of
that writer as the document tells them and as public exports show them (OTRF's Security-Datasets for NXLog). Level and
keywords, which the Winlogbeat line does not have, are those that Windows writes for such an event;
task and version are 0.
"""
import dataclasses
import datetime
import json
import re
from xml.sax.saxutils import escape

SECURITY = "Microsoft-Windows-Security-Auditing"
AUDIT_SUCCESS, AUDIT_FAILURE, CLASSIC, PLAIN = 0x8020 << 48, 0x8010 << 48, 0x8080 << 48, 0x8000 << 48
USER_DATA_ELEMENT = {1102: ("LogFileCleared", "http://manifests.microsoft.com/win/2004/08/windows/eventlog")}
EVENT_XML = ("EventXML", "Event_NS")  # the element of most other user data
XMLNS = "http://schemas.microsoft.com/win/2004/08/events/event"
ZONE = datetime.timedelta(hours=-5)  # in which NXLog's hosts stand


@dataclasses.dataclass(frozen=True)
class Record:
    time: str  # in UTC, with seven digits and a Z
    provider: str
    channel: str
    computer: str
    id: int
    number: int
    process: int
    data: dict
    user_data: dict

    @property
    def values(self):
        return {**self.data, **self.user_data}

    @property
    def keywords(self):
        if self.provider == SECURITY:
            return AUDIT_FAILURE if self.id == 4625 else AUDIT_SUCCESS
        return CLASSIC if self.channel == "System" else PLAIN

    @property
    def level(self):
        return 0 if self.provider == SECURITY else 4

    @property
    def moment(self):
        return datetime.datetime.fromisoformat(self.time[:26])

    @property
    def milliseconds(self):
        return self.time[:23] + "Z"

    @property
    def message(self):
        """As the event viewer renders a Sysmon record: a title, then a line for each value."""
        lines = [f"{name}: {text}" for name, text in self.values.items()]
        return "\r\n".join([f"{self.provider} {self.id}:", *lines])


def record_of(line):
    beat = json.loads(line)
    log = beat["winlog"]
    return Record(beat["@timestamp"], log["provider_name"], log["channel"], log["computer_name"], int(log["event_id"]),
                  int(log["record_id"]), log["process"]["pid"], log.get("event_data", {}), log.get("user_data", {}))


def typed(text):
    """evtx_dump keeps the type of a value: numbers are numbers, and a GUID has neither braces nor small letters."""
    if re.fullmatch(r"0|[1-9][0-9]{0,9}", text):
        return int(text)
    guid = re.fullmatch(r"\{([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}", text)
    return guid[1].upper() if guid else text


def signed(mask):
    """.NET's and NXLog's 64 bits of keywords."""
    return mask - (1 << 64) if mask >> 63 else mask


def event_xml(record):
    """evtx_dump -o jsonl."""
    system = {"Provider": {"#attributes": {"Name": record.provider}}, "EventID": record.id, "Version": 0,
              "Level": record.level, "Task": 0, "Opcode": 0, "Keywords": f"0x{record.keywords:x}",
              "TimeCreated": {"#attributes": {"SystemTime": record.time[:26] + "Z"}}, "EventRecordID": record.number,
              "Correlation": None, "Execution": {"#attributes": {"ProcessID": record.process, "ThreadID": 0}},
              "Channel": record.channel, "Computer": record.computer, "Security": None}
    event = {"#attributes": {"xmlns": XMLNS}, "System": system}
    if record.user_data:
        element, namespace = USER_DATA_ELEMENT.get(record.id, EVENT_XML)
        inner = {name: typed(text) for name, text in record.user_data.items()}
        event["UserData"] = {element: {"#attributes": {"xmlns": namespace}, **inner}}
    else:
        event["EventData"] = {name: typed(text) for name, text in record.data.items()}
    return {"Event": event}


def event_xml_unnamed(record):
    """The same, if the provider had no manifest that names its data."""
    event = event_xml(record)
    if not record.user_data:
        event["Event"]["EventData"] = {"Data": {"#text": list(record.data.values())}}
    return event


def winlogbeat_6(record):
    beat = {"@timestamp": record.milliseconds, "beat": {"hostname": "WEC", "name": "WEC", "version": "6.8.0"},
            "computer_name": record.computer, "event_id": record.id, "level": "Information",
            "log_name": record.channel, "message": record.message, "opcode": "Info", "process_id": record.process,
            "record_number": str(record.number), "source_name": record.provider, "type": "wineventlog"}
    if record.user_data:
        element, _ = USER_DATA_ELEMENT.get(record.id, EVENT_XML)
        beat["user_data"] = {**record.user_data, "xml_name": element}
    if record.data:
        beat["event_data"] = {name: text for name, text in record.data.items() if text}
    return beat


def nxlog(record):
    """im_msvistalog behind a collector that stamps what it receives; NXLog's own names go over the event's."""
    local, received = record.moment + ZONE, record.moment + datetime.timedelta(seconds=3)
    own_type = {AUDIT_SUCCESS: "AUDIT_SUCCESS", AUDIT_FAILURE: "AUDIT_FAILURE"}.get(record.keywords, "INFO")
    return {**record.values, "EventTime": f"{local:%Y-%m-%d %H:%M:%S}", "Hostname": record.computer,
            "Keywords": signed(record.keywords), "EventType": own_type, "SeverityValue": 2, "Severity": "INFO",
            "EventID": record.id, "SourceName": record.provider, "Version": 0, "Task": 0, "OpcodeValue": 0,
            "RecordNumber": record.number, "ExecutionProcessID": record.process, "ThreadID": 0,
            "Channel": record.channel, "Domain": "NT AUTHORITY", "AccountName": "SYSTEM", "AccountType": "User",
            "UserID": "S-1-5-18", "Message": record.message, "Category": "None", "Opcode": "Info",
            "EventReceivedTime": f"{received + ZONE:%Y-%m-%d %H:%M:%S}", "SourceModuleName": "eventlog",
            "SourceModuleType": "im_msvistalog", "@timestamp": f"{received:%Y-%m-%dT%H:%M:%S}.412Z",
            "host": "wec.example", "port": 60122, "tags": ["windows"]}


def log_analytics(record):
    """SecurityEvent, whose data are columns; Event for all other channels, whose data is XML in two columns."""
    row = {"TimeGenerated": record.time, "SourceSystem": "OpsManager", "Computer": record.computer,
           "EventID": record.id, "MG": "00000000-0000-0000-0000-000000000001", "ManagementGroupName": "AOI"}
    if record.channel == "Security":
        account = "\\".join(record.values.get(f"Subject{part}", "-") for part in ("DomainName", "UserName"))
        return {**row, **record.values, "Account": account, "AccountType": "User", "EventSourceName": record.provider,
                "Channel": record.channel, "Task": 0, "Level": "8", "Activity": f"{record.id} - an activity",
                "Type": "SecurityEvent"}
    data = "".join(f'<Data Name="{name}">{escape(text)}</Data>' for name, text in record.data.items())
    inner = f'<EventData xmlns="{XMLNS}">{data}</EventData>'
    if record.user_data:
        element, namespace = USER_DATA_ELEMENT.get(record.id, EVENT_XML)
        data = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in record.user_data.items())
        inner = f'<UserData xmlns="{XMLNS}"><{element} xmlns="{namespace}">{data}</{element}></UserData>'
    return {**row, "Source": record.provider, "EventLog": record.channel, "EventLevel": 4,
            "EventLevelName": "Information", "UserName": "NT AUTHORITY\\SYSTEM",
            "ParameterXml": "".join(f"<Param>{escape(text)}</Param>" for text in record.values.values()),
            "EventData": f'<DataItem type="System.XmlData" time="{record.time}">{inner}</DataItem>',
            "RenderedDescription": record.message, "Type": "Event"}


def get_winevent(record):
    """PowerShell 5: Get-WinEvent | ConvertTo-Json -Depth 3, on a machine without the texts of the messages."""
    since_1970 = (record.moment - datetime.datetime(1970, 1, 1)) // datetime.timedelta(milliseconds=1)
    return {"Id": record.id, "Version": 0, "Qualifiers": None, "Level": record.level, "Task": 0, "Opcode": 0,
            "Keywords": signed(record.keywords), "RecordId": record.number, "ProviderName": record.provider,
            "ProviderId": None, "LogName": record.channel, "ProcessId": record.process, "ThreadId": 0,
            "MachineName": record.computer, "UserId": None, "TimeCreated": f"/Date({since_1970})/",
            "ActivityId": None, "RelatedActivityId": None, "ContainerLog": record.channel, "MatchedQueryIds": [],
            "Bookmark": {}, "LevelDisplayName": "Information", "OpcodeDisplayName": "Info",
            "KeywordsDisplayNames": [], "Properties": [{"Value": typed(text)} for text in record.values.values()],
            "Message": None}


def flat(record):
    """Sigma's own names, as Zircolite keeps its records."""
    return {"Provider_Name": record.provider, "EventID": record.id, "Version": 0, "Level": record.level, "Task": 0,
            "Opcode": 0, "Keywords": f"0x{record.keywords:x}", "SystemTime": record.time,
            "EventRecordID": record.number, "Channel": record.channel, "Computer": record.computer, **record.values,
            "OriginalLogfile": "collected.evtx"}


def json_lines(objects):
    return "".join(json.dumps(each, separators=(",", ":")) + "\n" for each in objects).encode()


def powershell_file(objects):
    """PowerShell 5 behind `>`: one indented array in UTF-16, Windows' line ends, escaped slashes in dates."""
    text = json.dumps(list(objects), indent=4).replace("\n", "\r\n")
    return re.sub(r'"/Date\((\d+)\)/"', r'"\\/Date(\1)\\/"', text).encode("utf-16")
