// What must hold of hops whatever the evidence: held against simulated fleets, and against published captures where
// ../shared is there.
//
// A hop rests on the records that it cites: without them there is none, and with one side less it is less certain.
// Tenants that look alike are not mixed. In what order facts are told, and whether a trace came in between, is all
// one.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <random>
#include <set>

#include "hops/tracer.h"
#include "hunt/event_reader.h"
#include "sessions/fact_table.h"
#include "simulate/scenario.h"
#include "tenants/tenants_file.h"

namespace hoptrace {
namespace {

namespace fs = std::filesystem;
using hops::Hop;
using hops::Side;
using hops::TraceResult;
using sessions::Fact;
using sessions::Facts;

const fs::path kCaptures = fs::path(HOPTRACE_SOURCE) / "../shared/data/otrf/lateral_movement";
constexpr std::size_t kMostTried = 40;  // hops of one body of evidence

// All facts of some evidence, and whose it is.
struct Evidence {
  std::string name;
  tenants::Tenants tenants = tenants::Tenants::only_default();
  std::unique_ptr<Facts> facts{};
};

class Reader {
 public:
  Reader() {
    sessions::FactReader::declare(equipment_.fields);
    auto kinds = decode::JsonKinds::load(std::string(HOPTRACE_SOURCE) + "/content");
    if (kinds) equipment_.json_kinds = std::move(*kinds);
    auto vpn = decode::vpn::VpnPatterns::load(std::string(HOPTRACE_SOURCE) + "/content");
    if (vpn) equipment_.vpn_patterns = std::move(*vpn);
  }

  // Each file is an artifact; its tenant: the folder below `root` that it is in.
  Evidence read(const std::string& name, const fs::path& root, const std::vector<fs::path>& files) {
    Evidence evidence{.name = name};
    sessions::FactReader reader(equipment_.fields);
    std::vector<std::size_t> ends;
    for (const fs::path& file : files) {
      const std::string tenant = fs::relative(file, root).begin()->string();
      const auto done = hunt::read_events(file.string(), equipment_, [&](const event::Event& event) {
        reader.read(event, files.size() == 1 ? "default" : tenant, event.computer);
      });
      EXPECT_TRUE(done) << file;
      ends.push_back(reader.facts().rows.size());
    }
    evidence.facts = reader.take();
    std::size_t file = 0;
    for (std::size_t i = 0; i < evidence.facts->rows.size(); ++i) {
      while (i >= ends[file]) ++file;
      evidence.facts->rows[i].artifact = base::ArtifactId{static_cast<std::int64_t>(file) + 1};
    }
    return evidence;
  }

 private:
  hunt::Equipment equipment_;
};

Evidence fleet(const std::string& scenario, std::uint64_t seed, int lose, int skew,
               std::optional<std::uint64_t> names = {}) {
  const fs::path folder = fs::temp_directory_path() / fmt::format("hoptrace_property_{}_{}", ::getpid(), seed);
  simulate::SimulateOptions options;
  options.scenario = scenario;
  options.seed = seed;
  options.plan_seed = names;
  options.fleet = simulate::FleetSize{2, 10, 3};
  options.lose_percent = lose;
  options.skew_minutes = skew;
  EXPECT_TRUE(simulate::simulate(options, folder.string()));
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder / "evidence"))
    if (entry.is_regular_file() && entry.path().filename() != "tenants.yaml") files.push_back(entry.path());
  std::ranges::sort(files);
  Evidence evidence = Reader().read(fmt::format("{} {}", scenario, seed), folder / "evidence", files);
  evidence.tenants = *tenants::read_tenants((folder / "evidence/tenants.yaml").string());
  fs::remove_all(folder);
  return evidence;
}

const std::vector<Evidence>& fleets() {
  static const std::vector<Evidence> kAll = [] {
    std::vector<Evidence> all;
    all.push_back(fleet("cloud-hopper", 31, 0, 0));
    all.push_back(fleet("rmm-push", 32, 30, 5));
    all.push_back(fleet("two-intruders", 33, 20, 3));
    all.push_back(fleet("gdap", 34, 0, 2));
    return all;
  }();
  return kAll;
}

const std::vector<Evidence>& captures() {
  static const std::vector<Evidence> kAll = [] {
    std::vector<Evidence> all;
    if (!fs::exists(kCaptures)) return all;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(kCaptures))
      if (entry.path().extension() == ".zip") files.push_back(entry.path());
    std::ranges::sort(files);
    Reader reader;
    for (const fs::path& file : files) all.push_back(reader.read(file.stem().string(), kCaptures, {file}));
    return all;
  }();
  return kAll;
}

TraceResult trace(const Evidence& evidence, const std::vector<Fact>& rows) {
  hops::Tracer tracer(evidence.tenants);
  Facts& facts = *evidence.facts;
  std::vector<Fact> all = rows;
  facts.rows.swap(all);
  tracer.add(facts);
  facts.rows.swap(all);
  return tracer.trace({});
}

