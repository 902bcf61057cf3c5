// Keeper: what came of one record, as the case keeps it.
//
// Call order: piece() once a piece; for each record with a match or a sighting: record(), then keep_indicators() and
// keep_match() as often as there is something. Of a record whose matches are known before its Event is made,
// keep_without_event() may keep all there is. What names the record in the case is made for the first finding that
// needs it. One thread's; the equipment must outlive it, stretch and counts the piece.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "cases/finding.h"
#include "hunt/content.h"
#include "hunt/equipment.h"
#include "hunt/indicator_watch.h"
#include "hunt/kept_match.h"
#include "hunt/record_header.h"

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

  // Keeps `matches`, all there are of a record without indicators. `plan` is of its shape. False, and nothing is
  // kept, where its Event is needed for that.
  [[nodiscard]] bool keep_without_event(const decode::Glance& glance, const ContentPlan& plan,
                                        const std::string& tenant, const std::string& host,
                                        std::span<const KeptMatch> matches);

 private:
  void keep_for_correlations(const KeptMatch& match);
  void keep_finding(cases::RuleRow rule, std::uint8_t level, bool certain, const cases::SharedDetail& detail);
  void name_record(const base::Fingerprint& content);
  [[nodiscard]] std::uint8_t level_of(rules::Level level);
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
  const event::Event* event_ = nullptr;  // null: the record has none
  RecordHeader header_;
  const std::string* tenant_ = nullptr;
  const std::string* host_ = nullptr;
  const IndicatorWatch* watch_ = nullptr;  // null: there are no indicators in the record
  bool named_ = false;
  cases::NewFinding record_;  // what all findings of the record have in common, once named
  std::uint64_t pieces_ = 0;
  std::vector<Noted> noted_ = std::vector<Noted>(kNoted);
  static constexpr std::size_t kLevels = static_cast<std::size_t>(rules::Level::kCritical) + 1;
  std::array<std::optional<std::uint8_t>, kLevels> levels_;  // where they stand in the stretch
  ContentText content_;
  std::string scratch_;
  rules::FieldView view_;
};

}  // namespace hoptrace::hunt
