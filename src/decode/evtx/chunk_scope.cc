#include "decode/evtx/chunk_scope.h"

#include "base/unicode.h"

namespace hoptrace::decode::evtx {
namespace {

constexpr std::size_t kLongestName = 1024;  // in UTF-16 units

}  // namespace

void ChunkScope::start_chunk(base::Bytes chunk) {
  chunk_ = chunk;
  if (!names_.empty()) names_.clear();
  templates_.forget();
  arena_.reset();
  chunk_work_ = 0;
  start_record();
}

// A name: the next name's offset (4 bytes), a hash (2), the length in units (2), the text, a NUL (2). Metz, 4.3.
std::optional<ChunkScope::Name> ChunkScope::name_at(std::uint32_t offset) {
  if (const auto known = names_.find(offset); known != names_.end()) return known->second;
  const auto units = base::read_le<std::uint16_t>(chunk_, std::size_t{offset} + 6);
  if (!units || *units == 0 || *units > kLongestName || !work(*units)) return std::nullopt;
  const auto text = base::slice(chunk_, std::size_t{offset} + 8, std::size_t{*units} * 2);
  if (!text) return std::nullopt;
  const Name name{base::utf8_from_utf16le(*text, arena_), 8 + std::size_t{*units} * 2 + 2};
  return names_.emplace(offset, name).first->second;
}

std::optional<std::uint32_t> ChunkScope::find_template(std::uint32_t id) {
  const std::uint32_t* const known = templates_.find(id);
  if (known == nullptr) return std::nullopt;
  template_moved_ = true;
  return *known;
}

}  // namespace hoptrace::decode::evtx
