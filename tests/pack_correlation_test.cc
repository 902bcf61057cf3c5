// The correlations of the built-in pack: each fires on the events of its positive.jsonl taken together, and not on
// those of its near_miss.jsonl. All go through one case as in a hunt: events, matches, evaluation; every golden file
// is a tenant of its own, and correlations never look over the border of a tenant.
#include <unistd.h>

#include <set>

#include "base/digest.h"
#include "cases/case.h"
#include "cases/reading.h"
#include "correlate/correlate.h"
#include "hunt/correlation_fields.h"
#include "pack_fixture.h"
#include "rules/field_view.h"

namespace hoptrace {
namespace {

namespace fs = std::filesystem;

// Keeps what correlations need of the matches of one file.
class Keeper final : public decode::EventSink {
 public:
  Keeper(const Pack& pack, const std::vector<cases::RuleRow>& rows, std::string tenant)
      : pack_(pack),
        rows_(rows),
        matcher_(match::make_slow_matcher(pack.shared())),
        fields_(pack.rules(), pack.fields()),
        tenant_(std::move(tenant)) {}

  void on_event(event::Event& event) override {
    found_.clear();
    matcher_->match(event, found_);
    for (const match::Match& match : found_) {
      if (!pack_.rules().compiled[match.rule].correlated || !match.certain) continue;
      cases::CorrelationMatch kept;
      kept.rule = rows_[match.rule];
      kept.offset = event.origin.offset;
      kept.tenant = tenant_;
      kept.event.time = event.time;
      kept.event.host = event.computer;
      kept.event.channel = event.channel;
      kept.event.record_id = event.record_id;
      kept.event.content = std::to_string(event.origin.offset);
      const auto& lane = pack_.rules().log_sources.lanes()[static_cast<std::size_t>(match.lane)];
      kept.fields = fields_.of(event, lane, view_);
      matches.push_back(std::move(kept));
    }
  }
  void on_anomaly(base::Anomaly anomaly) override { ADD_FAILURE() << tenant_ << ": " << anomaly.detail; }

  std::vector<cases::CorrelationMatch> matches;

 private:
  const Pack& pack_;
  const std::vector<cases::RuleRow>& rows_;
  std::unique_ptr<match::Matcher> matcher_;
  hunt::CorrelationFields fields_;
  rules::FieldView view_;
  std::string tenant_;
  std::vector<match::Match> found_;
};

class PackCorrelations : public testing::Test {
 protected:
  PackCorrelations() {
    std::string name = (fs::temp_directory_path() / "hoptrace-pack-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    case_ = std::move(*cases::Case::open_for_writing(name + "/case.hop"));
    EXPECT_TRUE(case_->begin_run("0", "test", {}));
    use_rules();
  }
  ~PackCorrelations() override {
    case_.reset();
    fs::remove_all(folder_);
  }

  void use_rules() {
    std::vector<cases::RuleRecord> records;
    const auto record = [&records](cases::RuleKind kind, const auto& rule) {
      cases::RuleRecord& row = records.emplace_back();
      row.kind = kind;
      row.id = rule.id;
      row.title = rule.title;
      row.hash = rule.hash;
    };
    for (const auto& rule : pack_.rules().rules) record(cases::RuleKind::kSigma, rule);
    for (const auto& rule : pack_.rules().correlations) record(cases::RuleKind::kCorrelation, rule);
    const auto rows = *case_->rows_for_rules(records);
    const auto split = rows.begin() + static_cast<std::ptrdiff_t>(pack_.rules().rules.size());
    rule_rows_.assign(rows.begin(), split);
    correlation_rows_.assign(split, rows.end());
    set_ = *case_->use_ruleset(rows);
  }

  void take(const fs::path& file, const std::string& tenant) {
    Keeper keeper(pack_, rule_rows_, tenant);
    pack_.decode("json", file, keeper);
    cases::Stretch stretch;
    stretch.artifact =
        case_->register_artifact(tenant, base::sha256_hex(tenant), "events.jsonl", "json", 1 << 20)->id;
    stretch.begin = 0;
    stretch.end = 1;
    stretch.matches = std::move(keeper.matches);
    const auto outcome = case_->commit_stretch(stretch, set_);
    ASSERT_TRUE(outcome) << outcome.error().sentence();
  }

  // (rule id, tenant) of every finding.
  std::set<std::pair<std::string, std::string>> findings() {
    const auto done = correlate::evaluate(*case_, pack_.rules(), rule_rows_, correlation_rows_, {});
    EXPECT_TRUE(done) << (done ? "" : done.error().sentence());
    std::set<std::pair<std::string, std::string>> out;
    cases::FindingQuery query;
    query.kind = cases::RuleKind::kCorrelation;
    const auto outcome = case_->reading()->findings(query, [&](const cases::StoredFinding& finding) {
      out.emplace(finding.rule->id, finding.row.tenant);
      return true;
    });
    EXPECT_TRUE(outcome) << outcome.error().sentence();
    return out;
  }

  Pack pack_;
  fs::path folder_;
  std::unique_ptr<cases::Case> case_;
  std::vector<cases::RuleRow> rule_rows_, correlation_rows_;
  cases::RulesetRow set_{};
};

TEST_F(PackCorrelations, FireOnTheirEventsAndNotOnNearMisses) {
  for (std::size_t i = 0; i < pack_.rules().correlations.size(); ++i) {
    if (!pack_.rules().correlation_is_finding[i]) continue;
    const fs::path name = fs::path(pack_.rules().correlations[i].path).stem();
    for (const char* kind : {"positive", "near_miss"}) {
      take(kPackSource / "tests/golden/pack" / name / (std::string(kind) + ".jsonl"), name.string() + "/" + kind);
    }
  }
  const auto found = findings();
  for (std::size_t i = 0; i < pack_.rules().correlations.size(); ++i) {
    const auto& rule = pack_.rules().correlations[i];
    const std::string name = fs::path(rule.path).stem();
    const bool finding = pack_.rules().correlation_is_finding[i];
    EXPECT_EQ(found.contains({rule.id, name + "/positive"}), finding) << rule.path << ": " << rule.title;
    EXPECT_FALSE(found.contains({rule.id, name + "/near_miss"})) << rule.path << ": " << rule.title;
  }
}

}  // namespace
}  // namespace hoptrace
