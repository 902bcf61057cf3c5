// RecordSieve: what is to be done with records of one shape and header, found once and kept.
#include "hunt/record_binding.h"

#include "indicators/borders.h"

namespace hoptrace::hunt {
namespace {

constexpr std::size_t kMostBindings = 8192;
constexpr std::size_t kMostRoutes = 2048;
constexpr std::size_t kMostRead = 256;  // slots that a rule reads; a template may name a field again and again

}  // namespace

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
  std::vector<decode::Told> all;
  any_apart = false;
  for (const Look& look : looks) {
    all.push_back(look.told());
    any_apart = any_apart || look.apart;
  }
  told = decode::ToldList(std::move(all));
  question = questions++;
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

}  // namespace hoptrace::hunt
