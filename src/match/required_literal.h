// The literal that a regular expression cannot do without, as far as that is easy to see.
//
// Only runs of plain characters at the expression's top level are taken: no alternation there, nothing out of groups
// or classes, no character that a quantifier makes optional. Anything unusual (inline options but (?i), \Q, verbs,
// references) gives no literal at all: then the field's presence is all that is known. The literal is found wherever
// the expression is, once text and literal are folded (base::fold): of expressions that ignore case only ASCII is
// taken, on which PCRE2's and our folding agree.
#pragma once

#include <string>

#include "rules/rule.h"

namespace hoptrace::match {

// Folded; empty where there is none.
[[nodiscard]] std::string required_literal(const rules::Regex& regex);

}  // namespace hoptrace::match
