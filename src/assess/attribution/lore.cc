#include "assess/attribution/lore.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>

#include "assess/attribution/table.h"
#include "base/unicode.h"
#include "indicators/indicator_list.h"

namespace hoptrace::assess {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostRows = 100'000;

enum Column : std::size_t { kKind, kId, kValues, kGroups, kSharing, kSet, kForge, kName, kSource, kDate, kNote };
constexpr std::array<std::string_view, 11> kColumns{"kind",      "id",   "values", "groups", "sharing", "set",
                                                    "forgeable", "name", "source", "date",   "note"};

std::vector<GroupIndex> groups_of(const Knowledge& knowledge, const std::vector<std::string>& names) {
  std::vector<GroupIndex> out;
  for (const std::string& name : names)
    if (const auto g = knowledge.group(name); g && std::ranges::find(out, *g) == out.end()) out.push_back(*g);
  return out;
}

base::Result<LoreRow> row_of(const Table& table, std::size_t r, const Knowledge& knowledge) {
  LoreRow row;
  const auto kind = kind_of(table.cell(r, kKind));
  if (!kind || *kind == Kind::kSoftware || *kind == Kind::kTechnique)
    return base::fail(base::Code::kMalformed, "no kind of lore: " + table.cell(r, kKind), table.place(r));
  row.kind = *kind;
  row.id = table.cell(r, kId);
  row.name = table.cell(r, kName);
  row.groups = groups_of(knowledge, list_cell(table.cell(r, kGroups)));
  const std::string& sharing = table.cell(r, kSharing);
  const auto read = std::from_chars(sharing.data(), sharing.data() + sharing.size(), row.sharing);
  if (read.ec != std::errc() || read.ptr != sharing.data() + sharing.size() || row.sharing == 0)
    return base::fail(base::Code::kMalformed, "`sharing` is not a number of actors", table.place(r));
  row.set = table.cell(r, kSet);
  row.forgeable = table.cell(r, kForge) != "no";
  row.published = base::parse_time(table.cell(r, kDate), true);
  if (!row.published) return base::fail(base::Code::kMalformed, "`date` is no date", table.place(r));
  row.note =
      fmt::format("{}{}{}", table.cell(r, kNote), table.cell(r, kNote).empty() ? "" : "; ", table.cell(r, kSource));
  return row;
}

base::Result<void> read_rows(const std::string& path, const Knowledge& knowledge, Lore& out) {
  const auto table = Table::read(path, kColumns, kMostRows);
  if (!table) return std::unexpected(table.error());
  for (std::size_t r = 0; r < table->size(); ++r) {
    auto row = row_of(*table, r, knowledge);
    if (!row) return std::unexpected(row.error());
    for (const std::string& value : list_cell(table->cell(r, kValues)))
      out.rows.insert_or_assign({row->kind, base::fold(value)}, *row);
    out.rows.insert_or_assign({row->kind, base::fold(row->id)}, std::move(*row));
  }
  return {};
}

base::Result<void> read_shared_since(const std::string& path, const Knowledge& knowledge, Lore& out) {
  constexpr std::array<std::string_view, 5> kShared{"software", "since", "with", "source", "note"};
  const auto table = Table::read(path, kShared, kMostRows);
  if (!table) return std::unexpected(table.error());
  for (std::size_t r = 0; r < table->size(); ++r) {
    const auto item = knowledge.item(table->cell(r, 0));
    const auto since = base::parse_time(table->cell(r, 1), true);
    if (!since) return base::fail(base::Code::kMalformed, "`since` is no date", table->place(r));
    if (!item) continue;
    out.shared_since[*item] = {*since, fmt::format("shared with {} since {}: {} ({})", table->cell(r, 2),
                                                   table->cell(r, 1), table->cell(r, 4), table->cell(r, 3))};
  }
  return {};
}

// "APT10 (A41APT)" is APT10.
std::string actor_of(std::string actor) {
  if (const std::size_t bracket = actor.find(" ("); bracket != std::string::npos) actor.resize(bracket);
  return actor;
}

LoreRow row_of(const indicators::Indicator& indicator, std::vector<GroupIndex> groups) {
  using enum indicators::Type;
  LoreRow row;
  row.kind = indicator.type == kDomain || indicator.type == kUrl ? Kind::kDomain
             : indicator.type == kAddress                        ? Kind::kAddress
                                                                 : Kind::kArtifact;
  row.id = row.name = indicator.value;
  row.groups = std::move(groups);
  row.set = fmt::format("{} {}", indicator.source, info(indicator.type).name);
  row.forgeable = row.kind == Kind::kArtifact;
  row.half_life_days = info(indicator.type).half_life_days;
  row.published = indicator.published;
  constexpr std::array kTrust{0.25, 0.75, 1.0};  // Admiralty's D, B and A
  row.trust = kTrust[static_cast<std::size_t>(indicator.confidence)];
  row.note = indicator.note + (indicator.note.empty() ? "" : "; ") + indicator.source;
  return row;
}

base::Result<void> read_indicator_lists(const fs::path& folder, const Knowledge& knowledge, Lore& out) {
  std::error_code error;
  std::vector<fs::path> lists;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == ".csv") lists.push_back(entry.path());
  std::ranges::sort(lists);
  for (const fs::path& path : lists) {
    const auto list = indicators::read_indicators(path.string());
    if (!list) return std::unexpected(list.error());
    for (const indicators::Indicator& indicator : list->indicators) {
      if (indicator.actor.empty() || indicators::info(indicator.type).weak) continue;
      LoreRow row = row_of(indicator, groups_of(knowledge, {actor_of(indicator.actor)}));
      std::pair<Kind, std::string> key{row.kind, base::fold(row.id)};
      out.rows.emplace(std::move(key), std::move(row));  // what content/actors says goes first
    }
  }
  return {};
}

