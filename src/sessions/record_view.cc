#include "sessions/record_view.h"

#include <algorithm>
#include <charconv>

#include "base/fingerprint.h"
#include "sessions/text_match.h"

namespace hoptrace::sessions {

void RecordView::declare(event::FieldDictionary& fields) {
  for (const SlotName& row : slot_names()) fields.intern(row.name);
}

RecordView::RecordView(const event::FieldDictionary& fields) {
  for (const SlotName& row : slot_names()) {
    const auto number = static_cast<std::size_t>(fields.find(row.name));
    if (number == 0) continue;
    if (number >= slots_.size()) slots_.resize(number + 1, Slot::kNone);
    slots_[number] = row.slot;
  }
}

void RecordView::look(const event::Event& event) {
  event_ = &event;
  at_.fill(kNowhere);
  const auto& fields = event.fields();
  const std::size_t count = std::min<std::size_t>(fields.size(), kNowhere);
  for (std::size_t i = 0; i < count; ++i) {
    const Slot slot = slot_of(fields[i].id);
    if (slot == Slot::kNone) continue;
    std::uint16_t& at = at_[static_cast<std::size_t>(slot)];
    if (at == kNowhere || (fields[at].system && !fields[i].system)) at = static_cast<std::uint16_t>(i);
  }
}

std::string_view RecordView::text(Slot slot) const {
  const std::uint16_t at = at_[static_cast<std::size_t>(slot)];
  if (at == kNowhere) return {};
  const std::string_view text = trimmed(event_->text(at));
  return text == "-" ? std::string_view{} : text;
}

std::uint64_t RecordView::number(Slot slot) const {
  const std::uint16_t at = at_[static_cast<std::size_t>(slot)];
  if (at == kNowhere) return 0;
  const event::Value& value = event_->fields()[at].value;
  using event::Kind;
  if (value.kind() == Kind::kInt || value.kind() == Kind::kUint || value.kind() == Kind::kHex) {
    return static_cast<std::uint64_t>(value.raw_integer());
  }
  std::string_view text = this->text(slot);
  const bool hex = text.starts_with("0x") || text.starts_with("0X");
  if (hex) text.remove_prefix(2);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, hex ? 16 : 10);
  if (error != std::errc{} || (end != text.data() + text.size() && *end != '.')) return 0;
  return number;
}

std::uint64_t RecordView::guid(Slot slot) const {
  std::string_view text = this->text(slot);
  if (text.starts_with('{') && text.ends_with('}')) text = text.substr(1, text.size() - 2);
  if (text.find_first_not_of("0-") == std::string_view::npos) return 0;
  char small[64];
  const std::size_t size = std::min(text.size(), sizeof small);
  std::transform(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(size), small, lower);
  return base::fingerprint({small, size}).low;
}

std::optional<base::Time> RecordView::time(Slot slot) const {
  const std::uint16_t at = at_[static_cast<std::size_t>(slot)];
  if (at == kNowhere) return std::nullopt;
  return event_->fields()[at].value.as_time(event_->arena());
}

bool RecordView::is_true(Slot slot) const {
  const std::string_view text = this->text(slot);
  return same(text, "true") || text == "T" || text == "1";
}

bool RecordView::is_false(Slot slot) const {
  const std::string_view text = this->text(slot);
  return same(text, "false") || text == "F" || text == "0";
}

}  // namespace hoptrace::sessions
