#include "page/view.h"

#include <algorithm>
#include <utility>

#include "base/unicode.h"
#include "page/finding_table.h"
#include "page/sessions_list.h"
#include "report/document.h"
#include "report/exports.h"

namespace hoptrace::page {

View::View(Input input) : input_(std::move(input)), tenant_(input_.tenant) {}
View::~View() = default;

base::Result<std::unique_ptr<View>> View::over(Input input) {
  std::unique_ptr<View> view(new View(std::move(input)));
  // A case is often called by those whom it is about.
  if (view->input_.tenant || view->input_.redact) view->input_.case_name = "case";
  if (view->input_.tenant) {
    const auto known = report::require_tenant(view->input_.reading, *view->input_.tenant);
    if (!known) return std::unexpected(known.error());
  }
  if (auto gathered = view->gather(); !gathered) return std::unexpected(gathered.error());
  return view;
}

base::Result<void> View::gather() {
  if (tenant_) {
    auto own = report::OneTenantReading::over(input_.reading, *tenant_);
    if (!own) return std::unexpected(own.error());
    own_ = std::move(*own);
  }
  if (input_.redact) {
    auto redacted = report::RedactedReading::over(reading());
    if (!redacted) return std::unexpected(redacted.error());
    redacted_ = std::move(*redacted);
    if (tenant_) tenant_ = redacted_->tenant(*tenant_);
  }
  auto border = report::HopBorder::of(reading(), tenant_);
  if (!border) return std::unexpected(border.error());
  border_ = std::move(*border);
  if (auto listed = list_artifacts(); !listed) return listed;
  if (auto followed = follow_intrusions(); !followed) return followed;
  return list_organisations();
}

base::Result<void> View::list_artifacts() {
  return reading().artifacts([&](const cases::ArtifactState& state) {
    if (!may_see(state.artifact.tenant)) return true;
    const auto row = static_cast<std::uint32_t>(artifacts_.size());
    row_by_id_.emplace(static_cast<std::int64_t>(state.artifact.id), row);
    for (const std::string& path : state.artifact.paths) row_by_path_.emplace(path, row);
    artifacts_.push_back(state);
    return true;
  });
}

base::Result<void> View::follow_intrusions() {
  const auto read = reading().intrusions([&](const cases::IntrusionRow& intrusion) {
    if (auto shown = border_->shown(intrusion)) intrusions_.push_back(std::move(*shown));
    return true;
  });
  if (!read) return read;
  const auto hops = reading().hops([&](const cases::HopRow& hop) {
    if (!hop.intrusion) return true;
    if (auto shown = border_->shown(hop)) path_.push_back(std::move(*shown));
    return true;
  });
  if (!hops) return hops;
  for (const cases::HopRow& hop : path_) {
    if (hop.from) path_hosts_.emplace(hop.from->tenant, base::fold(hop.from->host));
    path_hosts_.emplace(hop.to.tenant, base::fold(hop.to.host));
    path_from_ = std::min(path_from_.value_or(hop.time), hop.time);
    path_to_ = std::max(path_to_.value_or(hop.time), hop.time);
  }
  return {};
}

bool View::on_path(const std::string& tenant, const std::string& host, base::Time time) const {
  using base::kDay;
  return path_from_ && time.ticks >= path_from_->ticks - kDay && time.ticks <= path_to_->ticks + kDay &&
         path_hosts_.contains({tenant, base::fold(host)});
}

base::Result<Json> View::judged(std::string_view kind, const std::string& tenant) {
  Json document;
  const auto read = reading().assessments(kind, [&](const cases::AssessmentRow& row) {
    if (row.tenant != tenant) return true;
    document = Json::parse(row.document, nullptr, false);
    return false;
  });
  if (!read) return std::unexpected(read.error());
  return document.is_object() ? document : Json();
}

base::Result<void> View::list_organisations() {
  std::map<std::string, Organisation> known;
  const auto learn = [&](const std::string& name) -> Organisation& {
    Organisation& one = known[name];
    one.name = name;
    return one;
  };
  for (const cases::ArtifactState& state : artifacts_) learn(state.artifact.tenant);
  const auto logs = reading().coverage([&](const cases::CoverageDay& day) {
    if (may_see(day.row.tenant)) learn(day.row.tenant);
    return true;
  });
  if (!logs) return logs;
  const auto judged = reading().assessments("posture", [&](const cases::AssessmentRow& row) {
    if (!may_see(row.tenant)) return true;
    const std::string provider = report::text_at(report::Json::parse(row.document, nullptr, false), "provider");
    if (provider.empty()) return true;
    Organisation& client = learn(row.tenant);
    client.role = "client";
    client.msp = provider;
    learn(provider).role = "msp";
    return true;
  });
  if (!judged) return judged;
  for (auto& [name, one] : known) organisations_.push_back(std::move(one));
  return {};
}

base::Result<const FindingTable*> View::finding_table() {
  if (findings_) return findings_.get();
  auto table = FindingTable::of(*this);
  if (!table) return std::unexpected(table.error());
  findings_ = std::make_unique<FindingTable>(std::move(*table));
  return findings_.get();
}

base::Result<const SessionList*> View::sessions() {
  if (sessions_) return sessions_.get();
  auto list = list_sessions(*this);
  if (!list) return std::unexpected(list.error());
  sessions_ = std::make_unique<SessionList>(std::move(*list));
  return sessions_.get();
}

std::uint32_t View::row_of(base::ArtifactId artifact) const {
  const auto row = row_by_id_.find(static_cast<std::int64_t>(artifact));
  return row == row_by_id_.end() ? kNoRow : row->second;
}

std::uint32_t View::row_of(const std::string& path) const {
  const auto row = row_by_path_.find(path);
  return row == row_by_path_.end() ? kNoRow : row->second;
}

}  // namespace hoptrace::page
