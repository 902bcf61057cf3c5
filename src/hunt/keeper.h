// Keeper: what came of one record, as rows of the case.
//
// Call order: piece() once a piece; for each record with a match or a sighting: record(), then keep_indicators() and
// keep_match() as often as there is something. What names the record in the case (EventRef) is made for the first row
// that needs it. One thread's; the equipment must outlive it, stretch and counts the piece.
#pragma once

#include <string>
#include <vector>

#include "cases/finding.h"
#include "hunt/equipment.h"
#include "hunt/indicator_watch.h"
#include "match/match.h"

namespace hoptrace::hunt {

class Keeper {
 public:
  explicit Keeper(const Equipment& equipment) : equipment_(equipment) {}

  // From here on, rows go to `stretch` and findings that the allow list leaves out are counted in
  // `suppressed_by_row`. `indicators`: by number, those still to be looked up in this artifact; null: all.
  void piece(cases::Stretch& stretch, std::vector<std::uint64_t>& suppressed_by_row,
             const std::vector<bool>* indicators);
  // From here on it is about this record; all three live until the next call.
  void record(const event::Event& event, const std::string& tenant, const IndicatorWatch& watch);
  void keep_indicators();
  void keep_match(match::Match& match);  // takes its texts

 private:
  [[nodiscard]] const cases::EventRef& reference();

  const Equipment& equipment_;
  cases::Stretch* stretch_ = nullptr;
  std::vector<std::uint64_t>* suppressed_by_row_ = nullptr;
  const std::vector<bool>* indicators_ = nullptr;
  const event::Event* event_ = nullptr;
  const std::string* tenant_ = nullptr;
  const IndicatorWatch* watch_ = nullptr;
  rules::FieldView view_;
  cases::EventRef reference_;
  std::string scratch_;
  bool referred_ = false;  // reference_ is the event's
};

}  // namespace hoptrace::hunt
