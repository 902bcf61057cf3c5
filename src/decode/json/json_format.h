// JSON's row in the format table: lines, one array, concatenated or pretty-printed objects, envelopes; UTF-8, or
// UTF-16 with its mark; in all the dialects of docs/json-dialects.md.
#pragma once

#include "decode/format.h"

namespace hoptrace::decode::json {

// `json_kinds` of the options, if given, outlives the decoders made from this.
[[nodiscard]] const Format& json_format();

}  // namespace hoptrace::decode::json
