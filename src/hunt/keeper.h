// Keeper: what came of one record, as the case keeps it.
//
// Call order: piece() once a piece; for each record with a match or a sighting: record(), then keep_indicators() and
// keep_match() as often as there is something. What names the record in the case is made for the first finding that
// needs it. One thread's; the equipment must outlive it, stretch and counts the piece.
#pragma once

#include <string>
#include <vector>

#include "cases/finding.h"
#include "hunt/equipment.h"
#include "hunt/indicator_watch.h"
#include "hunt/kept_match.h"

namespace hoptrace::hunt {

class Keeper {
 public:
  explicit Keeper(const Equipment& equipment) : equipment_(equipment) {}

  // From here on, rows go to `stretch` and findings that the allow list leaves out are counted in
  // `suppressed_by_row`. `indicators`: by number, those still to be looked up in this artifact; null: all.
  void piece(cases::Stretch& stretch, std::vector<std::uint64_t>& suppressed_by_row,
             const std::vector<bool>* indicators);
  // From here on it is about this record; all of it lives until the next call.
  void record(const event::Event& event, const std::string& tenant, const std::string& host,
              const IndicatorWatch& watch);
  void keep_indicators();
  void keep_match(const KeptMatch& match);

 private:
  void keep_for_correlations(const KeptMatch& match);
  void keep_finding(cases::RuleRow rule, std::string_view level, bool certain, const cases::SharedDetail& detail);
  void name_record();
  [[nodiscard]] std::uint32_t log();
  [[nodiscard]] std::uint32_t number_of(const cases::SharedDetail& detail);

  // Where a detail stands in the stretch at hand.
  struct Noted {
    const cases::Detail* detail = nullptr;
    std::uint64_t piece = 0;
    std::uint32_t number = 0;
  };
  static constexpr std::size_t kNoted = 1024;  // a power of two

  const Equipment& equipment_;
  cases::Stretch* stretch_ = nullptr;
  std::vector<std::uint64_t>* suppressed_by_row_ = nullptr;
  const std::vector<bool>* indicators_ = nullptr;
  const event::Event* event_ = nullptr;
  const std::string* tenant_ = nullptr;
  const std::string* host_ = nullptr;
  const IndicatorWatch* watch_ = nullptr;
  bool named_ = false;
  cases::NewFinding record_;  // what all findings of the record have in common, once named
  std::uint64_t pieces_ = 0;
  std::vector<Noted> noted_ = std::vector<Noted>(kNoted);
  std::string scratch_;
  rules::FieldView view_;
};

}  // namespace hoptrace::hunt
