#include "report/escape.h"

#include <gtest/gtest.h>

#include "base/unicode.h"

namespace hoptrace::report {
namespace {

using namespace std::string_literals;

TEST(Terminal, ShowsWhatWouldActOrHide) {
  EXPECT_EQ(terminal("C:\\Windows\\Müller 日本"), "C:\\Windows\\Müller 日本");
  EXPECT_EQ(terminal("\x1b]0;x\a"), "<U+001B>]0;x<U+0007>");
  EXPECT_EQ(terminal("a\nb\tc\r\x7f"), "a<U+000A>b<U+0009>c<U+000D><U+007F>");
  EXPECT_EQ(terminal("\u009b31m"), "<U+009B>31m");
  EXPECT_EQ(terminal("exe.\u202etxt"), "exe.<U+202E>txt");
  EXPECT_EQ(terminal("\u2066x\u2069\u200f\u2028\ufeff"), "<U+2066>x<U+2069><U+200F><U+2028><U+FEFF>");
  EXPECT_EQ(terminal("a\xff\xc3"), "a<0xFF><0xC3>");
  EXPECT_EQ(terminal("\xed\xa0\x80"), "<0xED><0xA0><0x80>");
  EXPECT_EQ(terminal("a\0b"s), "a<U+0000>b");
  EXPECT_EQ(terminal("\ufffd"), "\ufffd");  // a replacement character that stands there is one
}

TEST(CsvCell, QuotesWhatMustBeQuoted) {
  EXPECT_EQ(csv_cell("plain text"), "plain text");
  EXPECT_EQ(csv_cell(""), "");
  EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_cell("say \"hi\""), "\"say \"\"hi\"\"\"");
  EXPECT_EQ(csv_cell("two\r\nlines"), "\"two\r\nlines\"");
}

TEST(CsvCell, IsNoFormula) {
  for (const std::string start : {"=", "+", "-", "@"}) {
    EXPECT_EQ(csv_cell(start + "cmd|' /C calc'!A0"), "'" + start + "cmd|' /C calc'!A0");
    EXPECT_EQ(csv_cell("  " + start + "x"), "'  " + start + "x");
    EXPECT_EQ(csv_cell("\"" + start + "1\""), "\"'\"\"" + start + "1\"\"\"");
    EXPECT_EQ(csv_cell("'" + start + "1"), "''" + start + "1");
  }
  EXPECT_EQ(csv_cell("\tx"), "\"'\tx\"");
  EXPECT_EQ(csv_cell("\rx"), "\"'\rx\"");
  EXPECT_EQ(csv_cell("＝1"), "'＝1");
  EXPECT_EQ(csv_cell("a=b"), "a=b");
  EXPECT_EQ(csv_cell("\x1b[31m"), "<U+001B>[31m");
}

TEST(Markdown, MakesNoMarkup) {
  EXPECT_EQ(markdown("[x](javascript:alert(1))"), "\\[x\\]\\(javascript\\:alert\\(1\\)\\)");
  EXPECT_EQ(markdown("<img src=x> & *b* | `c`"), "&lt;img src\\=x&gt; &amp; \\*b\\* \\| \\`c\\`");
  EXPECT_EQ(markdown("a\n# b"), "a \\# b");
  EXPECT_EQ(markdown("www.evil.example"), "www\\.evil\\.example");
  EXPECT_EQ(markdown("Müller"), "Müller");
}

TEST(Escapes, AreValidUtf8WhateverComes) {
  std::string bytes;
  std::uint32_t state = 7;
  for (int i = 0; i < 20'000; ++i) bytes += static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
  for (const auto& escape : {terminal, csv_cell, markdown}) EXPECT_TRUE(base::is_valid_utf8(escape(bytes)));
}

TEST(Columns, AreThoseOfATerminal) {
  EXPECT_EQ(columns("abc"), 3U);
  EXPECT_EQ(columns("ä…"), 2U);
  EXPECT_EQ(columns("日本"), 4U);
  EXPECT_EQ(shortened("abcdef", 6), "abcdef");
  EXPECT_EQ(shortened("abcdefg", 6), "abcde…");
  EXPECT_EQ(shortened("日本語", 5), "日本…");
  EXPECT_EQ(shortened("日本語", 4), "日…");
  EXPECT_EQ(shortened("abc", 0), "");
}

}  // namespace
}  // namespace hoptrace::report
