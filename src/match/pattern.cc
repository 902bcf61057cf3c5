#include "match/pattern.h"

#include <cmath>
#include <utility>

#include "base/unicode.h"
#include "match/clock.h"
#include "match/literal_search.h"
#include "match/network.h"

namespace hoptrace::match {
namespace {

constexpr double kExactBelow = 9007199254740992.0;  // 2^53
// Pairs of values that one reference compares. A record of real logs has one or two.
constexpr std::uint64_t kMostPairs = 1'000'000;

bool compare(double left, rules::Comparison comparison, double right) {
  switch (comparison) {
    case rules::Comparison::kLess:
      return left < right;
    case rules::Comparison::kLessOrEqual:
      return left <= right;
    case rules::Comparison::kGreater:
      return left > right;
    case rules::Comparison::kGreaterOrEqual:
      return left >= right;
    case rules::Comparison::kEqual:
      return left == right;
    case rules::Comparison::kNotEqual:
      return left != right;
  }
  return false;
}

bool is_hexadecimal(const event::Value& value, std::string_view folded) {
  return value.kind() == event::Kind::kHex || folded.starts_with("0x");
}

// One answer for one value of the field that is not null.
struct ValueTest {
  Readings& readings;
  PatternScratch& scratch;
  std::uint32_t reading;

  bool operator()(const CompiledGlob& glob) const {
    return glob.matches(glob.cased() ? readings.text(reading) : readings.folded(reading));
  }
  bool operator()(const NumberPattern& number) const {
    const std::string_view folded = readings.folded(reading);
    if (folded == number.folded) return true;
    if (std::abs(number.value) >= kExactBelow || is_hexadecimal(readings.value(reading), folded)) return false;
    return number_of(reading, readings) == number.value;
  }
  bool operator()(const rules::BoolEquals& expected) const {
    const std::string_view folded = readings.folded(reading);
    return folded == (expected.value ? "true" : "false") || folded == (expected.value ? "1" : "0");
  }
  bool operator()(const Regex& regex) const { return regex.found_in(readings.text(reading), scratch.regex); }
  bool operator()(const rules::Cidr& network) const { return lies_within(readings.text(reading), network); }
  bool operator()(const rules::Compare& against) const {
    const auto number = number_of(reading, readings);
    return number && compare(*number, against.comparison, against.value);
  }
  bool operator()(const rules::TimeCompare& against) const {
    const auto clock = clock_of(readings.value(reading), readings.text(reading));
    return clock && compare(part_of(*clock, against.part), against.comparison, against.value);
  }
  template <class Other>
  bool operator()(const Other&) const {
    return false;
  }
};

bool placed(std::string_view text, rules::Placement placement, std::string_view other) {
  switch (placement) {
    case rules::Placement::kWhole:
      return text == other;
    case rules::Placement::kStart:
      return text.starts_with(other);
    case rules::Placement::kEnd:
      return text.ends_with(other);
    case rules::Placement::kAnywhere:
      return find_literal(text, other) != std::string_view::npos;
  }
  return false;
}

Hit ask_reference(const ReferencePattern& pattern, Readings::Range range, Readings& readings,
                  PatternScratch& scratch) {
  const Readings::Range others = readings.of(pattern.field);
  if (others.unknown) return {Verdict::kUnknown, {}};
  std::uint64_t pairs = 0;
  for (std::uint32_t i = range.first; i < range.first + range.count; ++i) {
    for (std::uint32_t k = others.first; k < others.first + others.count; ++k) {
      if (readings.is_null(i) || readings.is_null(k)) continue;
      if (++pairs > kMostPairs) {
        ++scratch.limits_hit;
        return {};
      }
      const bool same = pattern.cased ? placed(readings.text(i), pattern.placement, readings.text(k))
                                      : placed(readings.folded(i), pattern.placement, readings.folded(k));
      if (same) return {Verdict::kTrue, i};
    }
  }
  return {};
}

Hit ask_null(Readings::Range range, const Readings& readings) {
  if (range.count == 0) return {Verdict::kTrue, {}};
  for (std::uint32_t i = range.first; i < range.first + range.count; ++i) {
    if (readings.is_null(i)) return {Verdict::kTrue, i};
  }
  return {};
}

Hit ask_exists(bool expected, Readings::Range range) {
  if ((range.count > 0) != expected) return {};
  return {Verdict::kTrue, expected ? std::optional(range.first) : std::nullopt};
}

struct Compile {
  event::FieldId reference;

  CompiledPattern operator()(const rules::Glob& glob) const { return CompiledGlob(glob); }
  CompiledPattern operator()(const rules::NumberEquals& number) const {
    return NumberPattern{number.value, base::fold(number.text)};
  }
  CompiledPattern operator()(const rules::Regex& regex) const { return Regex::on_demand(regex); }
  CompiledPattern operator()(const rules::FieldReference& other) const {
    return ReferencePattern{reference, other.field, other.placement, other.cased};
  }
  template <class Same>
  CompiledPattern operator()(const Same& pattern) const {
    return pattern;
  }
};

}  // namespace

CompiledPattern compile(const rules::Pattern& pattern, event::FieldId reference) {
  return std::visit(Compile{reference}, pattern);
}

std::optional<double> number_of(std::uint32_t reading, Readings& readings) {
  const event::Value& value = readings.value(reading);
  const auto number =
      value.is_text() ? event::parse_number(readings.text(reading)) : value.as_number(readings.event().arena());
  return number && std::isfinite(*number) ? number : std::nullopt;
}

Hit ask(const CompiledPattern& pattern, Readings::Range range, Readings& readings, PatternScratch& scratch) {
  if (const auto* const reference = std::get_if<ReferencePattern>(&pattern)) {
    return ask_reference(*reference, range, readings, scratch);
  }
  if (std::holds_alternative<rules::IsNull>(pattern)) return ask_null(range, readings);
  if (const auto* const exists = std::get_if<rules::Exists>(&pattern)) return ask_exists(exists->expected, range);
  for (std::uint32_t i = range.first; i < range.first + range.count; ++i) {
    if (readings.is_null(i)) continue;
    if (std::visit(ValueTest{readings, scratch, i}, pattern)) return {Verdict::kTrue, i};
  }
  return {};
}

}  // namespace hoptrace::match
