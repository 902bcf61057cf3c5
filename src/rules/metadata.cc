#include "rules/metadata.h"

#include <fmt/format.h>

#include "base/unicode.h"

namespace hoptrace::rules {
namespace {

using base::Yaml;

Parsed<void> read_text_into(const Yaml& map, std::string_view key, std::string& out) {
  auto text = read_text(map, key);
  if (!text) return std::unexpected(std::move(text.error()));
  out = std::move(*text);
  return {};
}

Parsed<void> read_texts_into(const Yaml& map, std::string_view key, std::vector<std::string>& out) {
  auto texts = read_texts(map, key);
  if (!texts) return std::unexpected(std::move(texts.error()));
  out = std::move(*texts);
  return {};
}

template <class Any>
Parsed<void> read_level_and_status(const Yaml& document, Any& out) {
  if (const Yaml* const level = document.find("level"); level && !level->is_null()) {
    const auto known = level_of(base::fold(level->text));
    if (!known) {
      return fault(level->line,
                   fmt::format("`{}` is no level: informational, low, medium, high or critical", level->text));
    }
    out.level = *known;
  }
  if (const Yaml* const status = document.find("status"); status && !status->is_null()) {
    const auto known = status_of(base::fold(status->text));
    if (!known || *known == Status::kNone) {
      return fault(
          status->line,
          fmt::format("`{}` is no status: stable, test, experimental, deprecated or unsupported", status->text));
    }
    out.status = *known;
  }
  return {};
}

}  // namespace

Parsed<std::string> read_text(const Yaml& map, std::string_view key) {
  const Yaml* const value = map.find(key);
  if (!value || value->is_null()) return std::string();
  if (!value->is_scalar()) return fault(value->line, fmt::format("`{}` must be one text", key));
  return value->text;
}

Parsed<std::vector<std::string>> read_texts(const Yaml& map, std::string_view key) {
  std::vector<std::string> out;
  const Yaml* const value = map.find(key);
  if (!value) return out;
  if (value->is_map()) return fault(value->line, fmt::format("`{}` must be a list of texts", key));
  for (const Yaml* const item : value->items()) {
    if (!item->is_scalar()) return fault(item->line, fmt::format("`{}` must be a list of texts", key));
    if (!item->is_null()) out.push_back(item->text);
  }
  return out;
}

Parsed<LogSource> read_logsource(const Yaml& document) {
  const Yaml* const section = document.find("logsource");
  if (!section) return fault(document.line, "there is no `logsource`");
  if (!section->is_map()) return fault(section->line, "`logsource` must be a map of product, category and service");
  LogSource out;
  const std::pair<std::string_view, std::string*> members[] = {{"product", &out.product},
                                                               {"category", &out.category},
                                                               {"service", &out.service},
                                                               {"definition", &out.definition}};
  for (const auto& [key, member] : members) {
    if (auto fine = read_text_into(*section, key, *member); !fine) return std::unexpected(std::move(fine.error()));
    if (key != "definition") *member = base::fold(*member);
  }
  if (out.product.empty() && out.category.empty() && out.service.empty()) {
    return fault(section->line, "`logsource` names no product, category or service");
  }
  return out;
}

template <class Any>
Parsed<void> read_metadata(const Yaml& document, Any& out) {
  out.line = document.line;
  const std::pair<std::string_view, std::string*> texts[] = {
      {"title", &out.title},   {"id", &out.id},    {"name", &out.name}, {"description", &out.description},
      {"author", &out.author}, {"date", &out.date}};
  for (const auto& [key, member] : texts) {
    if (auto fine = read_text_into(document, key, *member); !fine) return fine;
  }
  if (out.title.empty()) return fault(document.line, "there is no `title`");
  const std::pair<std::string_view, std::vector<std::string>*> lists[] = {
      {"references", &out.references}, {"tags", &out.tags}, {"falsepositives", &out.falsepositives}};
  for (const auto& [key, member] : lists) {
    if (auto fine = read_texts_into(document, key, *member); !fine) return fine;
  }
  if (const auto taxonomy = document.text_at("taxonomy"); !taxonomy.empty() && taxonomy != "sigma") {
    return fault(document.find("taxonomy")->line,
                 fmt::format("the taxonomy `{}` is not known here: only Sigma's own field names are", taxonomy));
  }
  return read_level_and_status(document, out);
}

template Parsed<void> read_metadata(const Yaml&, Rule&);
template Parsed<void> read_metadata(const Yaml&, Correlation&);

}  // namespace hoptrace::rules
