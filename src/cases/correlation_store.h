// CorrelationStore: the one Correlations, over the case's tables.
#pragma once

#include "cases/correlations.h"
#include "cases/details.h"
#include "cases/interned.h"
#include "cases/logs.h"
#include "cases/rule_store.h"
#include "cases/run_log.h"
#include "cases/sqlite.h"

namespace hoptrace::cases {

class CorrelationStore final : public Correlations {
 public:
  CorrelationStore(Database& database, Interned& texts, Logs& logs, Details& details, RuleStore& rules, RunLog& runs)
      : database_(database), texts_(texts), logs_(logs), details_(details), rules_(rules), runs_(runs) {}

  base::Result<std::uint64_t> ingest(RuleRow correlation, const std::vector<CorrelationMember>& members,
                                     const Sort& sort) override;
  base::Result<bool> next_stale(RuleRow correlation, std::int64_t after, CorrelationGroup& group) override;
  base::Result<void> items(const CorrelationGroup& group,
                           const std::function<void(const CorrelationItem&)>& each) override;
  base::Result<Replaced> replace(RuleRow correlation, const CorrelationGroup& group, std::string_view level,
                                 bool shown, base::Time now,
                                 const std::function<base::Result<void>(Emit)>& evaluate) override;
  base::Result<void> show(RuleRow correlation, bool shown) override;

 private:
  class Ingest;
  class Replacement;

  Database& database_;
  Interned& texts_;
  Logs& logs_;
  Details& details_;
  RuleStore& rules_;
  RunLog& runs_;
};

}  // namespace hoptrace::cases
