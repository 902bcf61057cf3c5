// Embedded JSON: a text value that is itself a JSON object or array (the AuditData of Microsoft's unified audit log,
// Azure's TargetResources, EventData columns).
#pragma once

#include <simdjson.h>

#include <string_view>

#include "decode/json/conversion.h"

namespace hoptrace::decode::json {

constexpr std::size_t kLargestEmbedded = std::size_t{1} << 20;

// Whether `text` looks like an object or an array worth parsing.
[[nodiscard]] bool may_be_json(std::string_view text);

// Flattens it as flatten() does (names without a prefix; an array's own scalars have an empty name), provided that it
// is valid. Values die with the call: leaf must copy what it keeps (kept_value). Whether it was valid.
bool parse_embedded(std::string_view text, event::Event& event, const Leaf& leaf);

// The value with its text copied to where the Event's views live.
[[nodiscard]] event::Value kept_value(Conversion& to, simdjson::dom::element value);

}  // namespace hoptrace::decode::json
