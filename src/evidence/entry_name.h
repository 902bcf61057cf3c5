// Entry names: an archive's author chooses them, so they are cleaned before they become part of a path.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace hoptrace::evidence {

struct EntryName {
  std::string clean;    // no empty, "." or ".." parts, no leading slash, no drive letter's colon; "/" between parts
  bool leaves = false;  // as written it was absolute or went up with ".."
};
// A backslash separates as well: Windows packers write it. Names beyond 4 KiB are cut.
[[nodiscard]] EntryName clean_entry_name(std::string_view written);

// Gives every entry of one archive a path of its own: the second "a.log" becomes "a.log#2".
class DistinctNames {
 public:
  [[nodiscard]] std::string distinct(std::string name);

 private:
  std::unordered_map<std::size_t, std::uint32_t> seen_;  // hash of a name → how often: bounded by the entry budget
};

}  // namespace hoptrace::evidence
