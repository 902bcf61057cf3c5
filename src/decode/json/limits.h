// The bound on nesting that the parser keeps to; a document beyond it is a bad document.
#pragma once

#include <cstddef>

namespace hoptrace::decode::json {

constexpr std::size_t kDepth = 64;

}  // namespace hoptrace::decode::json
