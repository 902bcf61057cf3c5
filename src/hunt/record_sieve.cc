#include "hunt/record_sieve.h"

#include <algorithm>
#include <utility>

#include "indicators/borders.h"

namespace hoptrace::hunt {
namespace {

using event::FieldId;

constexpr std::size_t kMostBindings = 8192;
constexpr std::size_t kMostRoutes = 2048;
constexpr std::uint32_t kThinkAfter = 128;  // values of a look
constexpr std::uint32_t kMostTurns = 6;     // of a look, from told to apart and back
constexpr std::size_t kMostRead = 256;      // slots that a rule reads; a template may name a field again and again

}  // namespace

struct RecordSieve::Shape {
  std::vector<decode::Slot> slots;
  std::vector<std::string> names;  // of the slots
  // Where EventID, Channel and Provider_Name stand; none unless each stands once at most, in the header.
  bool plain_header = true;
  std::vector<std::size_t> header;
  std::optional<std::size_t> id_slot;
  std::vector<std::size_t> asked;                  // slots whose value a log source can hang on
  std::vector<std::unique_ptr<Binding>> bindings;  // the latest first
};

// One slot of a binding, and who looks at it.
struct RecordSieve::Look {
  std::size_t slot = 0;
  const decode::Slot* named = nullptr;
  const match::Route::Field* field = nullptr;  // null: only indicators
  bool indicators = false;                     // they look at it
  bool any_kind = false;                       // and not only at texts
  bool noted = false;                          // whether it is there matters to an absence
  std::uint64_t question = 0;
  // A field whose values hardly come twice (times, identifiers written as text) would make every record a new one:
  // it is looked at apart.
  bool apart = false;
  std::uint32_t asked = 0, made = 0;  // values, and new ones of them, since it was last thought about
  std::uint32_t turns = 0;

  [[nodiscard]] decode::Told told() const {
    const bool values = !apart && field != nullptr && field->wants_values;
    const bool listed = !apart && indicators;
    return {.slot = slot,
            .texts = values || listed,
            .numbers = (values && field->wants_digits) || (listed && any_kind),
            .others = values || listed};
  }
  [[nodiscard]] bool should_turn() const;
  // Whether it looks at this value for a rule; for any of them.
  [[nodiscard]] bool wants(const event::Value& value) const { return field != nullptr && field->wants(value); }
  [[nodiscard]] bool is_at(const event::Value& value) const {
    const bool by_kind = any_kind || value.is_text() || value.kind() == event::Kind::kBinary;
    return wants(value) || (indicators && by_kind);
  }
};

// What is to be done with the records of a shape that have the same header.
struct RecordSieve::Binding {
  std::uint32_t event_id = 0;
  std::string channel, provider;
  std::optional<bool> fact;  // whether it is one, once somebody asked
  bool by_values = false;    // the log source hangs on a value: the route is found for each record
  std::vector<rules::LaneId> lanes;
  const match::Route* route = nullptr;
  std::vector<Look> looks;
  std::vector<decode::Told> told;  // what all looks together go by
  std::uint64_t question = 0;      // of all of them
  bool any_apart = false;
  void tell_anew(std::uint64_t& questions);
  struct Absence {
    const match::Posts* posts = nullptr;
    std::vector<std::size_t> slots;  // of the field
  };
  std::vector<Absence> absences;
  const Shape* shape = nullptr;

  // Where a rule's verdict comes from; no slots: from more than they hold.
  struct Reading {
    std::uint64_t question = 0;
    std::optional<std::vector<std::size_t>> slots;
  };
  std::map<std::pair<rules::LaneId, std::uint32_t>, Reading> readings;
  [[nodiscard]] const Reading& reading(const match::CompiledRules& rules, const match::Candidate& candidate,
                                       std::uint64_t& questions);

