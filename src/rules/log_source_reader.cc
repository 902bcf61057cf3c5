#include "rules/log_source_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <limits>
#include <system_error>
#include <utility>

#include "base/unicode.h"
#include "rules/conversion.h"

namespace hoptrace::rules {
namespace {

using base::Code;
using base::Result;
using base::Yaml;
using event::FieldId;

std::unexpected<base::Error> wrong(const Yaml& at, const std::string& path, std::string what) {
  return base::fail(Code::kMalformed, std::move(what), fmt::format("{}:{}", path, at.line),
                    "Correct the row; what rows look like stands in src/rules/log_source_reader.h.");
}

Result<void> only_keys(const Yaml& row, const std::string& path, std::initializer_list<std::string_view> known) {
  if (!row.is_map()) return wrong(row, path, "Here a map of keys and values is expected");
  for (const auto& [key, value] : row.map) {
    if (std::ranges::find(known, key) == known.end()) {
      return wrong(value, path, fmt::format("Nobody knows the key \"{}\" here", key));
    }
  }
  return {};
}

// The texts of a scalar or of a list of scalars.
Result<std::vector<std::string>> texts_of(const Yaml* value, const std::string& path) {
  std::vector<std::string> out;
  if (value == nullptr) return out;
  for (const Yaml* item : value->items()) {
    if (!item->is_scalar() || item->text.empty()) return wrong(*item, path, "A text is expected, not a list or map");
    out.push_back(item->text);
  }
  if (out.empty()) return wrong(*value, path, "A text or a list of texts is expected");
  return out;
}

void sort_unique(std::vector<FieldId>& ids) {
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

// All *.yml of a folder, by name, so that the order of lanes is the same everywhere.
Result<std::vector<std::string>> tables_in(const std::string& folder) {
  std::error_code error;
  std::vector<std::string> paths;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() == ".yml" && at->path().filename() != "json.yml") paths.push_back(at->path().string());
  }
  if (error) return base::fail(Code::kNotFound, "The folder of tables cannot be read: " + error.message(), folder);
  if (paths.empty()) return base::fail(Code::kNotFound, "The folder holds no table (*.yml)", folder);
  std::ranges::sort(paths);
  return paths;
}

}  // namespace

Result<std::vector<FieldId>> LogSourceReader::field_list(const Yaml* list, const std::string& path) {
  auto texts = texts_of(list, path);
  if (!texts) return std::unexpected(texts.error());
  std::vector<FieldId> ids;
  for (const std::string& text : *texts) ids.push_back(fields_.intern(text));
  return ids;
}

Result<void> LogSourceReader::read_fields(const Yaml& document, const std::string& path) {
  if (auto known = only_keys(document, path, {"tables"}); !known) return known;
  const Yaml* const tables = document.find("tables");
  if (tables == nullptr || !tables->is_map()) return wrong(document, path, "A map \"tables\" is expected");
  for (const auto& [name, row] : tables->map) {
    if (tables_.contains(name)) return wrong(row, path, fmt::format("There is already a table \"{}\"", name));
    if (auto read = read_table(name, row, path); !read) return read;
  }
  return {};
}

Result<void> LogSourceReader::take_over(FieldTable& table, const Yaml* like, const std::string& path) {
  auto others = texts_of(like, path);
  if (!others) return std::unexpected(others.error());
  for (const std::string& other : *others) {
    const auto found = tables_.find(other);
    if (found == tables_.end()) return wrong(*like, path, fmt::format("There is no table \"{}\" before this", other));
    table.has.insert(table.has.end(), found->second.has.begin(), found->second.has.end());
    table.weak.insert(table.weak.end(), found->second.weak.begin(), found->second.weak.end());
    table.common.insert(table.common.end(), found->second.common.begin(), found->second.common.end());
    table.cannot_have.insert(table.cannot_have.end(), found->second.cannot_have.begin(),
                             found->second.cannot_have.end());
    for (const FieldMapping& mapping : found->second.mappings) {
      if (std::ranges::find(table.mappings, mapping.rule_field, &FieldMapping::rule_field) == table.mappings.end()) {
        table.mappings.push_back(mapping);
      }
    }
  }
  return {};
}

