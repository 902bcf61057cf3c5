// FindingStore: the findings of stretches, packed into blocks (finding_block.h).
//
// One finding a record and rule: what a second reading of an artifact finds again is entered once, as it was found
// first. An artifact's findings mostly come in the order of their places, behind all that are known; only where they
// do not, the blocks of that part are looked at.
//
// All of it inside the transaction of stretches; settle() before anybody reads, give_up() where it was taken back.
// Where findings are told while hunting (prepare_telling), there is also a row of each, by its event:
// finding_by_event, in which copies of an event are found without a look through the case.
#pragma once

#include <optional>
#include <unordered_set>

#include "cases/details.h"
#include "cases/finding_block.h"
#include "cases/logs.h"
#include "cases/rule_store.h"
#include "cases/run_log.h"

namespace hoptrace::cases {

class FindingStore {
 public:
  FindingStore(Database& database, Interned& texts, Logs& logs, Details& details, RuleStore& rules,
               const RunLog& runs);

  void add(const Stretch& stretch);
  void settle();
  void give_up();

  void drop(std::int64_t artifact);
  // All findings of `artifact` become those of `into`; whether that had not all of them.
  [[nodiscard]] bool merge(std::int64_t artifact, std::int64_t into);

  [[nodiscard]] base::Result<void> prepare_telling();

 private:
  struct Place {
    std::uint64_t offset = 0;
    RuleRow rule = 0;
    friend bool operator==(const Place&, const Place&) = default;
  };
  struct PlaceHash {
    std::size_t operator()(const Place& place) const;
  };
  using Places = std::unordered_set<Place, PlaceHash>;

  void begin(std::int64_t artifact);
  void look_up_shared(const Stretch& stretch);
  [[nodiscard]] PackedFinding packed(const NewFinding& finding);
  [[nodiscard]] bool may_repeat(const std::vector<NewFinding>& findings);
  [[nodiscard]] Places known_among(const std::vector<NewFinding>& findings);
  [[nodiscard]] Places known(std::int64_t artifact, std::uint64_t first, std::uint64_t last);
  void enter(const PackedFinding& finding);
  void write_block();
  void write(const FindingBlock& block, std::int64_t artifact, std::optional<std::int64_t> run);
  [[nodiscard]] bool by_event();

  struct Taken {
    std::uint64_t first = 0, last = 0;
    std::optional<std::int64_t> run;
    std::vector<PackedFinding> findings;
  };
  [[nodiscard]] std::optional<Taken> take_block(std::int64_t artifact);  // one of them, out of the case

  Database& database_;
  Interned& texts_;
  Logs& logs_;
  Details& details_;
  RuleStore& rules_;
  const RunLog& runs_;
  Statement insert_, last_place_;
  std::optional<Statement> insert_by_event_;  // once it is known that there is a finding_by_event
  bool looked_for_it_ = false;
  FindingBlock block_;                                             // not written yet
  std::optional<std::int64_t> artifact_;                           // whose
  std::optional<std::uint64_t> reached_;                           // the last place in it that has a finding
  std::vector<std::int64_t> log_rows_, level_rows_, detail_rows_;  // of the stretch at hand
};

}  // namespace hoptrace::cases
