// Values and modifiers, from YAML text to patterns. Expectations are written from the Sigma specification 2.1.
#include <gtest/gtest.h>

#include "rules/encoding.h"
#include "rules/rule_text_for_test.h"

namespace hoptrace::rules {
namespace {

struct Row {
  const char* value;  // in single quotes, so that backslashes are as written
  const char* expected;
};

TEST(Value, EscapesAsTheSpecificationSays) {
  const Row rows[] = {
      {R"('C:\Windows')", "glob 10:C:\\Windows;\n"},   // before an ordinary character: itself
      {R"('C:\\Windows')", "glob 10:C:\\Windows;\n"},  // doubled: the same
      {R"('a\*b')", "glob 3:a*b;\n"},
      {R"('a\?b')", "glob 3:a?b;\n"},
      {R"('a\\*b')", "glob 2:a\\;*1:b;\n"},
      {R"('a\\\*b')", "glob 4:a\\*b;\n"},
      {R"('a\\\b')", "glob 4:a\\\\b;\n"},   // three: double backslash
      {R"('a\\\\b')", "glob 4:a\\\\b;\n"},  // four: the same
      {R"('a\')", "glob 2:a\\;\n"},
      {R"('*a?b*')", "glob *1:a;?1:b;*\n"},
      {R"('a**b')", "glob 1:a;*1:b;\n"},
      {R"('')", "glob \n"},
  };
  for (const Row& row : rows) EXPECT_EQ(patterns("A", row.value), row.expected) << row.value;
}

TEST(Value, PlacementsKeepATrailingBackslashLiteral) {
  EXPECT_EQ(patterns("A|contains", R"('\Temp\')"), "glob *6:\\Temp\\;*\n");
  EXPECT_EQ(patterns("A|startswith", R"('C:\')"), "glob 3:C:\\;*\n");
  EXPECT_EQ(patterns("A|endswith", R"('\cmd.exe')"), "glob *8:\\cmd.exe;\n");
  EXPECT_EQ(patterns("A|contains", "'*x*'"), "glob *1:x;*\n");
  EXPECT_EQ(patterns("A|contains", "''"), "glob *\n");
}

TEST(Value, KeepsNumbersTruthAndNullApartFromText) {
  EXPECT_EQ(patterns("A", "4624"), "number 4624 4:4624;\n");
  EXPECT_EQ(patterns("A", "'4624'"), "glob 4:4624;\n");
  EXPECT_EQ(patterns("A", "0x1F"), "number 31 4:0x1F;\n");
  EXPECT_EQ(patterns("A", "1.5"), "number 1.5 3:1.5;\n");
  EXPECT_EQ(patterns("A", "true"), "bool true\n");
  EXPECT_EQ(patterns("A", "yes"), "glob 3:yes;\n");
  EXPECT_EQ(patterns("A", "null"), "null\n");
  EXPECT_EQ(patterns("A", ""), "null\n");
  EXPECT_EQ(patterns("A|contains", "8080"), "glob *4:8080;*\n");
}

TEST(Modifier, IndependentOnesGiveTheSamePatternInAnyOrder) {
  EXPECT_EQ(patterns("A|contains|cased", "'x'"), "glob-cased *1:x;*\n");
  EXPECT_EQ(patterns("A|cased|contains", "'x'"), patterns("A|contains|cased", "'x'"));
  EXPECT_EQ(patterns("A|windash|contains", "' -a'"), patterns("A|contains|windash", "' -a'"));
  EXPECT_EQ(patterns("A|cased|base64", "'x'"), patterns("A|base64|cased", "'x'"));
  EXPECT_EQ(patterns("A|gt|hour", "5"), patterns("A|hour|gt", "5"));
  EXPECT_EQ(patterns("A|fieldref|endswith|cased", "B"), patterns("A|cased|endswith|fieldref", "B"));
}

TEST(Modifier, WindashPermutesEverySignWhereAnOptionMayStart) {
  EXPECT_EQ(patterns("A|windash", "'-a'"), "glob 2:-a;\nglob 2:/a;\nglob 4:–a;\nglob 4:—a;\nglob 4:―a;\n");
  EXPECT_EQ(patterns("A|windash", "'/a'"), patterns("A|windash", "'-a'"));
  EXPECT_EQ(patterns("A|windash", "'–a'"), patterns("A|windash", "'-a'"));
  EXPECT_EQ(patterns("A|windash", "'a-b'"), "glob 3:a-b;\n");      // within a word
  EXPECT_EQ(patterns("A|windash", "'a - b'"), "glob 5:a - b;\n");  // nothing behind it
  EXPECT_EQ(patterns("A|windash", "'-'"), "glob 1:-;\n");
  const auto two = load(item_text("A|windash", "' -a -b'"));
  EXPECT_EQ(two->rules.at(0).detection->items.at(0).patterns.size(), 25u);
}

TEST(Modifier, Base64EncodesBytesAsTheyStand) {
  EXPECT_EQ(patterns("A|base64", "'foobar'"), "glob 8:Zm9vYmFy;\n");
  EXPECT_EQ(patterns("A|base64", R"('a\*')"), "glob 4:YSo=;\n");  // an escaped wildcard is a character
  EXPECT_EQ(patterns("A|wide|base64", "'cmd'"), "glob 8:YwBtAGQA;\n");
  EXPECT_EQ(patterns("A|utf16le|base64", "'cmd'"), patterns("A|wide|base64", "'cmd'"));
  EXPECT_EQ(patterns("A|utf16be|base64", "'cmd'"), "glob 8:AGMAbQBk;\n");
  EXPECT_EQ(patterns("A|utf16|base64", "'cmd'"), "glob 12://5jAG0AZAA=;\n");  // FF FE 63 00 6d 00 64 00
  EXPECT_EQ(patterns("A|base64|base64", "'foo'"), "glob 8:Wm05dg==;\n");
}

TEST(Modifier, Base64OffsetKeepsWhatNeighboursCannotChange) {
  // The example of Sigma's documentation: "foo" at the offsets 0, 1 and 2.
  EXPECT_EQ(patterns("A|base64offset|contains", "'foobar'"),
            "glob *8:Zm9vYmFy;*\nglob *7:Zvb2Jhc;*\nglob *7:mb29iYX;*\n");
  for (const std::string text : {"ab", "abc", "powershell", "\\x00\\x01", "ünï"}) {
    const auto inside = base64_at_offsets(text);
    for (std::size_t front = 0; front < 6; ++front) {
      for (std::size_t back = 0; back < 4; ++back) {
        for (const char filler : {'\x00', '\xff', 'A'}) {
          const std::string whole = base64(std::string(front, filler) + text + std::string(back, filler));
          EXPECT_NE(whole.find(inside[front % 3]), std::string::npos) << text << front << back;
        }
      }
    }
  }
}

TEST(Modifier, Utf16WithoutBase64IsTextWhereItCanBe) {
  EXPECT_EQ(patterns("A|wide|contains", "'ab'"), std::string("glob *4:a\0b\0;*\n", 15));
  EXPECT_EQ(patterns("A|utf16", "'a'"), std::string("glob 5:\xEF\xBB\xBF\x61\0;\n", 14));
  EXPECT_EQ(patterns("A|wide", "'a*b'"), std::string("glob 2:a\0;*2:b\0;\n", 17));
}

TEST(Modifier, RegularExpressionsKeepTheirTextAndFlags) {
  EXPECT_EQ(patterns("A|re", R"('\\a.*\*$')"), "regex  8:\\\\a.*\\*$;\n");
  EXPECT_EQ(patterns("A|re|i|m|s", "'x'"), "regex ims 1:x;\n");
  EXPECT_EQ(patterns("A|re|s|ignorecase", "'x'"), "regex is 1:x;\n");
  EXPECT_EQ(patterns("A|re", "'(?<=a)b(?!c)'"), "regex  12:(?<=a)b(?!c);\n");
}

TEST(Modifier, CidrTakesBothFamilies) {
  EXPECT_EQ(patterns("A|cidr", "'10.0.0.0/8'"), "cidr v4 /8 0a000000000000000000000000000000\n");
  EXPECT_EQ(patterns("A|cidr", "'192.0.2.1'"), "cidr v4 /32 c0000201000000000000000000000000\n");
  EXPECT_EQ(patterns("A|cidr", "'fe80::/10'"), "cidr v6 /10 fe800000000000000000000000000000\n");
  EXPECT_EQ(patterns("A|cidr", "'::1/128'"), "cidr v6 /128 00000000000000000000000000000001\n");
}

TEST(Modifier, ComparesNumbersAndTimes) {
  EXPECT_EQ(patterns("A|lt", "5"), "compare 0 5\n");
  EXPECT_EQ(patterns("A|gte", "-1.5"), "compare 3 -1.5\n");
  EXPECT_EQ(patterns("A|hour", "8"), "time 1 4 8\n");
  EXPECT_EQ(patterns("A|week|lte", "3"), "time 3 1 3\n");
  EXPECT_EQ(patterns("A|exists", "false"), "exists false\n");
}

TEST(Modifier, FieldReferencesKeepTheirPlacement) {
  EXPECT_EQ(patterns("A|fieldref", "B"), "field 0 false 1:B;\n");
  EXPECT_EQ(patterns("A|fieldref|contains", "B"), "field 3 false 1:B;\n");
  EXPECT_EQ(patterns("A|fieldref|startswith|cased", "B"), "field 1 true 1:B;\n");
}

TEST(Placeholder, IsFilledInBeforeAllElse) {
  const PlaceholderValues values = {{"hosts", {"srv*", "dc1"}}, {"ext", {"exe"}}, {"none", {}}};
  EXPECT_EQ(patterns("A|expand", "'%hosts%'", values), "glob 3:srv;*\nglob 3:dc1;\n");
  EXPECT_EQ(patterns("A|contains|expand", R"('\%hosts%.%ext%')", values), "glob *11:%hosts%.exe;*\n");
  EXPECT_EQ(patterns("A|contains|expand", R"('\\%hosts%.%ext%')", values),
            "glob *4:\\srv;*4:.exe;*\nglob *8:\\dc1.exe;*\n");
  EXPECT_EQ(patterns("A", "'%hosts%'", values), "glob 7:%hosts%;\n");
  EXPECT_EQ(patterns("A|expand", R"('\%plain%ext%')", values), "glob 9:%plainexe;\n");
  EXPECT_EQ(patterns("A|expand", "'100%'", values), "glob 4:100%;\n");
  EXPECT_EQ(patterns("A|re|expand", "'^%ext%$'", values), "regex  5:^exe$;\n");
  EXPECT_EQ(patterns("A|cidr|expand", "'%net%'", {{"net", {"10.0.0.0/8"}}}),
            "cidr v4 /8 0a000000000000000000000000000000\n");
}

TEST(Placeholder, WithoutValuesTheRuleWaitsUnlessItHasAFaultOfItsOwn) {
  const auto waiting = load(item_text("A|expand", "['%b%', '%a%', x]"), {{"a", {}}});
  ASSERT_EQ(waiting->refused.size(), 1u);
  EXPECT_TRUE(waiting->refused[0].waiting);
  EXPECT_EQ(waiting->refused[0].reason, "no values are known for %a%, %b%");
  const auto refused = load(rule_text("    sel:\n        A|expand: '%x%'\n    condition: other\n"));
  EXPECT_FALSE(refused->refused.at(0).waiting);
}

TEST(Placeholder, CombinationsAreBounded) {
  PlaceholderValues values;
  for (int i = 0; i < 100; ++i) values["n"].push_back(std::to_string(i));
  EXPECT_EQ(load(item_text("A|expand", "'%n%'"), values)->rules.size(), 1u);
  EXPECT_NE(patterns("A|expand", "'%n%-%n%'", values).find("more than 1024"), std::string::npos);
}

}  // namespace
}  // namespace hoptrace::rules
