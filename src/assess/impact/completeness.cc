#include "assess/impact/completeness.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hoptrace::assess::impact {
namespace {

constexpr double kFewestTold = 20;
constexpr double kDesign = 1.5;  // flows of one host are more alike than flows of any

Kept by_hosts(const Measures& m) {
  const double share = (std::min(m.matched, m.told) + 0.5) / (m.told + 1);
  return {share, kDesign * std::sqrt(share * (1 - share) / (m.told + 1)), true};
}

Kept by_capture_loss(const Measures& m) {
  const double share = std::clamp(1 - m.gaps / m.acks, 0.02, 1.0);
  double variance = 0;
  for (const double one : m.shares) variance += (one - share) * (one - share);
  const auto n = static_cast<double>(m.shares.size());
  const double spread = n > 1 ? std::sqrt(variance / (n * (n - 1))) : 0.05;
  return {share, share > 0.9999 ? 0.002 : std::max(spread, 0.01), true};
}

}  // namespace

Completeness completeness(const Measures& m) {
  Completeness out;
  const bool hosts = m.told >= kFewestTold, capture = m.acks > 0;
  if (hosts)
    out.basis.push_back(fmt::format("of about {:.0f} connections in hosts' own logs a sensor has about {:.0f}",
                                    m.told, std::min(m.matched, m.told)));
  if (capture)
    out.basis.push_back(
        fmt::format("the sensor's own measure (capture_loss) says that {:.1f}% was lost", 100 * m.gaps / m.acks));
  if (!hosts && !capture) {
    out.basis.emplace_back("nothing measures how much the sensors missed: the upper end allows for 15% of the flows");
    return out;
  }
  if (hosts && capture) {
    const Kept a = by_hosts(m), b = by_capture_loss(m);
    const double apart = std::abs(a.share - b.share);
    if (apart > 3 * std::hypot(a.spread, b.spread) + 0.01) {
      out.kept = a;
      out.kept.spread = std::max(a.spread, apart / 2);
      out.basis.emplace_back("the two differ: the hosts' logs are followed, and the range is wider");
    } else {
      const double wa = 1 / std::max(a.spread * a.spread, 1e-6), wb = 1 / std::max(b.spread * b.spread, 1e-6);
      out.kept = {(a.share * wa + b.share * wb) / (wa + wb), 1 / std::sqrt(wa + wb), true};
    }
  } else {
    out.kept = hosts ? by_hosts(m) : by_capture_loss(m);
  }
  return out;
}

}  // namespace hoptrace::assess::impact