Result<void> LogSourceReader::read_table(const std::string& name, const Yaml& row, const std::string& path) {
  if (auto known = only_keys(row, path, {"like", "has", "closed", "cannot_have", "weak", "common", "map"}); !known)
    return known;
  FieldTable table;
  if (const Yaml* closed = row.find("closed")) {
    if (closed->kind != Yaml::Kind::kBool) return wrong(*closed, path, "\"closed\" is true or false");
    table.closed = closed->boolean;
  }
  if (const Yaml* map = row.find("map")) {
    if (!map->is_map()) return wrong(*map, path, "\"map\" is a map of rule fields");
    for (const auto& [field, how] : map->map) {
      auto mapping = read_mapping(field, how, path);
      if (!mapping) return std::unexpected(mapping.error());
      table.mappings.push_back(std::move(*mapping));
    }
  }
  if (auto common = read_endings(table.common, row.find("common"), path); !common) return common;
  if (auto taken = take_over(table, row.find("like"), path); !taken) return taken;
  for (const auto& [key, ids] :
       {std::pair{"has", &table.has}, std::pair{"cannot_have", &table.cannot_have}, std::pair{"weak", &table.weak}}) {
    auto read = field_list(row.find(key), path);
    if (!read) return std::unexpected(read.error());
    ids->insert(ids->end(), read->begin(), read->end());
    sort_unique(*ids);
  }
  std::ranges::sort(table.mappings, {}, &FieldMapping::rule_field);
  tables_.emplace(name, std::move(table));
  return {};
}

Result<void> LogSourceReader::read_endings(Endings& out, const Yaml* map, const std::string& path) {
  if (map == nullptr) return {};
  if (!map->is_map()) return wrong(*map, path, "\"common\" is a map of fields and what they end in");
  for (const auto& [field, value] : map->map) {
    auto texts = texts_of(&value, path);
    if (!texts) return std::unexpected(texts.error());
    for (std::string& text : *texts) text = base::fold(text);
    out.emplace_back(fields_.intern(field), std::move(*texts));
  }
  return {};
}

Result<FieldMapping> LogSourceReader::read_mapping(const std::string& field, const Yaml& row,
                                                   const std::string& path) {
  FieldMapping mapping;
  mapping.rule_field = fields_.intern(field);
  const Yaml* sources = &row;
  if (row.is_map()) {
    if (row.map.size() != 1) return wrong(row, path, "One conversion and its fields are expected");
    const auto conversion = conversion_of(row.map[0].first);
    if (!conversion) return wrong(row, path, fmt::format("There is no conversion \"{}\"", row.map[0].first));
    mapping.conversion = *conversion;
    sources = &row.map[0].second;
  }
  auto texts = texts_of(sources, path);
  if (!texts) return std::unexpected(texts.error());
  if (mapping.conversion == Conversion::kConstant) {
    if (texts->size() != 1) return wrong(row, path, "A constant is one text");
    mapping.constant = texts->front();
    return mapping;
  }
  const SourceCount wanted = source_count(mapping.conversion);
  const bool fits = wanted.many ? texts->size() % wanted.step == 0 : texts->size() == wanted.step;
  if (!fits || texts->size() > kMostSources) {
    return wrong(row, path, fmt::format("{} fields are not what this conversion takes", texts->size()));
  }
  for (const std::string& text : *texts) mapping.sources.push_back(fields_.intern(text));
  return mapping;
}

Result<void> LogSourceReader::read_lanes(const Yaml& document, const std::string& path) {
  if (auto known = only_keys(document, path, {"lanes"}); !known) return known;
  const Yaml* const lanes = document.find("lanes");
  if (lanes == nullptr || !lanes->is_list()) return wrong(document, path, "A list \"lanes\" is expected");
  for (const Yaml& row : lanes->list) {
    if (auto read = read_lane(row, path); !read) return read;
  }
  return {};
}

