// Windows' records of coming and going between hosts, with the field sets of the real ones (Microsoft's event
// documentation; values as in public captures). Each is made without host and id, which FleetLog adds; `at` is what
// the host's own clock says.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "simulate/log_record.h"

namespace hoptrace::simulate {

// An account as records name it.
struct Who {
  std::string sid = "S-1-0-0", user = "-", domain = "-";
  std::uint64_t logon_id = 0;
};

struct Arrival {
  Who who;
  Who subject;  // who caused it; of network logons nobody
  int type = 3;
  std::string package = "Kerberos";  // Kerberos, NTLM, Negotiate
  std::string address = "-", workstation = "-";
  std::uint16_t port = 0;
  bool elevated = false;
  std::string outbound_user, outbound_domain;  // of type 9
};

struct Flow {
  std::string from, to;
  std::uint16_t from_port = 0, to_port = 0;
  std::uint32_t pid = 4;
  std::string image = "System", user = "NT AUTHORITY\\SYSTEM";
  bool outbound = true;
};

struct Started {  // a process
  std::string image, command_line, parent_image, parent_command_line;
  Who who;
  std::uint32_t pid = 0, parent_pid = 0;
  bool high = true;
};

namespace records {

using base::Time;

// Security.
[[nodiscard]] LogRecord logon(Time at, const Arrival& a);           // 4624
[[nodiscard]] LogRecord failed(Time at, const Arrival& a);          // 4625
[[nodiscard]] LogRecord logoff(Time at, const Who& who, int type);  // 4634
[[nodiscard]] LogRecord initiated_logoff(Time at, const Who& who);  // 4647
[[nodiscard]] LogRecord special(Time at, const Who& who);           // 4672
[[nodiscard]] LogRecord explicit_use(Time at, const Who& subject, const Who& used, std::string_view target,
                                     std::string_view process, std::string_view address);  // 4648
[[nodiscard]] LogRecord ticket(Time at, const Who& who, std::string_view realm, std::string_view address,
                               std::uint16_t port);  // 4768
[[nodiscard]] LogRecord service_ticket(Time at, const Who& who, std::string_view realm, std::string_view service,
                                       std::string_view address, std::uint16_t port);           // 4769
[[nodiscard]] LogRecord checked(Time at, std::string_view user, std::string_view workstation);  // 4776
[[nodiscard]] LogRecord reconnected(Time at, const Who& who, std::string_view client,
                                    std::string_view address);  // 4778
[[nodiscard]] LogRecord disconnected(Time at, const Who& who, std::string_view client,
                                     std::string_view address);                                   // 4779
[[nodiscard]] LogRecord share(Time at, const Who& who, const Flow& flow, std::string_view name);  // 5140
[[nodiscard]] LogRecord share_file(Time at, const Who& who, const Flow& flow, std::string_view name,
                                   std::string_view file);  // 5145
[[nodiscard]] LogRecord service_added(Time at, const Who& who, std::string_view name,
                                      std::string_view image);                                                 // 4697
[[nodiscard]] LogRecord task_added(Time at, const Who& who, std::string_view name, std::string_view command);  // 4698
[[nodiscard]] LogRecord permitted(Time at, const Flow& flow);                                                  // 5156
[[nodiscard]] LogRecord created(Time at, const Who& subject, const Started& p);                                // 4688
[[nodiscard]] LogRecord cleared(Time at, const Who& who);                                                      // 1102
[[nodiscard]] LogRecord booted(Time at);                                                                       // 4608
// System.
[[nodiscard]] LogRecord service_installed(Time at, const Who& who, std::string_view name,
                                          std::string_view image);  // 7045
[[nodiscard]] LogRecord log_started(Time at);                       // 6005
[[nodiscard]] LogRecord log_stopped(Time at);                       // 6006
// Remote desktop, remote shells, tasks.
[[nodiscard]] LogRecord rdp_session(Time at, std::uint16_t id, std::string_view user,
                                    std::string_view address);                                 // LSM 21-25
[[nodiscard]] LogRecord rdp_authenticated(Time at, const Who& who, std::string_view address);  // RCM 1149
[[nodiscard]] LogRecord rdp_going(Time at, const Who& who, std::uint16_t id,
                                  std::string_view target);                             // RDPClient 1024, 1102
[[nodiscard]] LogRecord winrm_going(Time at, const Who& who, std::string_view target);  // WinRM 6
[[nodiscard]] LogRecord winrm_shell(Time at, const Who& who);                           // WinRM 91
[[nodiscard]] LogRecord task_registered(Time at, std::string_view name, std::string_view user);  // TaskScheduler 106
// Sysmon.
[[nodiscard]] LogRecord started(Time at, const Started& p);                         // 1
[[nodiscard]] LogRecord connection(Time at, const Flow& flow, std::uint32_t seed);  // 3
[[nodiscard]] LogRecord written(Time at, const Started& p, std::string_view file);  // 11
[[nodiscard]] LogRecord pipe(Time at, const Started& p, std::string_view name);     // 17

}  // namespace records
}  // namespace hoptrace::simulate