  [[nodiscard]] bool is_of(const decode::Glance& glance) const {
    return event_id == glance.event_id && channel == glance.channel && provider == glance.provider;
  }
};

const RecordSieve::Binding::Reading& RecordSieve::Binding::reading(const match::CompiledRules& rules,
                                                                   const match::Candidate& candidate,
                                                                   std::uint64_t& questions) {
  const auto [known, added] = readings.try_emplace({candidate.lane, candidate.rule});
  Reading& out = known->second;
  if (!added) return out;
  out.question = questions++;
  const auto fields = match::fields_read(rules, candidate.rule, candidate.lane);
  if (!fields) return out;
  out.slots.emplace();
  for (std::size_t i = 0; i < shape->slots.size(); ++i) {
    if (std::binary_search(fields->begin(), fields->end(), shape->slots[i].id)) out.slots->push_back(i);
  }
  if (out.slots->size() > kMostRead) out.slots.reset();
  return out;
}

bool RecordSieve::Look::should_turn() const {
  return turns < kMostTurns && asked >= kThinkAfter && (apart ? made < asked / 4 : made > asked / 4 * 3);
}

void RecordSieve::Binding::tell_anew(std::uint64_t& questions) {
  told.clear();
  any_apart = false;
  for (const Look& look : looks) {
    told.push_back(look.told());
    any_apart = any_apart || look.apart;
  }
  question = questions++;
}

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
  return count_.note(header_of(glance)) && wants_noted(shape, glance);
}

bool RecordSieve::wants_noted(decode::ShapeId shape, const decode::Glance& glance) {
  verdict_of_ = glance.origin;
  Binding* const binding = binding_of(*shapes_[shape], glance);
  if (binding == nullptr) return want(true);
  count_.note_lanes(binding->lanes);
  return look(*binding, glance) || (is_fact(*binding, glance) && want_fact());
}

bool RecordSieve::is_fact(Binding& binding, const decode::Glance& glance) const {
  if (facts_ == nullptr) return false;
  if (!binding.fact) {
    binding.fact = facts_->is_asked(glance.channel, glance.provider, glance.event_id, glance.kind);
  }
  return *binding.fact;
}

// For its facts alone: no rule and no indicator has to look at it.
bool RecordSieve::want_fact() {
  candidates_.clear();
  places_.clear();
  outcome_place_.reset();
  verdict_.indicators = false;
  verdict_.matches = {};
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
  memory_of_records_.forget_if_full();
  outcome_place_.reset();
  if (!glance.tell(binding.told, key_of_record_)) return want(true);
  const bool apart = binding.any_apart && shows_apart(binding, glance);
  if (apart || binding.by_values || !key_of_record_.fits()) {
    return take(binding, glance, look_at_values(binding, glance));
  }
  const auto place = memory_of_records_.place(binding.question, key_of_record_);
  if (place.known()) {
    RecordMemory::Seen* const seen = memory_of_records_.seen(place);
    return seen != nullptr && take_known(binding, glance, *seen);
  }
  RecordMemory::Seen fresh = look_at_values(binding, glance);
  const bool wanted = take(binding, glance, fresh);
  memory_of_records_.remember(place, std::move(fresh));
  turn_looks(binding);
  return wanted;
}

RecordMemory::Seen RecordSieve::look_at_values(Binding& binding, const decode::Glance& glance) {
  RecordMemory::Seen seen;
  sifter_.begin(*binding.route);
  if (!binding.absences.empty()) there_.assign(binding.shape->slots.size(), There::kNo);
  for (Look& look : binding.looks) {
    bool plain = true;
    const std::optional<event::Value> value = glance.value(look.slot, plain);
    if (!value) continue;
    if (look.field != nullptr) sifter_.mark(look.field->present);
    if (look.noted) there_[look.slot] = value->is_null() ? There::kNull : There::kValue;
    if (!look.is_at(*value)) continue;
    const match::PostMemory::Shown& shown = shown_by(binding, look, *value);
    sifter_.mark(shown.posts);
    seen.indicators = seen.indicators || shown.marked;
  }
  for (const Binding::Absence& absence : binding.absences) {
    if (is_absent(absence.slots)) sifter_.mark(*absence.posts);
  }
  if (!sifter_.held().empty()) match::name_candidates(*binding.route, sifter_.held(), seen.candidates);
  return seen;
}

