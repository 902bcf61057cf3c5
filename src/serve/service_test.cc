// All endpoints, as those who ask see them, without a socket.
#include "serve/service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "page/documents.h"
#include "page/gzip.h"
#include "report/exports.h"
#include "serve/case_for_tests.h"

namespace hoptrace::serve {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

std::string header(const Response& response, std::string_view name) {
  const auto found = std::ranges::find(response.headers, name, &Pairs::value_type::first);
  return found == response.headers.end() ? "" : found->second;
}

std::string whole_text(const Response& response) {
  if (!response.file) return std::string(response.text());
  std::string text(1 << 20, '\0');
  const ssize_t size = ::pread(response.file->file(), text.data(), text.size(), 0);
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  return text;
}

bool says_globex(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text.contains("globex");
}

class ServiceTest : public testing::Test {
 protected:
  json read(std::string_view token, const std::string& target) {
    const Response response = served_.ask(token, target);
    EXPECT_EQ(response.status, 200) << target << response.text();
    return json::parse(whole_text(response), nullptr, false);
  }
  int status(std::string_view token, const std::string& target, const std::string& method = "GET") {
    return served_.ask(token, target, method).status;
  }
  std::vector<std::string> findings(std::string_view token) {
    std::vector<std::string> ids;
    std::string text = whole_text(served_.ask(token, "/api/v1/exports/findings"));
    for (std::size_t at = text.find("{\"id\":\""); at != std::string::npos; at = text.find("\n{\"id\":\"", at + 1))
      ids.push_back(text.substr(text.find("\"id\":\"", at) + 6, 32));
    return ids;
  }

