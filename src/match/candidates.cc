#include "match/candidates.h"

#include <algorithm>
#include <utility>

namespace hoptrace::match {
namespace {

// Without a value, or with one that is null.
bool is_absent(const event::Event& event, event::FieldId id) {
  bool any = false;
  return event.any_of(id, [&](std::size_t index) { return any = true, event.fields()[index].value.is_null(); }) ||
         !any;
}

}  // namespace

void name_candidates(const Route& route, std::vector<std::uint32_t>& held, std::vector<Candidate>& out) {
  out.clear();
  std::sort(held.begin(), held.end());  // clauses stand in the order of lanes and rules
  for (const std::uint32_t number : held) {
    const Route::Clause& clause = route.clauses()[number];
    if (!out.empty() && out.back().lane == clause.lane && out.back().rule == clause.rule) continue;
    out.push_back({clause.lane, clause.rule});
  }
}

Candidates::Candidates(std::shared_ptr<const RuleIndex> index) : index_(std::move(index)), tools_(*index_) {}

std::span<const Candidate> Candidates::gather(const event::Event& event, std::span<const rules::LaneId> lanes) {
  found_.clear();
  const Route& route = route_of(event, lanes);
  if (route.idle()) return found_;
  sifter_.begin(route);
  for (const event::Field& one : event.fields()) {
    const Route::Field* const field = route.field(one.id);
    if (field == nullptr) continue;
    sifter_.mark(field->present);
    if (field->wants(one.value)) look(route, *field, one, event.arena());
  }
  for (const Route::Field* const field : route.absent_fields()) {
    if (is_absent(event, field->id)) sifter_.mark(field->absent);
  }
  name_candidates(route, sifter_.held(), found_);
  return found_;
}

void Candidates::look(const Route& route, const Route::Field& field, const event::Field& one, base::Arena& arena) {
  const auto& shown = memory_.of(memory_.key(field.question, one.value), [&](PostMemory::Shown& out) {
    route.find(field, one.id, one.value, arena, tools_, out.posts);
  });
  sifter_.mark(shown.posts);
}

const Route& Candidates::route_of(const event::Event& event, std::span<const rules::LaneId> lanes) {
  key_.assign(reinterpret_cast<const char*>(lanes.data()), lanes.size_bytes());
  const bool known = read_header(event);
  if (routes_.size() > kMostRoutes) routes_.clear(), memory_.forget();
  auto& route = routes_[key_];
  if (!route) route = std::make_unique<Route>(*index_, lanes, known ? &header_ : nullptr, tools_, questions_);
  return *route;
}

bool Candidates::read_header(const event::Event& event) {
  header_.clear();
  for (std::size_t i = 0; i < event.fields().size(); ++i) {
    const event::Field& field = event.fields()[i];
    if (!is_header(field.id)) continue;
    const bool twice =
        std::ranges::any_of(header_, [&](const HeaderValue& other) { return other.field == field.id; });
    const std::string_view text = event.text(i);
    if (twice || text.size() > kLongestHeader) {
      key_ += '?';
      return false;
    }
    header_.push_back({field.id, field.value});
    const std::uint64_t parts[] = {static_cast<std::uint64_t>(field.id),
                                   static_cast<std::uint64_t>(field.value.kind()), text.size()};
    key_.append(reinterpret_cast<const char*>(parts), sizeof parts).append(text);
  }
  return true;
}

}  // namespace hoptrace::match
