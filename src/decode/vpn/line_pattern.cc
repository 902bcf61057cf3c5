#include "decode/vpn/line_pattern.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "decode/vpn/log_stamp.h"

namespace hoptrace::decode::vpn {
namespace {

enum class Kind : std::uint8_t { kText, kAddress, kNumber, kDuration, kTime };

struct Name {
  std::string_view name;
  Kind kind;
};
// In the order of Capture.
constexpr std::array<Name, kCaptures> kNames{{{"user", Kind::kText},
                                              {"public_ip", Kind::kAddress},
                                              {"public_port", Kind::kNumber},
                                              {"assigned_ip", Kind::kAddress},
                                              {"assigned_ipv6", Kind::kAddress},
                                              {"group", Kind::kText},
                                              {"host", Kind::kText},
                                              {"reason", Kind::kText},
                                              {"duration", Kind::kDuration},
                                              {"bytes_in", Kind::kNumber},
                                              {"bytes_out", Kind::kNumber},
                                              {"time", Kind::kTime}}};

std::optional<Capture> capture_named(std::string_view name) {
  if (name == "*") return Capture::kNothing;
  const auto row = std::ranges::find(kNames, name, &Name::name);
  if (row == kNames.end()) return std::nullopt;
  return static_cast<Capture>(row - kNames.begin());
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool is_time(std::string_view text) {
  const auto stamp = take_stamp(text);
  return stamp && stamp->has_year() && text.empty();
}

bool fits(Capture capture, std::string_view text) {
  if (capture == Capture::kNothing) return true;
  if (text.size() > LinePattern::kMaxCapture) return false;
  switch (kNames[static_cast<std::size_t>(capture)].kind) {
    case Kind::kText:
      return true;
    case Kind::kAddress:
      return is_address(text);
    case Kind::kNumber:
      return number_of<std::uint64_t>(text).has_value();
    case Kind::kDuration:
      return seconds_of(text).has_value();
    case Kind::kTime:
      return is_time(text);
  }
  return false;
}

}  // namespace

std::string_view name_of(Capture capture) {
  return kNames[static_cast<std::size_t>(capture)].name;
}

bool is_address(std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN + 1> ended{};
  if (text.size() >= ended.size() || text.size() < 2) return false;
  std::ranges::copy(text, ended.begin());
  std::array<unsigned char, 16> bytes{};
  return inet_pton(text.find(':') == std::string_view::npos ? AF_INET : AF_INET6, ended.data(), bytes.data()) == 1;
}

std::optional<std::uint64_t> seconds_of(std::string_view duration) {
  std::uint64_t seconds = 0;
  bool any = false;
  while (!duration.empty()) {
    const std::size_t digits = std::min(duration.find_first_not_of("0123456789"), duration.size());
    const auto number = number_of<std::uint32_t>(duration.substr(0, digits));
    if (!number) return std::nullopt;
    duration.remove_prefix(digits);
    if (duration.empty()) return any ? std::nullopt : std::optional<std::uint64_t>(*number);
    constexpr std::array<std::pair<char, std::uint64_t>, 4> kUnits{
        {{'d', 86'400}, {'h', 3'600}, {'m', 60}, {'s', 1}}};
    const auto unit = std::ranges::find(kUnits, duration.front(), &std::pair<char, std::uint64_t>::first);
    if (unit == kUnits.end()) return std::nullopt;
    seconds += *number * unit->second;
    any = true;
    duration.remove_prefix(1);
    if (duration.starts_with(':') || duration.starts_with(' ')) duration.remove_prefix(1);
  }
  return any ? std::optional(seconds) : std::nullopt;
}

std::expected<LinePattern, std::string> LinePattern::parse(std::string_view text) {
  if (text.size() > kMaxSize) return std::unexpected(fmt::format("A pattern has at most {} characters", kMaxSize));
  LinePattern made;
  std::array<bool, kCaptures + 1> seen{};
  std::string* literal = &made.first_;
  while (!text.empty()) {
    if (text.starts_with("{{") || text.front() != '{') {
      *literal += text.front();
      text.remove_prefix(text.front() == '{' ? 2 : 1);
      continue;
    }
    const std::size_t end = text.find('}');
    if (end == std::string_view::npos) return std::unexpected("A brace is not closed");
    const std::string_view name = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    const auto capture = capture_named(name);
    if (!capture) return std::unexpected(fmt::format("Nobody knows the name \"{}\" here", name));
    if (std::exchange(seen[static_cast<std::size_t>(*capture)], true) && *capture != Capture::kNothing)
      return std::unexpected(fmt::format("\"{}\" comes twice", name));
    if (!made.parts_.empty() && made.parts_.back().literal.empty())
      return std::unexpected("Between two names there must be some text");
    if (made.parts_.size() == kMaxParts) return std::unexpected("The pattern has too many names");
    literal = &made.parts_.emplace_back(*capture, std::string{}).literal;
  }
  std::size_t literals = made.first_.size();
  made.longest_ = made.first_;
  for (const Part& part : made.parts_) {
    literals += part.literal.size();
    if (part.literal.size() > made.longest_.size()) made.longest_ = part.literal;
  }
  if (literals < kLeastLiteral)
    return std::unexpected(fmt::format("At least {} characters must stand for themselves", kLeastLiteral));
  return made;
}

struct LinePattern::Search {
  Captured captured{};
  int steps = 0;
};

std::optional<Captured> LinePattern::match(std::string_view message) const {
  if (!message.starts_with(first_) || message.find(longest_) == std::string_view::npos) return std::nullopt;
  Search search;
  if (!match_from(0, message.substr(first_.size()), search)) return std::nullopt;
  return search.captured;
}

bool LinePattern::match_from(std::size_t at, std::string_view rest, Search& search) const {
  if (at == parts_.size()) return rest.empty();
  const Part& part = parts_[at];
  const auto take = [&](std::string_view text) {
    if (part.capture != Capture::kNothing) search.captured[static_cast<std::size_t>(part.capture)] = text;
  };
  if (part.literal.empty()) {  // the last one
    take(rest);
    return fits(part.capture, rest);
  }
  for (std::size_t end = rest.find(part.literal); end != std::string_view::npos;
       end = rest.find(part.literal, end + 1)) {
    if (++search.steps > kMaxSteps) return false;
    const std::string_view text = rest.substr(0, end);
    if (part.capture != Capture::kNothing && text.size() > kMaxCapture) return false;
    if (!fits(part.capture, text)) continue;
    if (match_from(at + 1, rest.substr(end + part.literal.size()), search)) {
      take(text);
      return true;
    }
  }
  return false;
}

}  // namespace hoptrace::decode::vpn
