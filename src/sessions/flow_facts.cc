// Connections as the hosts at their ends saw them, and names of hosts as they looked them up. Security 5156
// (learn.microsoft.com, "Audit Filtering Platform Connection"), Sysmon 3, 22.
//
// Left out: connections to other ports than those by which one gets onto a host; RPC's own ports but for the programs
// that answer there for somebody else; repetitions within five seconds; names of hosts outside.
#include <array>

#include "sessions/fact_row.h"
#include "sessions/ports.h"
#include "sessions/text_match.h"

namespace hoptrace::sessions {
namespace {

// Where Windows' services answer to RPC from other hosts.
constexpr std::array<std::string_view, 9> kServers{"svchost.exe", "lsass.exe", "services.exe",
                                                   "spoolsv.exe", "mmc.exe",   "dllhost.exe",
                                                   "wininit.exe", "excel.exe", "wmiprvse.exe"};
// Who asks domain controllers by RPC all day.
constexpr std::array<std::string_view, 7> kAskers{"svchost.exe", "lsass.exe", "services.exe", "spoolsv.exe",
                                                  "System",      "dfsrs.exe", "taskhostw.exe"};

struct Ends {
  std::string_view from, to;
  std::uint64_t from_port = 0, to_port = 0;
  std::string_view from_host, to_host;
};

bool is_of_interest(std::uint64_t port, bool inward, std::string_view image) {
  if (port == 135 && !inward && same(image, "lsass.exe")) return false;
  if (is_way_in(port)) return true;
  return is_dynamic(port) && (inward ? is_one_of(image, kServers) : !is_one_of(image, kAskers) && !image.empty());
}

std::uint16_t port(std::uint64_t number) {
  return number <= 0xFFFF ? static_cast<std::uint16_t>(number) : std::uint16_t{0};
}

void keep_flow(const Ends& ends, bool inward, std::string_view path, const RecordView& record, FactMaker& maker) {
  const std::string_view image = file_name(path);
  if (!is_of_interest(ends.to_port, inward, image)) return;
  Fact fact = maker.fact(inward ? FactKind::kFlowIn : FactKind::kFlowOut);
  fact.peer_address = maker.address(inward ? ends.from : ends.to);
  fact.own_address = maker.address(inward ? ends.to : ends.from);
  if (fact.peer_address == kNoText || fact.peer_address == fact.own_address) return;
  maker.name_peer(fact, inward ? ends.from_host : ends.to_host);
  fact.peer_port = port(inward ? ends.from_port : ends.to_port);
  fact.own_port = port(inward ? ends.to_port : ends.from_port);
  fact.account = maker.account(record.text(Slot::kUser));
  fact.guid = record.guid(Slot::kProcessGuid);
  fact.detail = maker.detail(image);
  maker.keep_once(fact, kMoment, port(ends.to_port));
}

Ends ends_of(const RecordView& record) {
  return {.from = record.text(Slot::kSourceAddress),
          .to = record.text(Slot::kDestAddress),
          .from_port = record.number(Slot::kSourcePort),
          .to_port = record.number(Slot::kDestPort),
          .from_host = record.text(Slot::kSourceHost),
          .to_host = record.text(Slot::kDestHost)};
}

// "%%14592" is inbound. Records of both kinds name first who began, but for hosts that put themselves first.
void read_allowed(const RecordView& record, FactMaker& maker) {
  Ends ends = ends_of(record);
  const std::string_view direction = record.text(Slot::kDirection);
  const bool inward = direction == "%%14592" || same(direction, "Inbound");
  if (inward && is_way_in(ends.from_port) && !is_way_in(ends.to_port)) {
    std::swap(ends.from, ends.to);
    std::swap(ends.from_port, ends.to_port);
  }
  keep_flow(ends, inward, record.text(Slot::kApplication), record, maker);
}

void read_connection(const RecordView& record, FactMaker& maker) {
  keep_flow(ends_of(record), record.is_false(Slot::kInitiated), record.text(Slot::kImage), record, maker);
}

// "type:  5 fs01.corp.example;::ffff:10.0.0.7;"
std::string_view private_answer(std::string_view results) {
  for (std::size_t begin = 0; begin < results.size();) {
    const std::size_t end = std::min(results.find(';', begin), results.size());
    std::string_view part = trimmed(results.substr(begin, end - begin));
    if (begins(part, "::ffff:")) part.remove_prefix(7);
    if (is_private(part)) return part;
    begin = end + 1;
  }
  return {};
}

void read_lookup(const RecordView& record, FactMaker& maker) {
  const std::string_view name = record.text(Slot::kQueryName);
  if (name.empty() || name.starts_with('_')) return;
  const std::string_view address = private_answer(record.text(Slot::kQueryResults));
  if (address.empty()) return;
  Fact fact = maker.fact(FactKind::kName);
  fact.detail = maker.detail(name);
  fact.peer_address = maker.address(address);
  maker.keep_once(fact, kHour);
}

constexpr std::string_view kSysmon = "Microsoft-Windows-Sysmon/Operational";
constexpr FactRow kFlowRows[]{
    {"Security", 5156, {}, read_allowed},
    {kSysmon, 3, {}, read_connection},
    {kSysmon, 22, {}, read_lookup},
};

}  // namespace

std::span<const FactRow> flow_rows() {
  return kFlowRows;
}

}  // namespace hoptrace::sessions
