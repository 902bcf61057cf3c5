// Tree: BinXML as a small tree of elements, parsed from bytes.
//
// With `values` the tree is what a record says: substitutions are filled in, nested BinXML and template instances
// stand where they belong, elements whose dependency is null are gone. Without `values` it is what a template says:
// substitutions stay, so that template_plan.h can compile them.
//
// Source of facts: [MS-EVEN6] 2.2.12 (the tokens' grammar), 3.1.4.7.1 to .3 (templates, optional substitutions,
// null); Metz, section 4 (binary XML tokens, offsets of names). Depth, tokens and text are bounded by ChunkScope.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "decode/evtx/template_pattern.h"
#include "decode/evtx/template_ref.h"

namespace hoptrace::decode::evtx {

struct Element;

struct Item {
  enum class Kind : std::uint8_t { kValue, kSubstitution, kElement };
  Kind kind = Kind::kValue;
  bool literal = false;   // of kValue: written in the XML itself, not substituted
  bool optional = false;  // of kSubstitution, and of kValue that was one
  RawValue value;         // of kSubstitution: only the declared type
  std::uint16_t index = 0;
  std::unique_ptr<Element> element;
};

struct Attribute {
  std::string_view name;
  std::vector<Item> items;
};

struct Element {
  static constexpr std::uint16_t kNoDependency = 0xFFFF;
  std::string_view name;  // with its prefix, if it has one
  std::uint16_t dependency = kNoDependency;
  std::vector<Attribute> attributes;
  std::vector<Item> items;
};

class TreeParser {
 public:
  explicit TreeParser(ChunkScope& scope) : scope_(scope) {}

  // Appends what stands in [begin, end) to `out`. False with trouble() filled if it cannot be read; `out` then holds
  // what was read before.
  [[nodiscard]] bool parse_fragment(std::size_t begin, std::size_t end, int depth, std::vector<Item>& out);
  // The same for a template's body, with its substitutions left as they are. What was read goes to `pattern`.
  [[nodiscard]] bool parse_template(const TemplateDefinition& body, std::vector<Item>& out, TemplatePattern& pattern);

  [[nodiscard]] const Trouble& trouble() const { return trouble_; }

 private:
  enum class Mode : std::uint8_t { kFragment, kFilled, kSymbolic };
  // What surrounds the tokens that are being read.
  struct Frame {
    Mode mode = Mode::kFragment;
    std::span<const RawValue> values;
    int depth = 0;
  };

  bool parse_items(Cursor& cursor, const Frame& frame, std::vector<Item>& out);
  bool parse_item(Cursor& cursor, const Frame& frame, std::vector<Item>& out);
  bool parse_element(Cursor& cursor, const Frame& frame, std::vector<Item>& out);
  bool parse_attributes(Cursor& cursor, const Frame& frame, Element& element);
  bool parse_text(Cursor& cursor, std::vector<Item>& out);
  bool parse_value(Cursor& cursor, std::vector<Item>& out);
  bool parse_entity(Cursor& cursor, std::vector<Item>& out);
  bool parse_instruction(Cursor& cursor);
  bool parse_substitution(Cursor& cursor, const Frame& frame, std::vector<Item>& out);
  bool parse_instance(Cursor& cursor, const Frame& frame, std::vector<Item>& out);
  bool parse_name(Cursor& cursor, std::string_view& name);
  void pass_size(Cursor& cursor);
  bool has_dependency(const Cursor& cursor, const Frame& frame);
  bool fail(base::AnomalyKind kind, std::size_t at, const char* what);
  bool damaged(const Frame& frame, std::size_t at, const char* what);

  ChunkScope& scope_;
  Trouble trouble_;
  PatternWriter* pattern_ = nullptr;  // only while a template is read
};

// The name without its prefix: "autons2:Property" gives "Property".
[[nodiscard]] std::string_view local_name(std::string_view name);
// Whether a literal value is nothing but white space.
[[nodiscard]] bool is_blank(const RawValue& literal);

}  // namespace hoptrace::decode::evtx
