#include "sessions/fact_table.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <optional>
#include <utility>

#include "base/check.h"
#include "sessions/fact_row.h"
#include "sessions/text_match.h"

namespace hoptrace::sessions {

// A row with its log found.
struct RecordKind {
  std::uint16_t event_id;
  std::uint8_t log;
  std::string_view provider;
  void (*read)(const RecordView& record, FactMaker& maker);
};

namespace {

constexpr std::array kLogs{
    FactLog{"Security", "Security", "Microsoft-Windows-Security-Auditing", {}},
    FactLog{"System", "System", {}, {}},
    FactLog{"Microsoft-Windows-TerminalServices-LocalSessionManager/Operational",
            "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational",
            "Microsoft-Windows-TerminalServices-LocalSessionManager",
            {}},
    FactLog{"Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational",
            "Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational",
            "Microsoft-Windows-TerminalServices-RemoteConnectionManager",
            {}},
    FactLog{"Microsoft-Windows-TerminalServices-RDPClient/Operational",
            "Microsoft-Windows-TerminalServices-RDPClient/Operational",
            "Microsoft-Windows-TerminalServices-ClientActiveXCore",
            {}},
    FactLog{
        "Microsoft-Windows-WinRM/Operational", "Microsoft-Windows-WinRM/Operational", "Microsoft-Windows-WinRM", {}},
    FactLog{"Microsoft-Windows-WMI-Activity/Operational",
            "Microsoft-Windows-WMI-Activity/Operational",
            "Microsoft-Windows-WMI-Activity",
            {}},
    FactLog{"Microsoft-Windows-TaskScheduler/Operational",
            "Microsoft-Windows-TaskScheduler/Operational",
            "Microsoft-Windows-TaskScheduler",
            {}},
    FactLog{"Windows PowerShell", "Windows PowerShell", "PowerShell", {}},
    FactLog{"Microsoft-Windows-PowerShell/Operational",
            "Microsoft-Windows-PowerShell/Operational",
            "Microsoft-Windows-PowerShell",
            {}},
    FactLog{"Microsoft-Windows-Sysmon/Operational",
            "Microsoft-Windows-Sysmon/Operational",
            "Microsoft-Windows-Sysmon",
            {}},
    FactLog{"zeek/conn", {}, {}, {"zeek", {}, "conn"}},
    FactLog{"zeek/rdp", {}, {}, {"zeek", {}, "rdp"}},
    FactLog{"zeek/smb_mapping", {}, {}, {"zeek", {}, "smb_mapping"}},
    FactLog{"zeek/smb_files", {}, {}, {"zeek", {}, "smb_files"}},
    FactLog{"zeek/dce_rpc", {}, {}, {"zeek", {}, "dce_rpc"}},
    FactLog{"zeek/kerberos", {}, {}, {"zeek", {}, "kerberos"}},
    FactLog{"zeek/ntlm", {}, {}, {"zeek", {}, "ntlm"}},
    FactLog{"zeek/dhcp", {}, {}, {"zeek", {}, "dhcp"}},
    FactLog{"zeek/dns", {}, {}, {"zeek", {}, "dns"}},
    FactLog{"zeek/ssh", {}, {}, {"zeek", {}, "ssh"}},
    FactLog{"vpn", {}, {}, {"vpn", "remote_access", {}}},
    FactLog{"azure/signinlogs", {}, {}, {"azure", {}, "signinlogs"}},
    FactLog{"azure/auditlogs", {}, {}, {"azure", {}, "auditlogs"}},
    FactLog{"m365/audit", {}, {}, {"m365", {}, "audit"}},
};

constexpr auto kNames = [] {
  std::array<std::string_view, kLogs.size()> names;
  std::ranges::transform(kLogs, names.begin(), &FactLog::name);
  return names;
}();

std::vector<RecordKind> all_kinds() {
  std::vector<RecordKind> kinds;
  for (const auto rows :
       {logon_rows(), ticket_rows(), share_rows(), service_rows(), process_rows(), flow_rows(), remote_desktop_rows(),
        remote_shell_rows(), upkeep_rows(), zeek_rows(), vpn_rows(), cloud_rows()}) {
    for (const FactRow& row : rows) {
      const auto log = std::ranges::find(kLogs, row.log, &FactLog::name);
      base::check(log != kLogs.end(), "a row of the fact table names a log that there is");
      kinds.push_back({row.event_id, static_cast<std::uint8_t>(log - kLogs.begin()),
                       row.provider.empty() ? log->provider : row.provider, row.read});
    }
  }
  std::ranges::stable_sort(kinds, {}, &RecordKind::event_id);
  return kinds;
}

}  // namespace

std::span<const std::string_view> fact_channels() {
  return kNames;
}

struct FactReader::State {
  explicit State(const event::FieldDictionary& fields) : view(fields) {
    for (const RecordKind& entry : kinds) ids.set(entry.event_id);
  }

