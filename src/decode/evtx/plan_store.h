// PlanStore: the plans of templates and the shapes of records that were met, kept from chunk to chunk.
//
// A chunk holds about ten records a template, and the same templates come again in every chunk: a plan is found by
// what the definition says (template_pattern.h), so it is compiled once. Bounded: whoever owns the store asks full()
// before each record and then calls forget(), after which nothing that it gave is valid.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "decode/evtx/record_shape.h"

namespace hoptrace::decode::evtx {

class PlanStore {
 public:
  PlanStore(ChunkScope& scope, FieldNamer& namer) : scope_(scope), namer_(namer) {}

  // The plan of the template `id` whose definition stands in the current chunk; null if it cannot be read, or not
  // within the record's budget.
  [[nodiscard]] TemplatePlan* plan(std::uint32_t id, const TemplateDefinition& body, Section place);
  // The shape of a record of these plans (null: a nested fragment that is not there). `is_new` if it was made now.
  [[nodiscard]] RecordShape& shape(std::span<TemplatePlan* const> plans, bool& is_new);

  [[nodiscard]] bool full() const { return full_ || memory_ > kMostMemory; }
  void forget();

 private:
  static constexpr std::size_t kMostMemory = 8 << 20;
  static constexpr std::size_t kMostShapes = 4096;
  static constexpr std::size_t kMostAlike = 32;  // templates with one id

  using Plans = std::span<TemplatePlan* const>;
  struct Before {
    using is_transparent = void;
    bool operator()(Plans a, Plans b) const { return std::ranges::lexicographical_compare(a, b, std::less<>{}); }
  };

  ChunkScope& scope_;
  FieldNamer& namer_;
  std::unordered_map<std::uint64_t, std::vector<std::unique_ptr<TemplatePlan>>> plans_;  // by id and place
  std::map<std::vector<TemplatePlan*>, std::unique_ptr<RecordShape>, Before> shapes_;
  ShapeId next_shape_ = 0;
  std::size_t memory_ = 0;
  bool full_ = false;
};

}  // namespace hoptrace::decode::evtx
