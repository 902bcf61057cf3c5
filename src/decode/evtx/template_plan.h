// TemplatePlan: a template compiled once per chunk into a flat list of steps, so that a record costs a walk over its
// values: which value is which field was settled when the template was first met.
//
// A plan is made for a template at a place (the section of the event that its elements stand in). Templates with
// shapes that a flat list cannot say (text between elements, names that are substituted) get no plan, and a record
// whose values do not have the shape that its template promises leaves the plan: both go to tree_fields.h.
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "decode/evtx/field_writer.h"
#include "decode/evtx/tree.h"

namespace hoptrace::decode::evtx {

struct PlanPart {
  bool substitution = false;
  std::uint16_t index = 0;  // of the value
  RawValue literal;
};

struct PlanStep {
  enum class Kind : std::uint8_t {
    kField,       // write a field from its parts
    kNested,      // the value is BinXML of its own
    kDependency,  // if the value is null, go on at `target`
  };
  Kind kind = Kind::kField;
  bool omit_null = false;               // an attribute whose optional substitution is null is not there
  bool omit_empty = false;              // a frame's text counts only if there is some
  bool null_fits = false;               // kNested: a null value changes nothing else
  Section section = Section::kOutside;  // kNested: where its elements stand
  std::uint16_t index = 0;              // kNested, kDependency
  std::uint32_t target = 0;
  std::uint32_t first_part = 0, part_count = 0;
  FieldName name;
};

struct TemplatePlan {
  bool fits = false;  // else: no plan, take the tree
  std::vector<PlanStep> steps;
  std::vector<PlanPart> parts;
};

// Compiles the template `body` for `place`.
[[nodiscard]] TemplatePlan compile_plan(ChunkScope& scope, FieldNamer& namer, const TemplateDefinition& body,
                                        Section place);

// The plans of one chunk, and running them.
class PlanRunner {
 public:
  PlanRunner(ChunkScope& scope, FieldNamer& namer, FieldWriter& writer)
      : scope_(scope), namer_(namer), writer_(writer), values_(kDeepest) {}

  void start_chunk() { plans_.clear(); }
  // Writes the fields of the BinXML in [begin, end) of the chunk. False if it is not a template instance, no plan
  // fits it, or anything is wrong with it; what was written until then is void, and the tree tells why.
  [[nodiscard]] bool write(std::size_t begin, std::size_t end) { return write(begin, end, Section::kOutside, 0); }

 private:
  [[nodiscard]] bool write(std::size_t begin, std::size_t end, Section place, std::size_t depth);
  [[nodiscard]] bool run(const TemplatePlan& plan, std::size_t depth);
  [[nodiscard]] bool run_field(const TemplatePlan& plan, const PlanStep& step, const std::vector<RawValue>& values);
  [[nodiscard]] bool run_nested(const PlanStep& step, const std::vector<RawValue>& values, std::size_t depth);
  [[nodiscard]] const TemplatePlan& plan_for(const TemplateInstance& instance, Section place);

  ChunkScope& scope_;
  FieldNamer& namer_;
  FieldWriter& writer_;
  std::unordered_map<std::uint64_t, std::unique_ptr<TemplatePlan>> plans_;  // by definition and place
  std::vector<std::vector<RawValue>> values_;                               // of each depth; kept for their memory
  std::vector<RawValue> parts_;
};

}  // namespace hoptrace::decode::evtx
