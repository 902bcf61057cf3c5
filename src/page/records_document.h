// The document `records`: records of the evidence, whole, as the hunt kept them (hunt/record_keeping.h): what the
// hops of intrusions and grave findings rest on.
#pragma once

#include <vector>

#include "page/document_text.h"
#include "page/view.h"

namespace hoptrace::page {

// One record, as the documents write it.
[[nodiscard]] Json record_json(std::uint32_t artifact, const cases::KeptRecord& record);

[[nodiscard]] base::Result<std::string> make_records(View& view);
// A record by its place, as text of JSON; nothing where the case has it not, or the reader may not see it.
[[nodiscard]] base::Result<std::optional<std::string>> find_record(View& view, std::uint32_t artifact,
                                                                   std::uint64_t offset);
// Up to `count` kept records of the same log before the place and as many behind it, by offset, as a list.
[[nodiscard]] base::Result<std::string> find_neighbours(View& view, std::uint32_t artifact, std::uint64_t offset,
                                                        std::size_t count);

}  // namespace hoptrace::page
