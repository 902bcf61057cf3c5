#include "decode/evtx/shaped_record.h"

#include <algorithm>

#include "decode/evtx/layout.h"

namespace hoptrace::decode::evtx {
namespace {

constexpr std::uint8_t kInstanceToken = 0x0C, kFragmentHeaderToken = 0x0F;
constexpr std::size_t kFragmentHeader = 4, kInstanceHeader = 10, kCount = 4, kDescriptor = 4;

template <class Integer>
Integer load(const std::uint8_t* at) {
  Integer value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

std::uint64_t key_of(std::uint32_t id, std::uint64_t definition, Section place) {
  return (std::uint64_t{id} << 32) | (definition << 8) | static_cast<std::uint64_t>(place);
}

}  // namespace

std::optional<event::Value> RecordGlance::value(std::size_t index, bool& plain) const {
  const ShapeSlot& slot = shape_->slots[index];
  if (!has_slot(*shape_, slot, values_)) return std::nullopt;
  if (slot.kind == PlanStep::Kind::kLiteral) return shape_->literals[slot.extra];
  const RawValue raw = values_[slot.value].raw(chunk_);
  if (slot.kind == PlanStep::Kind::kJoined || (raw.is_array() && !raw.bytes.empty())) {
    plain = false;
    return std::nullopt;
  }
  bool sound = true;
  return to_value(raw, *arena_, sound);
}

// An array without bytes is a plain value.
bool RecordGlance::elements(std::size_t index, std::vector<event::Value>& out) const {
  const ShapeSlot& slot = shape_->slots[index];
  out.clear();
  if (slot.kind != PlanStep::Kind::kValue || !has_slot(*shape_, slot, values_)) return false;
  ArrayWalk walk(values_[slot.value].raw(chunk_));
  RawValue element;
  bool sound = true;
  while (walk.next(element, sound)) out.push_back(to_value(element, *arena_, sound));
  return sound;
}

// A mark is the value's descriptor (size and type); beyond these 24 bits:
constexpr std::uint32_t kAbsent = 1U << 24, kOfTemplate = 2U << 24, kUntold = 3U << 24, kWay = 4U << 24;

bool RecordGlance::tell(std::span<const Told> told, RecordKey& key) const {
  key.begin();
  for (const Told& one : told) {
    switch (telling(*shape_, one, values_)) {
      case Telling::kAbsent:
        key.mark(kAbsent);
        break;
      case Telling::kOfTemplate:
        key.mark(kOfTemplate);
        break;
      case Telling::kUntold:
        key.mark(kUntold);
        break;
      case Telling::kTold:
        add(values_[shape_->slots[one.slot].value], one.no_digits, key);
        break;
      case Telling::kNotPlain:
        return false;
    }
  }
  return true;
}

bool RecordGlance::tell(ToldList& list, RecordKey& key) const {
  const ToldWays::Way* const way = list.ways<ToldWays>().of(*shape_, list.told(), kinds_, values_);
  if (way == nullptr) return tell(list.told(), key);
  if (!way->plain) return false;
  key.begin();
  key.mark(kWay | way->number);
  for (const ToldWays::Part& part : way->parts) add(values_[part.value], part.no_digits, key);
  return true;
}

inline void RecordGlance::add(const PlacedValue& value, bool no_digits, RecordKey& key) const {
  const base::Bytes bytes{chunk_ + value.at, value.size};
  if (no_digits && value.type == type::kString && event::are_digits_utf16(bytes)) return key.mark(kUntold);
  key.mark(std::uint32_t{value.type} << 16 | value.size);
  key.add(bytes, chunk_bytes_ - value.at);
}

ShapedRecord::ShapedRecord(ChunkScope& scope, FieldNamer& namer, FieldWriter& writer, KeptTexts& texts, Sieve* sieve)
    : scope_(scope),
      writer_(writer),
      texts_(texts),
      sieve_(sieve),
      store_(scope, namer),
      values_(1 + RecordShape::kMostPlans * TemplatePlan::kMostValues),
      kinds_(values_.size()),
      specials_(TemplatePlan::kMostValues) {
  values_[0].type = type::kString;  // "always there"
}

void ShapedRecord::start_chunk() {
  known_.forget();
  chunk_ = scope_.chunk().data();
}

// Between two records nobody holds anything of the store.
void ShapedRecord::forget_if_full() {
  if (!store_.full() && !texts_.full()) return;
  store_.forget();
  texts_.forget();
  known_.forget();
  if (sieve_ != nullptr) sieve_->forget_shapes();
}

const RecordShape* ShapedRecord::read(std::size_t begin, std::size_t end) {
  forget_if_full();
  plan_count_ = values_read_ = array_bytes_ = 0;
  value_count_ = 1;
  if (!read_instance(begin, end, Section::kOutside)) return nullptr;
  shape_ = find_shape();
  if (!shape_->fits || !is_within_budget(end - begin)) return nullptr;
  if (array_bytes_ != 0 && has_array_member()) return nullptr;
  return shape_->may_be_empty && is_empty() ? nullptr : shape_;
}

bool ShapedRecord::read_instance(std::size_t at, std::size_t end, Section place) {
  if (plan_count_ == plans_.size() || end - at < kInstanceHeader + kCount) return false;
  if (chunk_[at] == kFragmentHeaderToken) at += kFragmentHeader;
  if (end - at < kInstanceHeader + kCount || chunk_[at] != kInstanceToken) return false;
  const auto id = load<std::uint32_t>(chunk_ + at + 2);
  const auto definition = load<std::uint32_t>(chunk_ + at + 6);
  at += kInstanceHeader;
  const Known* const template_known = known(id, definition, place, at);
  if (template_known == nullptr || template_known->plan == nullptr || !template_known->plan->fits) return false;
  if (definition == at) {  // it stands in place
    if (template_known->size > end - at) return false;
    at += template_known->size;
  }
  return read_values(*template_known->plan, at, end);
}

// Null where there is no such template, or not where it should be.
const ShapedRecord::Known* ShapedRecord::known(std::uint32_t id, std::uint32_t definition, Section place,
                                               std::size_t at) {
  if (definition >= kChunkBytes) return nullptr;
  const Known* const met = known_.find(key_of(id, definition, place));
  return met != nullptr ? met : get_to_know(id, definition, place, at);
}

const ShapedRecord::Known* ShapedRecord::get_to_know(std::uint32_t id, std::uint32_t definition, Section place,
                                                     std::size_t at) {
  TemplateInstance instance{definition, {}};
  if (!find_definition(scope_, id, instance)) return nullptr;
  const std::uint64_t key = key_of(id, instance.definition, place);
  if (instance.definition != definition) {
    if (definition == at) return nullptr;
    if (const Known* const met = known_.find(key)) return met;
  }
  const auto size = static_cast<std::uint32_t>(instance.body.end - instance.definition);
  return known_.put(key, {store_.plan(id, instance.body, place), size});
}

// One pass over the descriptors; what is odd or of a kind that must be looked at is only noted on the way.
bool ShapedRecord::read_values(const TemplatePlan& plan, std::size_t at, std::size_t end) {
  if (end - at < kCount) return false;
  const std::size_t count = load<std::uint32_t>(chunk_ + at);
  if (count > (end - at - kCount) / kDescriptor || count < plan.value_count) return false;
  const std::uint8_t* descriptor = chunk_ + at + kCount;
  std::size_t data = at + kCount + count * kDescriptor;
  PlacedValue* const values = &values_[value_count_];
  ValueKind* const kinds = &kinds_[value_count_];
  std::uint32_t sizes_fit = 1;
  std::size_t specials = 0;
  for (std::size_t i = 0; i < plan.value_count; ++i, descriptor += kDescriptor) {
    const auto bits = load<std::uint32_t>(descriptor);
    const std::uint32_t size = bits & 0xFFFF;
    const auto value_type = static_cast<std::uint8_t>(bits >> 16);
    const TypeFacts& facts = kTypeFacts[value_type];
    sizes_fit &= facts.sizes >> std::min(size, 31U);
    specials_[specials] = static_cast<std::uint16_t>(i);
    specials += facts.special;
    kinds[i] = size == 0 ? value_type | kEmptyKind : value_type;
    values[i] = PlacedValue::of_descriptor(bits, static_cast<std::uint32_t>(data));
    data += size;
  }
  for (std::size_t i = plan.value_count; i < count; ++i, descriptor += kDescriptor) {
    data += load<std::uint16_t>(descriptor);
  }
  if (data > end || (sizes_fit & 1) == 0 || (data < end && chunk_[data] != 0)) return false;
  plans_[plan_count_++] = const_cast<TemplatePlan*>(&plan);
  value_count_ += plan.value_count;
  values_read_ += count;
  if (specials == 0) return plan.nested.empty() || read_nested(plan, values);
  return looks_plain(plan, values, specials) && (plan.nested.empty() || read_nested(plan, values));
}

// A nested fragment may stand only where the template has one.
bool ShapedRecord::looks_plain(const TemplatePlan& plan, const PlacedValue* values, std::size_t specials) {
  std::size_t fragments = 0;
  for (std::size_t i = 0; i < specials; ++i) {
    const RawValue raw = values[specials_[i]].raw(chunk_);
    if (raw.type == type::kBinXml) {
      ++fragments;
    } else if (raw.type == type::kSid) {
      const std::size_t size = raw.bytes.size();
      if (size != 0 && (size < 8 || size != 8 + 4 * std::size_t{raw.bytes[1]})) return false;
    } else if (!looks_sound(raw)) {
      return false;
    } else if (raw.is_array()) {
      array_bytes_ += raw.bytes.size();
    }
  }
  for (const std::uint32_t step : plan.nested) {
    if (values[plan.steps[step].index].type == type::kBinXml) --fragments;
  }
  return fragments == 0;
}

bool ShapedRecord::read_nested(const TemplatePlan& plan, const PlacedValue* values) {
  for (const std::uint32_t number : plan.nested) {
    const PlanStep& step = plan.steps[number];
    const auto* const guards = plan.guards.data() + step.first_guard;
    const bool left_out = std::any_of(guards, guards + step.guard_count,
                                      [values](std::uint16_t guard) { return values[guard].is_null(); });
    const PlacedValue& value = values[step.index];
    const bool nothing = value.is_null() || value.size == 0;
    if (left_out || nothing) {
      if ((!left_out && !step.null_fits) || plan_count_ == plans_.size()) return false;
      plans_[plan_count_++] = nullptr;
    } else if (value.type != type::kBinXml || !read_instance(value.at, value.at + value.size, step.section)) {
      return false;
    }
  }
  return true;
}

// The outer plan and the last one nested in it each remember the shape that they were in.
RecordShape* ShapedRecord::find_shape() {
  const std::span<TemplatePlan* const> plans(plans_.data(), plan_count_);
  const auto last = std::find_if(plans.rbegin(), plans.rend(), [](const auto* plan) { return plan != nullptr; });
  const auto is_of_plans = [plans](const RecordShape* shape) {
    return shape != nullptr && std::equal(plans.begin(), plans.end(), shape->plans.begin(), shape->plans.end());
  };
  if (is_of_plans((*last)->last_shape)) return (*last)->last_shape;
  if (is_of_plans(plans[0]->last_shape)) return (*last)->last_shape = plans[0]->last_shape;
  bool is_new = false;
  RecordShape& shape = store_.shape(plans, is_new);
  if (is_new && shape.fits && sieve_ != nullptr) {
    std::vector<Slot> slots;
    for (const ShapeSlot& slot : shape.slots) slots.push_back({slot.id, slot.system, slot.name});
    sieve_->on_shape(shape.id, slots);
  }
  return (*last)->last_shape = plans[0]->last_shape = &shape;
}

// What the tree would count value by value; here it is bounded from above, and a record that comes near goes there.
bool ShapedRecord::is_within_budget(std::size_t size) {
  return scope_.text(size * shape_->uses + shape_->literal_bytes) &&
         scope_.work(values_read_ + shape_->slots.size() + shape_->part_count + array_bytes_ * shape_->uses);
}

bool ShapedRecord::is_empty() const {
  return std::none_of(shape_->slots.begin(), shape_->slots.end(),
                      [this](const ShapeSlot& slot) { return has_slot(*shape_, slot, values_.data()); });
}

bool ShapedRecord::has_array_member() const {
  return std::any_of(shape_->members.begin(), shape_->members.end(), [this](const ShapeMember& member) {
    return values_[shape_->slots[member.slot].value].raw(chunk_).is_array();
  });
}

const Glance& ShapedRecord::glance(base::Origin origin, std::uint64_t id, std::uint64_t written, bool& own_time) {
  base::Arena& arena = writer_.event().arena();
  arena.reset();
  glance_.shape_ = shape_, glance_.values_ = values_.data(), glance_.kinds_ = {kinds_.data(), value_count_},
  glance_.chunk_ = chunk_, glance_.chunk_bytes_ = scope_.chunk().size(), glance_.arena_ = &arena;
  glance_.origin = origin;
  glance_.record_id = id;
  glance_.timed = false;
  glance_.time = {};
  glance_.event_id = 0;
  glance_.channel = {};
  glance_.provider = {};
  glance_.computer = {};
  glance_.kind.product = "windows";
  glance_.all_plain = array_bytes_ == 0 && shape_->parts.empty();
  for (ShapeMember& member : shape_->members) {
    const ShapeSlot& slot = shape_->slots[member.slot];
    if (!has_slot(*shape_, slot, values_.data())) continue;
    if (member.settled) {
      set_text(glance_, member.member, member.last.utf8);
      continue;
    }
    const event::Value value = slot_value(*shape_, slot, values_.data(), chunk_, arena);
    set_member(glance_, member.member, value, arena, [&](const event::Value& v) { return member_text(member, v); });
  }
  own_time = settle_time(glance_, written);
  return glance_;
}

// Mostly the same as in the last record.
std::string_view ShapedRecord::member_text(ShapeMember& member, const event::Value& value) {
  if (value.kind() == event::Kind::kUtf16) {
    const base::Bytes bytes = value.bytes();
    const base::Bytes last = member.last.utf16;
    if (bytes.size() != last.size() || std::memcmp(bytes.data(), last.data(), last.size()) != 0) {
      member.last = texts_.of_utf16(bytes);
      member.settled = shape_->slots[member.slot].kind == PlanStep::Kind::kLiteral;
    }
    return member.last.utf8;
  }
  return texts_.of_utf8(value.as_text(writer_.event().arena()));
}

void ShapedRecord::fill(event::Event& event) {
  event.clear();
  event.origin = glance_.origin;
  event.time = glance_.time;
  event.timed = glance_.timed;
  event.record_id = glance_.record_id;
  event.event_id = glance_.event_id;
  event.channel = glance_.channel;
  event.provider = glance_.provider;
  event.computer = glance_.computer;
  event.kind = glance_.kind;
  event.reserve(shape_->slots.size());
  for (const ShapeSlot& slot : shape_->slots) {
    if (!has_slot(*shape_, slot, values_.data())) continue;
    const PlacedValue& value = values_[slot.value];
    if (slot.kind == PlanStep::Kind::kJoined || (value.type & type::kArray) != 0) {
      fill_odd_slot(event, slot);
    } else {
      event.add(slot.id, slot.name, slot_value(*shape_, slot, values_.data(), chunk_, event.arena()), slot.system);
    }
  }
}

void ShapedRecord::fill_odd_slot(event::Event&, const ShapeSlot& slot) {
  parts_.clear();
  if (slot.kind == PlanStep::Kind::kValue) parts_.push_back(values_[slot.value].raw(chunk_));
  if (slot.kind == PlanStep::Kind::kJoined) {
    for (const PlanPart& part : shape_->parts[slot.extra]) {
      parts_.push_back(part.substitution ? values_[part.index].raw(chunk_) : part.literal);
    }
  }
  writer_.put({slot.id, slot.system, slot.name}, parts_);
}

}  // namespace hoptrace::decode::evtx
