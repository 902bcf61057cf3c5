#include "decode/proxy/access_log.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/unicode.h"

namespace hoptrace::decode::proxy {
namespace {

constexpr std::array<std::string_view, 3> kParts{"#fields:", "#software:", "#date:"};
// Columns that only who asks others in a client's name has; and programs that are asked themselves.
constexpr std::array<std::string_view, 9> kProxyColumns{"cs-uri-scheme", "r-host",          "r-ip",
                                                        "r-dns",         "s-action",        "s-hierarchy",
                                                        "c-uri",         "s-supplier-name", "x-cache-info"};
constexpr std::array<std::string_view, 2> kServers{"internet information services", "microsoft http server api"};

// Sigma's names (taxonomy appendix: proxy, webserver) where they are not W3C's own.
struct RuleName {
  std::string_view written, of_proxy, of_server;
};
constexpr std::array kRuleNames{RuleName{"cs(user-agent)", "c-useragent", "cs-user-agent"},
                                RuleName{"cs(referer)", "cs-referrer", "cs-referer"},
                                RuleName{"cs(cookie)", "cs-cookie", "cs-cookie"},
                                RuleName{"cs-uri", "c-uri", "cs-uri"},
                                RuleName{"cs-uri-stem", "c-uri-stem", "cs-uri-stem"},
                                RuleName{"cs-uri-query", "c-uri-query", "cs-uri-query"},
                                RuleName{"cs-uri-extension", "c-uri-extension", "cs-uri-extension"}};

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::string_view take_word(std::string_view& rest) {
  const std::size_t begin = std::min(rest.find_first_not_of(" \t"), rest.size());
  rest.remove_prefix(begin);
  const std::size_t end = std::min(rest.find_first_of(" \t"), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(end);
  return word;
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// "1066036250.603": digits, a dot, three digits (or up to seven).
std::optional<base::Time> squid_time(std::string_view text) {
  constexpr std::int64_t kFirst = 315'532'800, kLast = 253'402'300'799;  // 1980; the year 9999
  constexpr std::size_t kDigits = 7;                                     // of a tick
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || text.size() - dot - 1 < 3 || text.size() - dot - 1 > kDigits)
    return std::nullopt;
  const auto seconds = number_of<std::int64_t>(text.substr(0, dot));
  auto fraction = number_of<std::uint64_t>(text.substr(dot + 1));
  if (!seconds || !fraction || *seconds < kFirst || *seconds > kLast) return std::nullopt;
  for (std::size_t digits = text.size() - dot - 1; digits < kDigits; ++digits) *fraction *= 10;
  return base::Time{*seconds * base::Time::kTicksPerSecond + static_cast<std::int64_t>(*fraction)};
}

// "TCP_MISS/200" in two.
std::pair<std::string_view, std::string_view> parts(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  return {text.substr(0, slash), text.substr(std::min(slash + 1, text.size()))};
}

}  // namespace

bool W3cHeader::is_part(std::string_view line) {
  return std::ranges::any_of(kParts, [&](std::string_view part) {
    return line.size() >= part.size() && base::fold(line.substr(0, part.size())) == part;
  });
}

const char* W3cHeader::add(std::string_view line, const event::FieldDictionary& names) {
  const std::size_t colon = line.find(':');
  const std::string key = base::fold(line.substr(0, colon));
  std::string_view value = trim(line.substr(colon + 1));
  if (key == "#software") software_ = base::fold(value.substr(0, kMaxColumnName));
  if (key == "#date") date_ = value.substr(0, 10);
  if (key != "#fields") return nullptr;
  columns_.clear();
  while (!value.empty()) {
    const std::string_view name = take_word(value);
    if (name.empty()) break;
    if (name.size() > kMaxColumnName || columns_.size() == kMaxColumns || !base::is_valid_utf8(name)) {
      columns_.clear();
      return "the header's names of fields cannot be true";
    }
    columns_.push_back({std::string(name), {}});
  }
  const bool proxy = category() == "proxy";
  for (Column& column : columns_) {
    const auto* const known = std::ranges::find(kRuleNames, base::fold(column.name), &RuleName::written);
    if (known != kRuleNames.end()) column.name = proxy ? known->of_proxy : known->of_server;
    column.id = names.find(column.name);
  }
  return columns_.empty() ? "the header names no fields" : nullptr;
}

std::string_view W3cHeader::category() const {
  const bool server =
      std::ranges::any_of(kServers, [&](std::string_view name) { return software_.find(name) != std::string::npos; });
  const bool proxy = std::ranges::any_of(columns_, [](const Column& column) {
    return std::ranges::find(kProxyColumns, base::fold(column.name)) != kProxyColumns.end();
  });
  return proxy && !server ? "proxy" : "webserver";
}

std::optional<std::string_view> take_value(std::string_view& rest, base::Arena& memory) {
  rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
  if (rest.empty()) return std::nullopt;
  if (rest.front() != '"') return take_word(rest);
  std::string text;
  bool doubled = false;
  for (std::size_t at = 1;;) {
    const std::size_t mark = rest.find('"', at);
    if (mark == std::string_view::npos) {  // never closed: a word that begins so
      return take_word(rest);
    }
    if (mark + 1 < rest.size() && rest[mark + 1] == '"') {
      text.append(rest.substr(at, mark + 1 - at));
      at = mark + 2;
      doubled = true;
      continue;
    }
    const std::string_view last = rest.substr(at, mark - at);
    rest.remove_prefix(mark + 1);
    return doubled ? memory.copy(text.append(last)) : last;
  }
}

std::optional<SquidLine> read_squid(std::string_view line) {
  SquidLine out;
  const auto time = squid_time(take_word(line));
  const auto elapsed = number_of<std::int64_t>(take_word(line));
  out.client = take_word(line);
  const auto [action, status] = parts(take_word(line));
  const auto bytes = number_of<std::uint64_t>(take_word(line));
  out.method = take_word(line);
  out.url = take_word(line);
  out.user = take_word(line);
  const auto [hierarchy, peer] = parts(take_word(line));
  out.type = take_word(line);
  const auto code = number_of<std::uint64_t>(status);
  // "TCP_MISS", "NONE", "TAG_NONE": capitals; the client is an address or a name; a hierarchy is always there.
  const bool capitals = !action.empty() && action.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == action.npos;
  if (!time || !elapsed || !bytes || !code || *code > 999 || !capitals || out.client.empty() || hierarchy.empty())
    return std::nullopt;
  out.time = *time;
  out.elapsed_ms = static_cast<std::uint64_t>(std::max<std::int64_t>(*elapsed, 0));
  out.bytes = *bytes;
  out.status = *code;
  out.action = action, out.hierarchy = hierarchy, out.peer = peer;
  return out;
}

std::string_view host_of(std::string_view url) {
  if (const std::size_t scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  if (const std::size_t at = url.rfind('@'); at != std::string_view::npos) url.remove_prefix(at + 1);
  if (url.starts_with('[')) return url.substr(1, std::min(url.find(']'), url.size()) - 1);
  return url.substr(0, url.find(':'));
}

}  // namespace hoptrace::decode::proxy
