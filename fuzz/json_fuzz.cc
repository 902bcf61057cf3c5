// JSON: any bytes through splitter and decoder (format_check.h); and the same again and again as lines, because
// records are shown to a sieve only when some like them were read before.
#include <vector>

#include "decode/json/json_format.h"
#include "format_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto& format = hoptrace::decode::json::json_format();
  hoptrace::check_format(format, {data, size});
  std::vector<std::uint8_t> lines;
  for (int time = 0; time < 4; ++time) {
    lines.insert(lines.end(), data, data + size);
    lines.push_back('\n');
  }
  hoptrace::check_format(format, lines);
  return 0;
}
