// Terminal: what standard output and standard error are, and whether colour is wanted there.
#pragma once

#include <cstdio>
#include <string_view>

namespace hoptrace::cli {

[[nodiscard]] bool is_terminal(std::FILE* stream);
// `wish` is auto, always or never; auto honours NO_COLOR and whether `stream` is a terminal.
[[nodiscard]] bool wants_color(std::string_view wish, std::FILE* stream);
[[nodiscard]] int terminal_width(std::FILE* stream);  // columns; 80 where it cannot be asked

}  // namespace hoptrace::cli
