#include "hunt/record_sieve.h"

#include <algorithm>
#include <utility>

#include "hunt/record_binding.h"

namespace hoptrace::hunt {

RecordSieve::RecordSieve(const Equipment& equipment, RecordCount& count)
    : equipment_(equipment), count_(count), scanner_(equipment.indicators) {}

RecordSieve::~RecordSieve() = default;

void RecordSieve::use(const std::shared_ptr<const match::RuleIndex>& index) {
  if (index_ == index) return;
  index_ = index;
  forget_routes();
  tools_ = std::make_unique<match::LookTools>(*index_);
}

void RecordSieve::on_shape(decode::ShapeId, std::span<const decode::Slot> slots) {
  auto shape = std::make_unique<Shape>();
  for (const decode::Slot& slot : slots) shape->names.emplace_back(slot.name);
  for (std::size_t i = 0; i < slots.size(); ++i) {
    shape->slots.push_back({slots[i].id, slots[i].system, shape->names[i]});
    if (equipment_.rules->log_sources.is_asked(slots[i].id)) shape->asked.push_back(i);
    if (!match::is_header(slots[i].id)) continue;
    const bool twice = std::any_of(shape->header.begin(), shape->header.end(),
                                   [&](std::size_t other) { return slots[other].id == slots[i].id; });
    if (twice || !slots[i].system) shape->plain_header = false;
    shape->header.push_back(i);
    if (slots[i].id == event::field::kEventId) shape->id_slot = i;
  }
  shapes_.push_back(std::move(shape));
}

void RecordSieve::forget_shapes() {
  shapes_.clear();
  bindings_ = 0;
}

void RecordSieve::forget_routes() {
  for (auto& shape : shapes_) shape->bindings.clear();
  bindings_ = 0;
  routes_.clear();
  name_questions_.clear();
  memory_.forget();
  outcomes_.forget();
  memory_of_records_.forget();
}

bool RecordSieve::wants(decode::ShapeId shape, const decode::Glance& glance) {
  const InStage matching(clock_, Stage::kMatching);
  Binding* const binding = begin(shape, glance);
  return count_.note(header_of(glance)) && wants_begun(binding, shape, glance);
}

bool RecordSieve::wants_noted(decode::ShapeId shape, const decode::Glance& glance) {
  return wants_begun(begin(shape, glance), shape, glance);
}

// Null where the values alone do not tell. What is known of the record is on its way from then on.
RecordSieve::Binding* RecordSieve::begin(decode::ShapeId shape, const decode::Glance& glance) {
  verdict_of_ = glance.origin;
  verdict_.facts = verdict_.counted = false;
  Binding* const binding = binding_of(*shapes_[shape], glance);
  if (binding == nullptr) return nullptr;
  memory_of_records_.forget_if_full();
  outcome_place_.reset();
  told_ = glance.tell(binding->told, key_of_record_);
  by_key_ = told_ && !binding->by_values && key_of_record_.fits();
  if (by_key_) hash_of_record_ = memory_of_records_.hash(binding->question, key_of_record_);
  return binding;
}

bool RecordSieve::wants_begun(Binding* binding, decode::ShapeId shape, const decode::Glance& glance) {
  if (binding == nullptr) return want(true);
  count_.note_lanes(binding->lanes);
  const bool wanted = look(*binding, glance);
  if (facts_ == nullptr) return wanted;
  verdict_.facts = reads_facts(*binding, *shapes_[shape], glance);
  verdict_.counted = is_counted(*binding, *shapes_[shape], glance);
  return wanted || ((!verdict_.facts || !verdict_.counted) && want_fact());
}

namespace {

class GlancedValues final : public sessions::RecordValues {
 public:
  explicit GlancedValues(const decode::Glance& glance) : glance_(glance) {}
  [[nodiscard]] std::optional<event::Value> value(std::size_t field) const override {
    bool plain = true;
    return glance_.value(field, plain);
  }

