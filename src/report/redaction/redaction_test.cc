#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "report/exports.h"
#include "report/redaction/pseudonyms.h"
#include "report/sharing/canary_case_for_tests.h"

namespace hoptrace::report {
namespace {

using enum Pseudonyms::Where;
using testing::HasSubstr;
using testing::Not;

Pseudonyms known(const std::string& key = "k") {
  Pseudonyms names(key);
  names.learn_tenant("acme-foundry");
  names.learn_host("FS01.acme.example");
  names.learn_account("ACME\\k.tanaka");
  names.learn_account("NT AUTHORITY\\SYSTEM");
  names.learn_published("203.0.113.9");
  names.seal();
  return names;
}

TEST(Pseudonyms, AreTheSameForTheSameNameAndAnotherOneInAnotherCase) {
  const Pseudonyms one = known(), same = known(), other = known("another key");
  EXPECT_EQ(one.host("FS01"), same.host("fs01"));
  EXPECT_NE(one.host("FS01"), other.host("FS01"));
  EXPECT_THAT(one.host("FS01"), testing::MatchesRegex("host-[0-9a-f]+"));
  EXPECT_EQ(one.host("fs01.ACME.example"), one.host("FS01") + "." + one.host("acme.example"));
  EXPECT_EQ(one.rewrite("acme-foundry", kAnywhere), one.tenant("acme-foundry"));
}

TEST(Pseudonyms, StandWhereverANameStood) {
  const Pseudonyms names = known();
  const std::string text =
      names.rewrite("net use \\\\FS01\\c$ /user:acme\\K.Tanaka & type x_acme-foundry2016.txt", kAnywhere);
  EXPECT_THAT(text, HasSubstr("net use \\\\" + names.host("fs01") + "\\c$ /user:domain-"));
  EXPECT_THAT(text, Not(HasSubstr("anaka")));
  EXPECT_THAT(text, HasSubstr("x_" + names.tenant("acme-foundry") + "2016.txt"));
}

TEST(Pseudonyms, LeaveWhatIsEverybodysOrPublished) {
  const Pseudonyms names = known();
  for (const char* text :
       {"NT AUTHORITY\\SYSTEM", "203.0.113.9", "127.0.0.1", "::1", "C:\\Windows\\System32\\cmd.exe"})
    EXPECT_EQ(names.rewrite(text, kAnywhere), text);
}

TEST(Pseudonyms, OfAddressesAreAddresses) {
  const Pseudonyms names = known();
  const std::string text = names.rewrite("from 10.20.0.5:445 and [fe80::1%3], 10.20.0.5.", kAnywhere);
  EXPECT_THAT(text, Not(HasSubstr("10.20.0.5")));
  EXPECT_THAT(text, Not(HasSubstr("fe80")));
  EXPECT_THAT(text, testing::StartsWith("from 2001:db8:"));
}

TEST(Pseudonyms, AreReadOutOfPlacesInTexts) {
  Pseudonyms names("k");
  names.learn_from("copy \\\\HRSRV\\payroll\\a.xls C:\\Users\\j.doe\\Desktop");
  names.seal();
  const std::string text = names.rewrite("\\\\hrsrv\\PAYROLL and j.doe", kAnywhere);
  EXPECT_THAT(text, testing::MatchesRegex(".*host-.*share-.* and account-.*"));
}

TEST(Pseudonyms, HideTheNumberOfADomain) {
  EXPECT_THAT(known().rewrite("HKU\\S-1-5-21-1966984447-233561266-573182232-500\\Run", kAnywhere),
              testing::MatchesRegex(R"(HKU\\sid-[0-9a-f]+\\Run)"));
}

TEST(Pseudonyms, KnowADoubledBackslashFromAHost) {
  Pseudonyms names("k");
  names.learn_from(R"(C:\\Tools\\a.exe)");
  names.seal();
  EXPECT_EQ(names.rewrite("Tools", kAnywhere), "Tools");
}

TEST(Pseudonyms, HideWhatIsEncoded) {
  const std::string blob(60, 'Q');
  EXPECT_THAT(known().rewrite("powershell -enc " + blob, kAnywhere),
              testing::MatchesRegex("powershell -enc encoded-.*"));
}

TEST(Pseudonyms, InRulesTextsAreWholeWordsOnly) {
  Pseudonyms names("k");
  names.learn_account("admin");
  names.seal();
  EXPECT_EQ(names.rewrite("Administrative tools", kWords), "Administrative tools");
  EXPECT_THAT(names.rewrite("by admin", kWords), HasSubstr("by account-"));
}

TEST(Redaction, KeepsWhatBelongsTogether) {
  CanaryCase made = canary_case(3);
  std::string hops, intrusion;
  for (auto [name, out] : {std::pair("hops", &hops), std::pair("intrusion", &intrusion)}) {
    const auto written = write_export(**find_export(name), made.reading, {.redact = true},
                                      [out](std::string_view text) -> base::Result<void> {
                                        *out += text;
                                        return {};
                                      });
    ASSERT_TRUE(written);
  }
  const auto first = nlohmann::json::parse(hops.substr(0, hops.find('\n')));
  EXPECT_NE(first["id"], made.reading.all_hops[0].id);
  EXPECT_THAT(intrusion, HasSubstr(first["id"].get<std::string>()));
}

}  // namespace
}  // namespace hoptrace::report
