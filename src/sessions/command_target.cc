#include "sessions/command_target.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "sessions/address.h"
#include "sessions/text_match.h"

namespace hoptrace::sessions {
namespace {

constexpr std::size_t kMostCommand = 4096;
constexpr std::size_t kMostHost = 255;  // RFC 1035 section 2.3.4

enum class By : std::uint8_t {
  kSwitch,      // "/node:HOST", "-r:HOST", "/s HOST"
  kUnc,         // "\\HOST" as a word
  kAdminShare,  // "\\HOST\c$" anywhere
  kShell,       // PowerShell's -ComputerName
  kLogin,       // the first word that is no option: "user@HOST"
};

struct Tool {
  std::string_view image;
  By by;
  std::string_view what = {};  // kSwitch: its name; kLogin: options that take the word behind them
};
constexpr std::array kTools{
    Tool{"at.exe", By::kUnc},
    Tool{"cmd.exe", By::kAdminShare},
    Tool{"csexec.exe", By::kUnc},
    Tool{"mstsc.exe", By::kSwitch, "v"},
    Tool{"net.exe", By::kUnc},
    Tool{"net1.exe", By::kUnc},
    Tool{"paexec.exe", By::kUnc},
    Tool{"plink.exe", By::kLogin, "PlpiLRDwm"},
    Tool{"powershell.exe", By::kShell},
    Tool{"powershell.exe", By::kAdminShare},
    Tool{"pscp.exe", By::kLogin, "PlpiLRDwm"},
    Tool{"psexec.exe", By::kUnc},
    Tool{"psexec64.exe", By::kUnc},
    Tool{"putty.exe", By::kLogin, "PlpiLRDwm"},
    Tool{"pwsh.exe", By::kShell},
    Tool{"pwsh.exe", By::kAdminShare},
    Tool{"query.exe", By::kSwitch, "server"},
    Tool{"quser.exe", By::kSwitch, "server"},
    Tool{"qwinsta.exe", By::kSwitch, "server"},
    Tool{"reg.exe", By::kUnc},
    Tool{"robocopy.exe", By::kAdminShare},
    Tool{"sc.exe", By::kUnc},
    Tool{"schtasks.exe", By::kSwitch, "s"},
    Tool{"scp.exe", By::kLogin, "BbcDEeFIiJLlmOopQRSWwX"},
    Tool{"shutdown.exe", By::kUnc},
    Tool{"ssh.exe", By::kLogin, "BbcDEeFIiJLlmOopQRSWw"},
    Tool{"taskkill.exe", By::kSwitch, "s"},
    Tool{"tasklist.exe", By::kSwitch, "s"},
    Tool{"wevtutil.exe", By::kSwitch, "r"},
    Tool{"winrs.exe", By::kSwitch, "r"},
    Tool{"winrs.exe", By::kSwitch, "remote"},
    Tool{"wmic.exe", By::kSwitch, "node"},
    Tool{"xcopy.exe", By::kAdminShare},
};

// The words of a command line; a word may have quotes around it or within.
class Words {
 public:
  explicit Words(std::string_view text) : rest_(text) {}
  std::string_view next() {
    rest_ = trimmed(rest_);
    bool quoted = false;
    std::size_t end = 0;
    for (; end < rest_.size() && (quoted || !is_blank(rest_[end])); ++end) quoted ^= rest_[end] == '"';
    const std::string_view word = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return word;
  }