  ServedCase served_;
};

TEST_F(ServiceTest, EveryAnswerCarriesItsHeaders) {
  for (const char* target :
       {"/", "/page.js", "/sign-in", "/api/v1/state", "/api/v1/documents/case", "/nothing", "//"}) {
    const Response response = served_.ask(kAllToken, target);
    EXPECT_THAT(header(response, "Content-Security-Policy"), HasSubstr("default-src 'none'")) << target;
    EXPECT_THAT(header(response, "Content-Security-Policy"), HasSubstr("frame-ancestors 'none'")) << target;
    EXPECT_THAT(header(response, "Content-Security-Policy"), Not(HasSubstr("unsafe"))) << target;
    EXPECT_EQ(header(response, "X-Content-Type-Options"), "nosniff") << target;
    EXPECT_EQ(header(response, "Referrer-Policy"), "no-referrer") << target;
    EXPECT_EQ(header(response, "Cross-Origin-Resource-Policy"), "same-origin") << target;
    EXPECT_EQ(header(response, "Cache-Control"), std::string_view(target) == "/page.js" ? "no-cache" : "no-store");
  }
}

TEST_F(ServiceTest, WithoutATokenThereIsOnlyTheWayIn) {
  for (const Endpoint& endpoint : endpoints()) {
    std::string target(endpoint.path);
    for (const Parameter& parameter : parameters()) {
      const std::string open = "{" + std::string(parameter.name) + "}";
      if (const std::size_t place = target.find(open); place != std::string::npos)
        target.replace(place, open.size(), parameter.type == "integer" ? "0" : std::string(32, '0'));
    }
    const Response response = served_.ask("", target, std::string(endpoint.method));
    if (endpoint.path == "/") {
      EXPECT_EQ(response.status, 303);
      EXPECT_EQ(header(response, "Location"), "/sign-in");
    } else if (endpoint.who == Who::kReader) {
      EXPECT_EQ(response.status, 401) << target;
      EXPECT_FALSE(says_globex(whole_text(response)));
    }
    EXPECT_EQ(served_.ask("wrong-wrong-wrong-wrong", target, std::string(endpoint.method)).status, response.status);
  }
}

TEST_F(ServiceTest, DocumentsAreTheSameBytesWithATag) {
  for (const page::Document& document : page::documents()) {
    const std::string target = "/api/v1/documents/" + std::string(document.name);
    const Response response = served_.ask(kAllToken, target);
    ASSERT_EQ(response.status, 200) << target;
    EXPECT_EQ(response.media_type, document.media_type);
    Request again;
    again.method = "GET";
    again.target = target;
    again.headers = {{"host", "localhost"},
                     {"authorization", "Bearer " + std::string(kAllToken)},
                     {"if-none-match", header(response, "ETag")},
                     {"accept-encoding", "br, gzip"}};
    EXPECT_EQ(served_.service().answer(again).status, 304) << target;
    again.headers[2].second = "\"other\"";
    const Response packed = served_.service().answer(again);
    if (header(packed, "Content-Encoding") == "gzip") {
      EXPECT_EQ(packed.text(), page::gzip(response.text())) << target;
    } else {
      EXPECT_LT(packed.text().size(), 1024U) << target << " is worth packing";
    }
  }
}

TEST_F(ServiceTest, AnotherOrganisationsReaderSeesNothingOfIt) {
  std::vector<std::string> targets = {"/api/v1/state", "/api/v1/marks", "/api/v1/openapi.json", "/"};
  for (const page::Document& document : page::documents())
    targets.push_back("/api/v1/documents/" + std::string(document.name));
  for (const report::ExportFormat& format : report::export_formats())
    targets.push_back("/api/v1/exports/" + std::string(format.name));
  for (const std::string& id : findings(kAllToken)) targets.push_back("/api/v1/findings/" + id);
  for (const char* hop : {"1", "2", "3", "4"}) targets.push_back("/api/v1/hops/" + std::string(31, '0') + hop);
  EXPECT_EQ(served_
                .ask(kAllToken, "/api/v1/marks", "POST",
                     R"({"what":"host","id":"globex/GLOBEX-DC","mark":"note","text":"globex"})")
                .status,
            201);
  std::size_t canaries = 0;
  for (const std::string& target : targets) {
    canaries += says_globex(whole_text(served_.ask(kAllToken, target))) ? 1 : 0;
    const Response response = served_.ask(kAcmeToken, target);
    EXPECT_FALSE(says_globex(whole_text(response))) << target << whole_text(response);
    EXPECT_FALSE(says_globex(header(response, "ETag")));
  }
  EXPECT_GT(canaries, 20U) << "there was something to see";
}

TEST_F(ServiceTest, WhatIsAnothersIsLikeWhatIsNotThere) {
  const Response nothing = served_.ask(kAcmeToken, "/api/v1/findings/" + std::string(32, '0'));
  EXPECT_EQ(nothing.status, 404);
  const auto same = [&](const std::string& target) {
    const Response response = served_.ask(kAcmeToken, target);
    return response.status == 404 && response.text() == nothing.text() && response.headers == nothing.headers;
  };
  const std::vector<std::string> own = findings(kAcmeToken), all = findings(kAllToken);
  EXPECT_EQ(own.size(), 11U);
  EXPECT_EQ(all.size(), 22U);
  for (const std::string& id : all) {
    const bool is_own = std::ranges::count(own, id) > 0;
    EXPECT_EQ(status(kAcmeToken, "/api/v1/findings/" + id), is_own ? 200 : 404);
    EXPECT_NE(same("/api/v1/findings/" + id), is_own);
  }
  EXPECT_EQ(status(kAcmeToken, "/api/v1/hops/" + std::string(31, '0') + "1"), 200);
  EXPECT_TRUE(same("/api/v1/hops/" + std::string(31, '0') + "2"));
  EXPECT_EQ(status(kAllToken, "/api/v1/hops/" + std::string(31, '0') + "2"), 200);
  EXPECT_TRUE(same("/api/v1/records/1/10")) << "an artifact that is not his";
  EXPECT_TRUE(same("/api/v1/documents/nothing"));
  EXPECT_TRUE(same("/api/v1/exports/nothing"));
  EXPECT_TRUE(same("/api/v2/state"));
}

TEST_F(ServiceTest, ATenantOfWhomNothingIsKnownSeesNothing) {
  for (const page::Document& document : page::documents())
    EXPECT_EQ(status(kNobodyToken, "/api/v1/documents/" + std::string(document.name)), 404) << document.name;
  EXPECT_EQ(status(kNobodyToken, "/api/v1/exports/findings"), 404);
  EXPECT_EQ(read(kNobodyToken, "/api/v1/state")["records"], 0);
}

TEST_F(ServiceTest, OneFindingIsAsItIsExported) {
  const std::string lines = whole_text(served_.ask(kAllToken, "/api/v1/exports/findings"));
  for (const std::string& id : findings(kAllToken)) {
    const Response one = served_.ask(kAllToken, "/api/v1/findings/" + id);
    ASSERT_EQ(one.status, 200);
    EXPECT_THAT(lines, HasSubstr(std::string(one.text()) + "\n"));
  }
}

TEST_F(ServiceTest, StateTellsWhenThereIsMore) {
  const json before = read(kAllToken, "/api/v1/state");
  EXPECT_EQ(before["records"], 200);
  EXPECT_EQ(before["findings"], 22);
  EXPECT_EQ(before["hunting"], false);
  EXPECT_EQ(read(kAcmeToken, "/api/v1/state")["records"], 100);
  EXPECT_EQ(read(kAcmeToken, "/api/v1/state")["findings"], 11);
  EXPECT_EQ(read(kAllToken, "/api/v1/documents/case")["records"], 200);
  served_.hunt_on();
  json after = before;  // it looks at the case now and then
  while (after["revision"] == before["revision"]) after = read(kAllToken, "/api/v1/state");
  EXPECT_EQ(after["records"], 300);
  EXPECT_EQ(after["findings"], 32);
  EXPECT_EQ(read(kAllToken, "/api/v1/documents/case")["records"], 300);
}

TEST_F(ServiceTest, MarksAreOnesOwn) {
  const auto post = [&](std::string_view token, const std::string& body) {
    return served_.ask(token, "/api/v1/marks", "POST", body);
  };
  const std::vector<std::string> own = findings(kAcmeToken), others = findings(kGlobexToken);
  const auto mark = [](const std::string& what, const std::string& id) {
    return json{{"what", what}, {"id", id}, {"mark", "note"}, {"text", "by hand"}}.dump();
  };
  const Response made = post(kAcmeToken, mark("finding", own.front()));
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(json::parse(made.text())["who"], "Bob");
  EXPECT_EQ(post(kAcmeToken, mark("finding", others.front())).status, 404);
  EXPECT_EQ(post(kAcmeToken, mark("finding", std::string(32, '0'))).status, 404);
  EXPECT_EQ(post(kAcmeToken, mark("hop", std::string(31, '0') + "2")).status, 404);
  EXPECT_EQ(post(kGlobexToken, mark("hop", std::string(31, '0') + "2")).status, 201);
  EXPECT_EQ(post(kAllToken, mark("rule", "r-two")).status, 201);
  EXPECT_EQ(post(kAllToken, "{}").status, 422);
  EXPECT_EQ(post("", mark("rule", "r")).status, 401);
  EXPECT_EQ(read(kAcmeToken, "/api/v1/marks").size(), 1U);
  EXPECT_EQ(read(kGlobexToken, "/api/v1/marks").size(), 1U);
  EXPECT_EQ(read(kAllToken, "/api/v1/marks").size(), 3U);
  EXPECT_EQ(read(kAllToken, "/api/v1/state")["marks"], 3);
}

TEST_F(ServiceTest, PathsAndMethods) {
  EXPECT_EQ(status(kAllToken, "/api/v1/state", "HEAD"), 200);
  EXPECT_EQ(status(kAllToken, "/api/v1/state", "POST"), 405);
  EXPECT_EQ(header(served_.ask(kAllToken, "/api/v1/marks", "DELETE"), "Allow"), "GET, HEAD, POST");
  EXPECT_EQ(status(kAllToken, "/api/v1/state/"), 400);
  EXPECT_EQ(status(kAllToken, "/api/v1"), 404);
  EXPECT_EQ(status(kAllToken, "/api/v1/findings/xyz"), 404);
  EXPECT_EQ(status(kAllToken, "/api/v1/records/0/x"), 404);
  EXPECT_EQ(status(kAllToken, "/api/v1/records/0/0/neighbours?count=x"), 400);
  EXPECT_EQ(status(kAllToken, "/../etc/passwd"), 400);
}

TEST_F(ServiceTest, SigningInWithABrowser) {
  Request form;
  form.method = "POST";
  form.target = "/sign-in";
  form.headers = {{"host", "localhost:8440"},
                  {"origin", "http://localhost:8440"},
                  {"content-type", "application/x-www-form-urlencoded"}};
  form.body = "token=wrong";
  EXPECT_EQ(served_.service().answer(form).status, 403);
  form.body = "token=" + std::string(kAcmeToken);
  const Response in = served_.service().answer(form);
  EXPECT_EQ(in.status, 303);
  const std::string cookie = header(in, "Set-Cookie");
  Request page;
  page.method = "GET";
  page.target = "/api/v1/documents/case";
  page.headers = {{"host", "localhost:8440"}, {"cookie", cookie.substr(0, cookie.find(';'))}};
  const Response case_document = served_.service().answer(page);
  EXPECT_EQ(case_document.status, 200);
  EXPECT_EQ(json::parse(case_document.text())["scope"], "acme");
  form.headers[1].second = "http://evil.example";
  EXPECT_EQ(served_.service().answer(form).status, 403);
  page.method = "POST";
  page.target = "/sign-out";
  EXPECT_EQ(served_.service().answer(page).status, 303);
  page.method = "GET";
  page.target = "/api/v1/documents/case";
  EXPECT_EQ(served_.service().answer(page).status, 401);
}

TEST_F(ServiceTest, TheOpenApiDocumentTellsOfEveryEndpoint) {
  const json document = read(kAllToken, "/api/v1/openapi.json");
  EXPECT_EQ(document["openapi"], "3.1.0");
  std::size_t operations = 0;
  for (const auto& [path, methods] : document["paths"].items()) operations += methods.size();
  EXPECT_EQ(operations, endpoints().size());
  std::string text = document.dump();
  for (std::size_t at = text.find("#/components/"); at != std::string::npos;
       at = text.find("#/components/", at + 1)) {
    const std::string pointer = text.substr(at + 1, text.find('"', at) - at - 1);
    EXPECT_TRUE(document.contains(json::json_pointer(pointer))) << pointer;
  }
}

}  // namespace
}  // namespace hoptrace::serve
