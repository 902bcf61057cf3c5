#include "page/finding_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/unicode.h"
#include "page/columns.h"
#include "report/finding_json.h"

namespace hoptrace::page {
namespace {

constexpr std::int64_t kTicksPerMillisecond = base::Time::kTicksPerSecond / 1000;

std::string_view kind_name(cases::RuleKind kind) {
  switch (kind) {
    case cases::RuleKind::kSigma:
      return "sigma";
    case cases::RuleKind::kCorrelation:
      return "correlation";
    case cases::RuleKind::kIndicator:
      return "indicator";
    case cases::RuleKind::kLogonFacts:
      break;
  }
  return "facts";
}

// 32 digits as 16 bytes; what is no such id as zeros.
void put_id(std::string& out, const std::string& id) {
  constexpr std::size_t kBytes = 16;
  for (std::size_t i = 0; i < kBytes; ++i) {
    unsigned value = 0;
    if (id.size() == 2 * kBytes) std::from_chars(id.data() + 2 * i, id.data() + 2 * i + 2, value, 16);
    out += static_cast<char>(value);
  }
}

std::string shortened(const std::string& text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

Json text_json(const cases::FindingRow& row, std::size_t most) {
  Json matched = Json::object();
  for (const auto& [field, value] : row.matched) {
    Json& there = matched[shortened(field, most)];
    const std::string shown = shortened(value, most);
    if (there.is_null()) {
      there = shown;
    } else if (there.is_array()) {
      there.push_back(shown);
    } else {
      there = Json::array({there, shown});
    }
  }
  Json json{{"matched", std::move(matched)}};
  if (!row.missing.empty()) json["missing"] = row.missing;
  if (!row.context.empty()) json["context"] = row.context;
  return json;
}

base::Result<std::uint64_t> count_all(View& view) {
  const auto rows = view.reading().summary(cases::SummaryBy::kTenant);
  if (!rows) return std::unexpected(rows.error());
  std::uint64_t all = 0;
  for (const cases::SummaryRow& row : *rows)
    if (view.may_see(row.tenant)) all += row.certain + row.uncertain;
  return all;
}

// What the judgement rests on.
base::Result<std::set<std::string>> cited_findings(View& view) {
  std::set<std::string> ids;
  const auto judgement = view.judged("judgement", view.tenant().value_or(""));
  if (!judgement) return std::unexpected(judgement.error());
  for (const Json& item : report::list_at(*judgement, "evidence")) {
    for (const Json& id : report::list_at(item, "from"))
      if (id.is_string()) ids.insert(id.get<std::string>());
  }
  return ids;
}

}  // namespace

bool is_grave(const cases::StoredFinding& finding) {
  return finding.row.certain && (finding.row.level == "high" || finding.row.level == "critical");
}

base::Result<FindingTable> FindingTable::of(View& view) {
  FindingTable table;
  const auto all = count_all(view);
  if (!all) return std::unexpected(all.error());
  const Bounds& bounds = view.input().bounds;
  table.all_ = *all;
  table.text_bytes_ = bounds.text_bytes;
  table.texts_bytes_ = bounds.texts_bytes;
  const std::uint64_t room = std::max<std::uint64_t>(1, bounds.findings);
  table.stride_ = std::max<std::uint64_t>(1, (*all + room - 1) / room);
  const auto cited = cited_findings(view);
  if (!cited) return std::unexpected(cited.error());
  cases::FindingQuery query;
  query.tenant = view.tenant();
  const auto read = view.reading().findings(query, [&](const cases::StoredFinding& finding) {
    table.take(view, finding, *cited);
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return table;
}

void FindingTable::take(const View& view, const cases::StoredFinding& finding, const std::set<std::string>& cited) {
  const Bounds& bounds = view.input().bounds;
  const cases::EventRef& event = finding.row.event;
  const Sorted sorted{is_grave(finding), event.timed && view.on_path(finding.row.tenant, event.host, event.time),
                      cited.contains(finding.id)};
  const bool always = sorted.cited || (sorted.grave && grave_++ < bounds.grave_findings) ||
                      (sorted.on_path && on_path_++ < bounds.path_findings);
  const bool kept = always || others_++ % stride_ == 0;
  if (kept) add(view, finding);
  tally(finding, sorted, kept);
  if (sorted.grave || sorted.cited) add_detail(view, finding, sorted);
}

void FindingTable::tally(const cases::StoredFinding& finding, const Sorted& sorted, bool kept) {
  constexpr std::size_t kExamples = 3;
  RuleTally& rule = tallies_[rule_of(finding.rule)];
  if (finding.row.certain) ++rule.certain;
  if (finding.row.certain && kept && rule.examples.size() < kExamples) rule.examples.push_back(finding.id);
  auto level = std::ranges::find(by_level_, finding.row.level, &LevelTally::level);
  if (level == by_level_.end()) level = by_level_.insert(level, {finding.row.level, 0, 0});
  ++(finding.row.certain ? level->certain : level->uncertain);
  TenantTally& tenant = by_tenant_[finding.row.tenant];
  ++tenant.findings;
  if (!sorted.grave) return;
  ++tenant.grave;
  if (tenant.examples.size() < kExamples) tenant.examples.push_back(finding.id);
}

// Cited ones and those on the path have room of their own, as much as the others.
void FindingTable::add_detail(const View& view, const cases::StoredFinding& finding, const Sorted& sorted) {
  const std::size_t room = view.input().bounds.finding_details;
  const bool first = sorted.cited || sorted.on_path;
  if (details_kept_ >= (first ? 2 * room : room)) {
    ++details_left_out_;
    return;
  }
  ++details_kept_;
  std::string line = report::finding_json(finding, view.tenant());
  line.pop_back();
  if (!details_.empty()) details_ += ",\n";
  details_ += text_of(Json(finding.id)) + ':' + line;
}

std::uint32_t FindingTable::rule_of(const cases::RuleRecord* rule) {
  const auto [at, added] = rule_rows_.try_emplace(rule, static_cast<std::uint32_t>(rules_.size()));
  if (!added) return at->second;
  static const cases::RuleRecord kNone;
  const cases::RuleRecord& row = rule != nullptr ? *rule : kNone;
  tallies_.push_back({rule, 0, {}});
  rules_.push_back({{"id", row.id},
                    {"title", row.title},
                    {"level", row.level},
                    {"tags", row.tags},
                    {"author", row.author},
                    {"description", row.description},
                    {"references", row.references},
                    {"falsepositives", row.falsepositives},
                    {"kind", kind_name(row.kind)}});
  return at->second;
}

void FindingTable::add(const View& view, const cases::StoredFinding& finding) {
  const cases::FindingRow& row = finding.row;
  const auto small = [](std::uint32_t place) { return static_cast<std::uint16_t>(std::min(place, 0xffffU)); };
  put_id(ids_, finding.id);
  const std::int64_t milliseconds = static_cast<std::int64_t>(
      std::floor(static_cast<double>(row.event.time.ticks) / static_cast<double>(kTicksPerMillisecond)));
  time_.push_back(row.event.timed ? static_cast<double>(milliseconds) : std::numeric_limits<double>::quiet_NaN());
  ticks_.push_back(static_cast<std::uint16_t>(row.event.time.ticks - milliseconds * kTicksPerMillisecond));
  tenant_.push_back(small(tenants_[row.tenant]));
  host_.push_back(hosts_[row.event.host]);
  level_.push_back(small(levels_[row.level]));
  certain_.push_back(row.certain ? 1 : 0);
  rule_.push_back(rule_of(finding.rule));
  channel_.push_back(small(channels_[row.event.channel]));
  provider_.push_back(small(providers_[row.event.provider]));
  event_id_.push_back(row.event.event_id);
  record_id_.push_back(static_cast<double>(row.event.record_id));
  const bool placed = !finding.sources.empty();
  artifact_.push_back(placed ? view.row_of(finding.sources.front().artifact) : View::kNoRow);
  offset_.push_back(placed ? static_cast<double>(finding.sources.front().offset) : 0.0);
  text_.push_back(text_of_row(row));
}

std::uint32_t FindingTable::text_of_row(const cases::FindingRow& row) {
  const std::string text = text_of(text_json(row, text_bytes_));
  if (const auto known = texts_.find(text)) return *known;
  if (text.size() > texts_bytes_) {
    ++texts_left_out_;
    return texts_[R"({"matched":{}})"];
  }
  texts_bytes_ -= text.size();
  return texts_[text];
}

std::optional<std::uint32_t> FindingTable::artifact_of(const std::string& id) const {
  std::string wanted;
  put_id(wanted, id);
  for (std::size_t row = 0; row < rows(); ++row)
    if (std::string_view(ids_).substr(row * wanted.size(), wanted.size()) == wanted) return artifact_[row];
  return std::nullopt;
}

std::string FindingTable::columns() const {
  Columns columns;
  columns.add_hex16("id", ids_);
  columns.add("time", time_);
  columns.add("ticks", ticks_);
  columns.add("tenant", tenant_);
  columns.add("host", host_);
  columns.add("level", level_);
  columns.add("certain", certain_);
  columns.add("rule", rule_);
  columns.add("channel", channel_);
  columns.add("provider", provider_);
  columns.add("event_id", event_id_);
  columns.add("record_id", record_id_);
  columns.add("artifact", artifact_);
  columns.add("offset", offset_);
  columns.add("text", text_);
  return columns.bytes({{"rows", rows()},
                        {"of", all_},
                        {"every", stride_},
                        {"tenants", tenants_.texts()},
                        {"hosts", hosts_.texts()},
                        {"levels", levels_.texts()},
                        {"channels", channels_.texts()},
                        {"providers", providers_.texts()},
                        {"rules", rules_}});
}

std::string FindingTable::texts() const {
  std::string out = "[";
  for (const Json& text : texts_.texts()) {
    if (out.size() > 1) out += ",\n";
    out += text.get_ref<const std::string&>();
  }
  return out + "]";
}

}  // namespace hoptrace::page
