#include "decode/evtx/template_plan.h"

#include <algorithm>
#include <string>

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
  PlanStep& field(const FieldName& name, const std::vector<Item>& items);

  ChunkScope& scope_;
  FieldNamer& namer_;
  TemplatePlan& plan_;
};

bool Compiler::element(const Element& element, Section parent) {
  const std::size_t guard = plan_.steps.size();
  const bool depends = element.dependency != Element::kNoDependency;
  if (depends) {
    plan_.steps.push_back({.kind = PlanStep::Kind::kDependency, .index = element.dependency, .name = {}});
  }
  const std::string_view local = local_name(element.name);
  const bool named = is_named_by_attribute(parent, local);
  std::string_view name = local;
  bool has_attributes = false;
  if (named && !own_name(element, name)) return false;
  if (!attributes(element, parent, named, has_attributes)) return false;
  const bool leaf = std::none_of(element.items.begin(), element.items.end(),
                                 [](const Item& item) { return is_element(item) || is_nested(item); });
  if (!(leaf ? content(element, parent, name, has_attributes) : children(element, parent))) return false;
  if (depends) plan_.steps[guard].target = static_cast<std::uint32_t>(plan_.steps.size());
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
    field(name, attribute.items).omit_null = attribute.items.size() == 1 && attribute.items[0].optional;
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
  field(namer_.text(parent, name), items).omit_empty = is_frame(parent);
  return true;
}

bool Compiler::children(const Element& element, Section parent) {
  const bool has_elements = std::any_of(element.items.begin(), element.items.end(), is_element);
  const Section section = inside(parent, local_name(element.name));
  for (const Item& item : element.items) {
    if (is_element(item)) {
      if (!this->element(*item.element, section)) return false;
    } else if (is_nested(item)) {
      const bool null_fits = has_elements || is_frame(parent);
      plan_.steps.push_back({.kind = PlanStep::Kind::kNested,
                             .null_fits = null_fits,
                             .section = section,
                             .index = item.index,
                             .name = {}});
    } else if (!item.literal || !is_blank(item.value)) {
      return false;
    }
  }
  return true;
}

PlanStep& Compiler::field(const FieldName& name, const std::vector<Item>& items) {
  PlanStep step{.kind = PlanStep::Kind::kField, .name = name};
  step.first_part = static_cast<std::uint32_t>(plan_.parts.size());
  step.part_count = static_cast<std::uint32_t>(items.size());
  for (const Item& item : items) {
    const bool substitution = item.kind == Item::Kind::kSubstitution;
    plan_.parts.push_back({substitution, item.index, substitution ? RawValue{} : item.value});
  }
  plan_.steps.push_back(step);
  return plan_.steps.back();
}

const RawValue& value_at(const std::vector<RawValue>& values, std::uint16_t index) {
  static constexpr RawValue kNone{};
  return index < values.size() ? values[index] : kNone;
}

}  // namespace

TemplatePlan compile_plan(ChunkScope& scope, FieldNamer& namer, const TemplateDefinition& body, Section place) {
  TemplatePlan plan;
  std::vector<Item> items;
  TreeParser parser(scope);
  if (!parser.parse_template(body, items)) return plan;
  Compiler compiler(scope, namer, plan);
  plan.fits = !items.empty() && std::all_of(items.begin(), items.end(), [&](const Item& item) {
    return is_element(item) && compiler.element(*item.element, place);
  });
  return plan;
}

bool PlanRunner::write(std::size_t begin, std::size_t end, Section place, std::size_t depth) {
  if (depth >= values_.size()) return false;
  Cursor cursor(scope_.chunk(), begin, end);
  skip_fragment_header(cursor);
  if (cursor.peek() != 0x0C) return false;
  TemplateInstance instance;
  Trouble trouble;
  if (!read_instance(scope_, cursor, instance, values_[depth], trouble)) return false;
  if (cursor.peek() != 0) return false;  // something stands behind the instance
  const TemplatePlan& plan = plan_for(instance, place);
  return plan.fits && run(plan, depth);
}

const TemplatePlan& PlanRunner::plan_for(const TemplateInstance& instance, Section place) {
  const std::uint64_t key = (std::uint64_t{instance.definition} << 8) | static_cast<std::uint64_t>(place);
  auto& plan = plans_[key];
  if (!plan) plan = std::make_unique<TemplatePlan>(compile_plan(scope_, namer_, instance.body, place));
  return *plan;
}

bool PlanRunner::run(const TemplatePlan& plan, std::size_t depth) {
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const PlanStep& step = plan.steps[i];
    const auto& values = values_[depth];
    switch (step.kind) {
      case PlanStep::Kind::kField:
        if (!run_field(plan, step, values)) return false;
        break;
      case PlanStep::Kind::kNested:
        if (!run_nested(step, values, depth)) return false;
        break;
      case PlanStep::Kind::kDependency:
        if (step.index < values.size() && values[step.index].is_null()) i = step.target - 1;
        break;
    }
  }
  return true;
}

bool PlanRunner::run_field(const TemplatePlan& plan, const PlanStep& step, const std::vector<RawValue>& values) {
  parts_.clear();
  for (std::size_t i = 0; i < step.part_count; ++i) {
    const PlanPart& part = plan.parts[step.first_part + i];
    parts_.push_back(part.substitution ? value_at(values, part.index) : part.literal);
    if (parts_.back().type == type::kBinXml) return false;
  }
  if (step.omit_null && parts_[0].is_null()) return true;
  if (step.omit_empty && parts_[0].bytes.empty()) return true;
  return writer_.write(step.name, parts_);
}

bool PlanRunner::run_nested(const PlanStep& step, const std::vector<RawValue>& values, std::size_t depth) {
  const RawValue& value = value_at(values, step.index);
  if (value.is_null() || value.bytes.empty()) return step.null_fits;
  if (value.type != type::kBinXml) return false;
  const auto begin = static_cast<std::size_t>(value.bytes.data() - scope_.chunk().data());
  return write(begin, begin + value.bytes.size(), step.section, depth + 1);
}

}  // namespace hoptrace::decode::evtx
