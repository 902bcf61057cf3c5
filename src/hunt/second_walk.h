// SecondWalk: reads what the case does not have yet, cuts it into pieces for the crew, and commits what comes back.
//
// A file on disk is read once: decoded, matched and hashed in one pass, and called by its SHA-256 at its end
// (cases/unfinished_store.h). Two cases need a hash first, and then the file is read again: where a file of this size
// and beginning is known, it is hashed in full, as it may be a copy that need not be decoded; where an earlier run
// was killed in this file, its first bytes are hashed, to go on only if they are still the same.
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
#include "hunt/fingerprint.h"
#include "hunt/inventory.h"
#include "hunt/worker.h"

namespace hoptrace::hunt {

class SecondWalk : public evidence::Visitor {
 public:
  SecondWalk(const HuntOptions& options, const Equipment& equipment, const Inventory& inventory,
             RuleSelection& selection, cases::Case& hunted, cases::RulesetRow ruleset, Listener& listener);

  bool on_file(const evidence::EvidenceFile& file, evidence::ByteStream& stream) override;
  bool on_file_end(const evidence::EvidenceFile& outermost) override;
  // Of files that the inventory did not read in full; of all else it has told already.
  void on_anomaly(const std::string& path, base::Anomaly anomaly) override;

  // After the walk: delivers what is under way. The first error of a commit, if there was one.
  [[nodiscard]] base::Result<void> finish();

  [[nodiscard]] const HuntOutcome& outcome() const { return outcome_; }
  [[nodiscard]] const std::vector<std::uint64_t>& suppressed_by_row() const { return suppressed_by_row_; }

 private:
  using Pieces = Crew<PieceTask, PieceResult>;

  // What a file on disk is read with: the hash of its first bytes, if an earlier run got that far.
  struct Begun {
    base::ArtifactId id{};
    base::Sha256 digest;
    std::uint64_t hashed_to = 0;
  };

  [[nodiscard]] base::Result<void> read_file(const InventoryEntry& entry, evidence::ByteStream& stream);
  [[nodiscard]] base::Result<std::optional<Begun>> go_on_with(const std::string& tenant, const cases::FileLook& look,
                                                              evidence::ByteStream& stream);
  [[nodiscard]] base::Result<void> read_known(const InventoryEntry& entry, const std::string& sha256,
                                              evidence::ByteStream& stream);
  [[nodiscard]] base::Result<void> read_artifact(base::ArtifactId id, const InventoryEntry& entry,
                                                 evidence::ByteStream& stream, Fingerprint* fingerprint);
  [[nodiscard]] base::Result<void> read_pieces(const std::shared_ptr<const ArtifactTask>& artifact,
                                               std::uint64_t done_to, evidence::ByteStream& stream,
                                               Fingerprint* fingerprint);
  // The rules that are still to run, with the index over them.
  [[nodiscard]] std::shared_ptr<const Selection> select(const std::vector<cases::RuleRow>& rules);
  [[nodiscard]] std::shared_ptr<const std::vector<bool>> indicators_left(
      const std::vector<cases::RuleRow>& rules) const;
  [[nodiscard]] base::Result<void> submit(PieceTask task);
  [[nodiscard]] std::vector<std::uint8_t> buffer();
  void keep_buffer(std::vector<std::uint8_t> buffer);
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
  std::vector<std::vector<std::uint8_t>> buffers_;  // of pieces that are done, for pieces to come
  bool hunting_ = false;                            // the first index is made
  std::optional<base::Error> error_;
  std::unique_ptr<Pieces> crew_;  // last: its workers use what stands above
};

}  // namespace hoptrace::hunt