const match::PostMemory::Shown& RecordSieve::shown_by(Binding& binding, Look& look, const event::Value& value) {
  ++look.asked;
  return memory_.of(look.question, value, [&](match::PostMemory::Shown& out) {
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
    const match::PostMemory::Shown& shown = shown_by(binding, look, *value);
    any = any || shown.marked || !shown.posts.empty();
  }
  return any;
}

void RecordSieve::turn_looks(Binding& binding) {
  bool turned = false;
  for (Look& look : binding.looks) {
    if (look.asked < kThinkAfter) continue;
    if (look.should_turn()) {
      look.apart = !look.apart;
      ++look.turns;
      turned = true;
    }
    look.asked = look.made = 0;
  }
  if (turned) binding.tell_anew(questions_);
}

bool RecordSieve::take(Binding& binding, const decode::Glance& glance, const RecordMemory::Seen& seen) {
  candidates_ = seen.candidates;
  recall(binding, glance);
  verdict_.indicators = seen.indicators;
  verdict_.matches = known_;
  return (!candidates_.empty() || !known_.empty() || seen.indicators) && want(false);
}

// The same for the second record of its kind and those behind it: the verdict of all candidates together may be
// known.
bool RecordSieve::take_known(Binding& binding, const decode::Glance& glance, RecordMemory::Seen& seen) {
  if (!seen.again) {
    seen.again = true;
    seen.read = told_to(binding, seen.candidates);
    seen.question = questions_++;
  }
  if (!seen.read || !write_key(*seen.read, glance)) return take(binding, glance, seen);
  const auto place = memory_of_records_.outcome_place(seen, key_of_record_);
  if (place.known()) {
    candidates_.clear();
    places_.clear();
    verdict_.indicators = seen.indicators;
    verdict_.matches = memory_of_records_.outcome(place);
    return (!verdict_.matches.empty() || seen.indicators) && want(false);
  }
  const bool wanted = take(binding, glance, seen);
  if (candidates_.empty()) {
    memory_of_records_.remember_outcome(place, known_);
  } else {
    outcome_place_ = place;
  }
  return wanted;
}

// What all of the candidates read together; nothing where that is not all that decides.
std::optional<std::vector<decode::Told>> RecordSieve::told_to(Binding& binding,
                                                              std::span<const match::Candidate> candidates) {
  std::vector<std::size_t> slots;
  for (const match::Candidate& candidate : candidates) {
    const Binding::Reading& reading = binding.reading(*index_->rules(), candidate, questions_);
    if (!reading.slots) return std::nullopt;
    slots.insert(slots.end(), reading.slots->begin(), reading.slots->end());
  }
  std::sort(slots.begin(), slots.end());
  slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
  std::vector<decode::Told> out;
  for (const std::size_t slot : slots) out.push_back({.slot = slot, .texts = true, .numbers = true, .others = true});
  return out;
}

bool RecordSieve::write_key(std::span<const decode::Told> told, const decode::Glance& glance) {
  return glance.tell(told, key_of_record_) && key_of_record_.fits();
}

// Takes out of candidates_ those whose verdict on these values is known.
void RecordSieve::recall(Binding& binding, const decode::Glance& glance) {
  known_.clear();
  places_.clear();
  std::size_t left = 0;
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    const match::Candidate candidate = candidates_[i];
    const auto place = place_of(binding, candidate, glance);
    if (place && place->known()) {
      if (const match::Match* const match = outcomes_.outcome(*place)) known_.push_back(*match);
      continue;
    }
    candidates_[left++] = candidate;
    places_.push_back(place);
  }
  candidates_.resize(left);
}

