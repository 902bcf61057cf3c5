#include "rules/modifier.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

#include "rules/closest.h"
#include "rules/encoding.h"
#include "rules/windash.h"

namespace hoptrace::rules {
namespace {

constexpr std::size_t kMostPermutations = 1'024;  // of one value

enum : Family {
  kAll = 1U << 0,
  kNegation = 1U << 1,
  kCase = 1U << 2,
  kPlacement = 1U << 3,
  kExpand = 1U << 4,
  kWindash = 1U << 5,
  kUtf16 = 1U << 6,
  kBase64 = 1U << 7,
  kRegex = 1U << 8,
  kRegexFlag = 1U << 9,
  kCidr = 1U << 10,
  kExists = 1U << 11,
  kCompare = 1U << 12,
  kTime = 1U << 13,
  kFieldReference = 1U << 14,
};
constexpr Family kAnything = ~Family{0};
constexpr Family kList = kAll | kNegation;
constexpr Family kTextWork = kList | kCase | kPlacement | kExpand | kWindash | kUtf16 | kBase64;

constexpr std::uint32_t bit(base::Yaml::Kind kind) {
  return 1U << static_cast<unsigned>(kind);
}
using Kind = base::Yaml::Kind;
constexpr std::uint32_t kText = bit(Kind::kText);
constexpr std::uint32_t kBool = bit(Kind::kBool);
constexpr std::uint32_t kNumber = bit(Kind::kInteger) | bit(Kind::kFloat);
constexpr std::uint32_t kScalar = kText | kBool | kNumber;
constexpr std::uint32_t kEvery = kScalar | bit(Kind::kNull);

// ---- the rows' functions ---------------------------------------------------------------------------------------

using Apply = std::function<std::string(Draft&)>;

template <class Member, class Value>
Apply set(Member member, Value value) {
  return [member, value](Draft& draft) {
    draft.*member = value;
    return std::string();
  };
}

Apply subject(Subject what) {
  return set(&Draft::subject, what);
}

Apply compare(Comparison how) {
  return [how](Draft& draft) {
    draft.subject = Subject::kCompare;
    draft.comparison = how;
    return std::string();
  };
}

Apply time_part(TimePart part) {
  return [part](Draft& draft) {
    draft.subject = Subject::kCompare;
    draft.timed = true;
    draft.part = part;
    return std::string();
  };
}

std::string permute(Draft& draft) {
  for (DraftValue& value : draft.values) {
    std::vector<Parts> out;
    for (const Parts& text : value.texts) {
      auto permuted = permute_dashes(text, kMostPermutations);
      if (!permuted || out.size() + permuted->size() > kMostPermutations) {
        return fmt::format(
            "windash would make more than {} texts of one value; split it into values with fewer dashes",
            kMostPermutations);
      }
      out.insert(out.end(), std::make_move_iterator(permuted->begin()), std::make_move_iterator(permuted->end()));
    }
    value.texts = std::move(out);
  }
  return {};
}

// Every literal through `encode`, wildcards as they are; `mark` in front.
template <class Encode>
Apply utf16(Encode encode, std::string_view mark = {}) {
  return [encode, mark](Draft& draft) {
    for (DraftValue& value : draft.values) {
      for (Parts& text : value.texts) {
        Parts out;
        append_literal(out, mark);
        for (Glob::Part part : text) {
          part.literal = encode(part.literal);
          append(out, {part});
        }
        text = std::move(out);
      }
    }
    return std::string();
  };
}

// Each plain text becomes the texts that `encode` gives for its bytes.
template <class Encode>
std::string encode_base64(Draft& draft, Encode encode) {
  for (DraftValue& value : draft.values) {
    std::vector<Parts> out;
    for (const Parts& text : value.texts) {
      if (has_wildcard(text)) return "a wildcard cannot be encoded with Base64: escape it (\\*) or leave it out";
      for (const std::string& encoded : encode(plain_text(text))) {
        if (encoded.empty())
          return "the text is too short: at some offset no character of its Base64 form is certain";
        append_literal(out.emplace_back(), encoded);
      }
    }
    value.texts = std::move(out);
  }
  return {};
}

std::string whole_base64(Draft& draft) {
  return encode_base64(draft, [](std::string_view bytes) { return std::array{base64(bytes)}; });
}

std::string offset_base64(Draft& draft) {
  return encode_base64(draft, base64_at_offsets);
}

std::string refer(Draft& draft) {
  draft.subject = Subject::kFieldReference;
  for (const DraftValue& value : draft.values) {
    const bool named = std::all_of(value.texts.begin(), value.texts.end(),
                                   [](const Parts& text) { return !has_wildcard(text) && !text.empty(); });
    if (!named) return "fieldref needs the whole name of a field, without wildcards";
  }
  return {};
}

std::string nothing(Draft&) {
  return {};
}

// ---- the table -------------------------------------------------------------------------------------------------

constexpr std::string_view kRegexMeaning =
    "re takes the value as a regular expression, which is unanchored and case-sensitive by itself";
constexpr std::string_view kFlagMeaning = "it is a flag of a regular expression";
constexpr std::string_view kPlacementMeaning =
    "it says where in the field the text stands, and only one place can be said";
constexpr std::string_view kEncodingMeaning = "it encodes the text";
constexpr std::string_view kCompareMeaning = "it compares numbers";
constexpr std::string_view kTimeMeaning = "it takes a number out of a point in time";
constexpr Family kBesideRegex = kList | kExpand | kRegexFlag;
constexpr Family kBesideNumber = kList | kTime | kCompare;
constexpr Family kBesidePlacement = kTextWork | kFieldReference;

const std::vector<Modifier>& table() {
  static const std::vector<Modifier> kRows = {
      {"all", kAll, kEvery, kAnything, 0, "all values must be found", set(&Draft::all, true)},
      {"neq", kNegation, kEvery, kAnything & ~kExists, 0, "the field is there and is none of the values",
       set(&Draft::negated, true)},
      {"cased", kCase, kEvery, kTextWork | kFieldReference, 0, "it compares text with its case",
       set(&Draft::cased, true)},
      {"contains", kPlacement, kScalar, kBesidePlacement, 0, kPlacementMeaning,
       set(&Draft::placement, Placement::kAnywhere)},
      {"startswith", kPlacement, kScalar, kBesidePlacement, 0, kPlacementMeaning,
       set(&Draft::placement, Placement::kStart)},
      {"endswith", kPlacement, kScalar, kBesidePlacement, 0, kPlacementMeaning,
       set(&Draft::placement, Placement::kEnd)},
      {"exists", kExists, kBool, kAll, 0, "it asks only whether the field is there", subject(Subject::kExists)},
      {"expand", kExpand, kText, kTextWork | kBesideRegex | kRegex | kCidr, kUtf16 | kBase64,
       "it fills in placeholders", nothing},
      {"windash", kWindash, kText, kTextWork, kUtf16 | kBase64, "it permutes the signs of options in a text",
       permute},
      {"utf16le", kUtf16, kText, kTextWork, 0, kEncodingMeaning, utf16(utf16le)},
      {"wide", kUtf16, kText, kTextWork, 0, kEncodingMeaning, utf16(utf16le)},
      {"utf16be", kUtf16, kText, kTextWork, 0, kEncodingMeaning, utf16(utf16be)},
      {"utf16", kUtf16, kText, kTextWork, 0, kEncodingMeaning, utf16(utf16le, kUtf16Mark)},
      {"base64", kBase64, kText, kTextWork, kPlacement, kEncodingMeaning, whole_base64},
      {"base64offset", kBase64, kText, kTextWork, kPlacement, kEncodingMeaning, offset_base64},
      {"re", kRegex, kText | kNumber, kBesideRegex, 0, kRegexMeaning, subject(Subject::kRegex)},
      {"i", kRegexFlag, kEvery, kBesideRegex | kRegex, 0, kFlagMeaning, set(&Draft::ignore_case, true)},
      {"ignorecase", kRegexFlag, kEvery, kBesideRegex | kRegex, 0, kFlagMeaning, set(&Draft::ignore_case, true)},
      {"m", kRegexFlag, kEvery, kBesideRegex | kRegex, 0, kFlagMeaning, set(&Draft::multi_line, true)},
      {"multiline", kRegexFlag, kEvery, kBesideRegex | kRegex, 0, kFlagMeaning, set(&Draft::multi_line, true)},
      {"s", kRegexFlag, kEvery, kBesideRegex | kRegex, 0, kFlagMeaning, set(&Draft::dot_all, true)},
      {"dotall", kRegexFlag, kEvery, kBesideRegex | kRegex, 0, kFlagMeaning, set(&Draft::dot_all, true)},
      {"cidr", kCidr, kText, kList | kExpand, 0, "the value is a range of addresses", subject(Subject::kCidr)},
      {"lt", kCompare, kNumber, kBesideNumber, 0, kCompareMeaning, compare(Comparison::kLess)},
      {"lte", kCompare, kNumber, kBesideNumber, 0, kCompareMeaning, compare(Comparison::kLessOrEqual)},
      {"gt", kCompare, kNumber, kBesideNumber, 0, kCompareMeaning, compare(Comparison::kGreater)},
      {"gte", kCompare, kNumber, kBesideNumber, 0, kCompareMeaning, compare(Comparison::kGreaterOrEqual)},
      {"minute", kTime, kNumber, kBesideNumber, 0, kTimeMeaning, time_part(TimePart::kMinute)},
      {"hour", kTime, kNumber, kBesideNumber, 0, kTimeMeaning, time_part(TimePart::kHour)},
      {"day", kTime, kNumber, kBesideNumber, 0, kTimeMeaning, time_part(TimePart::kDay)},
      {"week", kTime, kNumber, kBesideNumber, 0, kTimeMeaning, time_part(TimePart::kWeek)},
      {"month", kTime, kNumber, kBesideNumber, 0, kTimeMeaning, time_part(TimePart::kMonth)},
      {"year", kTime, kNumber, kBesideNumber, 0, kTimeMeaning, time_part(TimePart::kYear)},
      {"fieldref", kFieldReference, kText, kList | kCase | kPlacement, 0, "the value is the name of another field",
       refer},
  };
  return kRows;
}

// Base64 of Base64 is a thing that attackers do; several flags are the ordinary case. Of all else one is enough.
constexpr Family kRepeatable = kBase64 | kRegexFlag;

// ---- checks ----------------------------------------------------------------------------------------------------

std::string_view kind_name(Kind kind) {
  constexpr std::array<std::string_view, 7> kNames = {"null", "true or false", "a number", "a number",
                                                      "text", "a list",        "a map"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string kinds_taken(std::uint32_t takes) {
  if (takes == kBool) return "true or false";
  if (takes == kNumber) return "numbers without quotes";
  if (takes == kText) return "text";
  return takes & kBool ? "text, numbers or true and false" : "text or numbers";
}

std::string unknown(std::string_view name) {
  std::vector<std::string_view> known;
  for (const Modifier& row : table()) known.push_back(row.name);
  return fmt::format("no modifier is called |{}{}", name, did_you_mean(name, known));
}

std::string conflict(const Modifier& first, const Modifier& second) {
  // The one that takes less company has the better reason.
  const bool first_stricter = std::popcount(first.beside) <= std::popcount(second.beside);
  const Modifier& stricter = first_stricter ? first : second;
  return fmt::format("|{} cannot stand beside |{}: {}", first.name, second.name, stricter.meaning);
}

std::string check_pair(const Modifier& earlier, const Modifier& later) {
  if (earlier.name == later.name && !(later.family & kBase64))
    return fmt::format("|{} stands here twice", later.name);
  if (earlier.family == later.family && !(later.family & kRepeatable)) return conflict(earlier, later);
  if (!(earlier.beside & later.family) || !(later.beside & earlier.family)) return conflict(earlier, later);
  if (later.not_after & earlier.family) {
    return fmt::format("|{} must stand before |{}: modifiers work in the order in which they are written", later.name,
                       earlier.name);
  }
  return {};
}

std::string check_row(const Modifier& row, const Draft& draft, const std::vector<const Modifier*>& earlier) {
  const auto has = [&earlier](Family family) {
    return std::any_of(earlier.begin(), earlier.end(), [family](const Modifier* m) { return m->family & family; });
  };
  if (row.family == kRegexFlag && !has(kRegex))
    return fmt::format("|{} is a flag of |re and must stand behind it", row.name);
  for (const Modifier* const other : earlier) {
    if (std::string why = check_pair(*other, row); !why.empty()) return why;
  }
  constexpr Family kNeedsField = kExists | kCidr | kCompare | kTime | kFieldReference | kNegation;
  if (draft.field.empty() && (row.family & kNeedsField)) return fmt::format("|{} needs a field before it", row.name);
  if (draft.field.empty() && row.family == kPlacement && row.name != "contains") {
    return fmt::format("|{} needs a field before it: a keyword is looked for anywhere in the record", row.name);
  }
  return {};
}

Parsed<void> check_values(const Modifier& row, const Draft& draft) {
  for (const DraftValue& value : draft.values) {
    if (row.takes & bit(value.written->kind)) continue;
    return fault(value.written->line, fmt::format("|{} takes {}, and this is {}", row.name, kinds_taken(row.takes),
                                                  kind_name(value.written->kind)));
  }
  return {};
}

}  // namespace

std::span<const Modifier> modifiers() {
  return table();
}

bool expands(const std::vector<std::string_view>& names) {
  return std::find(names.begin(), names.end(), "expand") != names.end();
}

Parsed<void> apply_modifiers(const std::vector<std::string_view>& names, Draft& draft, int line) {
  std::vector<const Modifier*> earlier;
  for (const std::string_view name : names) {
    const auto row = std::find_if(table().begin(), table().end(), [name](const auto& m) { return m.name == name; });
    if (row == table().end()) return fault(line, unknown(name));
    if (std::string why = check_row(*row, draft, earlier); !why.empty()) return fault(line, std::move(why));
    if (auto fine = check_values(*row, draft); !fine) return fine;
    if (std::string why = row->apply(draft); !why.empty()) return fault(line, std::move(why));
    earlier.push_back(&*row);
  }
  return {};
}

}  // namespace hoptrace::rules
