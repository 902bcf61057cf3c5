// SecondWalk: reads what the case does not have yet, cuts it into pieces for the crew, and commits what comes back.
//
// A visitor of evidence::walk, on the calling thread; commit order is the order of the evidence.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cases/case.h"
#include "evidence/walk.h"
#include "hunt/crew.h"
#include "hunt/equipment.h"
#include "hunt/inventory.h"
#include "hunt/worker.h"

namespace hoptrace::hunt {

class SecondWalk : public evidence::Visitor {
 public:
  SecondWalk(const HuntOptions& options, const Equipment& equipment, const Inventory& inventory,
             RuleSelection& selection, cases::Case& hunted, cases::RulesetRow ruleset, Listener& listener);

  bool on_file(const evidence::EvidenceFile& file, evidence::ByteStream& stream) override;
  bool on_file_end(const evidence::EvidenceFile& outermost) override;
  void on_anomaly(const std::string&, base::Anomaly) override {}  // the inventory has told it already

  // After the walk: delivers what is under way. The first error of a commit, if there was one.
  [[nodiscard]] base::Result<void> finish();

  [[nodiscard]] const HuntOutcome& outcome() const { return outcome_; }
  [[nodiscard]] const std::vector<std::uint64_t>& suppressed_by_row() const { return suppressed_by_row_; }

 private:
  using Pieces = Crew<PieceTask, PieceResult>;

  [[nodiscard]] base::Result<void> read_artifact(const InventoryEntry& entry, evidence::ByteStream& stream);
  [[nodiscard]] base::Result<void> read_pieces(const std::shared_ptr<const ArtifactTask>& artifact,
                                               std::uint64_t done_to, evidence::ByteStream& stream);
  [[nodiscard]] std::shared_ptr<const std::vector<bool>> indicators_left(
      const std::vector<cases::RuleRow>& rules) const;
  [[nodiscard]] base::Result<void> submit(PieceTask task);
  [[nodiscard]] base::Result<void> deliver(PieceResult& result);
  [[nodiscard]] base::Result<void> tell(const std::vector<base::ArtifactId>& artifacts);

  const HuntOptions& options_;
  const Equipment& equipment_;
  const Inventory& inventory_;
  RuleSelection& selection_;
  cases::Case& case_;
  cases::RulesetRow ruleset_;
  Listener& listener_;
  HuntOutcome outcome_;
  HuntProgress progress_;
  std::uint64_t bytes_before_ = 0;         // of the outermost files before the one being read
  std::vector<base::ArtifactId> in_file_;  // artifacts of the outermost file, in the order of their paths
  std::vector<std::uint64_t> suppressed_by_row_;
  std::optional<base::Error> error_;
  std::unique_ptr<Pieces> crew_;  // last: its workers use what stands above
};

}  // namespace hoptrace::hunt