 private:
  static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
  std::string_view rest_;
};

std::string_view unquoted(std::string_view word) {
  constexpr std::string_view kQuotes = "\"'`";
  while (!word.empty() && kQuotes.find(word.front()) != std::string_view::npos) word.remove_prefix(1);
  while (!word.empty() && kQuotes.find(word.back()) != std::string_view::npos) word.remove_suffix(1);
  return word;
}

bool is_of_name(char c) {
  return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || c == '-' || c == '.' || c == '_' ||
         (static_cast<unsigned char>(c) & 0x80) != 0;
}

// The host in "HOST", "HOST:3389", "http://HOST:5985/", "HOST,OTHER", "[::1]"; empty where it is none.
std::string_view host_in(std::string_view word) {
  word = unquoted(trimmed(word));
  if (const std::size_t scheme = word.find("://"); scheme != std::string_view::npos) word.remove_prefix(scheme + 3);
  if (word.starts_with('[')) return word.substr(1, std::min(word.find(']'), kMostHost) - 1);
  std::size_t size = 0;
  while (size < word.size() && is_of_name(word[size])) ++size;
  const std::string_view host = word.substr(0, size);
  const bool ended = size == word.size() || std::string_view(":/\\,;\"')").find(word[size]) != std::string_view::npos;
  const bool named = std::ranges::any_of(host, [](char c) { return c != '.' && c != '-'; });
  constexpr std::array<std::string_view, 3> kHere{"localhost", "127.0.0.1", "::1"};
  return ended && named && size <= kMostHost && !is_one_of(host, kHere) ? host : std::string_view{};
}

std::string_view by_switch(std::string_view command, std::string_view name) {
  Words words(command);
  for (std::string_view word = words.next(); !word.empty(); word = words.next()) {
    word = unquoted(word);
    if (word.front() != '/' && word.front() != '-') continue;
    word.remove_prefix(1);
    if (same(word, name)) return host_in(words.next());
    if (begins(word, name) && word.size() > name.size() && (word[name.size()] == ':' || word[name.size()] == '='))
      return host_in(word.substr(name.size() + 1));
  }
  return {};
}

std::string_view by_unc(std::string_view command) {
  Words words(command);
  words.next();  // the program itself may lie on a share
  for (std::string_view word = words.next(); !word.empty(); word = words.next()) {
    word = unquoted(word);
    if (word.starts_with("\\\\")) {
      if (const std::string_view host = host_in(word.substr(2)); !host.empty()) return host;
    }
  }
  return {};
}

std::string_view by_admin_share(std::string_view command) {
  for (std::size_t at = command.find("\\\\"); at != std::string_view::npos; at = command.find("\\\\", at + 2)) {
    const std::string_view host = host_in(command.substr(at + 2));
    if (host.empty()) continue;
    const std::string_view rest = command.substr(at + 2 + host.size());
    const std::size_t end = std::min(rest.find_first_of("\\ \"'", 1), rest.size());
    if (end > 1 && rest.front() == '\\' && rest[end - 1] == '$') return host;
  }
  return {};
}

std::string_view by_login(std::string_view command, std::string_view with_value) {
  Words words(command);
  words.next();
  for (std::string_view word = words.next(); !word.empty(); word = words.next()) {
    if (!word.starts_with('-')) {
      word = unquoted(word);
      const std::size_t at = word.find('@');
      return host_in(at == std::string_view::npos ? word : word.substr(at + 1));
    }
    const bool one_letter = word.size() == 2 && with_value.find(word[1]) != std::string_view::npos;
    if (one_letter || word == "-pw") words.next();
  }
  return {};
}

std::string_view target_by(const Tool& tool, std::string_view command) {
  switch (tool.by) {
    case By::kSwitch:
      return by_switch(command, tool.what);
    case By::kUnc:
      return by_unc(command);
    case By::kAdminShare:
      return by_admin_share(command);
    case By::kShell:
      return shell_target(command);
    case By::kLogin:
      return by_login(command, tool.what);
  }
  return {};
}

// "-ComputerName HOST" behind the cmdlet that begins at `from`.
std::string_view computer_behind(std::string_view script, std::size_t from) {
  constexpr std::array<std::string_view, 2> kSwitches{"-computername", "-cn"};
  for (const std::string_view name : kSwitches) {
    const std::size_t at = find(script, name, from);
    if (at == std::string_view::npos) continue;
    std::string_view rest = script.substr(at + name.size());
    if (rest.empty() || (rest.front() != ' ' && rest.front() != ':' && rest.front() != '\t')) continue;
    rest.remove_prefix(1);
    rest = trimmed(rest);
    const std::string_view host = host_in(rest.substr(0, rest.find_first_of(" \t\r\n,;{")));
    if (!host.empty()) return host;
  }
  return {};
}

}  // namespace

std::string_view command_target(std::string_view image, std::string_view command) {
  const std::string_view name = file_name(image);
  command = command.substr(0, kMostCommand);
  for (const Tool& tool : kTools) {
    if (!same(tool.image, name)) continue;
    if (const std::string_view host = target_by(tool, command); !host.empty()) return host;
  }
  return {};
}

std::string_view command_address(std::string_view command) {
  Words words(command.substr(0, kMostCommand));
  words.next();
  for (std::string_view word = words.next(); !word.empty(); word = words.next()) {
    if (const std::string_view host = host_in(word); is_private(host)) return host;
  }
  return {};
}

std::string_view shell_target(std::string_view script) {
  constexpr std::array<std::string_view, 9> kCmdlets{
      "invoke-command",   "enter-pssession", "new-pssession", "invoke-wmimethod", "get-wmiobject",
      "invoke-cimmethod", "new-cimsession",  "icm ",          "get-ciminstance"};
  script = script.substr(0, kMostCommand);
  for (const std::string_view cmdlet : kCmdlets) {
    const std::size_t at = find(script, cmdlet);
    if (at == std::string_view::npos) continue;
    if (const std::string_view host = computer_behind(script, at); !host.empty()) return host;
  }
  return {};
}

}  // namespace hoptrace::sessions