 private:
  const decode::Glance& glance_;
};

sessions::RecordMembers members_of(const decode::Glance& glance) {
  return {glance.origin, glance.time, glance.timed, glance.record_id, glance.event_id, glance.computer};
}

}  // namespace

std::vector<sessions::SlotPlaces::Field> RecordSieve::Shape::fields() const {
  std::vector<sessions::SlotPlaces::Field> out;
  for (const decode::Slot& slot : slots) out.push_back({slot.id, slot.system});
  return out;
}

// Whether all facts that the record can be are told; else it takes the Event.
bool RecordSieve::reads_facts(Binding& binding, Shape& shape, const decode::Glance& glance) {
  if (!binding.fact) binding.fact = facts_->kind_of(glance.channel, glance.provider, glance.event_id, glance.kind);
  if (*binding.fact == nullptr) return true;
  if (!glance.all_plain) return false;
  const InStage reading(clock_, Stage::kFacts);
  if (!shape.facts) shape.facts = facts_->places(shape.fields());
  facts_->read(**binding.fact, members_of(glance), GlancedValues(glance), *shape.facts, count_.tenant(),
               count_.host());
  return true;
}

// Whether the other readers of records have read what they asked for; else it takes the Event.
bool RecordSieve::is_counted(Binding& binding, Shape& shape, const decode::Glance& glance) {
  if (readers_ == nullptr) return true;
  if (!binding.asking) {
    binding.asking = readers_->asking(glance.channel, glance.provider, glance.event_id, glance.kind, shape.fields());
  }
  if (!binding.asking->anyone) return true;
  if (binding.asking->events || !glance.all_plain) return false;
  const InStage reading(clock_, Stage::kFacts);
  for (const auto& reader : binding.asking->of_values) {
    reader->read(members_of(glance), GlancedValues(glance), count_.tenant(), count_.host());
  }
  return true;
}

// For its facts alone: no rule and no indicator has to look at it.
bool RecordSieve::want_fact() {
  candidates_.clear();
  places_.clear();
  outcome_place_.reset();
  verdict_.indicators = false;
  verdict_.matches = {};
  verdict_.all = {};
  return want(false);
}

bool RecordSieve::want(bool whole) {
  verdict_.noted = true;
  verdict_.whole = whole;
  return true;
}

RecordSieve::Verdict RecordSieve::verdict(const base::Origin& origin) {
  Verdict out = std::exchange(verdict_, {});
  if (!out.noted || verdict_of_.artifact != origin.artifact || verdict_of_.offset != origin.offset) return {};
  if (!out.whole) out.candidates = candidates_;
  return out;
}

bool RecordSieve::look(Binding& binding, const decode::Glance& glance) {
  if (!told_) return want(true);
  const bool apart = binding.any_apart && shows_apart(binding, glance);
  RecordMemory::Seen fresh;
  if (apart || !by_key_) {
    return look_at_values(binding, glance, fresh) ? take(binding, glance, fresh) : want(true);
  }
  const auto place = memory_of_records_.place(hash_of_record_);
  if (place.known()) {
    RecordMemory::Seen* const seen = memory_of_records_.seen(place);
    return seen != nullptr && take_known(binding, glance, *seen);
  }
  if (!look_at_values(binding, glance, fresh)) return want(true);
  const bool wanted = take(binding, glance, fresh);
  memory_of_records_.remember(place, std::move(fresh));
  turn_looks(binding);
  return wanted;
}

// False where the values are not all told.
bool RecordSieve::look_at_values(Binding& binding, const decode::Glance& glance, RecordMemory::Seen& seen) {
  sifter_.begin(*binding.route);
  asked_.clear();
  if (!binding.absences.empty()) there_.assign(binding.shape->slots.size(), There::kNo);
  for (Look& look : binding.looks) {
    bool plain = true;
    const std::optional<event::Value> value = glance.value(look.slot, plain);
    if (value) {
      note_value(look, *value);
    } else if (!plain) {
      if (!glance.elements(look.slot, elements_)) return false;
      for (const event::Value& element : elements_) note_value(look, element);
    }
  }
  for (const Asked& asked : asked_) {
    const match::PostMemory::Shown& shown = shown_by(binding, *asked.look, asked.value, asked.key);
    sifter_.mark(shown.posts);
    seen.indicators = seen.indicators || shown.marked;
  }
  for (const Binding::Absence& absence : binding.absences) {
    if (is_absent(absence.slots)) sifter_.mark(*absence.posts);
  }
  if (!sifter_.held().empty()) match::name_candidates(*binding.route, sifter_.held(), seen.candidates);
  return true;
}

void RecordSieve::note_value(Look& look, const event::Value& value) {
  if (look.field != nullptr) sifter_.mark(look.field->present);
  if (look.noted) there_[look.slot] = value.is_null() ? There::kNull : There::kValue;
  if (look.is_at(value)) asked_.push_back({&look, value, memory_.key(look.question, value)});
}

const match::PostMemory::Shown& RecordSieve::shown_by(Binding& binding, Look& look, const event::Value& value,
                                                      match::PostMemory::Key key) {
  ++look.asked;
  return memory_.of(key, [&](match::PostMemory::Shown& out) {
    ++look.made;
    arena_.reset();
    if (look.wants(value)) binding.route->find(*look.field, look.named->id, value, arena_, *tools_, out.posts);
    out.marked = look.indicators && shows_indicator(*look.named, value);
  });
}

// Whether one of the values that are no part of the key shows anything. Most show nothing, and the key decides.
bool RecordSieve::shows_apart(Binding& binding, const decode::Glance& glance) {
  bool any = false;
  for (Look& look : binding.looks) {
    if (!look.apart) continue;
    bool plain = true;
    const std::optional<event::Value> value = glance.value(look.slot, plain);
    if (!plain) return true;
    if (!value || !look.is_at(*value)) continue;
    const match::PostMemory::Shown& shown = shown_by(binding, look, *value, memory_.key(look.question, *value));
    any = any || shown.marked || !shown.posts.empty();
  }
  return any;
}

void RecordSieve::turn_looks(Binding& binding) {
  bool turned = false;
  for (Look& look : binding.looks) {
    if (look.asked < Look::kThinkAfter) continue;
    if (look.should_turn()) {
      look.apart = !look.apart;
      ++look.turns;
      turned = true;
    }
    look.asked = look.made = 0;
  }
  if (turned) binding.tell_anew(questions_);
}

// Without a value, or with one that is null.
bool RecordSieve::is_absent(std::span<const std::size_t> slots) const {
  bool any = false, null = false;
  for (const std::size_t slot : slots) {
    any = any || there_[slot] != There::kNo;
    null = null || there_[slot] == There::kNull;
  }
  return null || !any;
}

bool RecordSieve::shows_indicator(const decode::Slot& slot, const event::Value& value) {
  one_.clear();
  one_.add(slot.id, slot.name, value, slot.system);
  scanner_.scan(one_, sightings_);
  return !sightings_.empty();
}

}  // namespace hoptrace::hunt
