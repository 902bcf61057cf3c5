#include "hunt/assessing.h"

#include <array>
#include <iterator>

#include "hunt/impact_assessor.h"
#include "hunt/posture_assessing.h"
#include "hunt/remediation_assessing.h"
#include "hunt/who_assessor.h"

namespace hoptrace::hunt {
namespace {

constexpr std::array kAssessors{
    Assessor{"judgement", assess_who},
    Assessor{"impact", assess_impact},
    Assessor{"posture", assess_posture},
    Assessor{"remediation", assess_remediation},
};

}  // namespace

std::span<const Assessor> assessors() {
  return kAssessors;
}

base::Result<void> assess(cases::Case& kept, const Equipment& equipment, const HuntOptions& options) {
  std::vector<cases::AssessmentRow> all;
  const auto reading = kept.reading();
  for (const Assessor& assessor : assessors()) {
    auto rows = assessor.assess({*reading, equipment.tenants, equipment.indicators, options});
    if (!rows) return std::unexpected(rows.error());
    all.insert(all.end(), std::make_move_iterator(rows->begin()), std::make_move_iterator(rows->end()));
  }
  return kept.replace_assessments(all);
}

}  // namespace hoptrace::hunt
