#include "decode/evtx/tree.h"

#include <algorithm>
#include <array>

namespace hoptrace::decode::evtx {
namespace {

using base::AnomalyKind;

// Tokens; 0x40 is added where more data of the same kind follows. [MS-EVEN6] 2.2.12.
constexpr std::uint8_t kMore = 0x40;
constexpr std::uint8_t kEnd = 0x00, kOpenElement = 0x01, kCloseStart = 0x02, kCloseEmpty = 0x03, kCloseElement = 0x04,
                       kValue = 0x05, kAttribute = 0x06, kCdata = 0x07, kCharacter = 0x08, kEntity = 0x09,
                       kInstructionTarget = 0x0A, kInstructionData = 0x0B, kInstance = 0x0C, kSubstitution = 0x0D,
                       kOptionalSubstitution = 0x0E, kFragmentHeader = 0x0F;

std::uint8_t token_of(std::uint8_t byte) {
  return byte & static_cast<std::uint8_t>(~kMore);
}

struct EntityRow {
  std::string_view name, text;
};
constexpr std::array<EntityRow, 5> kEntities{{{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}}};

Item literal(std::uint8_t value_type, base::Bytes bytes) {
  Item item;
  item.literal = true;
  item.value = {value_type, bytes};
  return item;
}

}  // namespace

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool is_blank(const RawValue& literal) {
  if (literal.type != type::kString) return literal.bytes.empty();
  for (std::size_t i = 0; i + 1 < literal.bytes.size(); i += 2) {
    const auto unit = static_cast<char16_t>(literal.bytes[i] | (literal.bytes[i + 1] << 8));
    if (unit != u' ' && unit != u'\t' && unit != u'\r' && unit != u'\n' && unit != 0) return false;
  }
  return true;
}

bool TreeParser::parse_fragment(std::size_t begin, std::size_t end, int depth, std::vector<Item>& out) {
  Cursor cursor(scope_.chunk(), begin, end);
  return parse_items(cursor, {Mode::kFragment, {}, depth}, out);
}

bool TreeParser::parse_template(const TemplateDefinition& body, std::vector<Item>& out, TemplatePattern& pattern) {
  Cursor cursor(scope_.chunk(), body.begin, body.end);
  PatternWriter writer(scope_.chunk(), body.begin, pattern);
  pattern_ = &writer;
  const bool read = parse_items(cursor, {Mode::kSymbolic, {}, 0}, out);
  pattern_ = nullptr;
  writer.close(cursor.at());
  return read;
}

// Items up to the end token, the end of an element, or the end of the bytes.
bool TreeParser::parse_items(Cursor& cursor, const Frame& frame, std::vector<Item>& out) {
  while (!cursor.at_end()) {
    const std::uint8_t token = token_of(cursor.peek());
    if (token == kEnd || token == kCloseElement) return true;
    if (!scope_.work()) return fail(AnomalyKind::kTooLarge, cursor.at(), "it costs more work than one record may");
    if (!parse_item(cursor, frame, out)) return false;
  }
  return true;
}

bool TreeParser::parse_item(Cursor& cursor, const Frame& frame, std::vector<Item>& out) {
  switch (token_of(cursor.peek())) {
    case kOpenElement:
      return parse_element(cursor, frame, out);
    case kInstance:
      return parse_instance(cursor, frame, out);
    case kSubstitution:
    case kOptionalSubstitution:
      return parse_substitution(cursor, frame, out);
    case kInstructionTarget:
    case kInstructionData:
      return parse_instruction(cursor) || damaged(frame, cursor.at(), "a processing instruction is cut off");
    case kFragmentHeader:
      skip_fragment_header(cursor);
      return cursor.ok() || damaged(frame, cursor.at(), "a fragment header is cut off");
    default:
      return parse_text(cursor, out) || damaged(frame, cursor.at(), "there is a token that cannot be");
  }
}

bool TreeParser::parse_element(Cursor& cursor, const Frame& frame, std::vector<Item>& out) {
  if (frame.depth >= kDeepest) return fail(AnomalyKind::kTooLarge, cursor.at(), "its elements stand too deep");
  const std::size_t start = cursor.at();
  const bool has_attributes = (cursor.take<std::uint8_t>() & kMore) != 0;
  auto element = std::make_unique<Element>();
  if (has_dependency(cursor, frame)) element->dependency = cursor.take<std::uint16_t>();
  pass_size(cursor);
  if (!parse_name(cursor, element->name)) return damaged(frame, start, "an element has no readable name");
  if (has_attributes && !parse_attributes(cursor, frame, *element)) return false;
  const std::uint8_t close = token_of(cursor.take<std::uint8_t>());
  if (close == kCloseStart) {
    const Frame inside{frame.mode, frame.values, frame.depth + 1};
    if (!parse_items(cursor, inside, element->items)) return false;
    if (token_of(cursor.take<std::uint8_t>()) != kCloseElement || !cursor.ok()) {
      return damaged(frame, start, "an element is not closed");
    }
  } else if (close != kCloseEmpty) {
    return damaged(frame, start, "an element's start is not closed");
  }
  const std::uint16_t dependency = element->dependency;
  if (frame.mode == Mode::kFilled && dependency < frame.values.size() && frame.values[dependency].is_null())
    return true;
  Item item;
  item.kind = Item::Kind::kElement;
  item.element = std::move(element);
  out.push_back(std::move(item));
  return true;
}

// In a template an element begins with its dependency; outside of one (nested BinXML) it does not. Writers disagree
// on the latter, so what is read as a name decides.
bool TreeParser::has_dependency(const Cursor& cursor, const Frame& frame) {
  if (frame.mode != Mode::kFragment) return true;
  const auto offset = base::read_le<std::uint32_t>(scope_.chunk(), cursor.at() + 4);
  return !offset || !scope_.name_at(*offset);
}

bool TreeParser::parse_attributes(Cursor& cursor, const Frame& frame, Element& element) {
  pass_size(cursor);
  while (token_of(cursor.peek()) == kAttribute) {
    const std::size_t start = cursor.at();
    (void)cursor.take<std::uint8_t>();
    Attribute attribute;
    if (!scope_.work()) return fail(AnomalyKind::kTooLarge, start, "it costs more work than one record may");
    if (!parse_name(cursor, attribute.name)) return damaged(frame, start, "an attribute has no readable name");
    for (std::uint8_t token = token_of(cursor.peek()); (token >= kValue && token <= kEntity && token != kAttribute) ||
                                                       token == kSubstitution || token == kOptionalSubstitution;
         token = token_of(cursor.peek())) {
      if (!scope_.work()) return fail(AnomalyKind::kTooLarge, start, "it costs more work than one record may");
      if (!parse_item(cursor, frame, attribute.items)) return false;
    }
    element.attributes.push_back(std::move(attribute));
  }
  return cursor.ok() || damaged(frame, cursor.at(), "a list of attributes is cut off");
}

bool TreeParser::parse_text(Cursor& cursor, std::vector<Item>& out) {
  switch (token_of(cursor.peek())) {
    case kValue:
      return parse_value(cursor, out);
    case kCdata: {
      (void)cursor.take<std::uint8_t>();
      const std::size_t units = cursor.take<std::uint16_t>();
      out.push_back(literal(type::kString, cursor.take_bytes(units * 2)));
      return cursor.ok();
    }
    case kCharacter:  // its two bytes are a UTF-16 unit as it stands
      (void)cursor.take<std::uint8_t>();
      out.push_back(literal(type::kString, cursor.take_bytes(2)));
      return cursor.ok();
    case kEntity:
      return parse_entity(cursor, out);
    default:
      return false;
  }
}

// Windows writes literal values as strings only; numbers of a fixed width are read all the same.
bool TreeParser::parse_value(Cursor& cursor, std::vector<Item>& out) {
  (void)cursor.take<std::uint8_t>();
  const auto value_type = cursor.take<std::uint8_t>();
  std::size_t size = fixed_width(value_type);
  if (value_type == type::kString) size = std::size_t{cursor.take<std::uint16_t>()} * 2;
  if (value_type == type::kAnsiString || value_type == type::kBinary) size = cursor.take<std::uint16_t>();
  out.push_back(literal(value_type, cursor.take_bytes(size)));
  return cursor.ok() && (size != 0 || value_type <= type::kAnsiString || value_type == type::kBinary);
}

bool TreeParser::parse_entity(Cursor& cursor, std::vector<Item>& out) {
  (void)cursor.take<std::uint8_t>();
  std::string_view name;
  if (!parse_name(cursor, name)) return false;
  const auto row =
      std::find_if(kEntities.begin(), kEntities.end(), [&](const EntityRow& r) { return r.name == name; });
  out.push_back(literal(type::kAnsiString, base::bytes_of(row == kEntities.end() ? name : row->text)));
  return true;
}

// Processing instructions say nothing about the event: passed over.
bool TreeParser::parse_instruction(Cursor& cursor) {
  std::string_view name;
  if (token_of(cursor.take<std::uint8_t>()) == kInstructionTarget) return parse_name(cursor, name);
  const std::size_t units = cursor.take<std::uint16_t>();
  (void)cursor.take_bytes(units * 2);
  return cursor.ok();
}

bool TreeParser::parse_substitution(Cursor& cursor, const Frame& frame, std::vector<Item>& out) {
  const std::size_t start = cursor.at();
  Item item;
  item.optional = token_of(cursor.take<std::uint8_t>()) == kOptionalSubstitution;
  item.index = cursor.take<std::uint16_t>();
  item.value.type = cursor.take<std::uint8_t>();
  if (!cursor.ok()) return damaged(frame, start, "a substitution is cut off");
  if (frame.mode == Mode::kFragment) return damaged(frame, start, "there is a substitution outside of a template");
  if (frame.mode == Mode::kSymbolic) {
    item.kind = Item::Kind::kSubstitution;
  } else {
    item.value = item.index < frame.values.size() ? frame.values[item.index] : RawValue{};
    if (item.value.type == type::kBinXml) {
      const auto begin = static_cast<std::size_t>(item.value.bytes.data() - scope_.chunk().data());
      return item.value.bytes.empty() || parse_fragment(begin, begin + item.value.bytes.size(), frame.depth + 1, out);
    }
  }
  out.push_back(std::move(item));
  return true;
}

bool TreeParser::parse_instance(Cursor& cursor, const Frame& frame, std::vector<Item>& out) {
  if (frame.mode == Mode::kSymbolic) return damaged(frame, cursor.at(), "a template holds a template instance");
  if (frame.depth >= kDeepest) return fail(AnomalyKind::kTooLarge, cursor.at(), "its elements stand too deep");
  TemplateInstance instance;
  std::vector<RawValue> values;
  if (!read_instance(scope_, cursor, instance, values, trouble_)) return false;
  Cursor body(scope_.chunk(), instance.body.begin, instance.body.end);
  return parse_items(body, {Mode::kFilled, values, frame.depth + 1}, out);
}

// The size of an element or of a list of attributes, which its tokens say as well.
void TreeParser::pass_size(Cursor& cursor) {
  if (pattern_ != nullptr) pattern_->size(cursor.at());
  (void)cursor.take<std::uint32_t>();
}

// A name stands where it is used first and is referred to by its offset from then on.
bool TreeParser::parse_name(Cursor& cursor, std::string_view& name) {
  const auto offset = cursor.take<std::uint32_t>();
  if (!cursor.ok()) return false;
  const auto found = scope_.name_at(offset);
  if (!found) return false;
  if (pattern_ != nullptr) pattern_->name(cursor.at() - sizeof offset, offset, offset == cursor.at());
  if (offset == cursor.at()) (void)cursor.take_bytes(found->size);
  name = found->text;
  return cursor.ok();
}

bool TreeParser::fail(AnomalyKind kind, std::size_t at, const char* what) {
  if (trouble_.what == nullptr) trouble_ = {kind, at, what};
  return false;
}

bool TreeParser::damaged(const Frame& frame, std::size_t at, const char* what) {
  return fail(frame.mode == Mode::kFragment ? AnomalyKind::kBadRecord : AnomalyKind::kBadTemplate, at, what);
}

}  // namespace hoptrace::decode::evtx
