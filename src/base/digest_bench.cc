// What every byte of evidence costs at least: its SHA-256, and the CRC-32 of a chunk of EVTX.
#include <benchmark/benchmark.h>

#include <vector>

#include "base/crc32.h"
#include "base/digest.h"

namespace hoptrace::base {
namespace {

std::vector<std::uint8_t> some_bytes(std::size_t count) {
  std::vector<std::uint8_t> out(count);
  std::uint32_t state = 1;
  for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>((state = state * 1664525U + 1013904223U) >> 24U);
  return out;
}

void sha256_of_bytes(benchmark::State& state) {
  const std::vector<std::uint8_t> bytes = some_bytes(static_cast<std::size_t>(state.range(0)));
  Sha256 digest;
  for (auto _ : state) digest.add(bytes);
  benchmark::DoNotOptimize(digest.hex());
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(sha256_of_bytes)->Arg(64 << 10)->Arg(1 << 20);

void crc32_of_chunk(benchmark::State& state) {
  const std::vector<std::uint8_t> bytes = some_bytes(64 << 10);
  for (auto _ : state) benchmark::DoNotOptimize(crc32(bytes));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
}
BENCHMARK(crc32_of_chunk);

}  // namespace
}  // namespace hoptrace::base
