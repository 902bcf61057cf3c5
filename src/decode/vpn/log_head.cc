#include "decode/vpn/log_head.h"

#include <algorithm>
#include <cctype>

namespace hoptrace::decode::vpn {
namespace {

constexpr std::size_t kMaxName = 255;  // of a host or a program

void skip_blanks(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
}

std::string_view take_token(std::string_view& text) {
  const std::string_view token = text.substr(0, text.find(' '));
  text.remove_prefix(token.size());
  skip_blanks(text);
  return token;
}

// "<134>": priority, RFC 3164 section 4.1.1.
void skip_priority(std::string_view& text) {
  const std::size_t end = text.find('>');
  if (!text.starts_with('<') || end == std::string_view::npos || end < 2 || end > 4) return;
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (std::all_of(text.begin() + 1, text.begin() + static_cast<std::ptrdiff_t>(end), digit))
    text.remove_prefix(end + 1);
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kMaxName && std::ranges::all_of(text, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-' || c == '/' || c >= 0x80;
  });
}

// "openvpn[1234]: " or "openvpn: "; with `pid`, the first only.
bool take_program(std::string_view& text, LogHead& head, bool pid) {
  const std::string_view token = text.substr(0, text.find(' '));
  if (!token.ends_with(':')) return false;
  std::string_view name = token.substr(0, token.size() - 1);
  const std::size_t bracket = name.find('[');
  if (pid && (bracket == std::string_view::npos || !name.ends_with(']'))) return false;
  name = name.substr(0, bracket);
  if (!is_name(name)) return false;
  head.program = name;
  text.remove_prefix(token.size());
  skip_blanks(text);
  return true;
}

// A host's name or address, "asa1 :" and "2001:db8::1" among them.
bool take_host(std::string_view& text, LogHead& head) {
  const std::string_view token = text.substr(0, text.find(' '));
  const bool address = token.find("::") != std::string_view::npos || std::ranges::count(token, ':') > 1;
  if (token.ends_with(':') || (!is_name(token) && !address) || token.size() > kMaxName) return false;
  head.host = take_token(text);
  return true;
}

// " : " and ": " between a Cisco device's head and its message.
void skip_colon(std::string_view& text) {
  skip_blanks(text);
  if (!text.starts_with(": ") && !text.starts_with(":%")) return;
  text.remove_prefix(1);
  skip_blanks(text);
}

// Structured data: "-" or "[id name=\"value\"]…" (RFC 5424 section 6.3).
void skip_structured_data(std::string_view& text) {
  if (text.starts_with('-')) {
    text.remove_prefix(1);
    return skip_blanks(text);
  }
  bool quoted = false, inside = false;
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted && c == '\\') {
      ++at;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == '[') {
      inside = true;
    } else if (!quoted && c == ']') {
      inside = false;
    } else if (!inside) {
      break;
    }
  }
  text.remove_prefix(std::min(at, text.size()));
  skip_blanks(text);
}

// RFC 5424 section 6.2, behind its time.
void read_5424(std::string_view text, LogHead& head) {
  const auto present = [](std::string_view token) {
    return token == "-" ? std::string_view{} : token.substr(0, kMaxName);
  };
  head.host = present(take_token(text));
  head.program = present(take_token(text));
  (void)take_token(text);  // process
  (void)take_token(text);  // message id
  skip_structured_data(text);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  head.message = text;
}

// A stamp that the device wrote itself, behind the one of who relayed it.
void take_inner_stamp(std::string_view& text, LogHead& head) {
  std::string_view rest = text;
  const auto inner = take_stamp(rest);
  if (!inner) return;
  if (inner->has_year() || !head.stamp->has_year()) head.stamp = inner;
  text = rest;
  skip_colon(text);
  std::string_view behind = text;
  LogHead device;
  if (take_host(behind, device) && behind.starts_with(":")) {
    head.host = device.host;
    text = behind;
  }
}

// "us=123456 ": OpenVPN's fraction of a second.
void take_micros(std::string_view& text, LogStamp& stamp) {
  if (!text.starts_with("us=")) return;
  std::size_t at = 3;
  int micros = 0;
  while (at < text.size() && at < 9 && text[at] >= '0' && text[at] <= '9') micros = micros * 10 + (text[at++] - '0');
  if (at == 3 || at == text.size() || text[at] != ' ') return;
  stamp.parts.ticks = micros * 10;
  text.remove_prefix(at);
  skip_blanks(text);
}

bool is_of_a_daemon(const LogStamp& stamp) {
  return stamp.form == LogStamp::Form::kIso || stamp.form == LogStamp::Form::kEnglish;
}

// A program's own file; but some daemons write such times, too: "2018-12-20 09:14:03 gw openvpn[12]: …".
void read_alone(std::string_view text, LogHead& head) {
  take_micros(text, *head.stamp);
  std::string_view rest = text;
  LogHead named;
  if (take_host(rest, named) && take_program(rest, named, true)) {
    head.host = named.host;
    head.program = named.program;
    head.message = rest;
    return;
  }
  head.alone = true;
  head.message = text;
}

}  // namespace

LogHead read_head(std::string_view line) {
  LogHead head;
  head.message = line;
  skip_priority(line);
  head.message = line;
  std::string_view rest = line;
  const bool version = line.size() > 2 && line.starts_with("1 ");
  if (version) rest.remove_prefix(2);
  if (rest.starts_with('*') || rest.starts_with('.')) rest.remove_prefix(1);  // Cisco: the clock is not set
  head.stamp = take_stamp(rest);
  if (!head.stamp) return head;
  const bool ends_in_colon = rest.starts_with(':');
  skip_colon(rest);
  if (version) {
    read_5424(rest, head);
    return head;
  }
  if (head.stamp->form == LogStamp::Form::kKeyed) {
    head.message = rest;
    return head;
  }
  if (!is_of_a_daemon(*head.stamp)) {
    read_alone(rest, head);
    return head;
  }
  if (!ends_in_colon && !rest.starts_with('%') && take_host(rest, head)) {
    skip_colon(rest);
    take_inner_stamp(rest, head);
    skip_colon(rest);
  }
  if (!rest.starts_with('%')) (void)take_program(rest, head, false);
  head.message = rest;
  return head;
}

}  // namespace hoptrace::decode::vpn
