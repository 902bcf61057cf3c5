// Documents: what the page is told, one row a document in one table (docs/page-data.md says what stands in each). A
// new document is one new file and one row in documents.cc; `hoptrace report` and `hoptrace serve` take them from
// here.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "page/view.h"

namespace hoptrace::page {

struct Document {
  std::string_view name;
  std::string_view media_type;
  base::Result<std::string> (*make)(View& view);  // the bytes
  bool walks_findings = false;                    // all of the case's: long, where there are a million
};

[[nodiscard]] std::span<const Document> documents();
[[nodiscard]] const Document* find_document(std::string_view name);  // null where there is none

}  // namespace hoptrace::page