using Record = std::pair<std::int64_t, std::uint64_t>;
Record record_of(const Fact& fact) {
  return {static_cast<std::int64_t>(fact.artifact), fact.offset};
}
Record record_of(const hops::Evidence& one) {
  return {static_cast<std::int64_t>(one.artifact), one.offset};
}
std::set<Record> records_of(const Hop& hop, std::optional<Side> side = {}) {
  std::set<Record> records;
  for (const hops::Evidence& one : hop.evidence)
    if (!side || one.side == *side) records.insert(record_of(one));
  return records;
}
std::vector<Fact> without(const std::vector<Fact>& rows, const std::set<Record>& records) {
  std::vector<Fact> rest;
  std::ranges::copy_if(rows, std::back_inserter(rest),
                       [&](const Fact& fact) { return !records.contains(record_of(fact)); });
  return rest;
}

// Some of all hops, spread evenly.
std::vector<Hop> some(const TraceResult& result) {
  std::vector<Hop> tried;
  const std::size_t step = std::max<std::size_t>(1, result.hops.size() / kMostTried);
  for (std::size_t i = 0; i < result.hops.size(); i += step) tried.push_back(result.hops[i]);
  return tried;
}

std::set<std::string> ids_of(const TraceResult& result) {
  std::set<std::string> ids;
  for (const Hop& hop : result.hops) ids.insert(hop.id);
  return ids;
}

// Whether a hop could be taken for another: the same coming, told anew.
bool is_same_coming(const Hop& one, const Hop& other) {
  constexpr std::int64_t kNear = 15 * base::Time::kTicksPerSecond;
  if (!(one.to == other.to) || std::abs(one.time.ticks - other.time.ticks) > kNear) return false;
  return one.account == other.account || one.account.empty() || other.account.empty();
}

std::string show(const Hop& hop) {
  std::string text = fmt::format("{} {} {}/{} > {}/{} {} {} {} {:.6f} {:.6f} {} {}\n", hop.id, hop.time.ticks,
                                 hop.from ? hop.from->tenant : "", hop.from ? hop.from->host : "?", hop.to.tenant,
                                 hop.to.host, hop.account, name(hop.method), name(hop.status), hop.confidence,
                                 hop.suspicion, hop.border, hop.gap.value_or(""));
  for (const hops::Place& place : hop.candidates) text += "  could be " + place.tenant + '/' + place.host + '\n';
  for (const std::string& why : hop.why) text += "  " + why + '\n';
  for (const hops::Evidence& one : hop.evidence)
    text += fmt::format("  {} {} {} {} {}\n", static_cast<std::int64_t>(one.artifact), one.offset, one.record_id,
                        one.event_id, name(one.side));
  return text;
}

std::vector<std::string> show(const TraceResult& result) {
  std::vector<std::string> all;
  for (const Hop& hop : result.hops) all.push_back(show(hop) + (hop.intrusion ? "  of an intrusion\n" : ""));
  for (const hops::Intrusion& intrusion : result.intrusions) {
    std::string text = intrusion.id + ' ' + intrusion.patient_zero.host + ' ' + intrusion.origin_tenant + '\n';
    for (const auto* list : {&intrusion.hops, &intrusion.tenants, &intrusion.accounts, &intrusion.gaps})
      for (const std::string& one : *list) text += "  " + one + '\n';
    for (const hops::Alternative& other : intrusion.alternatives) text += "  or " + other.what_separates + '\n';
    all.push_back(text);
  }
  return all;
}

void expect_gone_without_records(const Evidence& evidence) {
  SCOPED_TRACE(evidence.name);
  const std::vector<Fact>& rows = evidence.facts->rows;
  const TraceResult whole = trace(evidence, rows);
  const std::set<std::string> known = ids_of(whole);
  for (const Hop& hop : some(whole)) {
    const TraceResult less = trace(evidence, without(rows, records_of(hop)));
    for (const Hop& other : less.hops) {
      EXPECT_NE(other.id, hop.id);
      if (known.contains(other.id) || !is_same_coming(hop, other)) continue;
      ADD_FAILURE() << "is still told:\n" << show(hop) << "as\n" << show(other);
    }
  }
}

// Connections recorded at both ends are what clocks are compared by: without them more fits, and rightly so.
bool compares_clocks(const Hop& hop, Side side) {
  return std::ranges::any_of(hop.evidence, [&](const hops::Evidence& one) {
    return one.side == side && (one.event_id == 5156 || one.event_id == 3);
  });
}

// How many hops found other records, their clocks no longer known.
std::size_t expect_less_certain_without_a_side(const Evidence& evidence) {
  std::size_t doubtful = 0;
  SCOPED_TRACE(evidence.name);
  const std::vector<Fact>& rows = evidence.facts->rows;
  const TraceResult whole = trace(evidence, rows);
  const std::set<std::string> known = ids_of(whole);
  for (const Hop& hop : some(whole)) {
    if (hop.status != hops::Status::kConfirmed) continue;
    for (const Side side :
         {Side::kDestination, Side::kSource, Side::kDomainController, Side::kNetwork, Side::kExecution}) {
      const std::set<Record> removed = records_of(hop, side);
      if (removed.empty()) continue;
      const std::set<Record> all = records_of(hop);
      const TraceResult less = trace(evidence, without(rows, removed));
      for (const Hop& other : less.hops) {
        if (other.id != hop.id && (known.contains(other.id) || !is_same_coming(hop, other))) continue;
        const bool rests = std::ranges::any_of(
            other.evidence, [&](const hops::Evidence& one) { return all.contains(record_of(one)); });
        if (!rests) continue;
        const bool found_more = std::ranges::any_of(
            other.evidence, [&](const hops::Evidence& one) { return !all.contains(record_of(one)); });
        if (found_more && compares_clocks(hop, side)) {
          doubtful += other.confidence < hop.confidence ? 0 : 1;
          continue;
        }
        EXPECT_TRUE(other.confidence < hop.confidence && other.status >= hop.status)
            << "without " << name(side) << ":\n"
            << show(hop) << "became\n"
            << show(other);
      }
    }
  }
  return doubtful;
}

