// Records that are not Windows': Zeek's JSON, and everything else (cloud audit logs among it), whose names stay what
// they are, nested ones joined with dots as Sigma's cloud rules write them. Which log it is, JsonKinds tells.
#include <algorithm>
#include <array>
#include <cmath>

#include "decode/json/dialect.h"
#include "decode/json/embedded.h"
#include "decode/json/windows_time.h"

namespace hoptrace::decode::json {
namespace {

using simdjson::dom::element;

// Where records keep their own time, the most telling name first. `utc`: the log's documentation says that a time
// without a zone is UTC there.
struct TimeName {
  std::string_view name;
  bool utc;
};
constexpr std::array kTimes{
    TimeName{"ts", true},                // Zeek
    TimeName{"eventTime", true},         // AWS CloudTrail
    TimeName{"CreationTime", true},      // Microsoft 365 unified audit log
    TimeName{"createdDateTime", true},   // Graph: sign-ins
    TimeName{"CreatedDateTime", true},   // the same from PowerShell
    TimeName{"activityDateTime", true},  // Graph: directory audits
    TimeName{"ActivityDateTime", true},
    TimeName{"properties.createdDateTime", true},  // the same within Azure's diagnostic settings, whose own time …
    TimeName{"properties.activityDateTime", true},
    TimeName{"TimeGenerated", true},  // Log Analytics
    TimeName{"time", false},          // … may be that of the export
    TimeName{"published", false},     // Okta
    TimeName{"timestamp", false},     // Google Cloud, Suricata
    TimeName{"Timestamp", false},     // Microsoft 365 Defender
    TimeName{"CreationDate", false},  // unified audit log, the envelope's own
    TimeName{"id.time", false},       // Google Workspace
    TimeName{"created_at", false},    // GitHub and others
    TimeName{"@timestamp", false},    // the collector's, for want of any other
};

// A number of seconds or milliseconds since 1970, or a text.
std::optional<base::Time> read_time(const event::Value& value, bool utc, base::Arena& arena) {
  const auto number = value.as_number(arena);
  if (!number) return value.is_text() ? base::parse_time(value.as_text(arena), utc) : std::nullopt;
  constexpr double kLastSecond = 253402300799.0;  // of the year 9999
  const double seconds = *number > kLastSecond ? *number / 1000 : *number;
  if (!(seconds > 0) || seconds > kLastSecond) return std::nullopt;
  // In two parts: a double holds microseconds of today's seconds, not ticks of them.
  const auto whole = static_cast<std::int64_t>(seconds);
  const auto micros = std::llround((seconds - static_cast<double>(whole)) * 1e6);
  return base::Time{whole * base::Time::kTicksPerSecond + micros * 10};
}

void finish(Conversion& to) {
  for (const TimeName& row : kTimes) {
    for (const event::Field& field : to.event().fields()) {
      if (field.name == row.name) set_time(to, read_time(field.value, row.utc, to.event().arena()));
      if (to.event().timed) return;
    }
  }
}

bool is_zeek(Signs signs) {
  return any_of(signs, sign::kZeekConnection) || all_of(signs, sign::kZeekTime | sign::kZeekMark);
}

// Some shippers may not have dots in names.
bool zeek_special(Conversion& to, std::string_view name, const event::Value& value) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kNames{{{"id_orig_h", "id.orig_h"},
                                                                                 {"id_orig_p", "id.orig_p"},
                                                                                 {"id_resp_h", "id.resp_h"},
                                                                                 {"id_resp_p", "id.resp_p"}}};
  const auto row = std::find_if(kNames.begin(), kNames.end(), [&](const auto& pair) { return pair.first == name; });
  if (row == kNames.end()) return false;
  to.add(row->second, value);
  return true;
}

bool is_anything(Signs) {
  return true;
}

// AuditData is the record itself; other texts of JSON are opened under their own name. The text stays as well.
void add_embedded(Conversion& to, std::string_view name, std::string_view text) {
  const bool lifted = name == "AuditData";
  parse_embedded(text, to.event(), [&](std::string_view inner, element value) {
    if (lifted) return to.add(to.keep(inner), kept_value(to, value));
    if (inner.empty()) return to.add(name, kept_value(to, value));
    std::string path(name);
    path.append(".").append(inner);
    to.add(path.size() > kMaxName ? name : to.keep(path), kept_value(to, value));
  });
}

void open_embedded(Conversion& to, std::string_view name, const event::Value& value) {
  if (to.full() || !value.is_text()) return;
  const std::string_view text = base::text_of(value.bytes());
  if (may_be_json(text)) add_embedded(to, name, text);
}

}  // namespace

const Dialect& zeek() {
  static constexpr Dialect kRow{.name = "zeek",
                                .is_this = is_zeek,
                                .windows = false,
                                .renames = {},
                                .data = {},
                                .own = {},
                                .special = zeek_special,
                                .after = nullptr,
                                .finish = finish,
                                .convert = nullptr,
                                .learn = learn_names};
  return kRow;
}

const Dialect& other() {
  static constexpr Dialect kRow{.name = "other",
                                .is_this = is_anything,
                                .windows = false,
                                .renames = {},
                                .data = {},
                                .own = {},
                                .special = nullptr,
                                .after = open_embedded,
                                .finish = finish,
                                .convert = nullptr,
                                .learn = learn_names};
  return kRow;
}

}  // namespace hoptrace::decode::json
