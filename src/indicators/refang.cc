#include "indicators/refang.h"

#include <array>
#include <utility>

#include "base/unicode.h"

namespace hoptrace::indicators {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kFangs{{{"[.]", "."},
                                                                                {"(.)", "."},
                                                                                {"{.}", "."},
                                                                                {"[dot]", "."},
                                                                                {"(dot)", "."},
                                                                                {"[://]", "://"},
                                                                                {"[:]", ":"},
                                                                                {"[at]", "@"},
                                                                                {"(at)", "@"},
                                                                                {"[@]", "@"},
                                                                                {"[/]", "/"},
                                                                                {"\\.", "."}}};

// What they begin with.
constexpr std::string_view kFirst = "[({\\";

bool is_defanged_type(Type type) {
  return type == Type::kDomain || type == Type::kLookupDomain || type == Type::kAddress || type == Type::kUrl ||
         type == Type::kEmail;
}

bool starts_folded(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() && base::equal_folded(text.substr(0, lower.size()), lower);
}

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

}  // namespace

std::string refang(Type type, std::string_view value) {
  value = trim(value);
  if (!is_defanged_type(type)) return std::string(value);
  std::string out;
  if (starts_folded(value, "hxxp") || starts_folded(value, "meow")) {
    out = "http";
    value.remove_prefix(4);
  }
  while (!value.empty()) {
    bool undone = false;
    if (kFirst.find(value.front()) == kFirst.npos) {
      const std::string_view plain = value.substr(0, value.find_first_of(kFirst));
      out += plain;
      value.remove_prefix(plain.size());
      continue;
    }
    for (const auto& [fang, plain] : kFangs) {
      if (!starts_folded(value, fang)) continue;
      out += plain;
      value.remove_prefix(fang.size());
      undone = true;
      break;
    }
    if (undone) continue;
    out += value.front();
    value.remove_prefix(1);
  }
  return out;
}

}  // namespace hoptrace::indicators