TEST(HopProperties, without_the_records_that_it_cites_a_hop_is_gone) {
  for (const Evidence& evidence : fleets()) expect_gone_without_records(evidence);
  for (const Evidence& evidence : captures()) expect_gone_without_records(evidence);
}

TEST(HopProperties, without_one_side_a_hop_is_less_certain) {
  for (const Evidence& evidence : fleets()) EXPECT_EQ(expect_less_certain_without_a_side(evidence), 0U);
  std::size_t doubtful = 0;
  for (const Evidence& evidence : captures()) doubtful += expect_less_certain_without_a_side(evidence);
  EXPECT_LE(doubtful, 1U);  // of a capture whose two clocks only that connection compares
}

TEST(HopProperties, the_order_of_telling_is_all_one) {
  std::mt19937 chance(5);
  for (const Evidence& evidence : fleets()) {
    SCOPED_TRACE(evidence.name);
    std::vector<Fact> rows = evidence.facts->rows;
    const auto straight = show(trace(evidence, rows));
    for (int i = 0; i < 3; ++i) {
      std::ranges::shuffle(rows, chance);
      EXPECT_EQ(show(trace(evidence, rows)), straight);
    }
  }
}

// Each artifact in any order, a trace in between: what comes last is what all at once gives.
TEST(HopProperties, what_comes_late_is_as_if_it_had_been_there) {
  std::mt19937 chance(6);
  for (const Evidence& evidence : fleets()) {
    SCOPED_TRACE(evidence.name);
    Facts& facts = *evidence.facts;
    const std::vector<Fact> all = facts.rows;
    const auto straight = show(trace(evidence, all));
    hops::Tracer tracer(evidence.tenants);
    std::vector<std::vector<Fact>> parts(4);
    for (const Fact& fact : all)
      parts[(static_cast<std::size_t>(fact.artifact) * 2654435761U >> 7) % parts.size()].push_back(fact);
    std::ranges::shuffle(parts, chance);
    TraceResult result;
    for (const auto& part : parts) {
      facts.rows = part;
      tracer.add(facts);
      result = tracer.trace({});
    }
    facts.rows = all;
    EXPECT_EQ(show(result), straight);
  }
}

// The same names, addresses and accounts in two organisations that have nothing to do with one another.
TEST(HopProperties, tenants_that_look_alike_stay_apart) {
  const Evidence one = fleet("cloud-hopper", 41, 0, 0, 7), other = fleet("two-intruders", 42, 20, 3, 7);
  Facts both;
  const auto copy = [&](const Evidence& from, std::string_view tenant, std::string_view as) {
    for (const Fact& fact : from.facts->rows) {
      if (from.facts->texts.text(fact.tenant) != tenant) continue;
      Fact& copied = both.rows.emplace_back(fact);
      copied.tenant = both.texts.intern(as);
      for (sessions::Text Fact::* text : {&Fact::host, &Fact::account, &Fact::actor, &Fact::peer_host,
                                          &Fact::peer_address, &Fact::own_address, &Fact::detail})
        copied.*text = both.texts.intern(from.facts->texts.text(fact.*text));
    }
  };
  const std::string tenant = one.tenants.all().back().name;
  const tenants::Tenants unrelated = tenants::Tenants::only_default();
  copy(one, tenant, "first");
  copy(other, tenant, "second");
  const std::vector<Fact> rows = both.rows;
  const auto lines = [&](const TraceResult& result) {
    std::vector<std::string> all;
    for (const Hop& hop : result.hops) all.push_back(show(hop));
    std::ranges::sort(all);
    return all;
  };
  const auto told = [&](std::string_view only) {
    both.rows.clear();
    std::ranges::copy_if(rows, std::back_inserter(both.rows),
                         [&](const Fact& fact) { return only.empty() || both.texts.text(fact.tenant) == only; });
    std::mt19937 chance(9);
    std::ranges::shuffle(both.rows, chance);
    hops::Tracer tracer(unrelated);
    tracer.add(both);
    return lines(tracer.trace({}));
  };
  std::vector<std::string> expected = told("first");
  ASSERT_GT(expected.size(), 20U);
  std::ranges::copy(told("second"), std::back_inserter(expected));
  std::ranges::sort(expected);
  EXPECT_EQ(told(""), expected);
}

}  // namespace
}  // namespace hoptrace
