// The two borders of what is given away: one tenant's export holds nothing of another, a redacted one holds no name
// at all.
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/unicode.h"
#include "report/exports.h"
#include "report/sharing/canary_case_for_tests.h"

namespace hoptrace::report {
namespace {

// 1,000 and more by hand; the short run is for every build.
std::uint64_t cases_to_try() {
  const char* asked = std::getenv("HOPTRACE_CANARY_CASES");
  return asked != nullptr ? std::strtoull(asked, nullptr, 10) : 40;
}

std::string exported(const ExportFormat& format, ListedReading& reading, const ExportOptions& options) {
  std::string out;
  const auto written = write_export(format, reading, options, [&](std::string_view text) -> base::Result<void> {
    out += text;
    return {};
  });
  EXPECT_TRUE(written) << written.error().sentence();
  return out;
}

::testing::AssertionResult holds_none(const std::string& out, const CanaryTenant& tenant) {
  const std::string folded = base::fold(out);
  for (const std::string& canary : tenant.canaries()) {
    const std::size_t at = folded.find(base::fold(canary));
    if (at == std::string::npos) continue;
    return ::testing::AssertionFailure() << canary << " stands in …" << out.substr(at < 80 ? 0 : at - 80, 200);
  }
  return ::testing::AssertionSuccess();
}

TEST(Canaries, OfOneTenantStandInNoOthersExport) {
  for (std::uint64_t seed = 1; seed <= cases_to_try(); ++seed) {
    CanaryCase made = canary_case(seed);
    for (const CanaryTenant& mine : made.tenants) {
      for (const ExportFormat& format : export_formats()) {
        const std::string out = exported(format, made.reading, {.tenant = mine.name});
        for (const CanaryTenant& other : made.tenants) {
          if (other.name == mine.name) continue;
          ASSERT_TRUE(holds_none(out, other)) << format.name << ", case " << seed;
        }
      }
    }
  }
}

TEST(Canaries, OfNobodyStandInARedactedExport) {
  for (std::uint64_t seed = 1; seed <= cases_to_try(); ++seed) {
    CanaryCase made = canary_case(seed);
    for (const ExportFormat& format : export_formats()) {
      const std::string whole = exported(format, made.reading, {.redact = true});
      const std::string one = exported(format, made.reading, {.tenant = made.tenants[0].name, .redact = true});
      EXPECT_FALSE(whole.empty()) << format.name;
      for (const CanaryTenant& tenant : made.tenants) {
        ASSERT_TRUE(holds_none(whole, tenant)) << format.name << ", case " << seed;
        ASSERT_TRUE(holds_none(one, tenant)) << format.name << ", case " << seed;
      }
    }
  }
}

TEST(Canaries, StandInWhatIsNotRedacted) {  // or the two tests above would prove nothing
  CanaryCase made = canary_case(1);
  for (const ExportFormat& format : export_formats())
    EXPECT_FALSE(holds_none(exported(format, made.reading, {}), made.tenants[0])) << format.name;
}

}  // namespace
}  // namespace hoptrace::report
