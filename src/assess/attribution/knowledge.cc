#include "assess/attribution/knowledge.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <utility>

#include "assess/attribution/report_name.h"
#include "assess/attribution/table.h"
#include "base/unicode.h"

namespace hoptrace::assess {
namespace {

// ATT&CK 18 has 172 groups, 1,475 items and 17,271 uses; what is ten times larger is something else.
constexpr std::size_t kMostGroups = 2'000, kMostItems = 20'000, kMostUses = 400'000, kMostAliases = 20'000;

using Sources = std::vector<SourceIndex>;

void add(Sources& all, const Sources& more) {
  all.insert(all.end(), more.begin(), more.end());
}

// Sorted, each once.
Sources settled(Sources sources) {
  std::ranges::sort(sources);
  const auto repeated = std::ranges::unique(sources);
  sources.erase(repeated.begin(), repeated.end());
  return sources;
}

// Builds a Knowledge from its tables, one after the other: what a later table names must stand in an earlier one.
class Reader {
 public:
  explicit Reader(std::string folder) : folder_(std::move(folder)) {}

  base::Result<Knowledge> read() {
    for (const auto step : {&Reader::read_groups, &Reader::read_techniques, &Reader::read_software,
                            &Reader::read_campaigns, &Reader::read_uses, &Reader::read_aliases}) {
      if (auto done = (this->*step)(); !done) return std::unexpected(done.error());
    }
    for (auto& [key, sources] : group_uses_)
      out_.group_uses.push_back({key.first, key.second, settled(std::move(sources)), own_sources(key)});
    for (auto& [key, sources] : software_uses_)
      out_.software_uses.push_back({key.first, key.second, settled(std::move(sources))});
    for (Source& source : out_.sources) source.titled = groups_in(source.name, out_);
    return std::move(out_);
  }

 private:
  base::Result<Table> table(std::string_view name, std::span<const std::string_view> columns, std::size_t most) {
    return Table::read((std::filesystem::path(folder_) / name).string(), columns, most);
  }

  base::Result<void> read_groups() {
    constexpr std::array<std::string_view, 3> kColumns{"id", "name", "aliases"};
    const auto rows = table("groups.csv", kColumns, kMostGroups);
    if (!rows) return std::unexpected(rows.error());
    for (std::size_t r = 0; r < rows->size(); ++r) {
      const auto index = static_cast<GroupIndex>(out_.groups.size());
      out_.groups.push_back({rows->cell(r, 0), rows->cell(r, 1), list_cell(rows->cell(r, 2))});
      const Group& group = out_.groups.back();
      if (!out_.group_names.emplace(base::fold(group.id), index).second)
        return base::fail(base::Code::kMalformed, "the same group stands here twice: " + group.id, rows->place(r));
    }
    // A group's own name goes before what others call another one.
    for (GroupIndex g = 0; g < out_.groups.size(); ++g) out_.group_names.emplace(base::fold(out_.groups[g].name), g);
    for (GroupIndex g = 0; g < out_.groups.size(); ++g)
      for (const std::string& alias : out_.groups[g].aliases) out_.group_names.emplace(base::fold(alias), g);
    return {};
  }

  base::Result<void> add_item(Item item, const std::string& place) {
    const auto index = static_cast<ItemIndex>(out_.items.size());
    if (!out_.item_names.emplace(base::fold(item.id), index).second)
      return base::fail(base::Code::kMalformed, "the same item stands here twice: " + item.id, place);
    if (item.software) {
      out_.item_names.emplace(base::fold(item.name), index);
      for (const std::string& alias : item.aliases) out_.item_names.emplace(base::fold(alias), index);
    }
    out_.items.push_back(std::move(item));
    return {};
  }

  base::Result<void> read_techniques() {
    constexpr std::array<std::string_view, 3> kColumns{"id", "name", "tactics"};
    const auto rows = table("techniques.csv", kColumns, kMostItems);
    if (!rows) return std::unexpected(rows.error());
    for (std::size_t r = 0; r < rows->size(); ++r) {
      Item item{
          .id = rows->cell(r, 0), .name = rows->cell(r, 1), .tactics = list_cell(rows->cell(r, 2)), .aliases = {}};
      if (auto added = add_item(std::move(item), rows->place(r)); !added) return added;
    }
    return {};
  }

  base::Result<void> read_software() {
    constexpr std::array<std::string_view, 4> kColumns{"id", "name", "kind", "aliases"};
    const auto rows = table("software.csv", kColumns, kMostItems);
    if (!rows) return std::unexpected(rows.error());
    for (std::size_t r = 0; r < rows->size(); ++r) {
      Item item{.id = rows->cell(r, 0),
                .name = rows->cell(r, 1),
                .software = true,
                .tool = rows->cell(r, 2) == "tool",
                .tactics = {},
                .aliases = list_cell(rows->cell(r, 3))};
      if (auto added = add_item(std::move(item), rows->place(r)); !added) return added;
    }
    return {};
  }

