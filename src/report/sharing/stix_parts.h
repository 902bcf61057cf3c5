// The parts of a STIX bundle, each made of a SharedCase, in the order in which they must be made: hosts and
// identities are named by all others.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "report/sharing/shared_case.h"
#include "report/sharing/stix_bundle.h"

namespace hoptrace::report {

class StixParts {
 public:
  StixParts(const SharedCase& shared, const ExportOptions& options)
      : shared_(shared), options_(options), bundle_(shared, options.tlp) {}

  void identities();
  void findings();    // observed-data, a note each, sightings of techniques and software
  void indicators();  // indicator, sighting, opinion
  void intrusions();  // campaign, hosts, hops, grouping
  void group();       // intrusion-set
  void closing();     // what was left out; the report over all
  [[nodiscard]] const StixBundle& bundle() const { return bundle_; }

 private:
  struct Seen {  // of a technique or a piece of software in one tenant
    base::Time first, last;
    std::uint64_t count = 0;
    std::vector<std::string> observed;
  };

  void finding(const SharedFinding& shared);
  void seen(const SharedFinding& shared, const std::string& observed);
  void sightings_of_attack();
  void sighting(const SharedSighting& row);
  void intrusion(const cases::IntrusionRow& row);
  [[nodiscard]] std::vector<std::string> hop(const cases::HopRow& row, const std::string& campaign);
  [[nodiscard]] std::string place(const cases::HopPlace& place);
  // An attack-pattern, malware or tool; empty for software that the tables do not know.
  [[nodiscard]] std::string attack_object(const std::string& id);
  std::string note(const std::string& key, std::string_view abstract, const std::string& text,
                   const std::vector<std::string>& about);

  const SharedCase& shared_;
  const ExportOptions& options_;
  StixBundle bundle_;
  std::map<std::string, std::string> tenants_;                    // name → identity
  std::map<std::pair<std::string, std::string>, Seen> attack_;    // (ATT&CK id, tenant)
  std::map<std::string, std::vector<std::string>> by_indicator_;  // rule id and tenant → observed-data
  std::vector<std::string> campaigns_;
};

}  // namespace hoptrace::report