  // The place of the event's log in kLogs, whatever its event number.
  [[nodiscard]] static std::optional<std::uint8_t> log_of(const event::Event& event);
  [[nodiscard]] const RecordKind* find(std::string_view channel, std::string_view provider, std::uint32_t event_id,
                                       const event::LogKind& kind) const;

  const std::vector<RecordKind> kinds = all_kinds();
  std::bitset<0x10000> ids;
  RecordView view;
  std::unique_ptr<Facts> facts = std::make_unique<Facts>();
  FactMaker maker{*facts};
};

const RecordKind* FactReader::State::find(std::string_view channel, std::string_view provider, std::uint32_t event_id,
                                          const event::LogKind& kind) const {
  const bool windows = kind.product.empty() || kind.product == "windows";
  if (!windows) event_id = 0;
  if (event_id >= ids.size() || !ids[event_id]) return nullptr;
  for (auto entry = std::ranges::lower_bound(kinds, event_id, {}, &RecordKind::event_id);
       entry != kinds.end() && entry->event_id == event_id; ++entry) {
    const FactLog& log = kLogs[entry->log];
    if (!windows) {
      if (log.kind.product == kind.product && log.kind.service == kind.service && log.kind.category == kind.category)
        return &*entry;
      continue;
    }
    // Some writers leave out one of the two names; the other tells enough.
    if (channel.empty() ? !provider.empty() && same(provider, entry->provider)
                        : same(channel, log.channel) &&
                              (provider.empty() || entry->provider.empty() || same(provider, entry->provider))) {
      return &*entry;
    }
  }
  return nullptr;
}

std::optional<std::uint8_t> FactReader::State::log_of(const event::Event& event) {
  const auto log = std::ranges::find_if(
      kLogs, [&](const FactLog& one) { return !one.channel.empty() && same(event.channel, one.channel); });
  if (log == kLogs.end()) return std::nullopt;
  return static_cast<std::uint8_t>(log - kLogs.begin());
}

void FactReader::declare(event::FieldDictionary& fields) {
  RecordView::declare(fields);
}

FactReader::FactReader(const event::FieldDictionary& fields) : state_(std::make_unique<State>(fields)) {}
FactReader::~FactReader() = default;

const RecordKind* FactReader::kind_of(std::string_view channel, std::string_view provider, std::uint32_t event_id,
                                      const event::LogKind& kind) const {
  return state_->find(channel, provider, event_id, kind);
}

SlotPlaces FactReader::places(std::span<const SlotPlaces::Field> fields) const {
  return state_->view.places(fields);
}

void FactReader::read(const event::Event& event, std::string_view tenant, std::string_view host) {
  const RecordKind* const kind = kind_of(event.channel, event.provider, event.event_id, event.kind);
  if (kind != nullptr) read(*kind, event, tenant, host);
}

void FactReader::read(const RecordKind& kind, const event::Event& event, std::string_view tenant,
                      std::string_view host) {
  if (!event.timed) return;
  state_->view.look(event);
  state_->maker.begin(state_->view, tenant, host, kind.log);
  kind.read(state_->view, state_->maker);
}

void FactReader::read(const RecordKind& kind, const RecordMembers& record, const RecordValues& values,
                      const SlotPlaces& places, std::string_view tenant, std::string_view host) {
  if (!record.timed) return;
  state_->view.look(record, values, places);
  state_->maker.begin(state_->view, tenant, host, kind.log);
  kind.read(state_->view, state_->maker);
}

void FactReader::read_flagged(const event::Event& event, std::string_view tenant, std::string_view host) {
  const auto log = State::log_of(event);
  if (!log || !event.timed) return;
  state_->view.look(event);
  state_->maker.begin(state_->view, tenant, host, *log);
  read_flagged_record(state_->view, state_->maker);
}

const Facts& FactReader::facts() const {
  return *state_->facts;
}

std::unique_ptr<Facts> FactReader::take() {
  auto taken = std::exchange(state_->facts, std::make_unique<Facts>());
  state_->maker.turn_to(*state_->facts);
  return taken;
}

}  // namespace hoptrace::sessions
