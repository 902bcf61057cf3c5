#include "rules/pattern.h"

#include <fmt/format.h>

#include <cmath>

#include "base/unicode.h"
#include "rules/cidr.h"
#include "rules/encoding.h"
#include "rules/regex.h"

namespace hoptrace::rules {
namespace {

using Kind = base::Yaml::Kind;
using Patterns = Parsed<std::vector<Pattern>>;

// The bytes of a value that UTF-16 modifiers made: as text, the byte order mark is U+FEFF.
bool make_text(Parts& parts) {
  for (Glob::Part& part : parts) {
    if (part.literal.starts_with(kUtf16Mark)) part.literal.replace(0, kUtf16Mark.size(), "\uFEFF");
    if (!base::is_valid_utf8(part.literal)) return false;
  }
  return true;
}

Patterns globs(const Draft& draft, const DraftValue& value) {
  const Placement placement = draft.field.empty() ? Placement::kAnywhere : draft.placement;
  std::vector<Pattern> out;
  for (Parts text : value.texts) {
    if (!make_text(text)) {
      return fault(value.written->line,
                   "encoded as UTF-16 this value is no text; put |base64 or |base64offset behind it");
    }
    out.emplace_back(make_glob(text, placement, draft.cased));
  }
  return out;
}

Patterns plain(const Draft& draft, const DraftValue& value) {
  const base::Yaml& written = *value.written;
  const bool as_text = draft.field.empty() || draft.placement != Placement::kWhole;
  if (written.kind == Kind::kNull) {
    if (draft.field.empty()) return fault(written.line, "null is no keyword: it needs a field");
    return std::vector<Pattern>{IsNull{}};
  }
  if (as_text || written.kind == Kind::kText || !std::isfinite(written.number)) return globs(draft, value);
  if (written.kind == Kind::kBool) return std::vector<Pattern>{BoolEquals{written.boolean}};
  return std::vector<Pattern>{NumberEquals{written.number, written.text}};
}

Patterns regexes(const Draft& draft, const DraftValue& value) {
  std::vector<Pattern> out;
  for (const std::string& text : value.raw) {
    Regex regex{text, draft.ignore_case, draft.multi_line, draft.dot_all};
    if (auto why = regex_fault(regex)) return fault(value.written->line, std::move(*why));
    out.emplace_back(std::move(regex));
  }
  return out;
}

Patterns cidrs(const Draft&, const DraftValue& value) {
  std::vector<Pattern> out;
  for (const std::string& text : value.raw) {
    auto cidr = parse_cidr(text);
    if (!cidr) return fault(value.written->line, std::move(cidr.error()));
    out.emplace_back(*cidr);
  }
  return out;
}

Patterns comparisons(const Draft& draft, const DraftValue& value) {
  const double number = value.written->number;
  if (!std::isfinite(number)) return fault(value.written->line, "a comparison needs a finite number");
  if (draft.timed) return std::vector<Pattern>{TimeCompare{draft.part, draft.comparison, number}};
  return std::vector<Pattern>{Compare{draft.comparison, number}};
}

Patterns references(const Draft& draft, const DraftValue& value) {
  std::vector<Pattern> out;
  for (const Parts& text : value.texts) {
    out.emplace_back(FieldReference{plain_text(text), draft.placement, draft.cased});
  }
  return out;
}

}  // namespace

Parsed<std::vector<Pattern>> make_patterns(const Draft& draft, const DraftValue& value) {
  switch (draft.subject) {
    case Subject::kPlain:
      return plain(draft, value);
    case Subject::kRegex:
      return regexes(draft, value);
    case Subject::kCidr:
      return cidrs(draft, value);
    case Subject::kExists:
      return std::vector<Pattern>{Exists{value.written->boolean}};
    case Subject::kCompare:
      return comparisons(draft, value);
    case Subject::kFieldReference:
      return references(draft, value);
  }
  return std::vector<Pattern>{};
}

}  // namespace hoptrace::rules
