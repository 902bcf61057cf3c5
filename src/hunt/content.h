// Content: names and texts of a record's own data (not its header), in the order of the record, each with its length,
// so that nothing reads as something else: equal for the same event in a backup, a shadow copy or an archive,
// whatever file it was read from. Its hash tells a copy of a record from another record.
//
// It is written from the record's Event, or by a ContentPlan from a glance at it, where all values are plain: the
// bytes are the same. One thread's.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/fingerprint.h"
#include "decode/sieve.h"
#include "event/event.h"

namespace hoptrace::hunt {

// Where content is written: its memory is used again.
class ContentText {
 public:
  void clear() { size_ = 0; }
  [[nodiscard]] std::string_view bytes() const { return {room_.data(), size_}; }

  // What stands before a text: both lengths, of which that of the text is still to be said, and the name.
  static constexpr std::size_t kLengths = 2 * sizeof(std::uint64_t);
  // Heads are copied in steps of so many bytes, and must be readable as far.
  static constexpr std::size_t kStep = 32;
  void add(std::string_view head, const event::Value& value);
  // All of an event's, in place of what was there.
  void write(const event::Event& event);

 private:
  [[nodiscard]] char* room_for(std::size_t more);
  [[nodiscard]] std::size_t put_text(const event::Value& value);

  std::vector<char> room_;
  std::size_t size_ = 0;
  std::string head_;
  base::Arena arena_;
};

// How the content of the records of one shape is written.
class ContentPlan {
 public:
  explicit ContentPlan(std::span<const decode::Slot> slots);
  // False where a value is not plain: the Event then says what it holds.
  [[nodiscard]] bool write(const decode::Glance& glance, ContentText& content) const;

 private:
  struct Part {
    std::size_t slot = 0, head = 0, size = 0;  // the latter two: in heads_
  };
  std::vector<Part> parts_;
  std::string heads_;
};

// Of a finding it is a fingerprint: copies are shown as places of one finding, so nothing is gained by an event that
// passes for another. `content` is for its memory.
[[nodiscard]] base::Fingerprint content_of(const event::Event& event, ContentText& content);

// The same over SHA-256, for what correlations count: there a copy does not count at all.
[[nodiscard]] std::string exact_content(const event::Event& event, ContentText& content);

}  // namespace hoptrace::hunt
