// Inventory: the first walk over the evidence, to know what is there before anything is hunted: each artifact's size
// and format, and how much there is to read.
//
// Of a file on disk it reads the beginning only: the second walk reads it once, and hashes what it decodes. An entry
// of an archive is read in full, twice in all: what it is must be known before it is decoded, and nobody can go back
// in an archive.
//
// The second walk visits the same files in the same order; it looks each path up here.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/anomaly.h"
#include "base/result.h"
#include "decode/format.h"
#include "evidence/walk.h"
#include "hunt/profile.h"

namespace hoptrace::hunt {

struct InventoryEntry {
  std::string path;                        // relative to the evidence root
  std::string sha256;                      // empty: a file on disk, which is not read yet
  std::string head;                        // SHA-256 of its first decode::kHeadBytes
  std::uint64_t size = 0;                  // of the artifact itself, unpacked
  const decode::Format* format = nullptr;  // nullptr: nothing decodes it
};

struct PathTrouble {
  std::string path;
  base::Anomaly anomaly;
};

struct Inventory {
  std::vector<InventoryEntry> entries;  // in the order of the walk
  std::vector<PathTrouble> troubles;
  std::uint64_t bytes = 0;  // of the outermost files on disk
  std::unordered_map<std::string, std::size_t> by_path;
};

[[nodiscard]] base::Result<Inventory> take_inventory(const std::vector<std::string>& arguments,
                                                     const std::string& root, const evidence::WalkOptions& options,
                                                     const decode::DecodeOptions& decoding,
                                                     Profile* profile = nullptr);

}  // namespace hoptrace::hunt
