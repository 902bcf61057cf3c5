// Access logs of proxies: any bytes through splitter and decoder of both formats (format_check.h).
#include "decode/proxy/proxy_format.h"
#include "format_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hoptrace::check_format(hoptrace::decode::proxy::w3c_format(), {data, size});
  hoptrace::check_format(hoptrace::decode::proxy::squid_format(), {data, size});
  return 0;
}
