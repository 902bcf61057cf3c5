#include <gtest/gtest.h>

#include "tenants/tenants_file.h"

namespace hoptrace::tenants {
namespace {

base::Result<Tenants> parse(std::string_view more) {
  return parse_tenants("tenants:\n  - name: acme\n" + std::string(more), "tenants.yaml");
}

TEST(PostureKeys, AreRead) {
  const auto read = parse(
      "    inventory: ['NW-*']\n    delegated_admins: [one, two]\n"
      "    zones: {servers: {networks: [10.0.1.0/24]}, people: {networks: [10.0.2.0/24], may_reach: [servers]}}\n"
      "    attestations: [{check: 18, by: ann, date: '2026-01-31', note: report}]\n");
  ASSERT_TRUE(read) << read.error().sentence();
  const Tenant& acme = read->all().front();
  EXPECT_TRUE(acme.inventory.front().matches("nw-lap3"));
  EXPECT_EQ(acme.delegated_admins.size(), 2u);
  ASSERT_EQ(acme.zones.size(), 2u);
  EXPECT_EQ(acme.zones[1].may_reach, std::vector<std::string>{"servers"});
  ASSERT_EQ(acme.attestations.size(), 1u);
  EXPECT_EQ(acme.attestations[0].by, "ann");
  EXPECT_EQ(acme.attestations[0].note, "report");
}

TEST(PostureKeys, AreRefusedWhereTheySayNothing) {
  for (const std::string_view more :
       {"    zones: {servers: [10.0.1.0/24]}\n", "    zones: {a: {networks: [10.0.1.0/24], may_reach: [b]}}\n",
        "    zones: {a: {nets: [10.0.1.0/24]}}\n", "    attestations: [{check: 21, by: ann, date: '2026-01-31'}]\n",
        "    attestations: [{check: 18, by: ann, date: 'soon'}]\n",
        "    attestations: [{check: 18, date: '2026-01-31'}]\n", "    attestations: {check: 18}\n",
        "    delegated_admins: {one: two}\n"}) {
    const auto read = parse(more);
    ASSERT_FALSE(read) << more;
    EXPECT_TRUE(read.error().place.starts_with("tenants.yaml:")) << read.error().place;
  }
}

}  // namespace
}  // namespace hoptrace::tenants
