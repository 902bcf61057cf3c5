// Damage: every EVTX in ../shared/data, cut in 5 places and changed 5 times (1 to 100 bytes), with a fixed seed and
// with a fresh one that is printed (HOPTRACE_SEED=number repeats it). `./dev fuzz` asks for more of each
// (HOPTRACE_DAMAGES=1000) and deals the files out to several processes (HOPTRACE_SHARD=0/2). In a build without
// sanitizers the whole must stay below 200 MB. Every record of a chunk that was not touched,
// and those that end before the first changed byte of one that was, must come out as from the sound file, value by
// value. All files are taken, none is sampled; the whole takes seconds without and under a minute with sanitizers.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "decode/evtx/collected_for_tests.h"

namespace {

using namespace hoptrace;
using decode::evtx::Collected;
using decode::evtx::CollectedEvent;
using FileBytes = std::vector<std::uint8_t>;

constexpr std::uint64_t kFixedSeed = 20'181'220;
constexpr int kOfEach = 5;
constexpr long kMostKilobytes = 200'000;
constexpr std::size_t kMostChanges = 100;

std::vector<std::filesystem::path> evidence() {
  std::vector<std::filesystem::path> files;
  const std::filesystem::path root = std::filesystem::path(HOPTRACE_SOURCE) / "../shared/data";
  if (!std::filesystem::is_directory(root)) return files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.is_regular_file() && entry.path().extension() == ".evtx") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

int damages_of_each() {
  const char* const asked = std::getenv("HOPTRACE_DAMAGES");
  return asked != nullptr ? std::atoi(asked) : kOfEach;
}

// Every `of`-th file from number `first` on: "0/2" is the first half of two.
std::pair<std::size_t, std::size_t> shard() {
  const char* const asked = std::getenv("HOPTRACE_SHARD");
  if (asked == nullptr) return {0, 1};
  char* rest = nullptr;
  const std::size_t first = std::strtoull(asked, &rest, 10);
  const std::size_t of = *rest == '/' ? std::strtoull(rest + 1, nullptr, 10) : 1;
  return {first, std::max<std::size_t>(of, 1)};
}

FileBytes read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::size_t chunk_of(std::uint64_t offset) {
  return offset < decode::evtx::kFileHeaderBytes
             ? 0
             : 1 + (offset - decode::evtx::kFileHeaderBytes) / decode::evtx::kChunkBytes;
}

// The first damaged byte of each touched chunk (0 is the file's header, whose damage may cost no record).
using FirstDamage = std::map<std::size_t, std::uint64_t>;

// Whether `damaged` gives every event of `sound` that stands before the damage of its chunk.
testing::AssertionResult keeps_what_is_whole(const FileBytes& file, const Collected& sound, const FirstDamage& first,
                                             const Collected& damaged) {
  std::map<std::uint64_t, const CollectedEvent*> found;
  for (const CollectedEvent& event : damaged.events) found.emplace(event.offset, &event);
  for (const CollectedEvent& event : sound.events) {
    const auto size = base::read_le<std::uint32_t>(file, event.offset + 4).value_or(0);
    const auto touched = first.find(chunk_of(event.offset));
    if (touched != first.end() && event.offset + size > touched->second) continue;
    const auto same = found.find(event.offset);
    if (same == found.end()) return testing::AssertionFailure() << "the record at " << event.offset << " is lost";
    if (*same->second != event) return testing::AssertionFailure() << "the record at " << event.offset << " differs";
  }
  return testing::AssertionSuccess();
}

testing::AssertionResult cut(const FileBytes& file, const Collected& sound, std::mt19937_64& random) {
  FileBytes damaged = file;
  damaged.resize(random() % file.size());
  FirstDamage first;
  for (std::size_t chunk = chunk_of(damaged.size()); chunk <= chunk_of(file.size()); ++chunk)
    first[chunk] = damaged.size();
  return keeps_what_is_whole(file, sound, first, decode::evtx::decode_file(damaged))
         << " (cut at " << damaged.size() << ")";
}

testing::AssertionResult change(const FileBytes& file, const Collected& sound, std::mt19937_64& random) {
  FileBytes damaged = file;
  FirstDamage first;
  for (std::size_t left = 1 + random() % kMostChanges; left > 0; --left) {
    const std::uint64_t at = random() % file.size();
    damaged[at] = static_cast<std::uint8_t>(damaged[at] + 1 + random() % 255);
    if (chunk_of(at) == 0) continue;
    const auto [entry, is_new] = first.emplace(chunk_of(at), at);
    if (!is_new) entry->second = std::min(entry->second, at);
  }
  return keeps_what_is_whole(file, sound, first, decode::evtx::decode_file(damaged)) << " (bytes changed)";
}

void damage_everything(std::uint64_t seed) {
  const auto files = evidence();
  if (files.empty()) GTEST_SKIP() << "no evidence to damage";
  std::mt19937_64 random(seed);
  std::size_t events = 0;
  const auto [first, of] = shard();
  for (std::size_t number = first; number < files.size(); number += of) {
    const auto& path = files[number];
    const FileBytes file = read(path);
    const Collected sound = decode::evtx::decode_file(file);
    events += sound.events.size();
    for (int i = 0; i < damages_of_each(); ++i) {
      ASSERT_TRUE(cut(file, sound, random)) << path << ", seed " << seed;
      ASSERT_TRUE(change(file, sound, random)) << path << ", seed " << seed;
    }
  }
  EXPECT_GT(events, files.size() / of) << "the sound files were read";
#ifndef __SANITIZE_ADDRESS__
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  EXPECT_LT(used.ru_maxrss, kMostKilobytes) << "kB at the peak";
  std::cout << "peak memory: " << used.ru_maxrss / 1000 << " MB" << std::endl;
#endif
}

TEST(EvtxDamage, FixedSeed) {
  damage_everything(kFixedSeed);
}

TEST(EvtxDamage, FreshSeed) {
  const char* const given = std::getenv("HOPTRACE_SEED");
  const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  std::cout << "HOPTRACE_SEED=" << seed << std::endl;
  damage_everything(seed);
}

}  // namespace
