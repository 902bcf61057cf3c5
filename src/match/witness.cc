#include "match/witness.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/unicode.h"

namespace hoptrace::match {
namespace {

constexpr std::size_t kLengthThatTells = 24;  // longer text is hardly rarer

bool is_hash_part(rules::Conversion conversion) {
  using enum rules::Conversion;
  return conversion == kHashMd5 || conversion == kHashSha1 || conversion == kHashSha256 || conversion == kHashImphash;
}

// Of a text that stands in "C:" or "\" followed by a part of the source: what of it stands in the source itself.
std::string_view within_path(std::string_view text) {
  if (text == "c") return {};
  for (const std::string_view made : {std::string_view("c:"), std::string_view(":")}) {
    if (text.starts_with(made)) return text.substr(made.size());
  }
  return text.starts_with("\\\\") ? text.substr(1) : text;
}

// The part of a converted text that the source contains; empty: nothing is known.
std::string_view kept_text(rules::Conversion conversion, std::string_view text) {
  if (is_hash_part(conversion)) return text;
  return conversion == rules::Conversion::kDevicePath ? within_path(text) : std::string_view();
}

bool holds_for(const Witness& witness, std::string_view constant, const TextTable& texts) {
  if (witness.kind == Witness::Kind::kAbsence) return false;
  if (witness.kind != Witness::Kind::kExact && witness.kind != Witness::Kind::kLiteral) return true;
  const std::string folded = base::fold(constant);
  const std::string_view text = texts.text(witness.text);
  return witness.kind == Witness::Kind::kExact ? folded == text : folded.find(text) != std::string::npos;
}

void add(Witness::Kind kind, event::FieldId field, TextTable::Number text, std::size_t size, double number, bool sure,
         WitnessSet& out) {
  out.any.push_back({kind, false, sure, field, text, number, strength_of(kind, field, size)});
}

}  // namespace

TextTable::Number TextTable::number_of(std::string_view text) {
  const auto known = numbers_.find(text);
  if (known != numbers_.end()) return known->second;
  const auto number = static_cast<Number>(texts_.size());
  numbers_.emplace(texts_.emplace_back(text), number);
  return number;
}

int strength_of(Witness::Kind kind, event::FieldId field, std::size_t text_size) {
  const int length = static_cast<int>(std::min(text_size, kLengthThatTells));
  switch (kind) {
    case Witness::Kind::kPresence:
    case Witness::Kind::kAbsence:
    case Witness::Kind::kValue:
      return 1;
    case Witness::Kind::kNumber:
      return field == event::field::kEventId ? 2 : 3;  // a lane has few event ids, all its records one of them
    case Witness::Kind::kExact:
      return 3 + length;
    case Witness::Kind::kLiteral:
      return 1 + length;
  }
  return 0;
}

int WitnessSet::strength() const {
  if (always) return 0;
  int weakest = std::numeric_limits<int>::max();
  for (const Witness& witness : any) weakest = std::min(weakest, witness.strength);
  return weakest;
}

void translate(const Witness& witness, const rules::Lane& lane, TextTable& texts, WitnessSet& out) {
  const rules::FieldMapping* const mapping = witness.keyword ? nullptr : lane.mapping(witness.field);
  if (mapping == nullptr) {
    out.any.push_back(witness);
    return;
  }
  if (mapping->conversion == rules::Conversion::kConstant) {
    if (holds_for(witness, mapping->constant, texts)) out.always = true;
    return;
  }
  const bool same = mapping->conversion == rules::Conversion::kSame;
  if (!same && witness.kind == Witness::Kind::kAbsence) {  // it may not be there although its sources are
    out.always = true;
    return;
  }
  const bool is_text = witness.kind == Witness::Kind::kExact || witness.kind == Witness::Kind::kLiteral;
  const std::string_view whole = is_text ? texts.text(witness.text) : std::string_view();
  const std::string_view kept = same || !is_text ? std::string_view() : kept_text(mapping->conversion, whole);
  for (const event::FieldId source : mapping->sources) {
    if (same) {
      add(witness.kind, source, witness.text, whole.size(), witness.number, witness.sure, out);
    } else if (!kept.empty()) {
      add(Witness::Kind::kLiteral, source, texts.number_of(kept), kept.size(), 0, false, out);
    } else {
      add(Witness::Kind::kPresence, source, 0, 0, 0, false, out);
    }
  }
}

}  // namespace hoptrace::match
