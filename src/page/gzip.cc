#include "page/gzip.h"

#include <libdeflate.h>

#include <memory>

#include "base/check.h"

namespace hoptrace::page {

std::string gzip(std::string_view text) {
  constexpr int kLevel = 9;
  const auto free = [](libdeflate_compressor* compressor) { libdeflate_free_compressor(compressor); };
  const std::unique_ptr<libdeflate_compressor, decltype(free)> compressor(libdeflate_alloc_compressor(kLevel), free);
  base::check(compressor != nullptr, "there is memory for a compressor");
  std::string out(libdeflate_gzip_compress_bound(compressor.get(), text.size()), '\0');
  out.resize(libdeflate_gzip_compress(compressor.get(), text.data(), text.size(), out.data(), out.size()));
  return out;
}

}  // namespace hoptrace::page
