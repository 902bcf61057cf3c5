#include "hunt/content.h"

#include <algorithm>
#include <cstring>

#include "base/digest.h"
#include "base/unicode.h"

namespace hoptrace::hunt {
namespace {

constexpr std::size_t kContentDigits = 32;  // of SHA-256, kept in the case

// Puts a head behind what `heads` holds; its size.
std::size_t put_head(std::string_view name, std::string& heads) {
  const std::uint64_t lengths[2] = {name.size(), 0};
  static_assert(sizeof lengths == ContentText::kLengths);
  heads.append(reinterpret_cast<const char*>(lengths), sizeof lengths).append(name);
  return sizeof lengths + name.size();
}

}  // namespace

char* ContentText::room_for(std::size_t more) {
  if (room_.size() - size_ < more) room_.resize(std::max(2 * room_.size(), size_ + more));
  return room_.data() + size_;
}

// Most heads are short: quicker than a call of memcpy for each.
void ContentText::add(std::string_view head, const event::Value& value) {
  char* const at = room_for(head.size() + kStep);
  for (std::size_t done = 0; done < head.size(); done += kStep) std::memcpy(at + done, head.data() + done, kStep);
  size_ += head.size();
  const std::uint64_t length = put_text(value);
  std::memcpy(room_.data() + size_ - head.size() + kLengths / 2, &length, sizeof length);
  size_ += length;
}

// The text's length.
std::size_t ContentText::put_text(const event::Value& value) {
  if (value.kind() == event::Kind::kUtf16) {
    return base::utf8_from_utf16le(value.bytes(), room_for(value.bytes().size() / 2 * 3));
  }
  arena_.reset();
  const std::string_view text = value.as_text(arena_);
  if (!text.empty()) std::memcpy(room_for(text.size()), text.data(), text.size());
  return text.size();
}

ContentPlan::ContentPlan(std::span<const decode::Slot> slots) {
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].system) continue;
    const std::size_t head = heads_.size();
    parts_.push_back({.slot = i, .head = head, .size = put_head(slots[i].name, heads_)});
  }
  heads_.append(ContentText::kStep, '\0');
}

bool ContentPlan::write(const decode::Glance& glance, ContentText& content) const {
  content.clear();
  for (const Part& part : parts_) {
    bool plain = true;
    const std::optional<event::Value> value = glance.value(part.slot, plain);
    if (!plain) return false;
    if (value) content.add({heads_.data() + part.head, part.size}, *value);
  }
  return true;
}

void ContentText::write(const event::Event& event) {
  clear();
  for (const event::Field& field : event.fields()) {
    if (field.system) continue;
    head_.clear();
    const std::size_t size = put_head(field.name, head_);
    head_.append(kStep, '\0');
    add({head_.data(), size}, field.value);
  }
}

base::Fingerprint content_of(const event::Event& event, ContentText& content) {
  content.write(event);
  return base::fingerprint(content.bytes());
}

std::string exact_content(const event::Event& event, ContentText& content) {
  content.write(event);
  return base::sha256_hex(content.bytes()).substr(0, kContentDigits);
}

}  // namespace hoptrace::hunt
