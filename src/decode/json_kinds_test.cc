#include "decode/json_kinds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <initializer_list>

namespace hoptrace::decode {
namespace {

using testing::HasSubstr;

class Kinds : public testing::Test {
 protected:
  void SetUp() override {
    auto loaded = JsonKinds::load(std::string(HOPTRACE_SOURCE) + "/content");
    ASSERT_TRUE(loaded) << loaded.error().sentence();
    kinds_ = std::move(*loaded);
  }
  std::string kind(std::initializer_list<JsonKey> keys) const {
    const event::LogKind kind = kinds_.kind_of({keys.begin(), keys.size()});
    return std::string(kind.product) + "|" + std::string(kind.category) + "|" + std::string(kind.service);
  }
  JsonKinds kinds_;
};

TEST_F(Kinds, CloudTrail) {
  EXPECT_EQ(kind({{"eventVersion", ""}, {"eventSource", "iam.amazonaws.com"}, {"eventName", ""}, {"awsRegion", ""}}),
            "aws||cloudtrail");
}

TEST_F(Kinds, AzureInItsThreeShapes) {
  EXPECT_EQ(kind({{"id", ""}, {"userPrincipalName", ""}, {"appId", ""}, {"conditionalAccessStatus", ""}}),
            "azure||signinlogs");
  EXPECT_EQ(kind({{"category", "SignInLogs"}, {"operationName", ""}, {"properties.userAgent", ""}}),
            "azure||signinlogs");
  EXPECT_EQ(kind({{"activityDisplayName", ""}, {"initiatedBy.user.id", ""}, {"loggedByService", ""}}),
            "azure||auditlogs");
  EXPECT_EQ(kind({{"Category", "ApplicationManagement"}, {"ActivityDisplayName", ""}, {"InitiatedBy", ""}}),
            "azure||auditlogs");
  EXPECT_EQ(kind({{"operationName", ""}, {"resourceId", ""}, {"caller", ""}}), "azure||activitylogs");
  EXPECT_EQ(kind({{"riskEventType", ""}, {"riskState", ""}, {"userPrincipalName", ""}}), "azure||riskdetection");
}

TEST_F(Kinds, Microsoft365) {
  EXPECT_EQ(kind({{"CreationTime", ""}, {"Operation", ""}, {"Workload", ""}}), "m365||audit");
  EXPECT_EQ(kind({{"RecordType", ""}, {"Operation", ""}, {"OfficeWorkload", ""}}), "m365||audit");
}

TEST_F(Kinds, ZeekSaysSoItself) {
  EXPECT_EQ(kind({{"_path", "conn"}, {"ts", ""}}), "zeek||conn");
  EXPECT_EQ(kind({{"@stream", "smb_files"}, {"ts", ""}}), "zeek||smb_files");
  EXPECT_EQ(kind({{"_path", "dhcp"}, {"ts", ""}}), "zeek||dhcp");
  EXPECT_EQ(kind({{"_path", "no such log"}, {"ts", ""}}), "||");
}

TEST_F(Kinds, ZeekByItsFields) {
  EXPECT_EQ(kind({{"ts", ""}, {"uid", ""}, {"id.orig_h", ""}, {"conn_state", ""}}), "zeek||conn");
  EXPECT_EQ(kind({{"ts", ""}, {"id_orig_h", ""}, {"endpoint", ""}, {"operation", ""}}), "zeek||dce_rpc");
  EXPECT_EQ(kind({{"ts", ""}, {"id_orig_h", ""}, {"trans_depth", ""}, {"method", ""}}), "zeek||http");
  EXPECT_EQ(kind({{"ts", ""}, {"id_orig_h", ""}, {"path", ""}, {"share_type", ""}}), "zeek||smb_mapping");
  EXPECT_EQ(kind({{"ts", ""}, {"id", ""}, {"certificate_serial", ""}, {"certificate_issuer", ""}}), "zeek||x509");
  EXPECT_EQ(kind({{"ts", ""}, {"uids", ""}, {"client_addr", ""}, {"mac", ""}, {"assigned_addr", ""}}), "zeek||dhcp");
  EXPECT_EQ(kind({{"ts", ""}, {"uid", ""}, {"id.orig_h", ""}, {"username", ""}, {"hostname", ""}, {"success", ""}}),
            "zeek||ntlm");
}

TEST_F(Kinds, Others) {
  EXPECT_EQ(kind({{"eventType", ""}, {"displayMessage", ""}, {"published", ""}}), "okta||okta");
  EXPECT_EQ(kind({{"action", "repo.create"}, {"actor", ""}, {"org", ""}, {"_document_id", ""}}), "github||audit");
  EXPECT_EQ(kind({{"protoPayload.serviceName", "admin.googleapis.com"}, {"protoPayload.methodName", ""}}),
            "gcp||google_workspace.admin");
  EXPECT_EQ(kind({{"protoPayload.serviceName", "iam.googleapis.com"}, {"protoPayload.methodName", ""}}),
            "gcp||gcp.audit");
  EXPECT_EQ(kind({{"verb", "create"}, {"objectRef.resource", "pods"}, {"auditID", ""}}), "kubernetes||audit");
}

TEST_F(Kinds, NobodyKnowsIt) {
  EXPECT_EQ(kind({}), "||");
  EXPECT_EQ(kind({{"hello", "world"}, {"ts", "1"}}), "||");
}

TEST(BrokenKinds, NameFileAndLine) {
  const std::string content = testing::TempDir() + "json_kinds_test";
  std::filesystem::create_directories(content + "/logsources");
  const auto error = [&](const std::string& text) {
    std::ofstream(content + "/logsources/json.yml") << text;
    const auto loaded = JsonKinds::load(content);
    return loaded ? "loaded" : loaded.error().sentence();
  };
  EXPECT_EQ(error("kinds:\n  - {product: p, has: [a]}\n"), "loaded");
  for (const std::string fault :
       {"{product: p}", "{has: [a]}", "{product: p, has: []}", "{product: p, has: a}", "{product: p, hass: [a]}",
        "{product: p, has: [{a: b, c: d}]}", "{product: p, has: [{a: [[b]]}]}", "{product: p, service_in: a}", "7"}) {
    EXPECT_THAT(error("kinds:\n  - " + fault + "\n"), HasSubstr("json.yml:2")) << fault;
  }
  EXPECT_THAT(error("rows: []\n"), HasSubstr("json.yml:1"));
  std::filesystem::remove_all(content);
  EXPECT_FALSE(JsonKinds::load(content));
}

}  // namespace
}  // namespace hoptrace::decode
