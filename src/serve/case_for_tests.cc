#include "serve/case_for_tests.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/check.h"
#include "cases/case.h"
#include "cases/stretch_entry.h"

namespace hoptrace::serve {
namespace {

using cases::Case;

base::Time at(std::int64_t seconds) {
  return base::Time::from_seconds(1'500'000'000 + seconds);
}

cases::RuleRecord rule(const std::string& id, const std::string& level) {
  cases::RuleRecord made;
  made.id = id;
  made.title = "Title of " + id;
  made.level = level;
  made.tags = {"attack.t1047"};
  made.hash = "1";
  return made;
}

cases::FindingRow finding(cases::RuleRow row, const std::string& tenant, std::uint64_t offset) {
  cases::FindingRow made;
  made.rule = row;
  made.level = "high";
  made.offset = offset;
  made.tenant = tenant;
  const std::string host = tenant == "acme" ? "FS01" : "GLOBEX-" + std::to_string(offset);
  made.event = {at(static_cast<std::int64_t>(offset)), true, host, "Security", "Auditing", 4688, offset,
                tenant + std::to_string(offset)};
  made.matched = {{"CommandLine", "<script>alert('" + tenant + "')</script>"}};
  return made;
}

cases::Stretch stretch(base::ArtifactId artifact, std::uint64_t begin, const std::string& tenant, cases::RuleRow row,
                       const std::string& another = {}) {
  cases::Stretch made;
  made.artifact = artifact;
  made.begin = begin;
  made.end = begin + 100;
  made.records = 100;
  for (std::uint64_t offset = begin; offset < begin + 100; offset += 10) enter(finding(row, tenant, offset), made);
  if (!another.empty()) enter(finding(row, another, begin + 5), made);
  made.coverage.push_back({tenant, tenant == "acme" ? "FS01" : "GLOBEX-FS", "Security", 17361, 100, at(0), at(99),
                           begin + 1, begin + 100, 0});
  made.anomalies.push_back({base::AnomalyKind::kBadRecord, begin, "a damaged record of " + tenant});
  return made;
}

cases::HopRow hop(const std::string& id, const std::string& from, const std::string& to, base::ArtifactId artifact) {
  cases::HopRow made;
  made.id = std::string(31, '0') + id;
  made.time = at(50);
  made.from = cases::HopPlace{from, from == "acme" ? "FS01" : "GLOBEX-DC"};
  made.to = {to, to == "acme" ? "DC01" : "GLOBEX-FS"};
  made.account = (to == "acme" ? "ACME\\" : "GLOBEX\\") + std::string("svc");
  made.method = "rdp";
  made.status = "confirmed";
  made.confidence = 0.9;
  made.suspicion = 0.9;
  made.intrusion = true;
  made.border = from != to;
  made.why = {"seen on both sides"};
  made.evidence = {{artifact, 10, 10, 4624, "destination", {}, {}, {}}};
  return made;
}

void fill(Case& made) {
  base::check(made.begin_run("1", "hunt evidence", at(0)).has_value(), "a run begins");
  const auto rows = *made.rows_for_rules({rule("r-one", "high"), rule("r-two", "high")});
  const auto set = *made.use_ruleset(rows);
  const auto acme = made.register_artifact("acme", std::string(64, 'a'), "acme/FS01.evtx", "evtx", 1000)->id;
  const auto globex = made.register_artifact("globex", std::string(64, 'b'), "globex/DC.evtx", "evtx", 1000)->id;
  // Each holds a record of the other's too, as a collector's log does.
  base::check(made.commit_stretch(stretch(acme, 0, "acme", rows[0], "globex"), set).has_value(), "it is kept");
  base::check(made.commit_stretch(stretch(globex, 0, "globex", rows[1], "acme"), set).has_value(), "it is kept");
  base::check(made.replace_hops({hop("1", "acme", "acme", acme), hop("2", "globex", "globex", globex),
                                 hop("3", "globex", "acme", globex), hop("4", "acme", "globex", globex)},
                                {})
                  .has_value(),
              "hops are kept");
  base::check(made.settle().has_value() && made.end_run("done", at(100)).has_value(), "the run ends");
}

std::string token_file() {
  return std::string(kAllToken) + " - Ann\n" + std::string(kAcmeToken) + " acme Bob\n" + std::string(kGlobexToken) +
         " globex Eve\n" + std::string(kNobodyToken) + " nobody Zoe\n";
}

}  // namespace

ServedCase::ServedCase(Rate rate) {
  folder_ = (std::filesystem::temp_directory_path() / "hoptrace-served-XXXXXX").string();
  base::check(::mkdtemp(folder_.data()) != nullptr, "there is room for a test");
  path_ = folder_ + "/case.hop";
  {
    auto made = Case::open_for_writing(path_);
    base::check(made.has_value(), "a case is made");
    fill(**made);
  }
  ServiceOptions options;
  options.case_path = path_;
  options.version = "1";
  options.gate.listen = *ListenAddress::parse("127.0.0.1:8440");
  options.gate.tokens = *TokenBook::parse(token_file(), "tokens");
  options.gate.rate = rate;
  options.bundle = {"page script", "page style"};
  auto service = Service::over(std::move(options));
  base::check(service.has_value(), "the case is served");
  service_ = std::move(*service);
}

ServedCase::~ServedCase() {
  service_.reset();
  std::error_code error;
  std::filesystem::remove_all(folder_, error);
}

Response ServedCase::ask(std::string_view token, std::string target, std::string method, std::string body) {
  Request request;
  request.method = std::move(method);
  request.target = std::move(target);
  request.peer = "127.0.0.1";
  request.headers = {{"host", "127.0.0.1:8440"}};
  if (!token.empty()) request.headers.emplace_back("authorization", "Bearer " + std::string(token));
  if (!body.empty()) request.headers.emplace_back("content-type", "application/json");
  request.body = std::move(body);
  return service_->answer(request);
}

void ServedCase::hunt_on() {
  auto made = Case::open_for_writing(path_);
  base::check(made.has_value() && (*made)->begin_run("1", "hunt more", at(200)).has_value(), "a second run begins");
  const auto rows = *(*made)->rows_for_rules({rule("r-one", "high"), rule("r-two", "high")});
  const auto set = *(*made)->use_ruleset(rows);
  const auto more = (*made)->register_artifact("acme", std::string(64, 'c'), "acme/DC01.evtx", "evtx", 1000)->id;
  base::check((*made)->commit_stretch(stretch(more, 200, "acme", rows[0]), set).has_value(), "it is kept");
  base::check((*made)->settle().has_value() && (*made)->end_run("done", at(300)).has_value(), "the run ends");
}

}  // namespace hoptrace::serve
