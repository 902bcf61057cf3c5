// The documents of findings: `findings` (columns), `finding_texts` (what each matched, shortened) and
// `finding_details` (the grave ones and those that the judgement rests on, whole).
//
// Of more findings than the bounds allow, all grave ones are kept and every n-th of the others, by time.
#pragma once

#include "page/view.h"

namespace hoptrace::page {

[[nodiscard]] base::Result<std::string> make_findings(View& view);
[[nodiscard]] base::Result<std::string> make_finding_texts(View& view);
[[nodiscard]] base::Result<std::string> make_finding_details(View& view);
// The finding whole, as text of JSON; nothing where the reader may see none of this id.
[[nodiscard]] base::Result<std::optional<std::string>> find_finding(View& view, const std::string& id);

}  // namespace hoptrace::page