  base::Result<void> read_campaigns() {
    constexpr std::array<std::string_view, 2> kColumns{"id", "attributed_to"};
    const auto rows = table("campaigns.csv", kColumns, kMostGroups);
    if (!rows) return std::unexpected(rows.error());
    for (std::size_t r = 0; r < rows->size(); ++r) {
      std::vector<GroupIndex>& groups = campaigns_[rows->cell(r, 0)];
      for (const std::string& name : list_cell(rows->cell(r, 1))) {
        const auto group = out_.group(name);
        if (!group)
          return base::fail(base::Code::kMalformed, "a campaign of a group that no table has: " + name,
                            rows->place(r));
        groups.push_back(*group);
      }
    }
    return {};
  }

  // A use that cites nothing is one report that nobody named.
  Sources sources_of(const std::string& user, const std::string& cell) {
    Sources out;
    std::vector<std::string> names = list_cell(cell);
    if (names.empty()) names.push_back("(uncited) " + user);
    for (std::string& name : names) {
      const auto [place, fresh] = source_index_.try_emplace(name, static_cast<SourceIndex>(out_.sources.size()));
      if (fresh) {
        const int year = year_in(name).value_or(0);
        out_.sources.push_back({.name = std::move(name), .year = year, .titled = {}});
      }
      out.push_back(place->second);
    }
    return out;
  }

  base::Result<void> read_uses() {
    constexpr std::array<std::string_view, 3> kColumns{"user", "used", "cited_sources"};
    const auto rows = table("uses.csv", kColumns, kMostUses);
    if (!rows) return std::unexpected(rows.error());
    for (std::size_t r = 0; r < rows->size(); ++r) {
      const std::string &user = rows->cell(r, 0), &used = rows->cell(r, 1);
      const auto item = out_.item(used);
      if (!item)
        return base::fail(base::Code::kMalformed, "a use of an item that no table has: " + used, rows->place(r));
      if (!add_use(user, *item, sources_of(user, rows->cell(r, 2))))
        return base::fail(base::Code::kMalformed, "a use by somebody whom no table has: " + user, rows->place(r));
    }
    return {};
  }

  // Whether any table has the user.
  bool add_use(const std::string& user, ItemIndex item, const Sources& sources) {
    if (const auto group = out_.group_names.find(base::fold(user)); group != out_.group_names.end()) {
      add(group_uses_[{group->second, item}], sources);
      add(own_uses_[{group->second, item}], sources);
    } else if (const auto campaign = campaigns_.find(user); campaign != campaigns_.end()) {
      for (const GroupIndex g : campaign->second) add(group_uses_[{g, item}], sources);
    } else if (const auto software = out_.item(user); software && out_.items[*software].software) {
      if (!out_.items[item].software) add(software_uses_[{*software, item}], sources);
    } else {
      return false;
    }
    return true;
  }

  std::vector<SourceIndex> own_sources(const std::pair<GroupIndex, ItemIndex>& key) {
    const auto found = own_uses_.find(key);
    return found == own_uses_.end() ? Sources{} : settled(std::move(found->second));
  }

  base::Result<void> read_aliases() {
    constexpr std::array<std::string_view, 2> kColumns{"group", "alias"};
    const auto path = std::filesystem::path(folder_) / "aliases.csv";
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return {};
    const auto rows = table("aliases.csv", kColumns, kMostAliases);
    if (!rows) return std::unexpected(rows.error());
    for (std::size_t r = 0; r < rows->size(); ++r) {
      // An update may have dropped the group: its further names then stand for nobody.
      const auto group = out_.group(rows->cell(r, 0));
      if (!group) continue;
      if (out_.group_names.emplace(base::fold(rows->cell(r, 1)), *group).second)
        out_.groups[*group].aliases.push_back(rows->cell(r, 1));
    }
    return {};
  }

  std::string folder_;
  Knowledge out_;
  std::map<std::string, std::vector<GroupIndex>> campaigns_;
  std::unordered_map<std::string, SourceIndex> source_index_;
  std::map<std::pair<GroupIndex, ItemIndex>, Sources> group_uses_, own_uses_;
  std::map<std::pair<ItemIndex, ItemIndex>, Sources> software_uses_;
};

template <class Index>
std::optional<Index> find_folded(const std::unordered_map<std::string, Index>& names, std::string_view name) {
  const auto found = names.find(base::fold(name));
  if (found == names.end()) return std::nullopt;
  return found->second;
}

}  // namespace

std::optional<GroupIndex> Knowledge::group(std::string_view name) const {
  return find_folded(group_names, name);
}

std::optional<ItemIndex> Knowledge::item(std::string_view name) const {
  return find_folded(item_names, name);
}

std::vector<std::string> list_cell(std::string_view cell) {
  std::vector<std::string> out;
  while (!cell.empty()) {
    const std::size_t bar = std::min(cell.find('|'), cell.size());
    if (bar > 0) out.emplace_back(cell.substr(0, bar));
    cell.remove_prefix(std::min(bar + 1, cell.size()));
  }
  return out;
}

base::Result<Knowledge> read_knowledge(const std::string& folder) {
  return Reader(folder).read();
}

}  // namespace hoptrace::assess
