// Zeek logs: any bytes through splitter and decoder (format_check.h).
#include "decode/zeek/zeek_format.h"
#include "format_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hoptrace::check_format(hoptrace::decode::zeek::zeek_format(), {data, size});
  return 0;
}
