#include "decode/zeek/zeek_header.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/arena.h"
#include "base/unicode.h"
#include "decode/zeek/zeek_escapes.h"

namespace hoptrace::decode::zeek {
namespace {

constexpr std::array<std::string_view, 7> kParts{"#separator", "#set_separator", "#empty_field", "#unset_field",
                                                 "#path",      "#fields",        "#types"};
constexpr std::size_t kMaxWord = 64;  // of a separator or a mark for an empty or unset value

struct TypeName {
  std::string_view name;
  ColumnType type;
};
constexpr std::array kTypes{TypeName{"time", ColumnType::kTime},   TypeName{"interval", ColumnType::kReal},
                            TypeName{"double", ColumnType::kReal}, TypeName{"count", ColumnType::kCount},
                            TypeName{"port", ColumnType::kCount},  TypeName{"int", ColumnType::kInt},
                            TypeName{"bool", ColumnType::kBool}};

// What stands before the first `separator`, which is taken off with it.
std::string_view take_word(std::string_view& text, std::string_view separator) {
  const std::size_t end = text.find(separator);
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + separator.size());
  return word;
}

const char* set_word(std::string& word, std::string_view text) {
  base::Arena memory;
  const std::string_view plain = unescaped(text, memory);
  if (plain.empty() || plain.size() > kMaxWord) return "the header names no usable separator or mark";
  word = plain;
  return nullptr;
}

}  // namespace

bool ZeekHeader::is_part(std::string_view line) {
  return std::ranges::any_of(kParts, [&](std::string_view part) {
    return line.starts_with(part) && line.size() > part.size() &&
           (line[part.size()] < 'a' || line[part.size()] > 'z') && line[part.size()] != '_';
  });
}

const char* ZeekHeader::add(std::string_view line, const event::FieldDictionary& names) {
  if (is_first(line)) *this = {};
  bytes_ += line.size();
  if (bytes_ > kMaxHeader) {
    columns_.clear();
    return "the header is too large";
  }
  base::Arena memory;
  line = base::valid_utf8(line, memory);
  if (is_first(line)) return set_word(separator_, line.substr(line.find(' ') + 1));
  const std::string_view key = take_word(line, separator_);
  if (key == "#set_separator") return set_word(set_separator_, line);
  if (key == "#empty_field") return set_word(empty_, line);
  if (key == "#unset_field") return set_word(unset_, line);
  if (key == "#fields") return take_fields(line, names);
  if (key == "#types") return take_types(line);
  if (key == "#path") path_ = line.substr(0, kMaxColumnName);
  return nullptr;
}

const char* ZeekHeader::take_fields(std::string_view names, const event::FieldDictionary& dictionary) {
  columns_.clear();
  while (!names.empty()) {
    const std::string_view name = take_word(names, separator_);
    if (name.empty() || name.size() > kMaxColumnName || columns_.size() == kMaxColumns) {
      columns_.clear();
      return "the header's names of fields cannot be true";
    }
    columns_.push_back({std::string(name), dictionary.find(name), ColumnType::kText, false});
  }
  return columns_.empty() ? "the header names no fields" : nullptr;
}

const char* ZeekHeader::take_types(std::string_view types) {
  std::size_t at = 0;
  for (; !types.empty() && at < columns_.size(); ++at) {
    std::string_view type = take_word(types, separator_);
    const std::size_t inner = type.find('[');
    columns_[at].many = inner != std::string_view::npos;
    if (columns_[at].many) type = type.substr(inner + 1, type.find(']') - inner - 1);
    const auto known = std::ranges::find(kTypes, type, &TypeName::name);
    columns_[at].type = known == kTypes.end() ? ColumnType::kText : known->type;
  }
  return at == columns_.size() && types.empty() ? nullptr : "the header has not as many types as fields";
}

}  // namespace hoptrace::decode::zeek
