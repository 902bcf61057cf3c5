#include "decode/evtx/template_plan.h"

#include <algorithm>
#include <cstring>

namespace hoptrace::decode::evtx {
namespace {

bool is_element(const Item& item) {
  return item.kind == Item::Kind::kElement;
}

bool is_nested(const Item& item) {
  return item.kind == Item::Kind::kSubstitution && item.value.type == type::kBinXml;
}

class Compiler {
 public:
  Compiler(ChunkScope& scope, FieldNamer& namer, TemplatePlan& plan) : scope_(scope), namer_(namer), plan_(plan) {}

  [[nodiscard]] bool element(const Element& element, Section parent);

 private:
  [[nodiscard]] bool attributes(const Element& element, Section parent, bool named, bool& any);
  [[nodiscard]] bool content(const Element& element, Section parent, std::string_view name, bool has_attributes);
  [[nodiscard]] bool children(const Element& element, Section parent);
  [[nodiscard]] bool own_name(const Element& element, std::string_view& name);
  void nested(const Item& item, Section section, bool null_fits);
  [[nodiscard]] bool field(const FieldName& name, const std::vector<Item>& items, bool omit_null, bool omit_empty);
  [[nodiscard]] bool literal(PlanStep& step, const std::vector<Item>& items);
  PlanStep& add_step(PlanStep::Kind kind);

  ChunkScope& scope_;
  FieldNamer& namer_;
  TemplatePlan& plan_;
  std::vector<std::uint16_t> guards_;  // of the element that is being compiled, and of those around it
};

bool Compiler::element(const Element& element, Section parent) {
  const bool depends = element.dependency != Element::kNoDependency;
  if (depends) guards_.push_back(element.dependency);
  const std::string_view local = local_name(element.name);
  const bool named = is_named_by_attribute(parent, local);
  std::string_view name = local;
  bool has_attributes = false;
  if (named && !own_name(element, name)) return false;
  if (!attributes(element, parent, named, has_attributes)) return false;
  const bool leaf = std::none_of(element.items.begin(), element.items.end(),
                                 [](const Item& item) { return is_element(item) || is_nested(item); });
  if (!(leaf ? content(element, parent, name, has_attributes) : children(element, parent))) return false;
  if (depends) guards_.pop_back();
  return true;
}

// The attribute Name's text; false where it is not simply a literal.
bool Compiler::own_name(const Element& element, std::string_view& name) {
  const auto attribute = std::find_if(element.attributes.begin(), element.attributes.end(),
                                      [](const Attribute& a) { return a.name == "Name"; });
  if (attribute == element.attributes.end() || attribute->items.empty()) return true;
  if (attribute->items.size() > 1 || !attribute->items[0].literal) return false;
  bool sound = true;
  const std::string_view text = to_value(attribute->items[0].value, scope_.arena(), sound).as_text(scope_.arena());
  if (!text.empty()) name = text;
  return sound;
}

bool Compiler::attributes(const Element& element, Section parent, bool named, bool& any) {
  for (const Attribute& attribute : element.attributes) {
    if (is_namespace(attribute.name) || (named && attribute.name == "Name")) continue;
    any = true;
    if (std::any_of(attribute.items.begin(), attribute.items.end(), is_nested)) return false;
    const FieldName name = namer_.attribute(parent, local_name(element.name), local_name(attribute.name));
    const bool omit_null = attribute.items.size() == 1 && attribute.items[0].optional;
    if (!field(name, attribute.items, omit_null, false)) return false;
  }
  return true;
}

bool Compiler::content(const Element& element, Section parent, std::string_view name, bool has_attributes) {
  const auto& items = element.items;
  if (items.empty() && (is_frame(parent) || parent == Section::kSystem || has_attributes)) return true;
  const bool blank =
      std::all_of(items.begin(), items.end(), [](const Item& i) { return i.literal && is_blank(i.value); });
  if (is_frame(parent) && blank) return true;
  if (is_frame(parent) && items.size() > 1) return false;
  return field(namer_.text(parent, name), items, false, is_frame(parent));
}

bool Compiler::children(const Element& element, Section parent) {
  const bool has_elements = std::any_of(element.items.begin(), element.items.end(), is_element);
  const Section section = inside(parent, local_name(element.name));
  for (const Item& item : element.items) {
    if (is_element(item)) {
      if (!this->element(*item.element, section)) return false;
    } else if (is_nested(item)) {
      nested(item, section, has_elements || is_frame(parent));
    } else if (!item.literal || !is_blank(item.value)) {
      return false;
    }
  }
  return true;
}

void Compiler::nested(const Item& item, Section section, bool null_fits) {
  plan_.nested.push_back(static_cast<std::uint32_t>(plan_.steps.size()));
  PlanStep& step = add_step(PlanStep::Kind::kNested);
  step.null_fits = null_fits;
  step.section = section;
  step.index = item.index;
}

bool Compiler::field(const FieldName& name, const std::vector<Item>& items, bool omit_null, bool omit_empty) {
  using enum PlanStep::Kind;
  const bool substituted = items.size() == 1 && items[0].kind == Item::Kind::kSubstitution;
  PlanStep& step = add_step(items.size() > 1 ? kJoined : substituted ? kValue : kLiteral);
  step.name = name;
  step.omit_null = omit_null;
  step.omit_empty = omit_empty;
  for (const Item& item : items) plan_.literal_bytes += item.value.bytes.size();
  if (step.kind == kLiteral) return literal(step, items);
  step.index = items[0].index;
  if (step.kind == kValue) return true;
  step.first_part = static_cast<std::uint32_t>(plan_.parts.size());
  step.part_count = static_cast<std::uint32_t>(items.size());
  for (const Item& item : items) {
    const bool substitution = item.kind == Item::Kind::kSubstitution;
    plan_.parts.push_back({substitution, item.index, substitution ? RawValue{} : item.value});
    if (!substitution && !looks_sound(item.value)) return false;
  }
  return true;
}

bool Compiler::literal(PlanStep& step, const std::vector<Item>& items) {
  if (items.empty()) {
    step.literal = event::Value::text("");
    return true;
  }
  const RawValue& value = items[0].value;
  bool sound = !value.is_array() || value.bytes.empty();
  step.literal = to_value(value, scope_.arena(), sound);
  return sound && !(step.omit_empty && value.bytes.empty());
}

PlanStep& Compiler::add_step(PlanStep::Kind kind) {
  PlanStep& step = plan_.steps.emplace_back();
  step.kind = kind;
  step.first_guard = static_cast<std::uint32_t>(plan_.guards.size());
  step.guard_count = static_cast<std::uint32_t>(guards_.size());
  plan_.guards.insert(plan_.guards.end(), guards_.begin(), guards_.end());
  return step;
}

// Counts the values that a record must have; false where there are too many, or where the value of a nested fragment
// is used for anything else as well.
bool count_values(TemplatePlan& plan) {
  std::size_t count = 0;
  std::vector<std::uint16_t> nested, others;
  for (const PlanStep& step : plan.steps) {
    if (step.kind == PlanStep::Kind::kNested) nested.push_back(step.index);
    if (step.kind == PlanStep::Kind::kValue) others.push_back(step.index);
  }
  for (const PlanPart& part : plan.parts) {
    if (part.substitution) others.push_back(part.index);
  }
  for (const auto* indices : {&nested, &others, &plan.guards}) {
    for (const std::uint16_t index : *indices) count = std::max(count, std::size_t{index} + 1);
  }
  if (count > TemplatePlan::kMostValues) return false;
  plan.value_count = static_cast<std::uint16_t>(count);
  std::sort(nested.begin(), nested.end());
  const auto is_nested_too = [&](std::uint16_t i) { return std::binary_search(nested.begin(), nested.end(), i); };
  return std::adjacent_find(nested.begin(), nested.end()) == nested.end() &&
         std::none_of(others.begin(), others.end(), is_nested_too);
}

// Copies what the plan refers to out of the chunk.
class Taking {
 public:
  explicit Taking(TemplatePlan& plan) : plan_(plan) {}

