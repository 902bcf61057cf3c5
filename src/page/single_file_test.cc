// The single file: what a browser may run of it is the bundle and nothing else, whatever the evidence says.
#include "page/single_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "base/base64.h"
#include "base/digest.h"
#include "page/gzip.h"
#include "page/small_case_for_tests.h"

namespace hoptrace::page {
namespace {

using testing::HasSubstr;
using testing::Not;

const Bundle kBundle{"document.title = '<\\/script>';", "body { margin: 0 }"};

base::Result<std::string> file_of(SmallCase& small, const Bundle& bundle, const std::string& name = "case.hop") {
  auto view = View::over({.reading = small.reading, .case_name = name});
  EXPECT_TRUE(view) << view.error().sentence();
  return single_file(**view, bundle);
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t times = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++times;
  return times;
}

TEST(SingleFile, AllowsTheBundleByItsHashAndNothingElse) {
  SmallCase small;
  const auto file = file_of(small, kBundle);
  ASSERT_TRUE(file);
  EXPECT_THAT(*file, HasSubstr("default-src 'none'; script-src 'sha256-" +
                               base::base64(base::sha256_bytes(kBundle.script)) + "'; style-src 'sha256-" +
                               base::base64(base::sha256_bytes(kBundle.style)) + "'; img-src data:;"));
  EXPECT_THAT(*file, HasSubstr("<script>" + kBundle.script + "</script>"));
  EXPECT_THAT(*file, Not(HasSubstr("unsafe")));
  EXPECT_LT(file->find("Content-Security-Policy"), file->find("<style>"));
}

TEST(SingleFile, NothingOfTheEvidenceIsMarkup) {
  const std::string hostile = "</script><script>alert(1)</script><!--<script>\"'&\xE2\x80\xAE";
  SmallCase small;
  small.add_finding("acme", hostile, "high", 5);
  small.reading.all_findings[0].row.matched = {{hostile, hostile}};
  small.add_record("acme", hostile, 7);
  const auto file = file_of(small, kBundle, hostile);
  ASSERT_TRUE(file);
  EXPECT_THAT(*file, Not(HasSubstr("alert(1)</script>")));
  EXPECT_THAT(*file, Not(HasSubstr("<!--")));
  EXPECT_EQ(count(*file, "<script>"), 1U);  // the bundle's
  EXPECT_EQ(count(*file, "<script "), count(*file, "data-document="));
  // A data block is base64 and nothing else.
  const std::regex block("<script type=\"text/plain\" data-document=\"[a-z_]+\">[A-Za-z0-9+/=]*</script>\n");
  const auto blocks = std::distance(std::sregex_iterator(file->begin(), file->end(), block), std::sregex_iterator());
  EXPECT_EQ(static_cast<std::size_t>(blocks), count(*file, "data-document="));
}

TEST(SingleFile, ABundleThatWouldEndItsElementIsRefused) {
  SmallCase small;
  EXPECT_FALSE(file_of(small, {"x = '</ScRiPt>'", ""}));
  EXPECT_FALSE(file_of(small, {"x = '<!-- <script'", ""}));
  EXPECT_FALSE(file_of(small, {"", "a::after { content: '</style>' }"}));
  EXPECT_TRUE(file_of(small, {"x = '<!--'", ""}));
}

TEST(SingleFile, TheSameCaseGivesTheSameFile) {
  SmallCase small;
  small.add_hop("acme", "WS01", "acme", "FS01");
  EXPECT_EQ(file_of(small, kBundle).value(), file_of(small, kBundle).value());
}

TEST(Bundle, ThatIsNotThereSaysWhatToRun) {
  const auto bundle = read_bundle("/nonexistent/folder");
  ASSERT_FALSE(bundle);
  EXPECT_THAT(bundle.error().sentence(), HasSubstr("./dev build"));
}

TEST(Gzip, GivesBackWhatWentIn) {
  EXPECT_EQ(gzip("").substr(0, 2), "\x1f\x8b");
  EXPECT_EQ(gzip("the same"), gzip("the same"));
}

TEST(Base64, OfAllLengths) {  // RFC 4648, section 10
  EXPECT_EQ(base::base64(""), "");
  EXPECT_EQ(base::base64("f"), "Zg==");
  EXPECT_EQ(base::base64("fo"), "Zm8=");
  EXPECT_EQ(base::base64("foo"), "Zm9v");
  EXPECT_EQ(base::base64("foobar"), "Zm9vYmFy");
}

}  // namespace
}  // namespace hoptrace::page
