// What reading alone costs: a file on disk cut into pieces that nobody decodes, without and with its SHA-256.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/check.h"
#include "decode/evtx/splitter.h"
#include "evidence/file_stream.h"
#include "hunt/fingerprint.h"

namespace hoptrace::hunt {
namespace {

using decode::evtx::ChunkSplitter, decode::evtx::kChunkBytes, decode::evtx::kFileHeaderBytes;

// A log of 128 MiB, of chunks that hold nothing but their headers.
class BigFile {
 public:
  BigFile() {
    std::string name = (std::filesystem::temp_directory_path() / "hoptrace-bench-XXXXXX").string();
    const int handle = ::mkstemp(name.data());
    base::check(handle >= 0, "there is room for a temporary file");
    ::close(handle);
    path_ = name;
    std::ofstream out(path_, std::ios::binary);
    out << "ElfFile" << std::string(kFileHeaderBytes - 7, '\0');
    std::string chunk(kChunkBytes, 'x');
    std::memcpy(chunk.data(), "ElfChnk", 8);
    const std::uint32_t header_size = 128;
    std::memcpy(chunk.data() + 40, &header_size, sizeof header_size);
    for (std::size_t i = 0; i < kChunks; ++i) out << chunk;
  }
  ~BigFile() { std::filesystem::remove(path_); }
  BigFile(const BigFile&) = delete;
  BigFile& operator=(const BigFile&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  static constexpr std::size_t kChunks = 2048, kBytes = kFileHeaderBytes + kChunks * kChunkBytes;

 private:
  std::string path_;
};

const std::string& big_file() {
  static const BigFile file;
  return file.path();
}

void cut(evidence::ByteStream& stream, std::size_t piece_bytes) {
  ChunkSplitter splitter(piece_bytes);
  decode::Piece piece;
  while (splitter.next(stream, piece).value_or(false)) benchmark::DoNotOptimize(piece.bytes.data());
}

void read_and_cut(benchmark::State& state) {
  const std::string& path = big_file();
  for (auto _ : state) {
    auto file = evidence::FileStream::open(AT_FDCWD, path);
    cut(*file, static_cast<std::size_t>(state.range(0)) << 10);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(BigFile::kBytes));
}
BENCHMARK(read_and_cut)->Arg(128)->Arg(256)->Arg(512)->Arg(1024)->Arg(2048);

// Hashed while it is read (one job), or kept for somebody else to hash, who is not here (several jobs).
void read_cut_and_hash(benchmark::State& state) {
  const std::string& path = big_file();
  for (auto _ : state) {
    auto file = evidence::FileStream::open(AT_FDCWD, path);
    Fingerprint fingerprint(*file, {}, 0, state.range(1) != 0, nullptr);
    ChunkSplitter splitter(static_cast<std::size_t>(state.range(0)) << 10);
    decode::Piece piece;
    while (splitter.next(fingerprint, piece).value_or(false)) benchmark::DoNotOptimize(fingerprint.mark());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(BigFile::kBytes));
}
BENCHMARK(read_cut_and_hash)->ArgsProduct({{256, 512, 1024}, {0, 1}});

}  // namespace
}  // namespace hoptrace::hunt
