#include "serve/gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoptrace::serve {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kToken = "0123456789abcdef0123456789abcdef";
constexpr Clock::time_point kNow{std::chrono::hours(100)};

GateRules rules(std::string_view listen = "127.0.0.1:8440") {
  GateRules made;
  made.listen = ListenAddress::parse(listen).value();
  return made;
}

GateRules with_tokens(std::string_view listen = "127.0.0.1:8440") {
  GateRules made = rules(listen);
  made.tokens = TokenBook::parse(std::string(kToken) + " acme Ann", "tokens").value();
  return made;
}

Request request(std::string host, Pairs more = {}, std::string method = "GET") {
  Request made;
  made.method = std::move(method);
  made.target = "/api/v1/state";
  made.peer = "127.0.0.1";
  made.headers = {{"host", std::move(host)}};
  made.headers.insert(made.headers.end(), more.begin(), more.end());
  return made;
}

int status(Gate& gate, const Request& asked) {
  const auto refused = gate.refusal(asked, kNow);
  return refused ? refused->status : 200;
}

TEST(Gate, OnlyOurOwnNames) {
  Gate gate(rules());
  for (const char* host : {"127.0.0.1:8440", "localhost:8440", "LOCALHOST:8440", "[::1]:8440", "127.0.0.1"})
    EXPECT_EQ(status(gate, request(host)), 200) << host;
  for (const char* host : {"evil.example:8440", "evil.example", "127.0.0.1:80", "localhost.evil.example",
                           "10.0.0.5:8440", "127.0.0.1:8440@evil.example", ""})
    EXPECT_EQ(status(gate, request(host)), 421) << host;
  Request none = request("localhost");
  none.headers.clear();
  EXPECT_EQ(status(gate, none), 421);
  EXPECT_EQ(status(gate, request("localhost", {{"host", "localhost"}})), 400);
}

TEST(Gate, NamesThatWereGivenAndNumbers) {
  GateRules open = with_tokens("0.0.0.0:8440");
  open.names = {"case.example"};
  Gate gate(open);
  for (const char* host : {"case.example", "case.example:443", "192.0.2.7:8440", "[2001:db8::1]:8440"})
    EXPECT_EQ(status(gate, request(host)), 200) << host;
  EXPECT_EQ(status(gate, request("evil.example")), 421);
}

TEST(Gate, OtherSitesMayNotAsk) {
  Gate gate(rules());
  const auto post = [&](const char* origin) {
    return status(gate, request("localhost:8440", {{"origin", origin}}, "POST"));
  };
  EXPECT_EQ(post("http://localhost:8440"), 200);
  EXPECT_EQ(post("http://127.0.0.1:8440"), 403) << "another origin, though the same machine";
  EXPECT_EQ(post("http://localhost:8441"), 403);
  EXPECT_EQ(post("http://evil.example"), 403);
  EXPECT_EQ(post("null"), 403);
  EXPECT_EQ(status(gate, request("localhost:8440", {}, "POST")), 200) << "no browser";
  EXPECT_EQ(status(gate, request("localhost:8440", {{"sec-fetch-site", "same-origin"}})), 200);
  EXPECT_EQ(status(gate, request("localhost:8440", {{"sec-fetch-site", "cross-site"}})), 403);
  EXPECT_EQ(status(gate, request("localhost:8440", {{"sec-fetch-site", "same-site"}})), 403);
  Request link =
      request("localhost:8440",
              {{"sec-fetch-site", "cross-site"}, {"sec-fetch-mode", "navigate"}, {"sec-fetch-dest", "document"}});
  EXPECT_EQ(status(gate, link), 403);
  link.target = "/";
  EXPECT_EQ(status(gate, link), 200) << "a link elsewhere may lead to the page";
  link.method = "POST";
  EXPECT_EQ(status(gate, link), 403);
}

TEST(Gate, KnowsReadersByToken) {
  Gate gate(with_tokens());
  EXPECT_FALSE(gate.reader(request("localhost"), kNow));
  EXPECT_FALSE(gate.reader(request("localhost", {{"authorization", "Bearer wrong"}}), kNow));
  EXPECT_FALSE(gate.reader(request("localhost", {{"authorization", std::string("Basic ") + kToken}}), kNow));
  const auto reader = gate.reader(request("localhost", {{"authorization", std::string("Bearer ") + kToken}}), kNow);
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->tenant, "acme");
  EXPECT_EQ(reader->name, "Ann");
}

std::string cookie_pair(const std::string& set_cookie) {
  return set_cookie.substr(0, set_cookie.find(';'));
}

