// Hops and intrusions as exports, the closing table and trace show them; and what a tenant may see of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/closing_table.h"
#include "report/hops_export.h"
#include "report/json_line.h"
#include "report/path_text.h"
#include "report/reading_for_tests.h"

namespace hoptrace::report {
namespace {

using testing::HasSubstr;
using testing::Not;

class HopsTest : public testing::Test {
 protected:
  HopsTest() {
    cases::HopRow in_msp;
    in_msp.id = "h1";
    in_msp.time = base::Time::from_seconds(1'545'000'000);
    in_msp.from = {"northwind-msp", "WS07"};
    in_msp.to = {"northwind-msp", "JUMP01"};
    in_msp.account = "NWMSP\\adm";
    in_msp.method = "rdp";
    in_msp.status = "confirmed";
    in_msp.intrusion = true;
    in_msp.evidence.push_back({base::ArtifactId{1}, 10, 7, 4624, "destination", "northwind-msp", "msp/a.evtx", "aa"});
    cases::HopRow crossing = in_msp;
    crossing.id = "h2";
    crossing.time.ticks += 10;
    crossing.from = {"northwind-msp", "JUMP01"};
    crossing.to = {"acme", "DC01"};
    crossing.account = "ACME\\svc-nwmsp";
    crossing.border = true;
    crossing.why = {"JUMP01 of northwind-msp had an open connection", "first seen in acme"};
    crossing.evidence.push_back({base::ArtifactId{2}, 20, 8, 4624, "destination", "acme", "acme/b.evtx", "bb"});
    cases::HopRow elsewhere = in_msp;
    elsewhere.id = "h3";
    elsewhere.from.reset();
    elsewhere.candidates = {{"zeta", "PC1"}, {"zeta", "PC2"}};
    elsewhere.to = {"zeta", "FS01"};
    elsewhere.intrusion = false;
    elsewhere.gap = "the source is not known";
    reading_.all_hops = {in_msp, crossing, elsewhere};
    cases::IntrusionRow intrusion;
    intrusion.id = "i1";
    intrusion.patient_zero = {"northwind-msp", "WS07"};
    intrusion.origin_tenant = "northwind-msp";
    intrusion.hops = {"h1", "h2"};
    intrusion.tenants = {"northwind-msp", "acme"};
    intrusion.accounts = {"NWMSP\\adm", "ACME\\svc-nwmsp"};
    intrusion.gaps = {"how WS07 was entered is not known"};
    intrusion.alternatives = {{{"h1"}, "JUMP02 could have been used"}};
    reading_.all_intrusions = {intrusion};
  }

  std::string write(base::Result<void> (*writer)(cases::Reading&, const ExportOptions&, const Sink&),
                    std::optional<std::string> tenant = {}) {
    std::string out;
    const auto written = writer(reading_, {std::move(tenant)}, [&out](std::string_view text) {
      out += text;
      return base::Result<void>{};
    });
    EXPECT_TRUE(written);
    return out;
  }
  std::string path(const PathQuery& query) {
    const auto text = path_text(reading_, query, {.width = 200, .colour = false});
    EXPECT_TRUE(text);
    return text.value_or("");
  }

  ListedReading reading_;
};

TEST_F(HopsTest, AreWrittenWhole) {
  const std::string lines = write(write_hops);
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 3);
  EXPECT_THAT(lines,
              HasSubstr(R"("from":{"tenant":"northwind-msp","host":"JUMP01"},"to":{"tenant":"acme","host":"DC01"})"));
  EXPECT_THAT(lines, HasSubstr(R"("candidates":[{"tenant":"zeta","host":"PC1"},{"tenant":"zeta","host":"PC2"}])"));
  EXPECT_THAT(lines, HasSubstr(R"("gap":"the source is not known")"));
  EXPECT_THAT(
      lines,
      HasSubstr(
          R"({"path":"acme/b.evtx","sha256":"bb","offset":20,"record_id":8,"event_id":4624,"side":"destination"})"));
  EXPECT_THAT(write(write_intrusion), HasSubstr(R"("hops":["h1","h2"])"));
}

TEST_F(HopsTest, ATenantSeesNothingOfOthers) {
  const std::string hops = write(write_hops, "acme"), intrusions = write(write_intrusion, "acme");
  EXPECT_EQ(std::count(hops.begin(), hops.end(), '\n'), 1);
  for (const std::string& text : {hops, intrusions}) {
    for (const char* const other : {"northwind", "NWMSP", "JUMP0", "WS07", "zeta", "msp/"}) {
      EXPECT_THAT(text, Not(HasSubstr(other)));
    }
  }
  EXPECT_THAT(hops, HasSubstr("first seen in acme"));
  EXPECT_THAT(hops, HasSubstr("acme/b.evtx"));
  EXPECT_THAT(intrusions, HasSubstr(R"("tenants":["acme"])"));
  EXPECT_THAT(write(write_intrusion, "zeta"), HasSubstr(R"({"intrusions":[]})"));
}

TEST_F(HopsTest, TraceAnswersWhatIsAsked) {
  EXPECT_THAT(path({}), HasSubstr("northwind-msp/JUMP01 -> acme/DC01"));
  PathQuery to_acme;
  to_acme.to = {"ACME", "dc01.acme.example"};
  EXPECT_THAT(path(to_acme), HasSubstr("record 8 of acme/b.evtx"));
  to_acme.to->host = "FS09";
  EXPECT_THAT(path(to_acme), HasSubstr("No intrusion was traced"));
  PathQuery by_account;
  by_account.account = "svc-NWMSP";
  EXPECT_THAT(path(by_account), HasSubstr("into another organisation"));
  PathQuery all;
  all.hops_too = true;
  EXPECT_THAT(path(all), HasSubstr("from one of zeta/PC1, zeta/PC2 -> zeta/FS01"));
  PathQuery later;
  later.around = base::Time::from_seconds(1'555'000'000);
  EXPECT_THAT(path(later), HasSubstr("No intrusion was traced"));
}

TEST_F(HopsTest, TheClosingTableSaysThePath) {
  const auto summary = gather_closing(reading_);
  ASSERT_TRUE(summary);
  const std::string table = closing_table(*summary, {.width = 120, .colour = false});
  EXPECT_THAT(table, HasSubstr("3 hops traced, 1 of them into another organisation; 1 intrusion"));
  EXPECT_THAT(table, HasSubstr("northwind-msp/WS07 -> northwind-msp/JUMP01 -> acme/DC01"));
}

}  // namespace
}  // namespace hoptrace::report
