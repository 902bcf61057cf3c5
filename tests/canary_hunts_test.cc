// The border between tenants and the pseudonyms, through the whole program: evidence full of canaries is hunted,
// every export is written for every tenant, whole and redacted, and searched for what is another's.
//
// A few small cases in every build; HOPTRACE_CANARY_HUNTS=1000 and HOPTRACE_CANARY_FLEETS=20 are the long run
// (./dev score exports). Small cases: canary_evidence.h. Full fleets are the simulator's: there every word that only
// one organisation's evidence holds is a canary of it.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <set>
#include <unordered_set>

#include "base/unicode.h"
#include "canary_evidence.h"
#include "hunt/hunt.h"
#include "report/exports.h"
#include "report/msp_letter.h"
#include "simulate/scenario.h"

namespace hoptrace {
namespace {

namespace fs = std::filesystem;

std::uint64_t asked(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

class Silent final : public hunt::Listener {
 public:
  void on_stage(std::string_view) override {}
  void on_progress(const hunt::HuntProgress&) override {}
  base::Result<void> on_artifacts(const std::vector<hunt::Untold>&) override { return {}; }
  base::Result<void> on_correlations(std::int64_t) override { return {}; }
};

// A folder that goes with its test.
struct Folder {
  fs::path path = fs::temp_directory_path() / fmt::format("hoptrace_canaries_{}", ::getpid());
  Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path); }
};

std::unique_ptr<cases::Reading> hunted(const fs::path& folder) {
  hunt::HuntOptions options;
  options.evidence = {(folder / "evidence").string()};
  options.case_path = (folder / "case.hop").string();
  options.content = std::string(HOPTRACE_SOURCE) + "/content";
  options.jobs = 1;
  options.version = "test";
  options.now = [] { return base::Time::from_seconds(1'767'225'600); };
  if (const char* kept = std::getenv("HOPTRACE_CACHE")) options.kept_folder = kept;
  Silent silent;
  const auto done = hunt::hunt(options, silent);
  EXPECT_TRUE(done) << (done ? "" : done.error().sentence());
  auto reading = cases::Reading::open(options.case_path);
  EXPECT_TRUE(reading) << (reading ? "" : reading.error().sentence());
  return reading ? *std::move(reading) : nullptr;
}

using Look = std::function<void(const std::string& page, const std::string& text)>;

// Every export of the case as these options show it. The texts are in small letters.
void each_export(cases::Reading& reading, const report::ExportOptions& options, const Look& look) {
  const auto shown = report::shown_case(reading, options);
  ASSERT_TRUE(shown) << (shown ? "" : shown.error().sentence());
  for (const report::ExportFormat& format : report::export_formats()) {
    std::string out;
    const auto done = format.write(*shown->reading, shown->options, [&](std::string_view text) -> base::Result<void> {
      out += text;
      return {};
    });
    EXPECT_TRUE(done) << (done ? "" : done.error().sentence());
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    look(fmt::format("{} of {}{}", format.name, options.tenant.value_or("all"), options.redact ? ", redacted" : ""),
         out);
  }
}

void expect_none(const std::string& page, const std::string& text, const std::vector<std::string>& canaries) {
  for (const std::string& canary : canaries) {
    const std::size_t at = text.find(base::fold(canary));
    if (at == std::string::npos) continue;
    ADD_FAILURE() << page << " holds " << canary << ": …" << text.substr(at < 150 ? 0 : at - 150, 300);
  }
}

// What of others may stand in a client's pages: of its provider what tenants.yaml and the client's own records call
// it by.
std::vector<std::string> others_canaries(const CanaryOrganisation& other, const CanaryOrganisation& msp) {
  std::vector<std::string> all = other.canaries(false);
  const auto called = [&](const std::string& one) { return other.name.contains(one) || one == other.hosts[0]; };
  if (&other == &msp) std::erase_if(all, called);
  return all;
}

struct Totals {
  std::uint64_t pages = 0, bytes = 0, hops = 0;
};

void search_small(std::uint64_t seed, Totals& totals) {
  const Folder folder;
  CanaryEvidence evidence(seed);
  evidence.write(folder.path / "evidence");
  const auto reading = hunted(folder.path);
  ASSERT_TRUE(reading);
  const auto& all = evidence.organisations();
  const auto no_others = [&](const CanaryOrganisation& mine, const std::string& page, const std::string& text) {
    ++totals.pages, totals.bytes += text.size();
    const std::vector<std::string> own = mine.canaries(false);  // by chance two have the same network, now and then
    for (const CanaryOrganisation& other : all) {
      if (&other == &mine) continue;
      std::vector<std::string> theirs = others_canaries(other, all.front());
      std::erase_if(theirs, [&](const std::string& one) { return std::ranges::find(own, one) != own.end(); });
      expect_none(page, text, theirs);
    }
  };
  const auto no_names = [&](const std::string& page, const std::string& text) {
    ++totals.pages, totals.bytes += text.size();
    for (const CanaryOrganisation& one : all) expect_none(page, text, one.canaries(true));
  };
  for (const CanaryOrganisation& mine : all) {
    const Look look = [&](const std::string& page, const std::string& text) { no_others(mine, page, text); };
    each_export(*reading, {.tenant = mine.name}, look);
    const auto letter = report::msp_letter(*reading, {.tenant = mine.name, .date = "2025-01-24"});
    if (letter) look("letter of " + mine.name, base::fold(*letter));
  }
  each_export(*reading, {.redact = true}, no_names);
  const std::string& one = all[seed % all.size()].name;  // of another organisation in each case
  each_export(*reading, {.tenant = one, .redact = true}, no_names);
  EXPECT_TRUE(reading->hops([&](const cases::HopRow& hop) {
    totals.hops += hop.intrusion && hop.border ? 1 : 0;
    return true;
  }));
}

TEST(CanaryHunts, OfOneOrganisationStandInNoOthersPage) {
  const std::uint64_t cases = asked("HOPTRACE_CANARY_HUNTS", 20), first = asked("HOPTRACE_CANARY_FIRST", 1);
  Totals totals;
  for (std::uint64_t seed = first; seed < first + cases && !::testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(fmt::format("case {}", seed));
    search_small(seed, totals);
  }
  EXPECT_GE(totals.hops, cases) << "where nobody went over a border, none of this was tried";
  fmt::print("{} cases, {} pages, {} bytes, {} hops over borders\n", cases, totals.pages, totals.bytes, totals.hops);
}

TEST(CanaryHunts, StandInWhatIsNotOneTenants) {  // or the other tests would prove nothing
  const Folder folder;
  CanaryEvidence evidence(1);
  evidence.write(folder.path / "evidence");
  const auto reading = hunted(folder.path);
  ASSERT_TRUE(reading);
  std::set<std::string> seen;
  each_export(*reading, {}, [&](const std::string&, const std::string& text) {
    for (const CanaryOrganisation& one : evidence.organisations()) {
      for (const std::string& canary : one.canaries(false))
        if (text.contains(base::fold(canary))) seen.insert(canary);
    }
  });
  std::size_t all = 0;
  for (const CanaryOrganisation& one : evidence.organisations()) all += one.canaries(false).size();
  EXPECT_GT(seen.size() * 10, all * 7) << seen.size() << " of " << all;
}

// Words of eight letters or more, in small letters, that begin with a letter.
void each_word(std::string_view text, const std::function<void(const std::string&)>& take) {
  std::string word;
  const auto end = [&] {
    if (word.size() >= 8 && word[0] >= 'a' && word[0] <= 'z') take(word);
    word.clear();
  };
  for (const char c : text) {
    const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    const bool in = (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9') || small == '-' || small == '_';
    if (in) word += small;
    if (!in) end();
  }
  end();
}

std::unordered_set<std::string> words_under(const fs::path& folder) {
  std::unordered_set<std::string> words;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    each_word(text, [&](const std::string& word) { words.insert(word); });
  }
  return words;
}

// What content and code say of themselves: names of shares and of known agents among it. The simulator's are names of
// organisations, which are looked for.
std::unordered_set<std::string> our_words() {
  const fs::path source = HOPTRACE_SOURCE;
  std::unordered_set<std::string> words = words_under(source / "content");
  for (const auto& room : fs::directory_iterator(source / "src"))
    if (room.path().filename() != "simulate") words.merge(words_under(room.path()));
  return words;
}

void search_fleet(std::uint64_t seed, Totals& totals) {
  static const std::unordered_set<std::string> kOurs = our_words();
  const Folder folder;
  simulate::SimulateOptions options;
  options.seed = seed;
  options.scenario = seed % 2 == 0 ? "cloud-hopper" : "client-to-msp-to-client";
  options.fleet = simulate::FleetSize{};
  options.logs = simulate::Logs::kJson;  // words of an EVTX file cannot be told from here
  options.posture = options.traffic.on = true;
  ASSERT_TRUE(simulate::simulate(options, folder.path.string()));
  const auto reading = hunted(folder.path);
  ASSERT_TRUE(reading);
  std::map<std::string, std::unordered_set<std::string>> words;  // by tenant: its folder's name
  for (const auto& entry : fs::directory_iterator(folder.path / "evidence"))
    if (entry.is_directory()) words[entry.path().filename().string()] = words_under(entry.path());
  std::ifstream declared(folder.path / "evidence" / "tenants.yaml");  // what stands there of a tenant is its own
  std::string line;
  for (std::string tenant; std::getline(declared, line);) {
    if (line.starts_with("  - name: ")) tenant = line.substr(line.find(':') + 2);
    each_word(line, [&](const std::string& word) {
      if (!tenant.empty()) words[tenant].insert(word);
    });
  }
  std::size_t canaries = 0;
  const auto is_canary = [&](const std::string& word, const std::string& mine) {
    if (words[mine].contains(word) || kOurs.contains(word)) return false;
    return std::ranges::any_of(words, [&](const auto& one) { return one.second.contains(word); });
  };
  for (const auto& [mine, own] : words) {
    const Look look = [&](const std::string& page, const std::string& text) {
      ++totals.pages, totals.bytes += text.size();
      each_word(text, [&](const std::string& word) {
        if (is_canary(word, mine)) ADD_FAILURE() << page << " holds " << word;
      });
    };
    for (const std::string& word : own) canaries += is_canary(word, "") ? 1 : 0;
    for (const bool redact : {false, true}) each_export(*reading, {.tenant = mine, .redact = redact}, look);
  }
  EXPECT_GT(canaries, 1000U);
  totals.hops += canaries;
}

TEST(CanaryHunts, WordsOfOneOrganisationStandInNoOthersPageOfAFullFleet) {
  const std::uint64_t fleets = asked("HOPTRACE_CANARY_FLEETS", 0), first = asked("HOPTRACE_CANARY_FIRST", 1);
  if (fleets == 0) GTEST_SKIP() << "HOPTRACE_CANARY_FLEETS says how many";
  Totals totals;
  for (std::uint64_t seed = first; seed < first + fleets && !::testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(fmt::format("fleet {}", seed));
    search_fleet(seed, totals);
  }
  fmt::print("{} fleets, {} pages, {} bytes, {} words looked for\n", fleets, totals.pages, totals.bytes, totals.hops);
}

}  // namespace
}  // namespace hoptrace
