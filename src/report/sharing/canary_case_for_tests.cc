#include "report/sharing/canary_case_for_tests.h"

#include <fmt/format.h>

#include <random>

#include "sessions/packed_facts.h"

namespace hoptrace::report {
namespace {

// Letters only, so that a name never looks like an id; long enough to be met nowhere by chance.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(engine_() % end); }
  std::string word(std::size_t letters) {
    std::string text;
    for (std::size_t i = 0; i < letters; ++i) text += static_cast<char>('g' + below(20));
    return text;
  }
  template <class T>
  const T& one_of(const std::vector<T>& list) {
    return list[below(list.size())];
  }

 private:
  std::mt19937_64 engine_;
};

const cases::RuleRecord kSigma{.kind = cases::RuleKind::kSigma,
                               .id = "rule-1",
                               .title = "A command was run from afar",
                               .author = "us",
                               .level = "high",
                               .status = {},
                               .path = {},
                               .description = "Says nothing of anybody",
                               .tags = {"attack.t1047", "attack.t1021.001"},
                               .references = {},
                               .falsepositives = {},
                               .hash = "h1"};
const cases::RuleRecord kIndicator{.kind = cases::RuleKind::kIndicator,
                                   .id = "rule-2",
                                   .title = "Published indicator: domain evil.example.net (Bad)",
                                   .author = "a list",
                                   .level = "high",
                                   .status = {},
                                   .path = {},
                                   .description = {},
                                   .tags = {},
                                   .references = {},
                                   .falsepositives = {},
                                   .hash = "h2"};

CanaryTenant make_tenant(Dice& dice) {
  CanaryTenant tenant;
  const std::string brand = dice.word(9);
  tenant.name = brand + "-" + dice.word(5);
  tenant.domain = dice.word(10) + ".example";
  tenant.netbios = dice.word(8);
  tenant.address = fmt::format("10.{}.{}.{}", 100 + dice.below(100), 100 + dice.below(100), 100 + dice.below(100));
  for (int i = 0; i < 3; ++i) tenant.hosts.push_back(dice.word(7));
  for (int i = 0; i < 3; ++i) tenant.accounts.push_back(dice.word(1) + "." + dice.word(8));
  return tenant;
}

std::string command(Dice& dice, const CanaryTenant& tenant) {
  switch (dice.below(4)) {
    case 0:
      return fmt::format("net use \\\\{}\\c$ /user:{}\\{}", dice.one_of(tenant.hosts), tenant.netbios,
                         dice.one_of(tenant.accounts));
    case 1:
      return fmt::format("cmd /c type C:\\Users\\{}\\x_{}_2016.txt", dice.one_of(tenant.accounts), tenant.name);
    case 2:
      return fmt::format("ping {}; ssh {}@{}.{}", tenant.address, dice.one_of(tenant.accounts),
                         dice.one_of(tenant.hosts), tenant.domain);
    default:
      return fmt::format("pscp -P 443 a.rar {}:{}.rar", tenant.address, dice.one_of(tenant.hosts));
  }
}

cases::Source source(Dice& dice, const CanaryTenant& tenant) {
  return {tenant.artifact,
          tenant.name,
          std::string(64, 'a'),
          {tenant.name + "/" + dice.one_of(tenant.hosts) + "/Security.evtx"},
          7};
}

void add_finding(Dice& dice, CanaryCase& made, std::size_t number) {
  const CanaryTenant& tenant = dice.one_of(made.tenants);
  cases::StoredFinding finding;
  const bool published = dice.below(4) == 0;
  finding.id = fmt::format("{:032x}", number + 1);
  finding.rule = published ? &kIndicator : &kSigma;
  finding.row.level = "high";
  finding.row.certain = dice.below(5) != 0;
  finding.row.tenant = tenant.name;
  finding.row.event.time = base::Time::from_seconds(1'500'000'000 + static_cast<std::int64_t>(number));
  finding.row.event.host = dice.one_of(tenant.hosts) + (dice.below(2) == 0 ? "." + tenant.domain : "");
  finding.row.event.channel = "Security";
  finding.row.matched = {{"CommandLine", command(dice, tenant)},
                         {"User", tenant.netbios + "\\" + dice.one_of(tenant.accounts)},
                         {"SourceIp", tenant.address}};
  if (published) finding.row.matched = {{"QueryName", "evil.example.net"}};
  finding.sources = {source(dice, tenant)};
  // A collector of somebody else's has a copy; a correlation was made of another one's record as well.
  if (dice.below(3) == 0) finding.sources.push_back(source(dice, dice.one_of(made.tenants)));
  if (dice.below(4) == 0) {
    const CanaryTenant& other = dice.one_of(made.tenants);
    cases::PartRef part{"rule-1", kSigma.title, finding.row.event, source(dice, other)};
    part.event.host = dice.one_of(other.hosts);
    finding.parts.push_back(part);
    finding.part_count = 1;
  }
  made.reading.all_findings.push_back(std::move(finding));
  if (published) {
    cases::SightingGroup group{&kIndicator, "evil.example.net", {}, 1, 1, base::Time{}, base::Time{}};
    group.places = {{tenant.name, dice.one_of(tenant.hosts)}};
    made.reading.all_sightings.push_back(std::move(group));
  }
}

void add_hop(Dice& dice, CanaryCase& made, std::size_t number) {
  const CanaryTenant &from = dice.one_of(made.tenants), &to = dice.one_of(made.tenants);
  cases::HopRow hop;
  hop.id = fmt::format("{:032x}", 1000 + number);
  hop.time = base::Time::from_seconds(1'500'000'000 + static_cast<std::int64_t>(number) * 60);
  if (dice.below(5) != 0) hop.from = {from.name, dice.one_of(from.hosts)};
  if (!hop.from) hop.candidates = {{from.name, dice.one_of(from.hosts)}};
  hop.to = {to.name, dice.one_of(to.hosts)};
  hop.account = to.netbios + "\\" + dice.one_of(to.accounts);
  hop.method = "rdp";
  hop.status = "confirmed";
  hop.confidence = 0.9;
  hop.intrusion = true;
  hop.border = from.name != to.name;
  hop.why = {fmt::format("source: {} says that it went to {}", from.hosts[0], to.hosts[0]),
             fmt::format("{} has a log of {}", to.name, to.hosts[1])};
  if (dice.below(3) == 0) hop.gap = "Nobody knows from which host of " + from.name + " it came";
  for (const CanaryTenant* side : {&from, &to}) {
    const cases::Source log = source(dice, *side);
    hop.evidence.push_back({side->artifact, 3, 4, 4624, "destination", side->name, log.paths[0], log.sha256});
  }
  made.reading.all_hops.push_back(std::move(hop));
}

void add_intrusion(CanaryCase& made) {
  cases::IntrusionRow row;
  row.id = "00000000000000aa";
  for (const cases::HopRow& hop : made.reading.all_hops) {
    row.hops.push_back(hop.id);
    row.accounts.push_back(hop.account);
  }
  const CanaryTenant& first = made.tenants[0];
  row.patient_zero = {first.name, first.hosts[0]};
  row.origin_tenant = first.name;
  for (const CanaryTenant& tenant : made.tenants) {
    row.tenants.push_back(tenant.name);
    row.gaps.push_back(tenant.name + " has no log from " + tenant.hosts[1]);
  }
  row.alternatives = {{{row.hops[0]}, "it came from " + first.name + "/" + first.hosts[1]}};
  made.reading.all_intrusions = {row};
}

// What was judged, in the members that the documents of all kinds have; with an empty kind it is handed out as each.
std::string document(const std::vector<CanaryTenant>& tenants) {
  std::string checks, steps;
  for (const CanaryTenant& tenant : tenants) {
    const std::string evidence =
        fmt::format(R"("evidence":[{{"path":"{}/{}/Security.evtx","offset":7}}])", tenant.name, tenant.hosts[0]);
    checks += fmt::format(R"({}{{"tenant":"{}","check":"c","verdict":"fail","why":"{} was used on {} from {}",{}}})",
                          checks.empty() ? "" : ",", tenant.name, tenant.accounts[1], tenant.hosts[1], tenant.address,
                          evidence);
    steps += fmt::format(
        R"({}{{"id":"1","tenant":"{}","order":1,"action":"isolate","target":{{"kind":"host","name":"{}"}},)"
        R"("what":"Isolate {}","reason":"{} came to it",{}}})",
        steps.empty() ? "" : ",", tenant.name, tenant.hosts[2], tenant.hosts[2], tenant.accounts[0], evidence);
  }
  return fmt::format(
      R"({{"tenant":{},"checks":[{}],"phases":[{{"phase":"cut","title":"Cut","when":"","steps":[{}]}}]}})",
      tenants.size() == 1 ? '"' + tenants[0].name + '"' : "null", checks, steps);
}

// What a hunt knows of everybody's logons: here stand accounts that nothing else names as such.
cases::PackedFacts facts_of(const CanaryTenant& tenant) {
  sessions::Facts facts;
  for (std::size_t i = 0; i < tenant.accounts.size(); ++i) {
    sessions::Fact fact;
    fact.tenant = facts.texts.intern(tenant.name);
    fact.host = facts.texts.intern(tenant.hosts[i] + "." + tenant.domain);
    fact.account = facts.texts.intern(tenant.netbios + "\\" + tenant.accounts[i]);
    facts.rows.push_back(fact);
  }
  return {{}, tenant.name, sessions::pack(facts)};
}

cases::KeptRecord record_of(const CanaryTenant& tenant) {
  cases::KeptRecord record;
  record.artifact = tenant.artifact;
  record.offset = 3;
  record.tenant = tenant.name;
  record.event.host = tenant.hosts[0];
  record.fields = {{"TargetUserName", tenant.accounts[2]},
                   {"IpAddress", tenant.address},
                   {"WorkstationName", tenant.hosts[1]},
                   {"CommandLine", "net use \\\\" + tenant.hosts[2] + "." + tenant.domain}};
  return record;
}

void add_logs(CanaryCase& made) {
  for (const CanaryTenant& tenant : made.tenants) {
    cases::SummaryRow counted;
    counted.tenant = counted.key = tenant.name;
    made.reading.by_tenant.push_back(counted);
    for (const std::string& host : tenant.hosts) {
      cases::CoverageDay day;
      day.row.tenant = tenant.name;
      day.row.host = host + "." + tenant.domain;
      day.row.channel = "Security";
      made.reading.days.push_back(day);
      made.reading.gaps.push_back({tenant.name, host, "Security", 1, 2, {}, {}});
    }
    cases::ArtifactState state;
    state.artifact.id = tenant.artifact;
    state.artifact.tenant = tenant.name;
    state.artifact.paths = {tenant.name + "/" + tenant.hosts[0] + "/Security.evtx"};
    made.reading.all_artifacts.push_back(state);
    made.reading.all_anomalies.push_back({"log_cleared", tenant.name, tenant.name + "/x.evtx", std::string(64, 'b'),
                                          "the log of " + tenant.hosts[2] + " was cleared", 0});
    made.reading.all_facts.push_back(facts_of(tenant));
    made.reading.all_records.push_back(record_of(tenant));
    made.reading.all_audit.push_back(
        {1,
         {},
         "aware",
         fmt::format(R"({{"tenant":"{}","by":"somebody","why":"{} was met"}})", tenant.name, tenant.hosts[0])});
    made.reading.notes.push_back(
        {"refused", "r", "Logons to " + tenant.hosts[1], tenant.name + "/rules/x.yml", "no rule"});
    made.reading.all_assessments.push_back({"", tenant.name, document({tenant})});
  }
  made.reading.all_assessments.push_back({"", "", document(made.tenants)});
}

}  // namespace

std::vector<std::string> CanaryTenant::canaries() const {
  std::vector<std::string> all{name, domain, netbios, address};
  all.insert(all.end(), hosts.begin(), hosts.end());
  all.insert(all.end(), accounts.begin(), accounts.end());
  return all;
}

CanaryCase canary_case(std::uint64_t seed) {
  Dice dice(seed);
  CanaryCase made;
  const std::size_t tenants = 2 + dice.below(3);
  for (std::size_t i = 0; i < tenants; ++i) {
    made.tenants.push_back(make_tenant(dice));
    made.tenants.back().artifact = base::ArtifactId{static_cast<std::int64_t>(i) + 1};
  }
  std::string command = "hunt";
  for (const CanaryTenant& tenant : made.tenants) command += " " + tenant.name;
  made.reading.all_runs.push_back({1, "1", command, "failed: " + command, {}, {}});
  add_logs(made);
  const std::size_t findings = 3 + dice.below(10), hops = 1 + dice.below(6);
  for (std::size_t i = 0; i < findings; ++i) add_finding(dice, made, i);
  for (std::size_t i = 0; i < hops; ++i) add_hop(dice, made, i);
  add_intrusion(made);
  made.reading.in_force = {kSigma, kIndicator};
  return made;
}

}  // namespace hoptrace::report
