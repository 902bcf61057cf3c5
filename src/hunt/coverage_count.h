// CoverageCount: which host's which log has how many records on which day, counted while a stretch is read.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "cases/finding.h"
#include "hunt/record_header.h"

namespace hoptrace::hunt {

class CoverageCount {
 public:
  void add(const RecordHeader& record, const std::string& tenant, std::string_view host);
  // All rows so far, in order of tenant, host, channel, day; the count starts anew.
  [[nodiscard]] std::vector<cases::CoverageRow> take();

 private:
  [[nodiscard]] std::string_view log_of(const RecordHeader& record);

  using Key = std::tuple<std::string, std::string, std::string, std::int32_t>;
  std::map<Key, cases::CoverageRow, std::less<>> rows_;
  cases::CoverageRow* last_ = nullptr;  // records of one log come together: look there first
  std::string log_;                     // of a record without a channel
};

}  // namespace hoptrace::hunt
