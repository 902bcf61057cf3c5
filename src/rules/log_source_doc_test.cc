// docs/log-sources.md: its tables are made from content/ here, so that they are never older than what they describe.
// Where they differ: HOPTRACE_RENEW_DOCS=1 rules_test --gtest_filter='LogSourceDocument.*' writes them anew.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "rules/conversion.h"
#include "rules/log_source.h"

namespace hoptrace::rules {
namespace {

using event::FieldDictionary;
using event::FieldId;

const std::string kDocument = std::string(HOPTRACE_SOURCE) + "/docs/log-sources.md";

std::vector<std::string> names(const FieldDictionary& fields, const std::vector<FieldId>& ids) {
  std::vector<std::string> out;
  for (const FieldId id : ids) out.emplace_back(fields.name(id));
  return out;
}

std::string records_of(const FieldDictionary& fields, const Lane& lane) {
  std::vector<std::string> parts;
  for (const std::string& channel : lane.channels) parts.push_back("`" + channel + "`");
  std::string out = fmt::format("{}", fmt::join(parts, ", "));
  if (lane.channels.empty() && !lane.providers.empty())
    out += fmt::format("provider {}", fmt::join(lane.providers, ", "));
  if (lane.by_kind()) {
    std::vector<std::string> kind;
    for (const std::string* part : {&lane.kind_product, &lane.kind_category, &lane.kind_service}) {
      if (!part->empty()) kind.push_back(*part);
    }
    out += fmt::format("kind {}", fmt::join(kind, " / "));
  }
  if (!lane.event_ids.empty()) out += fmt::format("; event {}", fmt::join(lane.event_ids, ", "));
  for (const auto& [field, texts] : lane.where) {
    out += fmt::format("; {} = {}", fields.name(field), fmt::join(texts, " or "));
  }
  return out;
}

std::string fields_of(const FieldDictionary& fields, const Lane& lane) {
  std::vector<std::string> parts;
  if (!lane.mappings.empty()) parts.push_back(fmt::format("{} converted or renamed", lane.mappings.size()));
  if (lane.closed) parts.push_back("only those listed below");
  if (!lane.cannot_have.empty()) {
    parts.push_back(fmt::format("never {}", fmt::join(names(fields, lane.cannot_have), ", ")));
  }
  for (const auto& [field, endings] : lane.common) {
    parts.push_back(fmt::format("common {}: `{}`", fields.name(field), fmt::join(endings, "`, `")));
  }
  if (!lane.weak.empty()) {
    const std::vector<std::string> weak = names(fields, lane.weak);
    parts.push_back(fmt::format("weak: {}", fmt::join(std::set(weak.begin(), weak.end()), ", ")));
  }
  return parts.empty() ? "as they are" : fmt::format("{}", fmt::join(parts, "; "));
}

std::string lane_table(const FieldDictionary& fields, const LogSourceTable& table) {
  std::string out = "| lane | product | category | service | its records | its fields |\n|---|---|---|---|---|---|\n";
  for (const Lane& lane : table.lanes()) {
    out += fmt::format("| {} | {} | {} | {} | {} | {} |\n", lane.name, lane.product, lane.category, lane.service,
                       records_of(fields, lane), fields_of(fields, lane));
  }
  return out;
}

std::string source_of(const FieldDictionary& fields, const FieldMapping& mapping) {
  if (mapping.conversion == Conversion::kConstant) return fmt::format("always `{}`", mapping.constant);
  const std::string sources = fmt::format("{}", fmt::join(names(fields, mapping.sources), ", "));
  if (mapping.conversion == Conversion::kSame) return sources;
  return fmt::format("{} ({})", sources, name(mapping.conversion));
}

std::string mapping_table(const FieldDictionary& fields, const LogSourceTable& table) {
  std::string out = "| lane | a rule's field | is read from |\n|---|---|---|\n";
  for (const Lane& lane : table.lanes()) {
    std::set<std::string> rows;  // by name: ids depend on the order of loading
    for (const FieldMapping& mapping : lane.mappings) {
      rows.insert(
          fmt::format("| {} | {} | {} |\n", lane.name, fields.name(mapping.rule_field), source_of(fields, mapping)));
    }
    for (const std::string& row : rows) out += row;
  }
  return out;
}

std::string closed_table(const FieldDictionary& fields, const LogSourceTable& table) {
  std::string out = "| lane | has only |\n|---|---|\n";
  for (const Lane& lane : table.lanes()) {
    if (!lane.closed) continue;
    const std::vector<std::string> has = names(fields, lane.has);
    out += fmt::format("| {} | {} |\n", lane.name, fmt::join(std::set(has.begin(), has.end()), ", "));
  }
  return out;
}

// `document` with what stands between its two markers replaced.
std::string with_part(std::string document, const std::string& part, const std::string& text) {
  const std::string begin = "<!-- " + part + ": made from content/ -->\n", end = "<!-- end of " + part + " -->";
  const std::size_t from = document.find(begin), to = document.find(end);
  if (from == std::string::npos || to == std::string::npos || to < from) return document + "no part " + part;
  return document.replace(from + begin.size(), to - from - begin.size(), text);
}

TEST(LogSourceDocument, IsMadeFromTheTables) {
  FieldDictionary fields;
  const auto table = LogSourceTable::load(std::string(HOPTRACE_SOURCE) + "/content", fields);
  ASSERT_TRUE(table) << table.error().sentence();
  std::stringstream written;
  written << std::ifstream(kDocument).rdbuf();
  std::string made = with_part(written.str(), "lanes", lane_table(fields, *table));
  made = with_part(std::move(made), "mappings", mapping_table(fields, *table));
  made = with_part(std::move(made), "closed", closed_table(fields, *table));
  if (std::getenv("HOPTRACE_RENEW_DOCS") != nullptr) std::ofstream(kDocument) << made;
  EXPECT_TRUE(made == written.str()) << "docs/log-sources.md is not what content/ says: renew it (top of this file)";
}

}  // namespace
}  // namespace hoptrace::rules
