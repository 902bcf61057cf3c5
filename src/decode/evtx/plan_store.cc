#include "decode/evtx/plan_store.h"

namespace hoptrace::decode::evtx {

TemplatePlan* PlanStore::plan(std::uint32_t id, const TemplateDefinition& body, Section place) {
  auto& alike = plans_[(std::uint64_t{id} << 8) | static_cast<std::uint64_t>(place)];
  for (const auto& known : alike) {
    if (known->pattern.matches(scope_.chunk(), body.begin, body.end)) return known.get();
  }
  auto made = compile_plan(scope_, namer_, body, place);
  if (!made || scope_.overworked()) return nullptr;
  memory_ += made->memory();
  full_ = full_ || alike.size() >= kMostAlike;
  return alike.emplace_back(std::move(made)).get();
}

RecordShape& PlanStore::shape(std::span<TemplatePlan* const> plans, bool& is_new) {
  auto& shape = shapes_[{plans.begin(), plans.end()}];
  is_new = shape == nullptr;
  if (is_new) {
    shape = std::make_unique<RecordShape>(plans);
    if (shape->fits) shape->id = next_shape_++;
    memory_ += shape->memory();
    full_ = full_ || shapes_.size() >= kMostShapes;
  }
  return *shape;
}

void PlanStore::forget() {
  shapes_.clear();
  plans_.clear();
  next_shape_ = 0;
  memory_ = 0;
  full_ = false;
}

}  // namespace hoptrace::decode::evtx
