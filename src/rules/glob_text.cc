#include "rules/glob_text.h"

#include <algorithm>

namespace hoptrace::rules {
namespace {

using Kind = Glob::Part::Kind;

bool is_special(char c) {
  return c == '*' || c == '?' || c == '\\';
}

// Adds one part; a `*` behind a `*` says nothing new.
void push(Parts& parts, const Glob::Part& part) {
  if (part.kind == Kind::kLiteral) {
    append_literal(parts, part.literal);
  } else if (part.kind == Kind::kOne || parts.empty() || parts.back().kind != Kind::kMany) {
    parts.push_back({part.kind, {}});
  }
}

}  // namespace

void append_literal(Parts& parts, std::string_view text) {
  if (text.empty()) return;
  if (parts.empty() || parts.back().kind != Kind::kLiteral) parts.push_back({Kind::kLiteral, {}});
  parts.back().literal += text;
}

void append(Parts& parts, const Parts& more) {
  for (const Glob::Part& part : more) push(parts, part);
}

Parts read_wildcards(std::string_view written) {
  Parts parts;
  for (std::size_t i = 0; i < written.size(); ++i) {
    const char c = written[i];
    if (c == '\\' && i + 1 < written.size() && is_special(written[i + 1])) {
      append_literal(parts, written.substr(++i, 1));
    } else if (c == '*' || c == '?') {
      push(parts, {c == '*' ? Kind::kMany : Kind::kOne, {}});
    } else {
      append_literal(parts, written.substr(i, 1));
    }
  }
  return parts;
}

bool has_wildcard(const Parts& parts) {
  return std::any_of(parts.begin(), parts.end(), [](const auto& part) { return part.kind != Kind::kLiteral; });
}

std::string plain_text(const Parts& parts) {
  std::string out;
  for (const Glob::Part& part : parts) out += part.literal;
  return out;
}

Glob make_glob(const Parts& parts, Placement placement, bool cased) {
  Glob glob;
  glob.cased = cased;
  const Glob::Part any{Kind::kMany, {}};
  if (placement == Placement::kEnd || placement == Placement::kAnywhere) push(glob.parts, any);
  append(glob.parts, parts);
  if (placement == Placement::kStart || placement == Placement::kAnywhere) push(glob.parts, any);
  return glob;
}

}  // namespace hoptrace::rules
