#include "decode/evtx/plan_store.h"

namespace hoptrace::decode::evtx {

TemplatePlan* PlanStore::plan(std::uint32_t id, const TemplateDefinition& body, Section place) {
  auto& alike = plans_[(std::uint64_t{id} << 8) | static_cast<std::uint64_t>(place)];
  for (auto& known : alike) {
    if (!known->pattern.matches(scope_.chunk(), body.begin, body.end)) continue;
    std::swap(known, alike.front());  // the next chunk will want the same
    return alike.front().get();
  }
  auto made = compile_plan(scope_, namer_, body, place);
  if (!made || scope_.overworked()) return nullptr;
  memory_ += made->memory();
  full_ = full_ || alike.size() >= kMostAlike;
  return alike.emplace_back(std::move(made)).get();
}

RecordShape& PlanStore::shape(std::span<TemplatePlan* const> plans, bool& is_new) {
  const auto known = shapes_.find(plans);
  is_new = known == shapes_.end();
  if (!is_new) return *known->second;
  auto made = std::make_unique<RecordShape>(plans);
  if (made->fits) made->id = next_shape_++;
  memory_ += made->memory();
  full_ = full_ || shapes_.size() >= kMostShapes;
  return *shapes_.emplace(made->plans, std::move(made)).first->second;
}

void PlanStore::forget() {
  shapes_.clear();
  plans_.clear();
  next_shape_ = 0;
  memory_ = 0;
  full_ = false;
}

}  // namespace hoptrace::decode::evtx
