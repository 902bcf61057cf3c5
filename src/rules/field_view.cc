#include "rules/field_view.h"

#include <array>
#include <optional>

#include "base/check.h"
#include "rules/conversion.h"

namespace hoptrace::rules {

using event::FieldId;

void FieldView::look_at(const event::Event& event, const Lane& lane) {
  event_ = &event;
  lane_ = &lane;
  ++round_;
  if (slots_.size() < lane.mappings.size()) slots_.resize(lane.mappings.size());
}

Presence FieldView::presence(FieldId rule_field) const {
  const FieldMapping* const mapping = lane_->mapping(rule_field);
  const bool there = mapping == nullptr                         ? event_->has(rule_field)
                     : mapping->conversion == Conversion::kSame ? event_->has(native(*mapping))
                                                                : converted(*mapping).there;
  if (there) return Presence::kPresent;
  return lane_->lacks(rule_field) ? Presence::kUnknown : Presence::kAbsent;
}

FieldId FieldView::native(const FieldMapping& mapping) const {
  for (const FieldId source : mapping.sources) {
    if (event_->has(source)) return source;
  }
  return FieldId::kOther;
}

const FieldView::Slot& FieldView::converted(const FieldMapping& mapping) const {
  Slot& slot = slots_[static_cast<std::size_t>(&mapping - lane_->mappings.data())];
  if (slot.round == round_) return slot;
  slot.round = round_;
  std::optional<std::string_view> text = mapping.constant;
  if (mapping.conversion != Conversion::kConstant) {
    std::array<std::string_view, kMostSources> texts;
    base::check(mapping.sources.size() <= texts.size(), "the reader of the tables bounds a mapping's sources");
    for (std::size_t i = 0; i < mapping.sources.size(); ++i) {
      event_->any_of(mapping.sources[i], [&](std::size_t index) {
        texts[i] = event_->text(index);
        return true;
      });
    }
    text = convert(mapping.conversion, {texts.data(), mapping.sources.size()}, event_->arena());
  }
  slot.there = text.has_value();
  slot.value = text ? event::Value::text(*text) : event::Value::null();
  return slot;
}

}  // namespace hoptrace::rules
