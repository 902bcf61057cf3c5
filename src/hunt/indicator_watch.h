// IndicatorWatch: what a published indicator seen in a record becomes: a finding where it says enough by itself at
// that time, else context for other findings on the same record.
#pragma once

#include <string>
#include <vector>

#include "cases/finding.h"
#include "hunt/equipment.h"
#include "indicators/lookup.h"

namespace hoptrace::hunt {

// An indicator as the case keeps a rule: its level is what it says when fresh.
[[nodiscard]] cases::RuleRecord indicator_record(const indicators::Indicator& indicator);

class IndicatorWatch {
 public:
  explicit IndicatorWatch(const Equipment& equipment) : equipment_(equipment), scanner_(equipment.indicators) {}

  // Looks through `event`. Afterwards: findings() without their EventRef, and context(), valid until the next look.
  void look_at(const event::Event& event);
  // The same for a record that is known to have no indicator.
  void look_at_nothing() {
    found_.clear();
    context_.clear();
  }

  struct Found {
    std::uint32_t indicator = 0;
    std::string level;
    cases::Pairs matched;  // field and text, each field once
    bool alone = true;     // false: context only
  };
  [[nodiscard]] const std::vector<Found>& found() const { return found_; }
  [[nodiscard]] const std::vector<std::string>& context() const { return context_; }

 private:
  const Equipment& equipment_;
  indicators::Scanner scanner_;
  std::vector<indicators::Sighting> sightings_;
  std::vector<Found> found_;
  std::vector<std::string> context_;
};

}  // namespace hoptrace::hunt
