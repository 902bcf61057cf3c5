// What a plain (unquoted) scalar means: YAML 1.2.2, section 10.3.2, "core schema, tag resolution".
#pragma once

#include <string>

#include "base/yaml.h"

namespace hoptrace::base {

// `text` as written without quotes, as a typed value with its text kept. Integers beyond 64 bits become floats.
[[nodiscard]] Yaml plain_scalar(std::string text);

}  // namespace hoptrace::base
