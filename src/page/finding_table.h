// FindingTable: the findings that a reader is told of, as columns, made once a View by one walk over the case.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "page/numbered.h"
#include "page/view.h"

namespace hoptrace::page {

// Whether it leaves little doubt: certain, of high or critical level.
[[nodiscard]] bool is_grave(const cases::StoredFinding& finding);

class FindingTable {
 public:
  [[nodiscard]] static base::Result<FindingTable> of(View& view);

  [[nodiscard]] std::size_t rows() const { return time_.size(); }
  [[nodiscard]] std::uint64_t of_all() const { return all_; }
  [[nodiscard]] std::uint64_t stride() const { return stride_; }  // every n-th that is not grave; 1: all
  [[nodiscard]] std::string columns() const;
  [[nodiscard]] std::string texts() const;

 private:
  void add(const View& view, const cases::StoredFinding& finding);
  [[nodiscard]] std::uint32_t rule_of(const cases::RuleRecord* rule);

  std::uint64_t all_ = 0, stride_ = 1;
  std::size_t text_bytes_ = 0;
  std::string ids_;
  std::vector<double> time_, record_id_, offset_;
  std::vector<std::uint16_t> ticks_, tenant_, level_, channel_, provider_;
  std::vector<std::uint32_t> host_, rule_, event_id_, artifact_, text_;
  std::vector<std::uint8_t> certain_;
  Numbered tenants_, hosts_, levels_, channels_, providers_, texts_;
  std::unordered_map<const cases::RuleRecord*, std::uint32_t> rule_rows_;
  Json rules_ = Json::array();
};

}  // namespace hoptrace::page
