// AllowList: what the responder has judged and wants left out: CSV with the columns rule, field, value, reason.
//
// `rule` is an id or *; `field` the name of a field that the finding matched on, or empty for any finding of the
// rule; `value` its text with Sigma's wildcards; `reason` is required, since it goes to the audit trail with the
// number of findings left out. Immutable, shared by all workers; each counts for itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "match/glob.h"
#include "match/match.h"

namespace hoptrace::hunt {

class AllowList {
 public:
  struct Row {
    std::string rule, field, value, reason;
    match::CompiledGlob glob;
    int line = 0;
  };

  [[nodiscard]] static base::Result<AllowList> load(const std::string& path);

  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  // The first row that leaves this match out.
  [[nodiscard]] std::optional<std::size_t> leaves_out(std::string_view rule_id, const match::Match& match) const;

 private:
  std::vector<Row> rows_;
};

}  // namespace hoptrace::hunt
