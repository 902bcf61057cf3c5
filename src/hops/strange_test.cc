// Whole traces: days of ordinary work, and what stands out in them or does not.
#include "hops/strange.h"

#include <gtest/gtest.h>

#include <map>

#include "hops/chance.h"
#include "hops/story_for_tests.h"
#include "tenants/tenants_file.h"

namespace hoptrace::hops {
namespace {

constexpr double kDay = 86'400, kHour = 3'600;
constexpr int kDays = 5;
enum class By : std::uint8_t { kDesktop, kFiles };

const tenants::Tenants kAlone = tenants::Tenants::only_default();

// A company in which an administrator looks after two servers from ADM1, and a service copies files to both at night.
class Company {
 public:
  Company() {
    for (int day = 0; day < kDays; ++day) {
      go(day * kDay + 9 * kHour, "ADM1", "FS1", "CORP\\adm-ann", By::kDesktop);
      go(day * kDay + 14 * kHour, "ADM1", "APP1", "CORP\\adm-ann", By::kDesktop);
      go(day * kDay + 1 * kHour, "BKP1", "FS1", "CORP\\svc-copy", By::kFiles);
      go(day * kDay + 2 * kHour, "BKP1", "APP1", "CORP\\svc-copy", By::kFiles);
    }
  }

  void go(double second, const char* from, const char* to, const char* account, By by) {
    const auto port = static_cast<std::uint16_t>(50'000 + ++sessions_);
    const std::uint16_t service = by == By::kDesktop ? 3389 : 445;
    story_.flow_out(second, from, address(from), port, address(to), service);
    story_.flow_in(second, to, address(from), port, address(to), service);
    story_.logon(second + 0.2, to, account, address(from), sessions_, by == By::kDesktop ? 10 : 3).peer_port = port;
    story_.say(sessions::FactKind::kLogoff, second + 600, to, account).logon_id = sessions_;
  }

  [[nodiscard]] TraceResult traced(double alarms_per_million = 2, const tenants::Tenants& tenants = kAlone) const {
    TraceOptions options;
    options.alarms_per_million = alarms_per_million;
    return trace(story_, tenants, options);
  }

 private:
  const std::string& address(const std::string& host) {
    std::string& known = addresses_[host];
    if (known.empty()) known = "10.0.0." + std::to_string(addresses_.size());
    return known;
  }

  Story story_{"corp"};
  std::map<std::string, std::string> addresses_;
  std::uint64_t sessions_ = 0;
};

TEST(Strange, WhatIsDoneEveryDayIsNot) {
  EXPECT_TRUE(Company().traced().intrusions.empty());
}

TEST(Strange, AnAccountThatGoesOnFromWhereItIsNotAtHome) {
  Company company;
  company.go(2 * kDay + 15 * kHour, "APP1", "FS1", "CORP\\svc-copy", By::kFiles);
  const auto result = company.traced();
  ASSERT_EQ(result.intrusions.size(), 1U);
  EXPECT_EQ(result.intrusions[0].accounts.back(), "CORP\\svc-copy");
  EXPECT_TRUE(company.traced(1).intrusions.empty());  // a smaller budget
}

TEST(Strange, FilesFetchedFromWhereOneHasADesktopAreNot) {
  Company company;
  company.go(2 * kDay + 14 * kHour + 300, "APP1", "FS1", "CORP\\adm-ann", By::kFiles);
  EXPECT_TRUE(company.traced().intrusions.empty());
}

TEST(Strange, ADesktopBeyondTheDesktopIsAndLeadsBackToItsBeginning) {
  Company company;
  company.go(2 * kDay + 14 * kHour + 300, "APP1", "FS1", "CORP\\adm-ann", By::kDesktop);
  const auto result = company.traced();
  ASSERT_EQ(result.intrusions.size(), 1U);
  EXPECT_EQ(result.intrusions[0].patient_zero.host, "ADM1");
  EXPECT_EQ(result.intrusions[0].hops.size(), 2U);
}

TEST(Strange, AnAccountThatOnlyFetchedFilesTakesADesktop) {
  Company company;
  company.go(2 * kDay + 3 * kHour, "BKP1", "FS1", "CORP\\svc-copy", By::kDesktop);
  ASSERT_EQ(company.traced().intrusions.size(), 1U);
}

TEST(Strange, WhatSeveralDoIsAHabitOfTheOrganisation) {
  Company company;
  const char* const accounts[] = {"CORP\\a", "CORP\\b", "CORP\\c", "CORP\\d"};
  for (int i = 0; i < 4; ++i) {
    const std::string own = "WS" + std::to_string(i), other = "WS" + std::to_string(i + 10);
    for (int day = 0; day < kDays; ++day)
      company.go(day * kDay + (9 + i) * kHour, own.c_str(), "FS1", accounts[i], By::kFiles);
    company.go(i * kDay + (16 + i) * kHour, other.c_str(), "FS1", accounts[i], By::kFiles);
  }
  EXPECT_TRUE(company.traced().intrusions.empty());
}

TEST(Strange, WhatIsDoneInAChangeWindowIsNotByItself) {
  const auto tenants_with = [](const std::string& window) {
    return tenants::parse_tenants(
        "tenants:\n  - name: corp\n    role: client\n    domains: [corp.example]\n"
        "    networks: [10.0.0.0/24]\n    change_windows: ['" +
            window + "']\n",
        "tenants.yaml");
  };
  // The story begins on Sunday 2020-09-13 at 12:26:40 UTC: two days and three hours later it is Tuesday afternoon.
  Company company;
  company.go(2 * kDay + 3 * kHour, "APP1", "FS1", "CORP\\svc-copy", By::kFiles);
  EXPECT_EQ(company.traced(2, *tenants_with("Mon 15:00-16:00")).intrusions.size(), 1U);
  EXPECT_TRUE(company.traced(2, *tenants_with("Tue 15:00-16:00")).intrusions.empty());
}

TEST(Strange, TheServingOrganisationOnHostsOutsideItsHabitThatRunsNothing) {
  const auto tenants = tenants::parse_tenants(
      "tenants:\n  - name: corp\n    role: client\n    domains: [corp.example]\n    networks: [10.0.0.0/24]\n"
      "    msp_accounts: ['CORP\\serve']\n",
      "tenants.yaml");
  ASSERT_TRUE(tenants);
  Company company;
  for (int day = 0; day < kDays; ++day)
    company.go(day * kDay + 10 * kHour, "JUMP1", "FS1", "CORP\\serve", By::kDesktop);
  EXPECT_TRUE(company.traced(2, *tenants).intrusions.empty());
  company.go(3 * kDay + 17 * kHour, "JUMP1", "WS1", "CORP\\serve", By::kFiles);
  EXPECT_TRUE(company.traced(2, *tenants).intrusions.empty());  // one host is chance
  company.go(3 * kDay + 18 * kHour, "JUMP1", "WS2", "CORP\\serve", By::kDesktop);
  EXPECT_EQ(company.traced(2, *tenants).intrusions.size(), 1U);
}

}  // namespace
}  // namespace hoptrace::hops