TEST(Gate, SignsBrowsersInAndOut) {
  Gate gate(with_tokens());
  EXPECT_FALSE(gate.sign_in(request("localhost"), "wrong", kNow));
  const auto set = gate.sign_in(request("localhost"), kToken, kNow);
  ASSERT_TRUE(set);
  EXPECT_THAT(*set, HasSubstr("; HttpOnly; SameSite=Strict"));
  EXPECT_THAT(*set, Not(HasSubstr("Secure")));
  EXPECT_THAT(*set, Not(HasSubstr(kToken)));
  const Request later = request("localhost", {{"cookie", "other=1; " + cookie_pair(*set)}});
  EXPECT_EQ(gate.reader(later, kNow + seconds(1))->tenant, "acme");
  EXPECT_FALSE(gate.reader(later, kNow + SignIns::kLasts)) << "it ends";
  EXPECT_THAT(gate.sign_out(later), HasSubstr("Max-Age=0"));
  EXPECT_FALSE(gate.reader(later, kNow + seconds(1)));
}

TEST(Gate, CookiesOfTlsStayWithTls) {
  GateRules made = with_tokens();
  made.tls = true;
  Gate gate(made);
  const auto set = gate.sign_in(request("localhost"), kToken, kNow);
  EXPECT_TRUE(set->starts_with("__Host-hoptrace-8440="));
  EXPECT_TRUE(set->ends_with("; Secure"));
}

TEST(Gate, LinksSignInOnce) {
  Gate gate(with_tokens());
  const std::string link = gate.make_link(kNow), late = gate.make_link(kNow);
  const auto set = gate.use_link(link, kNow + seconds(1));
  ASSERT_TRUE(set);
  EXPECT_FALSE(gate.use_link(link, kNow + seconds(2)));
  EXPECT_FALSE(gate.use_link(late, kNow + SignIns::kLinkLasts));
  EXPECT_FALSE(gate.use_link(std::string(64, '0'), kNow));
  EXPECT_EQ(gate.reader(request("localhost", {{"cookie", cookie_pair(*set)}}), kNow)->tenant, std::nullopt);
}

TEST(Gate, CertificatesAreNeededWhereTheyAreAskedFor) {
  GateRules made = rules();
  made.certificates = true;
  Gate gate(made);
  Request asked = request("localhost");
  EXPECT_EQ(status(gate, asked), 403);
  asked.certificate = "ann.example";
  EXPECT_EQ(status(gate, asked), 200);
  EXPECT_EQ(gate.reader(asked, kNow)->name, "ann.example");
}

TEST(Gate, OneAddressMayAskSoOften) {
  GateRules made = with_tokens();
  made.rate = {.per_second = 2, .burst = 10};
  Gate gate(made);
  const auto asked = [&](const char* peer, Clock::time_point at) {
    Request one = request("localhost");
    one.peer = peer;
    return !gate.refusal(one, at);
  };
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(asked("192.0.2.1", kNow)) << i;
  EXPECT_FALSE(asked("192.0.2.1", kNow));
  EXPECT_TRUE(asked("192.0.2.2", kNow)) << "another address";
  EXPECT_TRUE(asked("192.0.2.1", kNow + seconds(1))) << "it refills";
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(asked("2001:db8::1", kNow));
  EXPECT_FALSE(asked("2001:db8::ffff", kNow)) << "the same network";
  Request wrong = request("localhost", {{"authorization", "Bearer 0000000000000000"}});
  wrong.peer = "192.0.2.3";
  EXPECT_FALSE(gate.reader(wrong, kNow));
  EXPECT_FALSE(asked("192.0.2.3", kNow + seconds(4))) << "who tries tokens waits";
}

TEST(Gate, WhatItKnowsOfAddressesIsBounded) {
  Peers peers({.per_second = 1, .burst = 2});
  for (std::size_t i = 0; i < Peers::kMost; ++i)
    EXPECT_TRUE(peers.may("10." + std::to_string(i / 256) + "." + std::to_string(i % 256) + ".1", 1, kNow));
  EXPECT_TRUE(peers.may("192.0.2.1", 1, kNow));
  EXPECT_TRUE(peers.may("192.0.2.2", 1, kNow));
  EXPECT_FALSE(peers.may("192.0.2.3", 1, kNow)) << "newcomers share what is left";
  EXPECT_TRUE(peers.may("192.0.2.3", 1, kNow + seconds(1))) << "those at rest were forgotten";
}

TEST(ListenAddress, IsANumberOrThisMachine) {
  EXPECT_TRUE(ListenAddress::parse("127.0.0.1:8440")->loopback);
  EXPECT_TRUE(ListenAddress::parse("127.9.9.9:1")->loopback);
  EXPECT_TRUE(ListenAddress::parse("localhost:0")->loopback);
  EXPECT_TRUE(ListenAddress::parse("[::1]:8440")->loopback);
  EXPECT_FALSE(ListenAddress::parse("0.0.0.0:8440")->loopback);
  EXPECT_TRUE(ListenAddress::parse("[::]:8440")->any);
  EXPECT_FALSE(ListenAddress::parse("[::ffff:127.0.0.1]:8440")->loopback);
  for (const char* text : {"", "8440", ":8440", "::1:8440", "example.com:8440", "127.0.0.1:", "127.0.0.1:65536",
                           "127.0.0.1:-1", "127.0.0.1:8440x", "[127.0.0.1]:1", "127.1:80"})
    EXPECT_FALSE(ListenAddress::parse(text)) << text;
}

}  // namespace
}  // namespace hoptrace::serve
