// ZeekHeader: what the '#' lines of a Zeek log say of the lines below: separators, the log's name, its columns.
//
// Zeek's ASCII writer begins every log, and every log after a rotation, with `#separator`; the lines behind it use
// that separator between their own words. Source: Zeek documentation, "Zeek Log Formats", and the behaviour of its
// ASCII writer (the escapes are in zeek_escapes.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "event/field.h"

namespace hoptrace::decode::zeek {

constexpr std::size_t kMaxHeader = 64 * 1024;  // bytes of its lines together
constexpr std::size_t kMaxColumns = 1024;
constexpr std::size_t kMaxColumnName = 512;

enum class ColumnType : std::uint8_t { kText, kTime, kReal, kCount, kInt, kBool };

struct Column {
  std::string name;
  event::FieldId id = event::FieldId::kOther;
  ColumnType type = ColumnType::kText;
  bool many = false;  // a set or a vector
};

class ZeekHeader {
 public:
  // Whether `line` is one that the lines below depend on ("#open" and "#close" are not).
  [[nodiscard]] static bool is_part(std::string_view line);
  // Whether a header begins here: whatever was in force no longer is.
  [[nodiscard]] static bool is_first(std::string_view line) { return line.starts_with("#separator "); }

  // Takes the next line of a header; nullptr, or what is wrong with it.
  const char* add(std::string_view line, const event::FieldDictionary& names);

  [[nodiscard]] bool complete() const { return !columns_.empty(); }
  [[nodiscard]] std::string_view path() const { return path_; }
  [[nodiscard]] std::string_view separator() const { return separator_; }
  [[nodiscard]] std::string_view set_separator() const { return set_separator_; }
  [[nodiscard]] std::string_view empty() const { return empty_; }
  [[nodiscard]] std::string_view unset() const { return unset_; }
  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }

 private:
  const char* take_fields(std::string_view names, const event::FieldDictionary& dictionary);
  const char* take_types(std::string_view types);

  std::string separator_ = "\t", set_separator_ = ",", empty_ = "(empty)", unset_ = "-";
  std::string path_;
  std::vector<Column> columns_;
  std::size_t bytes_ = 0;
};

}  // namespace hoptrace::decode::zeek
