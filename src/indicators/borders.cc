#include "indicators/borders.h"

#include <algorithm>

#include "base/unicode.h"

namespace hoptrace::indicators {
namespace {

struct Hive {
  std::string_view name;  // folded, with its '\'
  bool machine;
};
constexpr std::array<Hive, 10> kHives{{{"hkey_local_machine\\", true},
                                       {"hklm\\", true},
                                       {"\\registry\\machine\\", true},
                                       {"hkey_current_user\\", false},
                                       {"hkcu\\", false},
                                       {"hkey_users\\", false},
                                       {"hku\\", false},
                                       {"\\registry\\user\\", false},
                                       {"hkey_classes_root\\", false},
                                       {"hkcr\\", false}}};
constexpr std::array<std::string_view, 3> kMachineEnds{"hklm", "hkey_local_machine", "\\registry\\machine"};
constexpr std::array<std::string_view, 6> kPorts{"DestPort", "DestinationPort",  "dest_port",
                                                 "dst_port", "destination.port", "id.resp_p"};

const Hive* hive_of(std::string_view key) {
  const auto row = std::find_if(kHives.begin(), kHives.end(), [&](const Hive& h) { return key.starts_with(h.name); });
  return row == kHives.end() ? nullptr : &*row;
}

std::string registry_needle(std::string key) {
  const Hive* const hive = hive_of(key);
  if (hive != nullptr) key.erase(0, hive->name.size() - 1);  // what is left begins with its '\'
  return key;
}

// A key of the machine's hive must stand in it, one of a user's must not.
bool hive_agrees(const Indicator& indicator, std::string_view before) {
  const std::string key = base::fold(indicator.value);
  const Hive* const hive = hive_of(key);
  if (hive == nullptr || before.empty()) return true;
  const auto ends = [&](std::string_view end) { return before.ends_with(end); };
  return hive->machine == std::any_of(kMachineEnds.begin(), kMachineEnds.end(), ends);
}

std::string pipe_needle(std::string pipe) {
  for (const std::string_view prefix : {"\\\\.\\pipe\\", "\\pipe\\", "\\device\\namedpipe\\", "\\"}) {
    if (pipe.starts_with(prefix)) return pipe.substr(prefix.size());
  }
  return pipe;
}

// "%appdata%\x" is looked for as "\x": what the variable stands for differs.
std::string path_needle(std::string path) {
  std::replace(path.begin(), path.end(), '/', '\\');
  if (!path.starts_with('%')) return path;
  const std::size_t end = path.find('%', 1);
  return end == std::string::npos ? path : path.substr(end + 1);
}

bool word_at(std::string_view text, std::size_t at) {
  return at < text.size() && is_in(text[at], run_class::kWord);
}

bool left_is_free(const Indicator& indicator, std::string_view text, std::size_t begin) {
  if (begin == 0) return true;
  const char before = text[begin - 1];
  if (indicator.type == Type::kPipe) return before == '\\' || before == '/' || !is_in(before, run_class::kHost);
  if (indicator.type == Type::kRegistryKey && !hive_agrees(indicator, text.substr(0, begin))) return false;
  return !word_at(text, begin) || !is_in(before, run_class::kWord);
}

bool right_is_free(const Indicator& indicator, std::string_view text, std::size_t end) {
  if (end >= text.size()) return true;
  // A file's path ends here only if its name does not go on: "x.dll.bak" is another file.
  if (indicator.type == Type::kPath && (text[end] == '.' || text[end] == '-') && word_at(text, end + 1)) return false;
  return !word_at(text, end - 1) || !word_at(text, end);
}

bool equal_ascii_folded(std::string_view a, std::string_view lower) {
  return a.size() == lower.size() && std::equal(a.begin(), a.end(), lower.begin(), [](char x, char y) {
           return (x >= 'A' && x <= 'Z' ? static_cast<char>(x | 0x20) : x) == y;
         });
}

}  // namespace

std::string_view host_of(std::string_view run) {
  while (run.starts_with('.')) run.remove_prefix(1);
  while (run.ends_with('.')) run.remove_suffix(1);
  return run;
}

std::string needle_of(const Indicator& indicator) {
  std::string folded = base::fold(indicator.value);
  switch (indicator.type) {
    case Type::kRegistryKey:
      return registry_needle(std::move(folded));
    case Type::kPipe:
      return pipe_needle(std::move(folded));
    case Type::kPath:
      return path_needle(std::move(folded));
    default:
      return folded;
  }
}

bool is_meant(const Indicator& indicator, std::string_view text, std::size_t begin, std::size_t end) {
  return left_is_free(indicator, text, begin) && right_is_free(indicator, text, end);
}

bool can_be(Type type, std::string_view field, std::string_view text, std::size_t begin, std::size_t size) {
  const std::string_view before = text.substr(0, begin);
  const bool called_imphash = before.ends_with("imphash=") || equal_ascii_folded(field, "imphash");
  const bool called_ja3 = field.starts_with("ja3");
  switch (type) {
    case Type::kMd5:
      return size == 32 && !called_imphash && !called_ja3;
    case Type::kImphash:
      return size == 32 && called_imphash;
    case Type::kJa3:
      return size == 32 && called_ja3;
    case Type::kSha1:
      return size == 40;
    case Type::kSha256:
      return size == 64;
    default:
      return false;
  }
}

bool is_port_field(std::string_view field) {
  return std::find(kPorts.begin(), kPorts.end(), field) != kPorts.end();
}

bool is_one_name(std::string_view folded) {
  return !folded.empty() &&
         std::all_of(folded.begin(), folded.end(), [](char c) { return is_in(c, run_class::kName); });
}

}  // namespace hoptrace::indicators
