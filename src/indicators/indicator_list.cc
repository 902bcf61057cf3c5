#include "indicators/indicator_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/unicode.h"
#include "base/yaml.h"
#include "indicators/address.h"
#include "indicators/borders.h"
#include "indicators/indicator_index.h"
#include "indicators/refang.h"

namespace hoptrace::indicators {
namespace {

constexpr std::size_t kLargestList = std::size_t{256} << 20;
constexpr std::size_t kLongestValue = 4096;

std::size_t digits_of(Type type) {
  switch (type) {
    case Type::kSha1:
      return 40;
    case Type::kSha256:
      return 64;
    default:
      return 32;
  }
}

std::string digest_fault(Type type, std::string_view value) {
  const std::string folded = base::fold(value);
  const std::size_t digits = digits_of(type);
  if (folded.size() == digits && folded.find_first_not_of("0123456789abcdef") == std::string::npos) return {};
  return fmt::format("{} must have {} hexadecimal digits", info(type).name, digits);
}

std::string host_fault(std::string_view value) {
  const bool all_host = std::all_of(value.begin(), value.end(), [](char c) { return is_in(c, run_class::kHost); });
  if (!all_host) return "it is not a domain's name";
  if (host_of(value).find('.') == std::string_view::npos) return "a name without a dot would be found everywhere";
  return {};
}

std::string address_fault(std::string_view value) {
  if (value.find('/') != std::string_view::npos) return "it is a network; only single addresses are looked up";
  return parse_address(value) ? std::string{} : "it is not an IP address";
}

std::string port_fault(std::string_view value) {
  std::uint16_t port = 0;
  const auto [stopped, error] = std::from_chars(value.data(), value.data() + value.size(), port);
  return error == std::errc{} && stopped == value.data() + value.size() && port != 0 ? std::string{}
                                                                                     : "it is not a port's number";
}

// Why `indicator` cannot be looked up; empty if it can.
std::string fault_of(const Indicator& indicator) {
  const std::string_view value = indicator.value;
  if (value.empty()) return "the value is empty";
  if (value.size() > kLongestValue) return "the value is too long";
  if (!base::is_valid_utf8(value)) return "the value is not valid UTF-8";
  switch (info(indicator.type).shape) {
    case Shape::kDigest:
      return digest_fault(indicator.type, value);
    case Shape::kHost:
      return host_fault(value);
    case Shape::kAddress:
      return address_fault(value);
    case Shape::kPort:
      return port_fault(value);
    default:
      break;
  }
  if (indicator.type != Type::kMutex && value.find('*') != std::string_view::npos) {
    return "it has a wildcard; only whole values are looked up";
  }
  if (needle_of(indicator).size() < IndicatorIndex::kShortest && info(indicator.type).shape == Shape::kLiteral) {
    return fmt::format("fewer than {} bytes would be found everywhere", IndicatorIndex::kShortest);
  }
  return {};
}

}  // namespace

void admit(Indicator indicator, IndicatorList& list) {
  indicator.value = refang(indicator.type, indicator.value);
  std::string fault = fault_of(indicator);
  if (fault.empty()) {
    list.indicators.push_back(std::move(indicator));
  } else {
    list.refused.push_back({indicator.place, fmt::format("{} {:?}: {}", info(indicator.type).name,
                                                         indicator.value.substr(0, 200), fault)});
  }
}

base::Result<IndicatorList> read_indicators(const std::string& path) {
  const auto text = base::read_text_file(path, kLargestList);
  if (!text) return std::unexpected(text.error());
  return parse_indicators(*text, path);
}

base::Result<IndicatorList> parse_indicators(std::string_view text, std::string_view place) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) {
    return base::fail(base::Code::kMalformed, "the indicator list is empty", std::string(place));
  }
  if (text[first] == '{' || text[first] == '[') return parse_json(text, place);
  return parse_csv(text, place);
}

base::Result<std::vector<std::string>> read_names(const std::string& path) {
  const auto text = base::read_text_file(path);
  if (!text) return std::unexpected(text.error());
  std::vector<std::string> names;
  std::string_view rest = *text;
  while (!rest.empty()) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    line = line.substr(0, line.find('#'));
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) continue;
    names.emplace_back(line.substr(begin, line.find_last_not_of(" \t\r") - begin + 1));
  }
  return names;
}

}  // namespace hoptrace::indicators
