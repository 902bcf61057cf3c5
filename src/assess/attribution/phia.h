// PHIA: the words of the Professional Head of Intelligence Assessment's probability yardstick for a probability.
//
// The yardstick's seven ranges leave gaps on purpose. A value in a gap takes the nearer range, the lower of two
// equally near, and never the upper one across one half. The number always stands beside the word. Source: gov.uk,
// Explaining uncertainty in UK intelligence assessment (2025-03-24).
#pragma once

#include <string_view>

namespace hoptrace::assess {

[[nodiscard]] std::string_view phia(double probability);

}  // namespace hoptrace::assess
