// repair(): what simdjson refuses and evidence all the same contains, put into words it takes.
//
// Three things only, each of which leaves the values readable: halves of surrogate pairs (\ud83d alone) become
// U+FFFD, numbers beyond 64 bits become texts with the same digits, control characters inside strings become escapes.
// Invalid UTF-8 becomes U+FFFD. Anything else that is wrong stays wrong.
#pragma once

#include <string>
#include <string_view>

namespace hoptrace::decode::json {

[[nodiscard]] std::string repair(std::string_view document);

}  // namespace hoptrace::decode::json