// Nothing where more than this record's plain values on this lane decides.
std::optional<match::OutcomeMemory::Place> RecordSieve::place_of(Binding& binding, const match::Candidate& candidate,
                                                                 const decode::Glance& glance) {
  const auto same = [&](const match::Candidate& c) { return c.rule == candidate.rule; };
  if (std::count_if(candidates_.begin(), candidates_.end(), same) > 1) return std::nullopt;
  const Binding::Reading& reading = binding.reading(*index_->rules(), candidate, questions_);
  if (!reading.slots) return std::nullopt;
  key_.clear();
  for (const std::size_t slot : *reading.slots) {
    bool plain = true;
    const std::optional<event::Value> value = glance.value(slot, plain);
    if (!plain || (value && value->is_text() && value->bytes().size() > base::ValueMemory::kMostBytes)) {
      return std::nullopt;
    }
    key_.push_back(outcomes_.number_of(value));
  }
  return outcomes_.place(reading.question, key_);
}

void RecordSieve::learn(std::span<const match::Match> matches) {
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const auto match = std::find_if(matches.begin(), matches.end(),
                                    [&](const match::Match& m) { return m.rule == candidates_[i].rule; });
    if (places_[i]) outcomes_.remember(*places_[i], match == matches.end() ? nullptr : &*match);
  }
  places_.clear();
  if (!outcome_place_) return;
  RecordMemory::Matches all = known_;  // which the verdict shows until the next record
  all.insert(all.end(), matches.begin(), matches.end());
  memory_of_records_.remember_outcome(*std::exchange(outcome_place_, std::nullopt), std::move(all));
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

// The binding of the record's header; null where its values alone do not tell.
RecordSieve::Binding* RecordSieve::binding_of(Shape& shape, const decode::Glance& glance) {
  if (glance.channel.size() > match::kLongestHeader || glance.provider.size() > match::kLongestHeader) return nullptr;
  // The header's EventID is the number that rules see only if it was written as one.
  if (shape.id_slot) {
    bool plain = true;
    const std::optional<event::Value> id = glance.value(*shape.id_slot, plain);
    const bool number = id && (id->kind() == event::Kind::kUint || id->kind() == event::Kind::kInt);
    if (!plain || !number || id->raw_integer() != std::int64_t{glance.event_id}) return nullptr;
  }
  auto& bindings = shape.bindings;
  const auto known =
      std::find_if(bindings.begin(), bindings.end(), [&](const auto& binding) { return binding->is_of(glance); });
  if (known == bindings.end()) {
    if (bindings_ == kMostBindings || routes_.size() >= kMostRoutes) forget_routes();
    bindings.insert(bindings.begin(), bind(shape, glance));
    ++bindings_;
  } else if (known != bindings.begin()) {
    std::rotate(bindings.begin(), known, known + 1);
  }
  Binding& binding = *bindings.front();
  if (binding.by_values && !route_by_values(shape, glance, binding)) return nullptr;
  return &binding;
}

std::unique_ptr<RecordSieve::Binding> RecordSieve::bind(const Shape& shape, const decode::Glance& glance) {
  auto binding = std::make_unique<Binding>();
  binding->event_id = glance.event_id;
  binding->channel = glance.channel;
  binding->provider = glance.provider;
  fill_header(glance);
  binding->by_values = equipment_.rules->log_sources.hangs_on_values(header_);
  if (binding->by_values) return binding;
  equipment_.rules->log_sources.lanes_of(header_, binding->lanes);
  binding->route = &route_of(binding->lanes, shape, glance);
  bind_slots(shape, *binding);
  return binding;
}

