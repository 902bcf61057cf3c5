#include "page/open_questions.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/anomaly.h"

namespace hoptrace::page {
namespace {

using report::list_at;
using report::number_at;
using report::text_at;

constexpr std::size_t kReferences = 5, kDigits = 16;

// The ids in a list of the judgement's that are findings' or hops'; the rest are words ("indicator …").
void add_cited(const View& view, const Json& ids, Json& refs) {
  for (const Json& id : ids) {
    if (!id.is_string() || refs.size() >= kReferences) continue;
    const std::string& text = id.get_ref<const std::string&>();
    if (text.size() < kDigits || text.find(' ') != std::string::npos) continue;
    const bool hop = std::ranges::any_of(view.path(), [&](const cases::HopRow& row) { return row.id == text; });
    Json reference = hop ? hop_ref(text) : finding_ref(text);
    if (std::ranges::find(refs, reference) == refs.end()) refs.push_back(std::move(reference));
  }
}

std::string reasons(const Json& judgement) {
  std::string text;
  for (const Json& reason : list_at(judgement, "confidence_reasons"))
    if (reason.is_string()) text += (text.empty() ? ": " : "; ") + reason.get<std::string>();
  return text;
}

base::Result<void> add_anomalies(View& view, Json& list) {
  if (view.tenant()) return {};  // counted by hand there, in `evidence`
  return view.reading().anomaly_groups([&](const cases::AnomalyGroup& group) {
    const base::AnomalyKindInfo* const info = base::find_anomaly_kind(group.kind);
    if (info != nullptr && !info->loses_evidence) return true;
    list.push_back(fmt::format("Evidence that could not be read: {}, at {}.",
                               info != nullptr ? std::string(info->meaning) : group.kind,
                               counted(group.count, "place", "places")));
    return true;
  });
}

base::Result<void> add_rules(View& view, Json& list) {
  std::map<std::string, std::uint64_t> counts;
  const auto read = view.reading().rule_notes(std::nullopt, [&](const cases::RuleNote& note) {
    ++counts[note.state];
    return true;
  });
  if (!read) return read;
  if (const auto number = counts["refused"]; number > 0)
    list.push_back(
        fmt::format("{} could not be used: what they would find is not known.", counted(number, "rule", "rules")));
  if (const auto number = counts["waiting"]; number > 0)
    list.push_back(fmt::format("{} for values that only this organisation knows (hunt with --placeholders).",
                               counted(number, "rule waits", "rules wait")));
  return {};
}

base::Result<void> add_judged(View& view, const std::string& tenant, Json& list) {
  const auto impact = view.judged("impact", tenant);
  if (!impact) return std::unexpected(impact.error());
  for (const Json& text : list_at(*impact, "not_known"))
    if (text.is_string()) list.push_back(tenant + ": " + text.get<std::string>());
  const auto posture = view.judged("posture", tenant);
  if (!posture) return std::unexpected(posture.error());
  std::size_t unknown = 0, all = 0;
  for (const Json& check : list_at(*posture, "checks")) {
    ++all;
    unknown += text_at(check, "verdict") == "unknown" ? 1 : 0;
  }
  if (unknown > 0)
    list.push_back(fmt::format("{}: {} of {} checks of how its access is guarded cannot be told from these logs.",
                               tenant, unknown, all));
  return {};
}

// Phases of the plan, each as one thing to do.
base::Result<void> add_phases(View& view, Json& list) {
  const auto plan = report::remediation_document(view.reading(), {.tenant = view.tenant()});
  if (!plan) return std::unexpected(plan.error());
  for (const Json& phase : list_at(*plan, "phases")) {
    const Json& steps = list_at(phase, "steps");
    if (steps.empty()) continue;
    std::set<std::string> tenants;
    for (const Json& step : steps) tenants.insert(text_at(step, "tenant"));
    const std::vector<std::string> names(tenants.begin(), tenants.end());
    list.push_back({{"text", fmt::format("{}: {} for {}, the first: {}", text_at(phase, "title"),
                                         counted(steps.size(), "step", "steps"), listed(names, kReferences),
                                         text_at(steps.front(), "what"))},
                    {"tenant", names.size() == 1 ? Json(names.front()) : Json()},
                    {"when", text_at(phase, "when")},
                    {"rests_on", Json::array({view_ref("remediation")})}});
  }
  return {};
}

// Duties have clocks, which run from awareness.
base::Result<void> add_duties(View& view, const std::string& tenant, Json& list) {
  const auto impact = view.judged("impact", tenant);
  if (!impact) return std::unexpected(impact.error());
  const Json& duties = list_at(*impact, "duties");
  if (duties.empty()) return {};
  const bool aware = impact->contains("awareness") && !(*impact)["awareness"].is_null();
  if (!aware) {
    list.push_back(
        {{"text", fmt::format("{}: decide and record since when the organisation is aware of a breach; the "
                              "clocks of {} run from then.",
                              tenant, counted(duties.size(), "possible duty", "possible duties"))},
         {"tenant", tenant},
         {"when", "At once: the shortest clocks are counted in hours."},
         {"rests_on", Json::array({view_ref("loss")})}});
    return {};
  }
  for (const Json& duty : duties) {
    if (text_at(duty, "due").empty()) continue;
    list.push_back(
        {{"text", fmt::format("{}: {} to {} ({}, {}), if {}.", tenant, text_at(duty, "what"), text_at(duty, "to"),
                              text_at(duty, "law"), text_at(duty, "article"), text_at(duty, "applies_if"))},
         {"tenant", tenant},
         {"when", "By " + text_at(duty, "due")},
         {"rests_on", Json::array({view_ref("loss")})}});
  }
  return {};
}

bool concerns(const Told& told, const Organisation& one) {
  if (!told.view.may_see(one.name)) return false;
  return std::ranges::any_of(told.view.path(), [&](const cases::HopRow& hop) {
    return hop.to.tenant == one.name || (hop.from && hop.from->tenant == one.name);
  });
}

}  // namespace

base::Result<Json> who_it_was(View& view) {
  const auto judgement = view.judged("judgement", view.tenant().value_or(""));
  if (!judgement) return std::unexpected(judgement.error());
  Json who{
      {"text", "Who it was, was not judged."}, {"confidence_text", ""}, {"rests_on", Json::array({view_ref("who")})}};
  const Json& hypotheses = list_at(*judgement, "hypotheses");
  if (hypotheses.empty()) return who;
  const Json& first = hypotheses.front();
  const std::string band = fmt::format("{} ({:.2f})", text_at(first, "phia"), first.value("probability", 0.0));
  const std::string named = text_at(*judgement, "named");
  who["text"] = named.empty() ? fmt::format("Nobody is named. Foremost is {}: {}.", text_at(first, "name"), band)
                              : fmt::format("That it was {} ({}) is {}.", text_at(first, "name"), named, band);
  who["confidence_text"] = fmt::format("Confidence in the evidence for that is {}{}.",
                                       text_at(*judgement, "confidence_rating"), reasons(*judgement));
  Json refs = Json::array();
  for (const Json& item : list_at(*judgement, "evidence")) add_cited(view, list_at(item, "from"), refs);
  refs.push_back(view_ref("who"));
  who["rests_on"] = std::move(refs);
  return who;
}

base::Result<Json> what_was_lost(View& view) {
  Json list = Json::array();
  for (const Organisation& one : view.organisations()) {
    if (!view.may_see(one.name)) continue;
    const auto impact = view.judged("impact", one.name);
    if (!impact) return std::unexpected(impact.error());
    const std::string text = text_at(*impact, "statement");
    if (!text.empty())
      list.push_back({{"tenant", one.name}, {"text", text}, {"rests_on", Json::array({view_ref("loss")})}});
  }
  return list;
}

base::Result<Json> not_known(const Told& told) {
  View& view = told.view;
  Json list = Json::array();
  for (const cases::IntrusionRow& intrusion : view.intrusions())
    for (const std::string& gap : intrusion.gaps) list.push_back(gap);
  for (const Organisation& one : view.organisations()) {
    if (!view.may_see(one.name)) continue;
    if (!told.looked_at.by_tenant.contains(one.name)) list.push_back("No evidence of " + one.name + " was given.");
    if (auto added = add_judged(view, one.name, list); !added) return std::unexpected(added.error());
  }
  if (auto added = add_anomalies(view, list); !added) return std::unexpected(added.error());
  if (auto added = add_rules(view, list); !added) return std::unexpected(added.error());
  return list;
}

base::Result<Json> to_do_now(const Told& told) {
  View& view = told.view;
  Json list = Json::array();
  if (auto added = add_phases(view, list); !added) return std::unexpected(added.error());
  for (const Organisation& one : view.organisations()) {
    if (!concerns(told, one)) continue;
    if (auto added = add_duties(view, one.name, list); !added) return std::unexpected(added.error());
  }
  const State state = state_of(view, told.findings);
  if (state == State::kSuspected)
    list.push_back(
        {{"text", "Have an analyst look at the grave findings, one by one, and at what happened around them."},
         {"tenant", nullptr},
         {"when", "At once."},
         {"rests_on", Json::array({view_ref("findings")})}});
  if (state == State::kNoSign)
    list.push_back({{"text", "Look at which logs are missing, and collect them: what no log holds cannot be found."},
                    {"tenant", nullptr},
                    {"when", "Before this is closed."},
                    {"rests_on", Json::array({view_ref("evidence")})}});
  return list;
}

}  // namespace hoptrace::page
