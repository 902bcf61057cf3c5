#include "base/yaml.h"

#include <gtest/gtest.h>

#include <cmath>

namespace hoptrace::base {
namespace {

Yaml one(std::string_view text) {
  auto documents = parse_yaml(text, "t.yml");
  EXPECT_TRUE(documents) << documents.error().sentence();
  if (!documents || documents->size() != 1) return {};
  return documents->front();
}

Error refused(std::string_view text) {
  auto documents = parse_yaml(text, "t.yml");
  EXPECT_FALSE(documents) << text;
  return documents ? Error{} : documents.error();
}

TEST(Yaml, TypesPlainScalarsByTheCoreSchema) {
  struct Row {
    const char* text;
    Yaml::Kind kind;
  };
  const Row rows[] = {
      {"~", Yaml::Kind::kNull},       {"null", Yaml::Kind::kNull},       {"true", Yaml::Kind::kBool},
      {"False", Yaml::Kind::kBool},   {"yes", Yaml::Kind::kText},        {"on", Yaml::Kind::kText},
      {"4624", Yaml::Kind::kInteger}, {"-1", Yaml::Kind::kInteger},      {"+1", Yaml::Kind::kInteger},
      {"0x1F", Yaml::Kind::kInteger}, {"0o17", Yaml::Kind::kInteger},    {"0777", Yaml::Kind::kInteger},
      {"1.5", Yaml::Kind::kFloat},    {".5", Yaml::Kind::kFloat},        {"1e3", Yaml::Kind::kFloat},
      {".inf", Yaml::Kind::kFloat},   {"2024-01-02", Yaml::Kind::kText}, {"1.2.3", Yaml::Kind::kText},
      {"'4624'", Yaml::Kind::kText},  {"\"true\"", Yaml::Kind::kText},   {"''", Yaml::Kind::kText},
      {"0x", Yaml::Kind::kText},      {"-", Yaml::Kind::kText},          {"e3", Yaml::Kind::kText},
  };
  for (const Row& row : rows) {
    const Yaml doc = one(std::string("k: ") + (row.text == std::string("-") ? "'-'" : row.text));
    ASSERT_TRUE(doc.find("k")) << row.text;
    EXPECT_EQ(doc.find("k")->kind, row.kind) << row.text;
  }
}

TEST(Yaml, KeepsNumbersAndTheirText) {
  const Yaml doc = one("a: 0x1F\nb: 007\nc: 18446744073709551615\nd: -.inf\ne: -2.5\n");
  EXPECT_EQ(doc.find("a")->integer, 31);
  EXPECT_EQ(doc.find("a")->text, "0x1F");
  EXPECT_EQ(doc.find("b")->integer, 7);
  EXPECT_EQ(doc.find("b")->text, "007");
  EXPECT_EQ(doc.find("c")->kind, Yaml::Kind::kFloat);
  EXPECT_EQ(doc.find("c")->text, "18446744073709551615");
  EXPECT_TRUE(std::isinf(doc.find("d")->number));
  EXPECT_EQ(doc.find("e")->number, -2.5);
}

TEST(Yaml, KeepsLinesQuotesAndOrder) {
  const Yaml doc = one("z: 1\n\na:\n  - 'x'\n  - |\n    two\n    lines\nempty:\n");
  ASSERT_EQ(doc.map.size(), 3u);
  EXPECT_EQ(doc.map[0].first, "z");
  EXPECT_EQ(doc.map[0].second.line, 1);
  EXPECT_EQ(doc.find("a")->list[0].line, 4);
  EXPECT_TRUE(doc.find("a")->list[0].quoted);
  EXPECT_EQ(doc.find("a")->list[1].text, "two\nlines\n");
  EXPECT_TRUE(doc.find("empty")->is_null());
  EXPECT_EQ(doc.find("empty")->line, 8);
}

TEST(Yaml, ReadsSingleQuotes) {
  const Yaml doc =
      one("a: 'a'''')'\nb: ''\nc: ''''\nd: 'a''''''b'\ne: 'one\n\n\n  two  \n  three '\nf: ' x'\ng: '\n  "
          "y'\n'k''''y': 1\n");
  EXPECT_EQ(doc.text_at("a"), "a'')");
  EXPECT_EQ(doc.text_at("b"), "");
  EXPECT_EQ(doc.text_at("c"), "'");
  EXPECT_EQ(doc.text_at("d"), "a'''b");
  EXPECT_EQ(doc.text_at("e"), "one\n\ntwo three ");
  EXPECT_EQ(doc.text_at("f"), " x");
  EXPECT_EQ(doc.text_at("g"), " y");
  EXPECT_TRUE(doc.find("k''y"));
}

TEST(Yaml, ReadsSeveralDocumentsAndNone) {
  auto two = parse_yaml("a: 1\n---\nb: 2\n", "t.yml");
  ASSERT_TRUE(two);
  ASSERT_EQ(two->size(), 2u);
  EXPECT_EQ((*two)[1].find("b")->line, 3);
  auto none = parse_yaml("# only a comment\n", "t.yml");
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->empty());
}

TEST(Yaml, RefusesWhatMultipliesOrDoubles) {
  EXPECT_EQ(refused("a: &x 1\n").place, "t.yml:1");
  EXPECT_NE(refused("a: &x 1\nb: *x\n").what.find("anchors"), std::string::npos);
  EXPECT_NE(refused("a: *x\n").what.find("alias"), std::string::npos);
  EXPECT_NE(refused("a:\n  <<: 1\n").what.find("merge"), std::string::npos);
  EXPECT_EQ(refused("a: 1\nb: 2\na: 3\n").sentence(), "t.yml:3: the key `a` stands here twice");
  EXPECT_NE(refused("a: !!str 1\n").what.find("tags"), std::string::npos);
  EXPECT_NE(refused("? [1, 2]\n: 3\n").what.find("key"), std::string::npos);
}

TEST(Yaml, BoundsDepthNodesAndBytes) {
  EXPECT_TRUE(parse_yaml(std::string(32, '[') + std::string(32, ']'), "t.yml"));
  EXPECT_EQ(refused(std::string(33, '[') + std::string(33, ']')).code, Code::kLimit);
  EXPECT_EQ(refused(std::string(100'000, '[')).code, Code::kLimit);
  std::string many = "[";
  for (int i = 0; i < 200'001; ++i) many += "1,";
  EXPECT_EQ(refused(many + "]").code, Code::kLimit);
  EXPECT_EQ(refused(std::string((16 << 20) + 1, ' ')).code, Code::kLimit);
}

TEST(Yaml, NamesThePlaceOfASyntaxError) {
  const Error error = refused("a: 1\nb: [1, 2\nc: 3\n");
  EXPECT_EQ(error.code, Code::kMalformed);
  EXPECT_TRUE(error.place.starts_with("t.yml:")) << error.sentence();
  EXPECT_NE(error.what.find("not valid YAML"), std::string::npos);
  EXPECT_EQ(refused("a: \xff\n").what, "this is not UTF-8 text");
  EXPECT_FALSE(parse_yaml(std::string_view("a: b\0c", 6), "t.yml"));
}

TEST(Yaml, ItemsTreatOneValueAsAListOfOne) {
  const Yaml doc = one("a: x\nb: [y, z]\nc:\n");
  EXPECT_EQ(doc.find("a")->items().size(), 1u);
  EXPECT_EQ(doc.find("b")->items().size(), 2u);
  EXPECT_TRUE(doc.find("c")->items().empty());
  EXPECT_EQ(doc.text_at("a"), "x");
  EXPECT_EQ(doc.text_at("b"), "");
}

TEST(Yaml, SaysWhichFileIsMissing) {
  const auto result = parse_yaml_file("/nonexistent/x.yml");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Code::kNotFound);
  EXPECT_EQ(result.error().place, "/nonexistent/x.yml");
}

}  // namespace
}  // namespace hoptrace::base
