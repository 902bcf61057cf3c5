// View: a case as one reader may see it, and what several documents need of it, gathered once.
//
// Everything that a document says goes through here or through reading(), which gives pseudonyms where they are asked
// for. What is another tenant's has no place here: its artifacts have no row, its hops are not in hops(). Not for
// sharing between threads; the Reading must not be used by anybody else meanwhile.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "cases/reading.h"
#include "page/document_text.h"
#include "report/hop_border.h"
#include "report/one_tenant_reading.h"
#include "report/redaction/redacted_reading.h"
#include "report/sharing/attack_names.h"

namespace hoptrace::page {

// How much of a case goes into its documents. What is left out is said in the document `case`.
struct Bounds {
  std::size_t findings = 200'000;       // of those that are neither of the next two
  std::size_t grave_findings = 50'000;  // certain, of high or critical level
  std::size_t path_findings = 50'000;   // on the hosts of an intrusion, at its time
  std::size_t finding_details = 2'000;
  std::size_t hop_details = 5'000;     // beside those on an intrusion
  std::size_t text_bytes = 200;        // of one value in `finding_texts`
  std::size_t texts_bytes = 16 << 20;  // of all of them together; findings beyond it are told without
  std::size_t sessions = 5'000;
  std::size_t gaps = 2'000;
};

struct Input {
  cases::Reading& reading;
  std::optional<std::string> tenant = {};  // only what this one may see
  bool redact = false;
  Bounds bounds = {};
  report::AttackNames names = {};
  std::string case_name = "case.hop", version = {};
  base::Time made = {};
  bool served = false;
};

struct Organisation {
  std::string name;
  std::optional<std::string> role, msp;  // "msp" or "client"; its provider, by tenants.yaml
};

class FindingTable;  // finding_table.h
struct SessionList;  // sessions_list.h

class View {
 public:
  ~View();

  // A tenant of whom the case holds nothing is an Error.
  [[nodiscard]] static base::Result<std::unique_ptr<View>> over(Input input);

  [[nodiscard]] const Input& input() const { return input_; }
  [[nodiscard]] cases::Reading& reading() {
    if (redacted_) return *redacted_;
    return own_ ? *own_ : input_.reading;
  }
  [[nodiscard]] const std::optional<std::string>& tenant() const { return tenant_; }  // as reading() calls it
  [[nodiscard]] bool may_see(const std::string& tenant) const { return !tenant_ || tenant == *tenant_; }
  [[nodiscard]] const report::HopBorder& border() const { return *border_; }

  // The rows of `evidence.artifacts`.
  [[nodiscard]] const std::vector<cases::ArtifactState>& artifacts() const { return artifacts_; }
  static constexpr std::uint32_t kNoRow = 0xffffffff;  // another tenant's
  [[nodiscard]] std::uint32_t row_of(base::ArtifactId artifact) const;
  [[nodiscard]] std::uint32_t row_of(const std::string& path) const;

  [[nodiscard]] const std::vector<cases::IntrusionRow>& intrusions() const { return intrusions_; }
  // Those on an intrusion, by time.
  [[nodiscard]] const std::vector<cases::HopRow>& path() const { return path_; }
  // Whether it is a host of an intrusion, within a day of it.
  [[nodiscard]] bool on_path(const std::string& tenant, const std::string& host, base::Time time) const;
  // Whose names the reader may see: by name, their own provider among them.
  [[nodiscard]] const std::vector<Organisation>& organisations() const { return organisations_; }
  // Made when it is first asked for.
  [[nodiscard]] base::Result<const FindingTable*> finding_table();
  [[nodiscard]] base::Result<const SessionList*> sessions();
  // A document of the last run's judging, parsed: of one tenant, or (empty) of all together. Null where there is
  // none.
  [[nodiscard]] base::Result<Json> judged(std::string_view kind, const std::string& tenant);

  // Facts as they lie in the case, under the names of the case; shown_ makes of each name what the reader is told.
  [[nodiscard]] base::Result<void> facts(const cases::Each<cases::PackedFacts>& each) {
    return input_.reading.logon_facts(each);
  }
  [[nodiscard]] std::string shown_tenant(const std::string& name) const {
    return redacted_ ? redacted_->tenant(name) : name;
  }
  [[nodiscard]] std::string shown_host(const std::string& name) const {
    return redacted_ ? redacted_->host(name) : name;
  }
  [[nodiscard]] std::string shown_text(const std::string& text) const {
    return redacted_ ? redacted_->text(text) : text;
  }

 private:
  explicit View(Input input);
  [[nodiscard]] base::Result<void> gather();
  [[nodiscard]] base::Result<void> list_artifacts();
  [[nodiscard]] base::Result<void> follow_intrusions();
  [[nodiscard]] base::Result<void> list_organisations();

  Input input_;
  std::optional<std::string> tenant_;
  std::unique_ptr<report::OneTenantReading> own_;  // of the tenant asked for, without others' names in findings
  std::unique_ptr<report::RedactedReading> redacted_;
  std::optional<report::HopBorder> border_;
  std::vector<cases::ArtifactState> artifacts_;
  std::unordered_map<std::int64_t, std::uint32_t> row_by_id_;
  std::unordered_map<std::string, std::uint32_t> row_by_path_;
  std::vector<cases::IntrusionRow> intrusions_;
  std::vector<cases::HopRow> path_;
  std::set<std::pair<std::string, std::string>> path_hosts_;  // tenant, host without case
  std::optional<base::Time> path_from_, path_to_;
  std::vector<Organisation> organisations_;
  std::unique_ptr<FindingTable> findings_;
  std::unique_ptr<SessionList> sessions_;
};

}  // namespace hoptrace::page
