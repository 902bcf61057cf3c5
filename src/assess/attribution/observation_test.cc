#include "assess/attribution/observation.h"

#include <gtest/gtest.h>

namespace hoptrace::assess {
namespace {

TEST(Observation, IsReadWithAllItsParts) {
  const auto read = parse_observations(
      R"({"observations":[{"kind":"software","id":"S0153","reliability":0.9,"time":"2018-12-20T09:14:03Z","from":["a","b"]},
          {"kind":"hours","id":"utc+8-office"}]})",
      "here");
  ASSERT_TRUE(read) << read.error().sentence();
  ASSERT_EQ(read->size(), 2u);
  EXPECT_EQ(read->front().kind, Kind::kSoftware);
  EXPECT_DOUBLE_EQ(read->front().reliability, 0.9);
  EXPECT_EQ(base::iso8601(*read->front().time), "2018-12-20T09:14:03.0000000Z");
  EXPECT_EQ(read->front().from.size(), 2u);
  EXPECT_EQ(info(read->back().kind).evidence_class, EvidenceClass::kCircumstance);
}

TEST(Observation, WhatIsWrongIsRefusedAndNamed) {
  const std::string deep(40, '[');
  for (const std::string& text :
       {std::string(), std::string("[]"), std::string("{}"), std::string(R"({"observations":{}})"),
        std::string(R"({"observations":[1]})"), std::string(R"({"observations":[{"kind":"rumour","id":"x"}]})"),
        std::string(R"({"observations":[{"kind":"software"}]})"),
        std::string(R"({"observations":[{"kind":"software","id":7}]})"),
        std::string(R"({"observations":[{"kind":"software","id":"x","reliability":1.5}]})"),
        std::string(R"({"observations":[{"kind":"software","id":"x","reliability":"high"}]})"),
        std::string(R"({"observations":[{"kind":"software","id":"x","time":"yesterday"}]})"),
        std::string(R"({"observations":[{"kind":"software","id":"x","from":"y"}]})"),
        std::string(R"({"observations":[{"kind":"software","id":")") + std::string(5000, 'x') + "\"}]}",
        R"({"observations":)" + deep, std::string("{\"observations\":[{\"kind\":\"\xff\"}]}")}) {
    const auto read = parse_observations(text, "here");
    ASSERT_FALSE(read) << text.substr(0, 80);
    EXPECT_TRUE(read.error().place.starts_with("here")) << read.error().sentence();
  }
}

TEST(Observation, TooManyAreRefused) {
  std::string text = R"({"observations":[)";
  for (int i = 0; i < 20'001; ++i) text += std::string(i == 0 ? "" : ",") + R"({"kind":"software","id":"x"})";
  const auto read = parse_observations(text + "]}", "here");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, base::Code::kLimit);
}

}  // namespace
}  // namespace hoptrace::assess