Result<void> LogSourceReader::read_conditions(Lane& lane, const Yaml& row, const std::string& path) {
  for (const auto& [key, texts] : {std::pair{"channel", &lane.channels}, std::pair{"provider", &lane.providers}}) {
    auto read = texts_of(row.find(key), path);
    if (!read) return std::unexpected(read.error());
    *texts = std::move(*read);
  }
  if (const Yaml* ids = row.find("event_id")) {
    for (const Yaml* id : ids->items()) {
      if (id->kind != Yaml::Kind::kInteger || id->integer < 0 ||
          id->integer > std::numeric_limits<std::uint32_t>::max()) {
        return wrong(*id, path, "An event id is a whole number");
      }
      lane.event_ids.push_back(static_cast<std::uint32_t>(id->integer));
    }
  }
  if (const Yaml* where = row.find("where")) {
    if (!where->is_map()) return wrong(*where, path, "\"where\" is a map of fields and texts");
    for (const auto& [field, value] : where->map) {
      auto texts = texts_of(&value, path);
      if (!texts) return std::unexpected(texts.error());
      lane.where.emplace_back(fields_.intern(field), std::move(*texts));
    }
  }
  return {};
}

Result<void> LogSourceReader::read_names(Lane& lane, const Yaml& row, const std::string& path) {
  lane.name = row.text_at("name");
  lane.product = row.text_at("product");
  lane.category = row.text_at("category");
  lane.service = row.text_at("service");
  if (lane.name.empty()) return wrong(row, path, "A lane needs a name");
  if (std::ranges::find(made_.lanes_, lane.name, &Lane::name) != made_.lanes_.end()) {
    return wrong(row, path, fmt::format("There is already a lane \"{}\"", lane.name));
  }
  if (lane.product.empty() && lane.category.empty() && lane.service.empty()) {
    return wrong(row, path, "A lane needs a product, a category or a service");
  }
  return {};
}

Result<void> LogSourceReader::read_kind(Lane& lane, const Yaml* kind, const std::string& path) {
  lane.kind_product = lane.product;
  if (lane.by_kind()) {
    lane.kind_category = lane.category;
    lane.kind_service = lane.service;
  }
  if (kind == nullptr) return {};
  if (auto known = only_keys(*kind, path, {"product", "category", "service"}); !known) return known;
  lane.kind_product = kind->text_at("product");
  lane.kind_category = kind->text_at("category");
  lane.kind_service = kind->text_at("service");
  return {};
}

Result<void> LogSourceReader::read_field_table(Lane& lane, const Yaml* name, const std::string& path) {
  if (name == nullptr) return {};
  const auto table = tables_.find(name->text);
  if (table == tables_.end()) return wrong(*name, path, fmt::format("There is no field table \"{}\"", name->text));
  lane.mappings = table->second.mappings;
  lane.has = table->second.has;
  lane.cannot_have = table->second.cannot_have;
  lane.closed = table->second.closed;
  lane.weak = table->second.weak;
  lane.common = table->second.common;
  return {};
}

Result<void> LogSourceReader::read_lane(const Yaml& row, const std::string& path) {
  auto done = only_keys(
      row, path,
      {"name", "product", "category", "service", "channel", "provider", "event_id", "where", "kind", "fields"});
  Lane lane;
  if (done) done = read_names(lane, row, path);
  if (done) done = read_conditions(lane, row, path);
  if (done) done = read_kind(lane, row.find("kind"), path);  // after the conditions: it asks whether there are any
  if (done) done = read_field_table(lane, row.find("fields"), path);
  if (!done) return done;
  if (made_.lanes_.size() >= std::numeric_limits<std::uint16_t>::max()) return wrong(row, path, "Too many lanes");
  made_.lanes_.push_back(std::move(lane));
  return {};
}

Result<LogSourceTable> LogSourceReader::finish() {
  made_.index();
  return std::move(made_);
}

Result<LogSourceTable> LogSourceTable::load(const std::string& content, event::FieldDictionary& fields) {
  LogSourceReader reader(fields);
  using Read = Result<void> (LogSourceReader::*)(const Yaml&, const std::string&);
  for (const auto& [folder, read] : {std::pair<const char*, Read>{"/fields", &LogSourceReader::read_fields},
                                     std::pair<const char*, Read>{"/logsources", &LogSourceReader::read_lanes}}) {
    const auto paths = tables_in(content + folder);
    if (!paths) return std::unexpected(paths.error());
    for (const std::string& path : *paths) {
      const auto documents = base::parse_yaml_file(path);
      if (!documents) return std::unexpected(documents.error());
      for (const Yaml& document : *documents) {
        if (auto done = (reader.*read)(document, path); !done) return std::unexpected(done.error());
      }
    }
  }
  return reader.finish();
}

}  // namespace hoptrace::rules
