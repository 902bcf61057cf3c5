#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

namespace hoptrace::cli {

bool is_terminal(std::FILE* stream) {
  return isatty(fileno(stream)) == 1;
}

bool wants_color(std::string_view wish, std::FILE* stream) {
  if (wish == "always") return true;
  if (wish == "never") return false;
  const char* const no_color = std::getenv("NO_COLOR");
  return (no_color == nullptr || *no_color == '\0') && is_terminal(stream);
}

int terminal_width(std::FILE* stream) {
  winsize size{};
  constexpr int kUsual = 80;
  if (ioctl(fileno(stream), TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kUsual;
  return size.ws_col;
}

}  // namespace hoptrace::cli
