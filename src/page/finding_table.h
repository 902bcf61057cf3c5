// FindingTable: the findings that a reader is told of, as columns, made once a View by one walk over the case.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
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

  // Of each rule, over all findings that the reader may see, those that were sampled away included.
  struct RuleTally {
    const cases::RuleRecord* rule = nullptr;
    std::uint64_t certain = 0;
    std::vector<std::string> examples;  // ids of the first certain ones that are kept
  };
  struct TenantTally {
    std::uint64_t grave = 0, findings = 0;
    std::vector<std::string> examples;  // ids of the first grave ones
  };
  [[nodiscard]] const std::vector<RuleTally>& rules() const { return tallies_; }
  [[nodiscard]] const std::map<std::string, TenantTally>& tenants() const { return by_tenant_; }
  struct LevelTally {
    std::string level;
    std::uint64_t certain = 0, uncertain = 0;
  };
  [[nodiscard]] const std::vector<LevelTally>& levels() const { return by_level_; }
  // The details of the grave ones and of those cited, as an object by id.
  [[nodiscard]] std::string details() const { return "{" + details_ + "}"; }
  [[nodiscard]] std::uint64_t details_kept() const { return details_kept_; }
  [[nodiscard]] std::uint64_t details_left_out() const { return details_left_out_; }

  // The row of the artifact that a finding stands in; nothing where it is not in the table.
  [[nodiscard]] std::optional<std::uint32_t> artifact_of(const std::string& id) const;
  // Findings that are told without what they matched.
  [[nodiscard]] std::uint64_t texts_left_out() const { return texts_left_out_; }
  [[nodiscard]] std::size_t rows() const { return time_.size(); }
  [[nodiscard]] std::uint64_t of_all() const { return all_; }
  [[nodiscard]] std::uint64_t stride() const { return stride_; }  // every n-th that is not grave; 1: all
  [[nodiscard]] std::string columns() const;
  [[nodiscard]] std::string texts() const;

 private:
  struct Sorted {
    bool grave = false, on_path = false, cited = false;
  };
  void take(const View& view, const cases::StoredFinding& finding, const std::set<std::string>& cited);
  void tally(const cases::StoredFinding& finding, const Sorted& sorted, bool kept);
  void add_detail(const View& view, const cases::StoredFinding& finding, const Sorted& sorted);
  void add(const View& view, const cases::StoredFinding& finding);
  [[nodiscard]] std::uint32_t text_of_row(const cases::FindingRow& row);
  [[nodiscard]] std::uint32_t rule_of(const cases::RuleRecord* rule);

  std::uint64_t all_ = 0, stride_ = 1;
  std::uint64_t grave_ = 0, on_path_ = 0, others_ = 0;  // met so far
  std::vector<RuleTally> tallies_;                      // as rules_
  std::map<std::string, TenantTally> by_tenant_;
  std::vector<LevelTally> by_level_;
  std::string details_;
  std::size_t details_kept_ = 0;
  std::uint64_t details_left_out_ = 0;
  std::size_t text_bytes_ = 0, texts_bytes_ = 0;  // of one value; what room is left for all
  std::uint64_t texts_left_out_ = 0;
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
