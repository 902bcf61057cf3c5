// FactRow: one kind of record that says something about who was where, and the function that reads it.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "sessions/fact_maker.h"
#include "sessions/record_view.h"

namespace hoptrace::sessions {

// A log that facts come from: of Windows by channel, of others by LogKind (product, category, service).
struct FactLog {
  std::string_view name;  // as in fact_channels()
  std::string_view channel, provider;
  event::LogKind kind;
};

struct FactRow {
  std::string_view log;       // FactLog::name
  std::uint16_t event_id;     // 0 of logs that are not Windows'
  std::string_view provider;  // empty: the log's own
  void (*read)(const RecordView& record, FactMaker& maker);
};

// Of any record: in whose session what it tells was done (process_facts.cc).
void read_flagged_record(const RecordView& record, FactMaker& maker);

[[nodiscard]] std::span<const FactRow> logon_rows();           // logon_facts.cc: Security, sessions
[[nodiscard]] std::span<const FactRow> ticket_rows();          // ticket_facts.cc: Security, domain controllers
[[nodiscard]] std::span<const FactRow> share_rows();           // share_facts.cc: shares, pipes, files
[[nodiscard]] std::span<const FactRow> service_rows();         // service_facts.cc: services and tasks
[[nodiscard]] std::span<const FactRow> process_rows();         // process_facts.cc: processes, lsass
[[nodiscard]] std::span<const FactRow> flow_rows();            // flow_facts.cc: connections and names of hosts
[[nodiscard]] std::span<const FactRow> remote_desktop_rows();  // remote_desktop_facts.cc
[[nodiscard]] std::span<const FactRow> remote_shell_rows();    // remote_shell_facts.cc: WinRM, WMI, PowerShell
[[nodiscard]] std::span<const FactRow> upkeep_rows();          // upkeep_facts.cc: boots, clocks, cleared logs
[[nodiscard]] std::span<const FactRow> zeek_rows();            // zeek_facts.cc
[[nodiscard]] std::span<const FactRow> vpn_rows();             // vpn_facts.cc
[[nodiscard]] std::span<const FactRow> cloud_rows();           // cloud_facts.cc: Entra, Microsoft 365

}  // namespace hoptrace::sessions
