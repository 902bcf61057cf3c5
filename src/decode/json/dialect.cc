#include "decode/json/dialect.h"

#include <algorithm>
#include <array>

namespace hoptrace::decode::json {
namespace {

using simdjson::dom::element;

const SystemField* renamed(const Dialect& dialect, std::string_view name) {
  const auto less = [](const Rename& row, std::string_view wanted) { return row.from < wanted; };
  const auto row = std::lower_bound(dialect.renames.begin(), dialect.renames.end(), name, less);
  return row != dialect.renames.end() && row->from == name ? row->to : nullptr;
}

// The name of a data value without the dialect's prefix; empty if it is no data.
std::string_view data_name(const Dialect& dialect, std::string_view name) {
  for (const Prefix& row : dialect.data) {
    if (!name.starts_with(row.prefix) || name.size() == row.prefix.size()) continue;
    if (!row.keep_last_only) return name.substr(row.prefix.size());
    return name.substr(name.rfind('.') + 1);
  }
  return {};
}

// What a flattened name means, where it is not one of System's.
struct Meaning {
  std::string_view name;
  bool system = false;
};

Meaning meaning_of(const Dialect& dialect, std::string_view name) {
  if (dialect.data.empty()) return {name, std::binary_search(dialect.own.begin(), dialect.own.end(), name)};
  const std::string_view data = data_name(dialect, name);
  return data.empty() ? Meaning{name, true} : Meaning{data, false};
}

}  // namespace

std::span<const Dialect> dialects() {
  static const std::array kRows{event_xml(),    winlogbeat(),   winlogbeat_6(), nxlog(), log_analytics(),
                                get_winevent(), flat_windows(), zeek(),         other()};
  return kRows;
}

const Dialect& dialect_of(Signs signs) {
  const auto rows = dialects();
  return *std::find_if(rows.begin(), rows.end() - 1, [&](const Dialect& row) { return row.is_this(signs); });
}

void add_value(const Dialect& dialect, std::string_view name, const event::Value& value, Conversion& to) {
  if (dialect.special != nullptr && dialect.special(to, name, value)) return;
  if (const SystemField* const field = renamed(dialect, name)) {
    to.add(*field, value);
  } else {
    const Meaning meaning = meaning_of(dialect, name);
    to.add(meaning.name, value, meaning.system);
  }
  if (dialect.after != nullptr) dialect.after(to, name, value);
}

void learn_names(const Dialect& dialect, const Lesson& lesson, KeyNode& node) {
  const bool top = lesson.parent.number == 0;
  if (!top) node.path = joined(lesson.parent.path, node.key, lesson.memory);
  node.field = renamed(dialect, node.path);
  const Meaning meaning = meaning_of(dialect, node.path);
  node.name = meaning.name;
  node.id = lesson.names.find(meaning.name);
  node.system = meaning.system;
  if (!top) return;
  node.signs = sign_of(node.key);
  // Another dialect's records; what they are, their values say.
  if (any_of(node.signs, sign::kMayBeEvent)) node.object = Treat::kGiveUp;
  if (any_of(node.signs, sign::kWrapping)) node.scalar = node.null = node.object = node.array = Treat::kGiveUp;
}

void finish(const Dialect& dialect, Conversion& to) {
  if (dialect.finish != nullptr) dialect.finish(to);
  if (dialect.windows) to.event().kind.product = "windows";
}

void convert(const Dialect& dialect, simdjson::dom::object record, Conversion& to) {
  if (dialect.convert != nullptr) {
    dialect.convert(to, record);
  } else {
    flatten(record, to.event(),
            [&](std::string_view name, element value) { add_value(dialect, name, value_of(value), to); });
  }
  finish(dialect, to);
}

}  // namespace hoptrace::decode::json
