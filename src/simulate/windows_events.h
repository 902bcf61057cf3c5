// Windows events as scenarios need them, with the field sets of the real ones (Sysmon schema 4.50; Security and
// System as in Microsoft's event documentation). Each returns a record without host and id, which FleetLog adds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "simulate/fleet_log.h"
#include "simulate/log_record.h"

namespace hoptrace::simulate {

struct Process {
  std::string image, command_line, parent_image, parent_command_line;
  std::string user = "NT AUTHORITY\\SYSTEM";
  std::string original_name;  // OriginalFileName; empty: the image's own name
  std::string company = "Microsoft Corporation";
  std::string folder = "C:\\Windows\\system32\\";
  std::string integrity = "System";
  std::uint32_t pid = 0, parent_pid = 0;
  std::uint64_t logon_id = 0x3e7;
};

struct Logon {
  std::string user, domain, address = "-", workstation = "-";
  int type = 3;
  std::string package = "Kerberos";
  std::uint64_t logon_id = 0;
};

[[nodiscard]] LogRecord process_started(base::Time at, const Process& process);                    // Sysmon 1
[[nodiscard]] LogRecord process_created(base::Time at, const Host& host, const Process& process);  // Security 4688
[[nodiscard]] LogRecord connected(base::Time at, const Process& process, std::string_view from, std::string_view to,
                                  std::uint16_t port, std::string_view host_name);  // Sysmon 3
[[nodiscard]] LogRecord image_loaded(base::Time at, const Process& process, std::string_view loaded, bool signed_file,
                                     std::string_view sha256);  // Sysmon 7
[[nodiscard]] LogRecord process_accessed(base::Time at, const Process& source, std::string_view target,
                                         std::string_view access);                                   // Sysmon 10
[[nodiscard]] LogRecord file_created(base::Time at, const Process& process, std::string_view file);  // Sysmon 11
[[nodiscard]] LogRecord pipe_created(base::Time at, const Process& process, std::string_view pipe);  // Sysmon 17
[[nodiscard]] LogRecord name_queried(base::Time at, const Process& process, std::string_view name,
                                     std::string_view answer);                           // Sysmon 22
[[nodiscard]] LogRecord logged_on(base::Time at, const Host& host, const Logon& logon);  // Security 4624
[[nodiscard]] LogRecord logged_off(base::Time at, const Logon& logon);                   // Security 4634
[[nodiscard]] LogRecord logon_failed(base::Time at, const Logon& logon);                 // Security 4625
[[nodiscard]] LogRecord explicit_logon(base::Time at, const Host& host, std::string_view subject, const Logon& logon,
                                       std::string_view target);                                     // Security 4648
[[nodiscard]] LogRecord privileges(base::Time at, const Logon& logon);                               // Security 4672
[[nodiscard]] LogRecord share_opened(base::Time at, const Logon& logon, std::string_view share);     // Security 5140
[[nodiscard]] LogRecord log_cleared(base::Time at, std::string_view user, std::string_view domain);  // Security 1102
[[nodiscard]] LogRecord service_installed(base::Time at, std::string_view name,
                                          std::string_view path);                                     // System 7045
[[nodiscard]] LogRecord service_state(base::Time at, std::string_view name, std::string_view state);  // System 7036
[[nodiscard]] LogRecord session_opened(base::Time at, std::string_view user, std::string_view address);  // LSM 21

}  // namespace hoptrace::simulate
