// A fleet that never was: a provider and its clients, their hosts, rules, findings and hops, drawn from a seed. The
// same sizes and seed give the same case, but for its key of pseudonyms.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "cases/case.h"

namespace hoptrace::bench {

struct Sizes {
  std::uint64_t findings = 1'000'000, hops = 10'000;
  std::uint64_t clients = 8, hosts = 40;  // of each organisation
  std::uint64_t seed = 1;
};

struct Log {
  std::string tenant, host, channel, provider;
  base::ArtifactId artifact{};
  std::uint64_t findings = 0;
};

class Fleet {
 public:
  Fleet(cases::Case& written, const Sizes& sizes);
  // Everything, in the order in which a hunt would write it.
  [[nodiscard]] base::Result<void> write();

 private:
  [[nodiscard]] std::uint64_t below(std::uint64_t end) { return dice_() % end; }
  [[nodiscard]] base::Time some_time();
  [[nodiscard]] base::Result<void> enter_rules();
  [[nodiscard]] base::Result<void> write_log(Log& log);
  [[nodiscard]] cases::FindingRow finding(const Log& log, std::uint64_t offset);
  void add_coverage(const Log& log, cases::Stretch& stretch);
  [[nodiscard]] base::Result<void> write_hops();
  [[nodiscard]] cases::HopRow hop(std::uint64_t number, bool intrusion);
  [[nodiscard]] const Log& some_log(const std::string& tenant);

  cases::Case& case_;
  Sizes sizes_;
  std::mt19937_64 dice_;
  std::vector<std::string> tenants_;
  std::vector<Log> logs_;
  std::vector<cases::RuleRow> rules_;
  cases::RulesetRow ruleset_ = 0;
  std::vector<cases::KeptRecord> records_;
};

// What a hunt would have judged: small documents of the shapes that the page reads.
[[nodiscard]] std::vector<cases::AssessmentRow> judged(const std::vector<std::string>& tenants);

}  // namespace hoptrace::bench
