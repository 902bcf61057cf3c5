// Gathering: takes what records say, one by one in any order, and keeps of each organisation what the checks ask for.
//
// Order: add(), add_day() … for all evidence, then judge() (judge.h) reads estates(). Memory is bounded: maps by host
// and account stop growing at kMostKeys, and what stands in them already is still counted.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "assess/posture/estate.h"

namespace hoptrace::assess::posture {

constexpr std::size_t kMostKeys = 200'000;

class Gathering {
 public:
  // `dynamic_names`: apexes under which anybody can have a name (content/posture/dynamic-names.txt).
  Gathering(const tenants::Tenants& tenants, std::vector<std::string> dynamic_names);

  void add(const Seen& seen);
  void add_day(const LogDay& day);
  void add_hole(const LogHole& hole);
  void add_hop(const HopSeen& hop);
  void add_finding(const FindingSeen& finding);
  // An artifact of the tenant holds library loads (Sysmon 7).
  void add_image_loads(std::string_view tenant, const Record& record);

  [[nodiscard]] const tenants::Tenants& tenants() const { return tenants_; }
  [[nodiscard]] std::map<std::string, Estate, std::less<>>& estates() { return estates_; }

 private:
  [[nodiscard]] Estate& estate(std::string_view tenant);
  [[nodiscard]] bool is_dynamic(std::string_view name) const;

  void session(Estate& estate, const Seen& seen);
  void provider_session(Estate& estate, const Seen& seen);
  void console(Estate& estate, const Seen& seen);
  void privilege(Estate& estate, const Seen& seen);
  void ticket(Estate& estate, const Seen& seen);
  void flow(Estate& estate, const Seen& seen);
  void link(Estate& estate, const Seen& seen);
  void desktop(Estate& estate, const Seen& seen);
  void delegated(Estate& estate, const Seen& seen);
  void clear(Estate& estate, const Seen& seen);
  void sid(Estate& estate, const Seen& seen);
  void vpn(Estate& estate, const Seen& seen);
  void failures(Estate& estate, const Seen& seen);
  void member(Estate& estate, const Seen& seen);
  void disabled(Estate& estate, const Seen& seen);
  void netlogon(Estate& estate, const Seen& seen);
  void system(Estate& estate, const Seen& seen);
  void listed(Estate& estate, const Seen& seen);
  void scripts(Estate& estate, const Seen& seen);
  void factor(Estate& estate, const Seen& seen);
  void egress(Estate& estate, const Seen& seen);
  void lookup(Estate& estate, const Seen& seen);
  void use(Estate& estate, const Seen& seen);
  void name(Estate& estate, const Seen& seen);

  const tenants::Tenants& tenants_;
  std::vector<std::string> dynamic_names_;
  std::map<std::string, Estate, std::less<>> estates_;
};

}  // namespace hoptrace::assess::posture
