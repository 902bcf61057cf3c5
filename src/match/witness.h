// Witness: something that a record must show before a rule can possibly match: the unit of the index.
//
// A WitnessSet is an OR: "one of these must be seen". It may be `always` (nothing is known to be necessary) or empty
// (never). Which sets follow from a rule stands in necessary.h; how a lane's fields change them, in translate().
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "event/field.h"
#include "rules/log_source.h"

namespace hoptrace::match {

// Folded texts, each with a number; the views live as long as the table.
class TextTable {
 public:
  using Number = std::uint32_t;
  [[nodiscard]] Number number_of(std::string_view text);
  [[nodiscard]] std::string_view text(Number number) const { return texts_[number]; }
  [[nodiscard]] Number size() const { return static_cast<Number>(texts_.size()); }

 private:
  std::deque<std::string> texts_;
  std::unordered_map<std::string_view, Number> numbers_;
};

struct Witness {
  // In a value of `field`, or of any field for a keyword. Text is folded, on both sides.
  enum class Kind : std::uint8_t {
    kPresence,  // the field has any value, even null
    kAbsence,   // the field has no value, or one that is null
    kValue,     // a value that is not null; which ones, only the rule itself can tell (Check)
    kNumber,    // a value is this number
    kExact,     // a value is this text as a whole
    kLiteral,   // a value contains this text
  };
  Kind kind = Kind::kPresence;
  bool keyword = false;  // never with kPresence and kAbsence; then `field` is kOther
  bool sure = false;     // a value that shows it satisfies the pattern that it was made of
  event::FieldId field = event::FieldId::kOther;
  TextTable::Number text = 0;
  double number = 0;
  // How much it tells: the greater, the fewer records show it. A guess; only speed hangs on it.
  int strength = 0;
};

// What a value that shows a witness must truly satisfy, of the rule itself: so that what is remembered of a value
// (post_memory.h) is what the rule makes of it, not only that some text occurs in it.
struct Check {
  std::uint32_t item = 0;
  std::int32_t pattern = -1;  // one of the item's; -1: the item as a whole
  bool fails = false;         // the item must not hold
  std::uint8_t filled[3]{};   // no byte that nobody sets (index_image.h)
  bool operator==(const Check&) const = default;
};

struct WitnessSet {
  bool always = false;
  std::vector<Witness> any;
  Check check;

  // Of the weakest; 0 of `always`.
  [[nodiscard]] int strength() const;
};

[[nodiscard]] int strength_of(Witness::Kind kind, event::FieldId field, std::size_t text_size);

// What `witness` means in the record's own fields on `lane`, appended to `out` (which becomes `always` where its
// field is made from others in a way that leaves nothing to look for but those others, and they are none).
void translate(const Witness& witness, const rules::Lane& lane, TextTable& texts, WitnessSet& out);

}  // namespace hoptrace::match
