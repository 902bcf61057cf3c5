#include "cli/case_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "assess/impact/assessment.h"
#include "base/wall_clock.h"
#include "cases/case.h"
#include "cases/reading.h"
#include "cli/program.h"
#include "hunt/assessing.h"
#include "hunt/impact_assessor.h"
#include "report/escape.h"

namespace hoptrace::cli {
namespace {

using base::Code;
using base::Result;

constexpr std::size_t kMostText = 2'000;  // bytes of --by and --why

struct CaseWish {
  std::string case_path, tenant, at, by, why;
};

Result<assess::impact::Awareness> decision(const CaseWish& o) {
  const auto at = base::parse_time(o.at);
  if (!at || o.at.size() < 16)
    return base::fail(Code::kUsage, fmt::format("--at: `{}` is no time with its zone", o.at), {},
                      "Write it as 2026-11-23T06:00:00Z");
  if (*at > base::now())
    return base::fail(Code::kUsage, "--at lies in the future", {}, "Nobody can be aware before it happened");
  if (o.by.empty() || o.why.empty() || o.by.size() > kMostText || o.why.size() > kMostText)
    return base::fail(Code::kUsage, "--by and --why must say who decided and on what ground", {},
                      fmt::format("Write both, in at most {} bytes", kMostText));
  return assess::impact::Awareness{o.tenant, o.by, o.why, *at};
}

// Everything that was judged, with this tenant's impact document told anew; an Error where the case has none.
Result<std::vector<cases::AssessmentRow>> told_anew(cases::Reading& reading, const assess::impact::Awareness& aware) {
  std::vector<cases::AssessmentRow> all;
  bool found = false;
  std::string known;
  for (const hunt::Assessor& assessor : hunt::assessors()) {
    const auto read = reading.assessments(assessor.kind, [&](const cases::AssessmentRow& row) {
      all.push_back(row);
      if (row.kind != "impact" || row.tenant.empty()) return true;
      known += (known.empty() ? "" : ", ") + row.tenant;
      if (row.tenant != aware.tenant) return true;
      found = true;
      all.back().document = assess::impact::with_awareness(row.document, aware);
      return true;
    });
    if (!read) return std::unexpected(read.error());
  }
  if (found) return all;
  return base::fail(Code::kUsage, fmt::format("the case judges nothing of a tenant `{}`", aware.tenant), {},
                    known.empty() ? "Hunt first, without --no-hops" : "There are " + known);
}

Result<void> record(const CaseWish& o) {
  const auto aware = decision(o);
  if (!aware) return std::unexpected(aware.error());
  std::error_code error;
  if (!std::filesystem::exists(o.case_path, error))
    return base::fail(Code::kUsage, "there is no such case", o.case_path, "Check the path");
  auto opened = cases::Case::open_for_writing(o.case_path);
  if (!opened) return std::unexpected(opened.error());
  const auto all = told_anew(*(*opened)->reading(), *aware);
  if (!all) return std::unexpected(all.error());
  const nlohmann::ordered_json detail{
      {"tenant", o.tenant}, {"at", base::iso8601(aware->at)}, {"by", o.by}, {"why", o.why}};
  const auto text = detail.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  if (auto kept = (*opened)->audit(hunt::kAwareAction, text, base::now()); !kept) return kept;
  return (*opened)->replace_assessments(*all);
}

}  // namespace

std::function<ExitCode()> declare_case(CLI::App& app) {
  auto o = std::make_shared<CaseWish>();
  app.require_subcommand(1);
  CLI::App* const aware =
      app.add_subcommand("aware", "Record since when somebody is aware of a breach; the latest record counts");
  aware->add_option("case", o->case_path, "The case file")->required()->type_name("CASE");
  aware->add_option("--tenant", o->tenant, "Whose breach")->required()->type_name("NAME");
  aware->add_option("--at", o->at, "When, with its zone")->required()->type_name("TIME");
  aware->add_option("--by", o->by, "Who decided it")->required()->type_name("WHO");
  aware->add_option("--why", o->why, "On what ground")->required()->type_name("TEXT");
  return [o]() -> ExitCode {
    if (auto done = record(*o); !done) return complain(done.error());
    fmt::print(stderr, "Recorded. The duties and their due times: {}\n",
               report::terminal(fmt::format("hoptrace export {} --as impact --tenant {}", o->case_path, o->tenant)));
    return kDone;
  };
}

}  // namespace hoptrace::cli
