// Templates of a chunk and their instances: where a definition stands and which values an instance brings.
//
// Source of facts: Metz, 4.4 "template instance", "template definition", "template instance data".
// Instance: 0x0C, 1 byte, template id (4), offset of the definition (4); where that offset is the very next byte the
// definition stands there. Then the number of values (4), for each its size (2), type (1) and a zero (1), then the
// values. Definition: next definition's offset (4), GUID (16; its first 4 bytes are the template id), size (4),
// BinXML.
#pragma once

#include <vector>

#include "decode/evtx/chunk_scope.h"
#include "decode/evtx/raw_value.h"

namespace hoptrace::decode::evtx {

// Reads within [at, end) of the chunk; once it fails it stays failed.
class Cursor {
 public:
  Cursor(base::Bytes chunk, std::size_t at, std::size_t end) : chunk_(chunk), at_(at), end_(end) {}

  template <class Integer>
  [[nodiscard]] Integer take() {
    const auto value = at_ + sizeof(Integer) <= end_ ? base::read_le<Integer>(chunk_, at_) : std::nullopt;
    if (!value) ok_ = false;
    at_ += value ? sizeof(Integer) : 0;
    return value.value_or(Integer{});
  }
  [[nodiscard]] base::Bytes take_bytes(std::size_t size) {
    ok_ = ok_ && size <= end_ - at_;
    if (!ok_) return {};
    at_ += size;
    return chunk_.subspan(at_ - size, size);
  }
  // The next byte, or 0 (the token for the end) behind the last.
  [[nodiscard]] std::uint8_t peek() const { return at_ < end_ ? chunk_[at_] : std::uint8_t{0}; }
  [[nodiscard]] bool at_end() const { return at_ >= end_; }
  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] bool ok() const { return ok_; }

 private:
  base::Bytes chunk_;
  std::size_t at_;
  std::size_t end_;  // at most the chunk's size
  bool ok_ = true;
};

struct TemplateDefinition {
  std::size_t begin = 0;  // of its BinXML
  std::size_t end = 0;
};

struct TemplateInstance {
  std::uint32_t definition = 0;  // offset in the chunk
  TemplateDefinition body;
};

// Finds the definition of the template `id` that an instance refers to by `instance.definition`. Where the reference
// is stale (records in slack, damage), a template of the same id in the chunk is the same template: then the
// reference is set right and scope.template_moved() says so.
[[nodiscard]] bool find_definition(ChunkScope& scope, std::uint32_t id, TemplateInstance& instance);

// The instance at the cursor, which stands at 0x0C and moves behind the values. `values` is filled anew.
// False with `trouble` filled if it cannot be read.
[[nodiscard]] bool read_instance(ChunkScope& scope, Cursor& cursor, TemplateInstance& instance,
                                 std::vector<RawValue>& values, Trouble& trouble);

// Passes over the fragment header (0x0F and 3 bytes) if there is one.
void skip_fragment_header(Cursor& cursor);

}  // namespace hoptrace::decode::evtx
