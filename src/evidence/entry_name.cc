#include "evidence/entry_name.h"

#include <functional>

namespace hoptrace::evidence {
namespace {

constexpr std::size_t kLongestName = 4096;

bool is_drive(std::string_view part) {
  const char letter = part.empty() ? '\0' : static_cast<char>(part[0] | 0x20);
  return part.size() == 2 && part[1] == ':' && letter >= 'a' && letter <= 'z';
}

void append_part(EntryName& name, std::string_view part, bool first) {
  if (part == "..") {
    name.leaves = true;
    return;
  }
  if (part == ".") return;
  if (part.empty()) {
    name.leaves |= first;  // a leading separator
    return;
  }
  if (!name.clean.empty()) name.clean += '/';
  if (first && is_drive(part)) {
    name.leaves = true;
    part.remove_suffix(1);
  }
  name.clean += part;
}

}  // namespace

EntryName clean_entry_name(std::string_view written) {
  EntryName name;
  written = written.substr(0, kLongestName);
  bool first = true;
  while (true) {
    const std::size_t end = written.find_first_of("/\\");
    append_part(name, written.substr(0, end), first && !(end == std::string_view::npos && written.empty()));
    if (end == std::string_view::npos) break;
    written.remove_prefix(end + 1);
    first = false;
  }
  if (name.clean.empty()) name.clean = "unnamed";
  return name;
}

std::string DistinctNames::distinct(std::string name) {
  const std::size_t hash = std::hash<std::string>{}(name);
  if (++seen_[hash] == 1) return name;
  // "a#2" may itself be an entry's name: go on until one is free, and from there the next time.
  for (std::uint32_t number = seen_[hash];; ++number) {
    std::string numbered = name + '#' + std::to_string(number);
    if (++seen_[std::hash<std::string>{}(numbered)] > 1) continue;
    seen_[hash] = number;
    return numbered;
  }
}

}  // namespace hoptrace::evidence
