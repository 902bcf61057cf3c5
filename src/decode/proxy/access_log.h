// Access logs of proxies as text: the W3C extended log file format, and Squid's native one. Both end in the same
// record: an Event in W3C's names (c-ip, cs-method, c-uri, cs-host, sc-status, cs-bytes, sc-bytes, …), so that one
// set of rules and one way of counting flows serves both.
//
// Sources: W3C working draft "Extended Log File Format" (WD-logfile-960323): directives, fields, quoted strings, GMT;
// Squid's FAQ "Squid Log Files" (access.log native format: time, elapsed, client, code/status, size, method, URL,
// user, hierarchy/peer, type). Squid's size is what the client was sent: what the client sent stands in no native
// log.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "event/event.h"

namespace hoptrace::decode::proxy {

constexpr std::size_t kMaxHeader = 64 * 1024;
constexpr std::size_t kMaxColumns = 512;
constexpr std::size_t kMaxColumnName = 256;

// What the '#' lines of a W3C log say of the lines below.
class W3cHeader {
 public:
  [[nodiscard]] static bool is_part(std::string_view line);  // "#Fields:", "#Software:", "#Date:"
  // Takes the next such line; nullptr, or what is wrong with it.
  const char* add(std::string_view line, const event::FieldDictionary& names);

  struct Column {
    std::string name;  // as rules of its category ask for it: cs(User-Agent) is a proxy's c-useragent
    event::FieldId id = event::FieldId::kOther;
  };
  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
  // "proxy" or "webserver": the one asks for others, the other is asked.
  [[nodiscard]] std::string_view category() const;
  [[nodiscard]] const std::string& date() const { return date_; }  // of #Date, YYYY-MM-DD; may be empty

 private:
  std::vector<Column> columns_;
  std::string software_, date_;
};

// The next value of a W3C line, taken off `rest`: a word, or a string in quotation marks in which "" is one of them.
// Without its marks; nullopt at the end.
[[nodiscard]] std::optional<std::string_view> take_value(std::string_view& rest, base::Arena& memory);

struct SquidLine {
  base::Time time;
  std::uint64_t elapsed_ms = 0, bytes = 0, status = 0;
  std::string_view client, action, method, url, user, hierarchy, peer, type;
};
// Nothing where the line is not one of Squid's.
[[nodiscard]] std::optional<SquidLine> read_squid(std::string_view line);

// "https://files.example:8443/up", "files.example:443": "files.example".
[[nodiscard]] std::string_view host_of(std::string_view url);

}  // namespace hoptrace::decode::proxy
