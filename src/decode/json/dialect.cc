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

void add(const Dialect& dialect, std::string_view name, element value, Conversion& to) {
  if (dialect.special != nullptr && dialect.special(to, name, value)) return;
  if (const SystemField* const field = renamed(dialect, name)) return to.add(*field, value_of(value));
  if (dialect.data.empty()) {
    const bool own = std::binary_search(dialect.own.begin(), dialect.own.end(), name);
    return to.add(name, value_of(value), own);
  }
  const std::string_view data = data_name(dialect, name);
  if (data.empty()) return to.add(name, value_of(value), true);
  to.add(data, value_of(value));
}

}  // namespace

std::span<const Dialect> dialects() {
  static const std::array kRows{event_xml(),    winlogbeat(),   winlogbeat_6(), nxlog(), log_analytics(),
                                get_winevent(), flat_windows(), zeek(),         other()};
  return kRows;
}

const Dialect& dialect_of(simdjson::dom::object record) {
  const auto rows = dialects();
  return *std::find_if(rows.begin(), rows.end() - 1, [&](const Dialect& row) { return row.is_this(record); });
}

void convert(const Dialect& dialect, simdjson::dom::object record, Conversion& to) {
  if (dialect.convert != nullptr) {
    dialect.convert(to, record);
  } else {
    flatten(record, to.event(), [&](std::string_view name, element value) { add(dialect, name, value, to); });
  }
  if (dialect.finish != nullptr) dialect.finish(to);
  if (dialect.windows) to.event().kind.product = "windows";
}

}  // namespace hoptrace::decode::json
