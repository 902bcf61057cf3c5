// Dialect: one way of writing a log record as JSON, told by the record's own keys; one row of the table each.
//
// docs/json-dialects.md says for each row how it is told, what it renames and what it loses. Most rows are nothing
// but names: which of their (flattened) names is which of Windows' System names, and under which prefix the event's
// data stands. A row with a `convert` of its own does the whole record. The first row whose `is_this` agrees is used;
// the last one takes everything.
//
// There are two ways through a row, and they make the same Event. convert() goes over simdjson's tree of the
// document: the plain way, which takes everything. The quick way (quick_way.h) goes over the document once, and asks
// a KeyTree what becomes of each value; the row's `learn` says it, once for each key.
#pragma once

#include <simdjson.h>

#include <span>
#include <string_view>

#include "decode/json/conversion.h"
#include "decode/json/key_tree.h"
#include "decode/json/signs.h"

namespace hoptrace::decode::json {

struct Rename {
  std::string_view from;  // a flattened name of the dialect
  const SystemField* to;
};

struct Prefix {
  std::string_view prefix;  // with its last '.'
  bool keep_last_only;      // "a.b.c" becomes "c" rather than what is behind the prefix
};

struct Dialect {
  std::string_view name;
  bool (*is_this)(Signs signs);
  bool windows;
  std::span<const Rename> renames;        // sorted by `from`
  std::span<const Prefix> data;           // names with such a prefix are the event's own data; empty: all others are
  std::span<const std::string_view> own;  // names that the writer added: kept as header fields, sorted
  // Takes a value out of the common way; true if it was dealt with.
  bool (*special)(Conversion& to, std::string_view name, const event::Value& value);
  // After a value was added in the common way.
  void (*after)(Conversion& to, std::string_view name, const event::Value& value);
  void (*finish)(Conversion& to);                                 // after the last value: time, what was held back
  void (*convert)(Conversion& to, simdjson::dom::object record);  // instead of all of the above but finish
  Learn learn;                                                    // what becomes of a key's values; the row is given
  // Each value becomes the field of its key whatever the others are, and finish() leaves records alone that have a
  // time: such records may be shown to a sieve before they are made (line_way.h).
  bool by_keys_alone = false;
};

[[nodiscard]] std::span<const Dialect> dialects();
[[nodiscard]] const Dialect& dialect_of(Signs signs);
// Does all of the record but its LogKind, where that is not Windows'.
void convert(const Dialect& dialect, simdjson::dom::object record, Conversion& to);
// The steps of the above for a row without `convert`: one value that stands under `name`, once for each …
void add_value(const Dialect& dialect, std::string_view name, const event::Value& value, Conversion& to);
// … what a row's names mean, for the quick way …
void learn_names(const Dialect& dialect, const Lesson& lesson, KeyNode& node);
// … and, for every row, what is left to do after the last value.
void finish(const Dialect& dialect, Conversion& to);

// The rows, one file each.
[[nodiscard]] const Dialect& event_xml();      // evtx_dump and other literal renderings of Windows' event XML
[[nodiscard]] const Dialect& winlogbeat();     // Winlogbeat and ECS, nested or with dotted names
[[nodiscard]] const Dialect& winlogbeat_6();   // Winlogbeat before version 7
[[nodiscard]] const Dialect& nxlog();          // NXLog's im_msvistalog
[[nodiscard]] const Dialect& log_analytics();  // Azure Monitor's SecurityEvent, Event and WindowsEvent tables
[[nodiscard]] const Dialect& get_winevent();   // PowerShell: Get-WinEvent | ConvertTo-Json
[[nodiscard]] const Dialect& flat_windows();   // Sigma's own names, flat: Zircolite and others
[[nodiscard]] const Dialect& zeek();
[[nodiscard]] const Dialect& other();  // clouds and all else: names as they are, flattened

}  // namespace hoptrace::decode::json
