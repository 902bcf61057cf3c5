// Knowledge: who is known to use what, and which report says so. The facts of MITRE ATT&CK as five tables, and beside
// them the weights by which they are judged (weights.h) and what ATT&CK lacks (lore.h).
//
// Order: read_knowledge() once; then Profiles (profiles.h) for what is counted; then judge() (judgement.h). Immutable
// and shared by any number of threads.
//
// A campaign that is attributed to a group counts as the group's own; one that is attributed to nobody says nothing.
// Errors: a table that cannot be read, lacks a column, names an id that no table has, or is larger than any ATT&CK
// release by far (the bounds stand in knowledge.cc). Source of facts: https://attack.mitre.org
// (content/knowledge/LICENSE).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace hoptrace::assess {

using GroupIndex = std::uint32_t;
using ItemIndex = std::uint32_t;
using SourceIndex = std::uint32_t;

struct Group {
  std::string id, name;
  std::vector<std::string> aliases;
};

// A technique or a piece of software: what a group can be seen to use.
struct Item {
  std::string id, name;
  bool software = false;
  bool tool = false;                 // software that anybody can get, as ATT&CK sorts it
  std::vector<std::string> tactics;  // of a technique
  std::vector<std::string> aliases;  // of software
};

struct GroupUse {
  GroupIndex group;
  ItemIndex item;
  std::vector<SourceIndex> sources;  // sorted
  std::vector<SourceIndex> own;      // of them, those that say it of the group itself, not of a campaign of its
};

struct SoftwareUse {
  ItemIndex software, technique;
  std::vector<SourceIndex> sources;  // sorted
};

// A report that the tables cite, and what its name says (report_name.h).
struct Source {
  std::string name;
  int year = 0;                    // 0: its name has none
  std::vector<GroupIndex> titled;  // groups that its name names
};

struct Knowledge {
  std::vector<Group> groups;
  std::vector<Item> items;
  std::vector<Source> sources;
  std::vector<GroupUse> group_uses;                         // one a group and item, by group
  std::vector<SoftwareUse> software_uses;                   // one a software and technique, by software
  std::unordered_map<std::string, GroupIndex> group_names;  // ids, names and aliases, folded
  std::unordered_map<std::string, ItemIndex> item_names;    // ids; software also by name and alias

  // "G0045", "menuPass", "stone panda", "APT10"…
  [[nodiscard]] std::optional<GroupIndex> group(std::string_view name) const;
  // "T1047", "S0153", "RedLeaves"…
  [[nodiscard]] std::optional<ItemIndex> item(std::string_view name) const;
};

// Reads groups.csv, techniques.csv, software.csv, campaigns.csv and uses.csv of `folder`, and aliases.csv if it is
// there (further names of groups: group, alias, source).
[[nodiscard]] base::Result<Knowledge> read_knowledge(const std::string& folder);

// The parts of a cell: "a|b" is two; an empty cell is none.
[[nodiscard]] std::vector<std::string> list_cell(std::string_view cell);

}  // namespace hoptrace::assess
