#include "report/exports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/finding_json.h"
#include "report/reading_for_tests.h"

namespace hoptrace::report {
namespace {

using testing::HasSubstr;
using testing::Not;

const cases::RuleRecord kRule{.kind = cases::RuleKind::kSigma,
                              .id = "r-1",
                              .title = "WMI command",
                              .author = "us",
                              .level = "high",
                              .status = "test",
                              .path = "rules/wmi.yml",
                              .description = "",
                              .tags = {"attack.t1047"},
                              .references = {},
                              .falsepositives = {},
                              .hash = "h"};

cases::StoredFinding finding() {
  cases::StoredFinding f;
  f.id = "f1";
  f.rule = &kRule;
  f.row.level = "high";
  f.row.offset = 1183744;
  f.row.tenant = "acme-foundry";
  f.row.event.time = *base::parse_time("2018-12-20T09:14:03.1234567Z");
  f.row.event.host = "FS01";
  f.row.event.channel = "Security";
  f.row.event.provider = "P";
  f.row.event.event_id = 4688;
  f.row.event.record_id = 88123;
  f.row.matched = {{"CommandLine", "cmd /c x"}};
  f.sources = {{{}, "acme-foundry", "aa", {"acme-foundry/FS01/Security.evtx"}, 1183744}};
  return f;
}

std::string exported(std::string_view name, ListedReading& reading, const ExportOptions& options = {}) {
  std::string out;
  const auto format = find_export(name);
  EXPECT_TRUE(format);
  const auto written = write_export(**format, reading, options, [&](std::string_view text) -> base::Result<void> {
    out += text;
    return {};
  });
  EXPECT_TRUE(written) << written.error().sentence();
  return out;
}

TEST(FindingJson, IsTheLineOfTheContract) {
  EXPECT_EQ(
      finding_json(finding()),
      R"({"id":"f1","time":"2018-12-20T09:14:03.1234567Z","tenant":"acme-foundry","host":"FS01","level":"high",)"
      R"("certainty":"certain","rule":{"id":"r-1","title":"WMI command","author":"us","tags":["attack.t1047"]},)"
      R"("event":{"channel":"Security","provider":"P","id":4688,"record_id":88123},)"
      R"("matched":{"CommandLine":"cmd /c x"},)"
      R"("source":{"path":"acme-foundry/FS01/Security.evtx","sha256":"aa","offset":1183744}})"
      "\n");
}

TEST(FindingJson, SaysWhatElseThereIs) {
  auto f = finding();
  f.row.certain = false;
  f.row.missing = {"ParentImage"};
  f.row.context = {"port 8080 is used by …"};
  f.row.matched = {{"keyword", "a"}, {"keyword", "b"}, {"keyword", "c"}};
  f.row.event.timed = false;
  f.row.event.record_id = 0;
  f.sources[0].paths.emplace_back("acme-foundry/copy.evtx");
  f.parts.push_back({"r-2", "part", f.row.event, f.sources[0]});
  const std::string line = finding_json(f);
  EXPECT_THAT(line, HasSubstr(R"("time":null)"));
  EXPECT_THAT(line, HasSubstr(R"("certainty":"uncertain")"));
  EXPECT_THAT(line, HasSubstr(R"("record_id":null)"));
  EXPECT_THAT(line,
              HasSubstr(R"("matched":{"keyword":["a","b","c"]},"missing":["ParentImage"],"context":["port 8080)"));
  EXPECT_THAT(line,
              HasSubstr(R"("sources":[{"path":"acme-foundry/FS01/Security.evtx","sha256":"aa","offset":1183744},)"
                        R"({"path":"acme-foundry/copy.evtx",)"));
  EXPECT_THAT(line, HasSubstr(R"("parts":[{"time":null,"host":"FS01","rule":{"id":"r-2","title":"part"})"));
}

TEST(FindingJson, IsValidUtf8) {
  auto f = finding();
  f.row.event.host = "FS\xff";
  f.row.matched = {{"\xc3", "\xed\xa0\x80\x1b"}};
  const std::string line = finding_json(f);
  EXPECT_THAT(line, HasSubstr("FS\ufffd"));
  EXPECT_THAT(line, HasSubstr("\\u001b"));
}

// What was judged of a tenant, and of all together, in the shape of every kind at once.
std::vector<cases::AssessmentRow> documents_of(const std::string& tenant) {
  const std::string name = '"' + tenant + '"';
  const std::string document = R"({"tenant":)" + name + R"(,"checks":[{"tenant":)" + name +
                               R"(}],"phases":[{"phase":"cut","title":"Cut","when":"","steps":[{"id":"1","tenant":)" +
                               name + R"(,"order":1,"action":"isolate","target":{"kind":"host","name":"FS01"},)" +
                               R"("what":"Isolate it","reason":"It was reached","evidence":[]}]}]})";
  return {{"", "", document}, {"", tenant, document}};
}

TEST(Exports, ATenantSeesNoTraceOfOthers) {
  ListedReading reading;
  auto mine = finding();
  mine.sources.insert(mine.sources.begin(), {{}, "northwind-msp", "bb", {"northwind-msp/WEC/Forwarded.evtx"}, 5});
  mine.parts.push_back({"r-2", "part", {}, mine.sources[0]});
  auto other = finding();
  other.row.tenant = "northwind-msp";
  other.row.matched = {{"Image", "C:\\x\\a.exe"}};
  reading.all_findings = {mine, other};
  reading.by_tenant.resize(1);
  reading.by_tenant[0].tenant = "acme-foundry";
  cases::CoverageDay day;
  day.row.tenant = "northwind-msp";
  reading.days = {day};
  reading.gaps = {{"northwind-msp", "JUMP01", "Security", 1, 2, {}, {}}};
  reading.all_anomalies = {{"log_cleared", "northwind-msp", "northwind-msp/x", "s", "northwind", 0}};
  cases::HopRow hop;
  hop.id = "h";
  hop.from = {"northwind-msp", "JUMP01"};
  hop.to = {"acme-foundry", "FS01"};
  reading.all_hops = {hop};
  cases::IntrusionRow intrusion;
  intrusion.hops = {"h"};
  intrusion.patient_zero = {"northwind-msp", "JUMP01"};
  reading.all_intrusions = {intrusion};
  reading.all_assessments = documents_of("northwind-msp");
  for (const ExportFormat& format : export_formats()) {
    const std::string out = exported(format.name, reading, {.tenant = "acme-foundry"});
    EXPECT_THAT(out, Not(HasSubstr("northwind"))) << format.name;
    EXPECT_THAT(exported(format.name, reading), HasSubstr("northwind")) << format.name;
  }
  const std::string line = exported("findings", reading, {.tenant = "acme-foundry"});
  EXPECT_THAT(line, HasSubstr(R"("source":{"path":"acme-foundry/FS01/Security.evtx")"));
  EXPECT_THAT(line, HasSubstr(R"({"path":null,"sha256":"bb","offset":5})"));
}

TEST(Exports, AnUnknownTenantIsAnError) {
  ListedReading reading;
  reading.all_findings = {finding()};
  const auto written = write_export(**find_export("findings"), reading, {.tenant = "acme"},
                                    [](std::string_view) -> base::Result<void> { return {}; });
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, base::Code::kUsage);
}

TEST(Exports, ATroubledSinkEndsThem) {
  ListedReading reading;
  reading.all_findings = {finding(), finding()};
  reading.days = {{}, {}};
  reading.all_hops = {{}, {}};
  reading.all_assessments = documents_of("acme-foundry");
  for (const ExportFormat& format : export_formats()) {
    int calls = 0;
    const auto written = write_export(format, reading, {}, [&](std::string_view) -> base::Result<void> {
      ++calls;
      return base::fail(base::Code::kFull, "no room left");
    });
    ASSERT_FALSE(written) << format.name;
    EXPECT_EQ(written.error().code, base::Code::kFull);
    EXPECT_EQ(calls, 1) << format.name;
  }
}

TEST(Exports, AnUnknownFormatNamesThoseThereAre) {
  const auto format = find_export("xls");
  ASSERT_FALSE(format);
  EXPECT_THAT(format.error().sentence(),
              HasSubstr("there is no export called `xls`. There are findings, findings-csv"));
  for (const ExportFormat& one : export_formats())
    EXPECT_THAT(format.error().sentence(), HasSubstr(std::string(one.name)));
}

TEST(FindingsCsv, HasOneRowAFindingAndNoFormula) {
  ListedReading reading;
  auto f = finding();
  f.row.event.host = "=HYPERLINK(\"http://x\")";
  f.row.matched = {{"A", "1"}, {"B", "x\ny"}};
  reading.all_findings = {f};
  EXPECT_EQ(
      exported("findings-csv", reading),
      "time,level,certainty,tenant,host,rule,matched,missing,context,channel,event_id,record_id,provider,path,"
      "offset,sha256,other_paths,tags,rule_id,finding_id\r\n"
      "2018-12-20T09:14:03.1234567Z,high,certain,acme-foundry,\"'=HYPERLINK(\"\"http://x\"\")\",WMI command,"
      "\"A=1; B=x\ny\",,,Security,4688,88123,P,acme-foundry/FS01/Security.evtx,1183744,aa,,attack.t1047,r-1,f1\r\n");
}

TEST(Timeline, AMessageIsOneLine) {
  ListedReading reading;
  auto f = finding();
  f.row.matched = {{"AccessList", "%%1538\r\n\t\t%%1541"}};
  reading.all_findings = {f};
  EXPECT_THAT(exported("timeline", reading), HasSubstr("\r\nWMI command on FS01: AccessList=%%1538 %%1541,2018-"));
}

TEST(Timeline, BeginsWithWhatTimesketchAsksFor) {
  ListedReading reading;
  auto untimed = finding();
  untimed.row.event.timed = false;
  reading.all_findings = {finding(), untimed};
  EXPECT_EQ(exported("timeline", reading),
            "message,datetime,timestamp_desc,level,certainty,tenant,host,rule,rule_id,tags,channel,provider,event_id,"
            "record_id,matched,path,offset,sha256,finding_id\r\n"
            "WMI command on FS01: CommandLine=cmd /c x,2018-12-20T09:14:03.1234567Z,Event Logged,high,certain,"
            "acme-foundry,FS01,WMI command,r-1,attack.t1047,Security,P,4688,88123,CommandLine=cmd /c x,"
            "acme-foundry/FS01/Security.evtx,1183744,aa,f1\r\n");
}

TEST(Coverage, TellsDaysGapsAndClears) {
  ListedReading reading;
  cases::CoverageDay day;
  day.row = {"acme",
             "FS01",
             "Security",
             17885,
             10,
             *base::parse_time("2018-12-20T01:00:00Z"),
             *base::parse_time("2018-12-20T02:00:00Z"),
             5,
             20,
             6};
  day.artifacts = 2;
  day.exact = false;
  reading.days = {day};
  reading.gaps = {{"acme", "FS01", "Security", 8, 13, day.row.first, day.row.last}};
  reading.all_anomalies = {{"log_cleared", "acme", "acme/x.evtx", "aa", "cleared by X", 512},
                           {"record_gap", "acme", "acme/x.evtx", "aa", "", 0}};
  EXPECT_EQ(exported("coverage", reading),
            R"({"what":"day","tenant":"acme","host":"FS01","channel":"Security","day":"2018-12-20","records":10,)"
            R"("exact":false,"first":"2018-12-20T01:00:00.0000000Z","last":"2018-12-20T02:00:00.0000000Z",)"
            R"("first_record_id":5,"last_record_id":20,"missing_ids":6,"artifacts":2})"
            "\n"
            R"({"what":"gap","tenant":"acme","host":"FS01","channel":"Security","first_missing":8,"last_missing":13,)"
            R"("missing_ids":6,"before":"2018-12-20T01:00:00.0000000Z","after":"2018-12-20T02:00:00.0000000Z"})"
            "\n"
            R"({"what":"clear","tenant":"acme","detail":"cleared by X",)"
            R"("source":{"path":"acme/x.evtx","sha256":"aa","offset":512}})"
            "\n");
}

}  // namespace
}  // namespace hoptrace::report