// What is left of `trust` after what has aged; of what aged and was seen nobody knows when, half.
double aged(const LoreRow& row, const std::optional<base::Time>& seen) {
  if (row.half_life_days == 0) return 1;
  if (!seen || !row.published) return 0.5;
  const auto ticks = static_cast<double>(seen->ticks - row.published->ticks);
  const double days = ticks / static_cast<double>(base::kDay);
  return days <= 0 ? 1 : std::exp2(-days / row.half_life_days);
}

void take_item(const Knowledge& knowledge, const Lore& lore, const Observation& seen, Evidence& out) {
  const auto item = knowledge.item(seen.id);
  if (!item || knowledge.items[*item].software != (seen.kind == Kind::kSoftware)) return;
  out.item = item;
  out.id = knowledge.items[*item].id;
  out.name = knowledge.items[*item].name;
  const auto shared = lore.shared_since.find(*item);
  if (shared == lore.shared_since.end() || (seen.time && *seen.time < shared->second.since)) return;
  out.shared_now = true;
  out.trust *= 0.5;
  out.notes.push_back(shared->second.note);
}

void take_lore(const Knowledge& knowledge, const Lore& lore, const Observation& seen, Evidence& out) {
  const auto found = lore.rows.find({seen.kind, base::fold(seen.id)});
  if (found == lore.rows.end()) return;
  const LoreRow& row = found->second;
  out.id = row.id;
  out.name = row.name;
  out.set = row.set;
  out.forgeable = row.forgeable;
  out.shared_by = row.sharing;
  out.trust *= row.trust * aged(row, seen.time);
  for (const GroupIndex g : row.groups) out.log_lr.emplace_back(g, log_lr(row, knowledge.groups.size()));
  out.notes.push_back(row.note);
  if (!out.log_lr.empty()) return;
  out.unknown_log_lr = log_lr(row, knowledge.groups.size());
  out.notes.emplace_back("of an actor that the tables do not have: it speaks for the unknown");
}

Evidence resolve_one(const Knowledge& knowledge, const Lore& lore, const Observation& seen) {
  Evidence out;
  out.kind = seen.kind;
  out.id = out.name = seen.id;
  out.trust = seen.reliability;
  if (seen.time) out.year = base::calendar(*seen.time).year;
  out.from = seen.from;
  if (seen.kind == Kind::kSoftware || seen.kind == Kind::kTechnique) {
    take_item(knowledge, lore, seen, out);
  } else {
    take_lore(knowledge, lore, seen, out);
  }
  if (!out.item && out.notes.empty()) out.notes.emplace_back("nothing is known of it: it has no weight");
  return out;
}

void join(Evidence& first, Evidence&& again) {
  if (again.trust > first.trust) {
    first.trust = again.trust;
    first.year = again.year;
    first.shared_now = again.shared_now;
    first.notes = std::move(again.notes);
  }
  first.from.insert(first.from.end(), again.from.begin(), again.from.end());
  std::ranges::sort(first.from);
  const auto repeated = std::ranges::unique(first.from);
  first.from.erase(repeated.begin(), repeated.end());
}

}  // namespace

double log_lr(const LoreRow& row, std::size_t groups) {
  const double said =
      0.5 * std::log(static_cast<double>(std::max(groups, row.sharing)) / static_cast<double>(row.sharing));
  return row.forgeable ? std::min(said, kForgeable) : said;
}

base::Result<Lore> read_lore(const std::string& content, const Knowledge& knowledge) {
  Lore out;
  const fs::path folder(content), actors = folder / "actors";
  std::error_code error;
  if (fs::exists(actors / "lore.csv", error))
    if (auto done = read_rows((actors / "lore.csv").string(), knowledge, out); !done)
      return std::unexpected(done.error());
  if (fs::exists(actors / "shared_since.csv", error))
    if (auto done = read_shared_since((actors / "shared_since.csv").string(), knowledge, out); !done)
      return std::unexpected(done.error());
  if (auto done = read_indicator_lists(folder / "indicators", knowledge, out); !done)
    return std::unexpected(done.error());
  return out;
}

std::vector<Evidence> resolve(const Knowledge& knowledge, const Lore& lore,
                              std::span<const Observation> observations) {
  std::vector<Evidence> out;
  std::map<std::pair<Kind, std::string>, std::size_t> places;
  for (const Observation& seen : observations) {
    Evidence one = resolve_one(knowledge, lore, seen);
    const auto [place, fresh] = places.try_emplace({one.kind, base::fold(one.id)}, out.size());
    if (fresh) {
      out.push_back(std::move(one));
    } else {
      join(out[place->second], std::move(one));
    }
  }
  for (Evidence& e : out)
    if (!e.item &&
        std::ranges::any_of(out, [&e](const Evidence& other) { return other.item && other.id == e.set; })) {
      e.trust *= kRestOfASet;
      e.notes.push_back("depends on " + e.set + ", which was seen as well");
    }
  return out;
}

}  // namespace hoptrace::assess
