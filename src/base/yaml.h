// Yaml: a checked, bounded reading of YAML 1.2 text (libyaml behind it), for rules, tenants.yaml and content tables.
//
// A document becomes a tree of plain values with their lines, so that every complaint can name its place. Aliases and
// anchors are refused (a rule has no need of them and they multiply: "billion laughs"); depth, nodes and bytes are
// bounded. Scalars keep whether they were quoted: '4624' and 4624 are different things to Sigma.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace hoptrace::base {

struct Yaml {
  // Out of line: where they stand, a list of pairs with Yaml in it must be a whole type.
  Yaml();
  ~Yaml();
  Yaml(const Yaml&);
  Yaml(Yaml&&) noexcept;
  Yaml& operator=(const Yaml&);
  Yaml& operator=(Yaml&&) noexcept;

  enum class Kind : std::uint8_t { kNull, kBool, kInteger, kFloat, kText, kList, kMap };

  Kind kind = Kind::kNull;
  bool boolean = false;
  bool quoted = false;  // written with quotes or as a block: text, whatever it looks like
  std::int64_t integer = 0;
  double number = 0;  // of kFloat, and of kInteger as well
  std::string text;   // of any scalar, as written (without its quotes)
  std::vector<Yaml> list;
  std::vector<std::pair<std::string, Yaml>> map;  // in the order of the file; a repeated key is an Error
  int line = 0;                                   // from 1

  [[nodiscard]] bool is_null() const { return kind == Kind::kNull; }
  [[nodiscard]] bool is_map() const { return kind == Kind::kMap; }
  [[nodiscard]] bool is_list() const { return kind == Kind::kList; }
  [[nodiscard]] bool is_scalar() const { return kind < Kind::kList; }
  // The value under `key`, or nullptr.
  [[nodiscard]] const Yaml* find(std::string_view key) const;
  // The text under `key` if that is a scalar, else an empty one.
  [[nodiscard]] std::string_view text_at(std::string_view key) const;
  // A list's items, or the one scalar itself as a list of one; empty for null.
  [[nodiscard]] std::vector<const Yaml*> items() const;
};

// All documents of `text`. `place` names it in errors ("rules/x.yml"); the Error's place is "rules/x.yml:12".
[[nodiscard]] Result<std::vector<Yaml>> parse_yaml(std::string_view text, std::string_view place);
[[nodiscard]] Result<std::vector<Yaml>> parse_yaml_file(const std::string& path);

// A whole file, at most `limit` bytes.
constexpr std::size_t kMostText = 16 << 20;
[[nodiscard]] Result<std::string> read_text_file(const std::string& path, std::size_t limit = kMostText);
// The file `name` of an open folder; `path` is what errors call it.
[[nodiscard]] Result<std::string> read_text_file(int folder, const char* name, const std::string& path,
                                                 std::size_t limit = kMostText);

}  // namespace hoptrace::base