  void take_all() {
    visit([this](base::Bytes bytes) {
      plan_.text_size += bytes.size();
      return bytes;
    });
    plan_.text = std::make_unique_for_overwrite<char[]>(plan_.text_size);
    char* at = plan_.text.get();
    visit([&at](base::Bytes bytes) {
      if (!bytes.empty()) std::memcpy(at, bytes.data(), bytes.size());
      const std::string_view copy(at, bytes.size());
      at += bytes.size();
      return base::bytes_of(copy);
    });
  }

 private:
  template <class Move>
  void visit(Move&& move) {
    for (PlanStep& step : plan_.steps) {
      step.name.name = base::text_of(move(base::bytes_of(step.name.name)));
      const auto kind = step.literal.kind();
      if (step.literal.is_text() || kind == event::Kind::kGuid || kind == event::Kind::kSid ||
          kind == event::Kind::kBinary) {
        step.literal = event::Value::view(kind, move(step.literal.bytes()));
      }
    }
    for (PlanPart& part : plan_.parts) part.literal.bytes = move(part.literal.bytes);
  }

  TemplatePlan& plan_;
};

}  // namespace

std::size_t TemplatePlan::memory() const {
  return sizeof *this + steps.capacity() * sizeof(PlanStep) + parts.capacity() * sizeof(PlanPart) +
         guards.capacity() * sizeof guards[0] + text_size + pattern.memory();
}

std::unique_ptr<TemplatePlan> compile_plan(ChunkScope& scope, FieldNamer& namer, const TemplateDefinition& body,
                                           Section place) {
  auto plan = std::make_unique<TemplatePlan>();
  std::vector<Item> items;
  TreeParser parser(scope);
  if (!parser.parse_template(body, items, plan->pattern)) return nullptr;
  Compiler compiler(scope, namer, *plan);
  plan->fits = !items.empty() && std::all_of(items.begin(), items.end(), [&](const Item& item) {
    return is_element(item) && compiler.element(*item.element, place);
  }) && count_values(*plan);
  Taking(*plan).take_all();
  return plan;
}

}  // namespace hoptrace::decode::evtx