// The lanes of this one record, by an event that has only the values that a log source can hang on.
bool RecordSieve::route_by_values(const Shape& shape, const decode::Glance& glance, Binding& binding) {
  fill_header(glance);
  for (const std::size_t i : shape.asked) {
    const decode::Slot& slot = shape.slots[i];
    bool plain = true;
    const std::optional<event::Value> value = glance.value(i, plain);
    if (!plain) return false;
    if (value) header_.add(slot.id, slot.name, *value, slot.system);
  }
  lanes_.clear();
  equipment_.rules->log_sources.lanes_of(header_, lanes_);
  if (binding.route != nullptr && binding.lanes == lanes_) return true;
  binding.lanes = lanes_;
  binding.route = &route_of(binding.lanes, shape, glance);
  bind_slots(shape, binding);
  return true;
}

void RecordSieve::fill_header(const decode::Glance& glance) {
  header_.clear();
  header_.event_id = glance.event_id;
  header_.channel = glance.channel;
  header_.provider = glance.provider;
  header_.kind = glance.kind;
}

const match::Route& RecordSieve::route_of(const std::vector<rules::LaneId>& lanes, const Shape& shape,
                                          const decode::Glance& glance) {
  std::string key(reinterpret_cast<const char*>(lanes.data()), lanes.size() * sizeof(rules::LaneId));
  std::vector<match::HeaderValue> header;
  bool known = shape.plain_header;
  for (const std::size_t slot : shape.header) {
    bool plain = true;
    const std::optional<event::Value> value = glance.value(slot, plain);
    known = known && plain;
    if (!value || !plain) continue;
    header.push_back({shape.slots[slot].id, *value});
    key += '\0' + std::to_string(static_cast<std::uint32_t>(shape.slots[slot].id)) + '=';
    key += value->as_text(header_.arena());
  }
  if (!known) key += "?";
  auto& route = routes_[key];
  if (!route) {
    route = std::make_unique<match::Route>(*index_, lanes, known ? &header : nullptr, *tools_, questions_);
  }
  return *route;
}

void RecordSieve::bind_slots(const Shape& shape, Binding& binding) {
  binding.looks.clear();
  binding.absences.clear();
  binding.shape = &shape;
  binding.readings.clear();
  for (const match::Route::Field* const field : binding.route->absent_fields()) {
    Binding::Absence& absence = binding.absences.emplace_back();
    absence.posts = &field->absent;
    for (std::size_t i = 0; i < shape.slots.size(); ++i) {
      if (shape.slots[i].id == field->id) absence.slots.push_back(i);
    }
  }
  const bool any_indicator = !equipment_.indicators.empty();
  for (std::size_t i = 0; i < shape.slots.size(); ++i) {
    const decode::Slot& slot = shape.slots[i];
    Look look{.slot = i, .named = &slot, .field = binding.route->field(slot.id)};
    look.indicators = any_indicator && indicators::is_looked_at(slot.id);
    look.any_kind = indicators::is_port_field(slot.name);
    if (look.field == nullptr && !look.indicators) continue;
    look.noted = look.field != nullptr && !look.field->absent.empty();
    const bool values = look.field != nullptr && look.field->wants_values;
    look.question = values && binding.route->is_own(*look.field)
                        ? look.field->question
                        : question_of(slot.name, values ? look.field->question : 0);
    binding.looks.push_back(look);
  }
  binding.tell_anew(questions_);
}

// What an indicator makes of a value depends on its field's name.
std::uint64_t RecordSieve::question_of(const std::string_view name, std::uint64_t field) {
  const auto [known, added] =
      name_questions_.try_emplace(std::to_string(field) + '=' + std::string(name), questions_);
  if (added) ++questions_;
  return known->second;
}

bool RecordSieve::shows_indicator(const decode::Slot& slot, const event::Value& value) {
  one_.clear();
  one_.add(slot.id, slot.name, value, slot.system);
  scanner_.scan(one_, sightings_);
  return !sightings_.empty();
}

}  // namespace hoptrace::hunt
