// Witness: something that a record must show before a rule can possibly match: the unit of the index.
//
// A WitnessSet is an OR: "if the rule matches, at least one of these fires". It may be `always` (nothing is known to
// be necessary) or empty (the rule can never match). Which sets follow from a rule stands in necessary.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "event/field.h"

namespace hoptrace::match {

struct Witness {
  // In a value of `field`, or of any field for a keyword. Text is folded, on both sides.
  enum class Kind : std::uint8_t {
    kPresence,  // the field has any value, even null
    kNumber,    // a value is this number
    kExact,     // a value is this text as a whole
    kLiteral,   // a value contains this text
  };
  Kind kind = Kind::kPresence;
  bool keyword = false;  // never with kPresence: a record without values is none
  event::FieldId field = event::FieldId::kOther;
  double number = 0;
  std::string text;

  auto operator<=>(const Witness&) const = default;
  // How much it tells: the greater, the fewer records show it. A guess; only speed hangs on it.
  [[nodiscard]] int strength() const;
};

struct WitnessSet {
  bool always = false;
  std::vector<Witness> any;  // sorted, each once; empty where `always`

  [[nodiscard]] static WitnessSet of_always() { return {.always = true, .any = {}}; }
  [[nodiscard]] static WitnessSet never() { return {}; }
  [[nodiscard]] static WitnessSet one(Witness witness);

  // The strength of the weakest, 0 of `always`.
  [[nodiscard]] int strength() const;
  // "Either": fires where one of both does.
  void join(const WitnessSet& other);
};

// "Both are necessary": one of them is enough to look for, so the stronger.
[[nodiscard]] const WitnessSet& stronger(const WitnessSet& a, const WitnessSet& b);

}  // namespace hoptrace::match
