// TemplatePlan: a template compiled into a flat list of steps: which value is which field is settled when the
// template is first met, not for every record.
//
// A plan is made for a template at a place (the section of the event that its elements stand in), and owns all that
// it names: it outlives the chunk (plan_store.h), and is put together with the plans nested in it to a RecordShape.
// Templates with shapes that a flat list cannot say (text between elements, names that are substituted) get no plan,
// and their records go to tree_fields.h.
#pragma once

#include <memory>
#include <vector>

#include "decode/evtx/field_name.h"
#include "decode/evtx/tree.h"
#include "event/event.h"

namespace hoptrace::decode::evtx {

struct RecordShape;

struct PlanPart {
  bool substitution = false;
  std::uint16_t index = 0;  // of the value
  RawValue literal;
};

struct PlanStep {
  enum class Kind : std::uint8_t {
    kLiteral,  // a field whose value is the template's own
    kValue,    // a field that is one value
    kJoined,   // a field put together from parts
    kNested,   // the value is BinXML of its own
  };
  Kind kind = Kind::kLiteral;
  bool omit_null = false;               // an attribute whose optional substitution is null is not there
  bool omit_empty = false;              // a frame's text counts only if there is some
  bool null_fits = false;               // kNested: a null value changes nothing else
  Section section = Section::kOutside;  // kNested: where its elements stand
  std::uint16_t index = 0;              // kValue, kNested
  std::uint32_t first_part = 0, part_count = 0;
  std::uint32_t first_guard = 0, guard_count = 0;  // the step is left out if any of these values is null
  FieldName name;
  event::Value literal;
};

struct TemplatePlan {
  static constexpr std::size_t kMostValues = 1024;

  bool fits = false;  // else: no plan, take the tree
  std::vector<PlanStep> steps;
  std::vector<PlanPart> parts;
  std::vector<std::uint16_t> guards;  // indices of values
  std::vector<std::uint32_t> nested;  // indices of the steps of that kind
  std::uint16_t value_count = 0;      // as many values must a record bring
  std::size_t literal_bytes = 0;      // of all literals
  TemplatePattern pattern;
  RecordShape* last_shape = nullptr;  // of the last record whose outer or last nested plan this was

  [[nodiscard]] std::size_t memory() const;

  std::unique_ptr<char[]> text;  // names and literals
  std::size_t text_size = 0;
};

// Compiles the template `body` for `place`; nothing if it cannot be read at all.
[[nodiscard]] std::unique_ptr<TemplatePlan> compile_plan(ChunkScope& scope, FieldNamer& namer,
                                                         const TemplateDefinition& body, Section place);

}  // namespace hoptrace::decode::evtx
