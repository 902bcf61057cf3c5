#include "assess/posture/check_text.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "assess/posture/check.h"
#include "base/unicode.h"
#include "base/yaml.h"

namespace hoptrace::assess::posture {
namespace {

base::Result<CheckText> read_one(const base::Yaml& item, const std::string& path) {
  CheckText text;
  const base::Yaml* const number = item.is_map() ? item.find("number") : nullptr;
  if (number != nullptr && number->kind == base::Yaml::Kind::kInteger)
    text.number = static_cast<int>(number->integer);
  using Member = std::string CheckText::*;
  static constexpr std::array<std::pair<std::string_view, Member>, 5> kKeys{{{"title", &CheckText::title},
                                                                             {"source", &CheckText::source},
                                                                             {"settles", &CheckText::settles},
                                                                             {"question", &CheckText::question},
                                                                             {"to_answer", &CheckText::to_answer}}};
  for (const auto& [key, member] : kKeys) {
    text.*member = item.is_map() ? std::string(item.text_at(key)) : std::string();
    if (!(text.*member).empty()) continue;
    return base::fail(base::Code::kMalformed, fmt::format("a check has no `{}`", key),
                      fmt::format("{}:{}", path, item.line), "Write each of the keys that the other checks have");
  }
  return text;
}

}  // namespace

base::Result<std::vector<CheckText>> read_check_texts(const std::string& folder) {
  const std::string path = folder + "/posture/checks.yml";
  auto documents = base::parse_yaml_file(path);
  if (!documents) return std::unexpected(documents.error());
  const base::Yaml* const list =
      documents->size() == 1 && documents->front().is_map() ? documents->front().find("checks") : nullptr;
  std::vector<CheckText> texts;
  for (const base::Yaml* item : list == nullptr ? std::vector<const base::Yaml*>{} : list->items()) {
    auto text = read_one(*item, path);
    if (!text) return std::unexpected(text.error());
    if (text->number == static_cast<int>(texts.size()) + 1) texts.push_back(std::move(*text));
  }
  if (texts.size() == checks().size()) return texts;
  return base::fail(base::Code::kMalformed, fmt::format("there are not {} checks in order", checks().size()), path,
                    "Number them from 1 without a gap");
}

base::Result<std::vector<std::string>> read_dynamic_names(const std::string& folder) {
  auto text = base::read_text_file(folder + "/posture/dynamic-names.txt");
  if (!text) return std::unexpected(text.error());
  std::vector<std::string> names;
  for (std::size_t begin = 0; begin < text->size();) {
    const std::size_t end = std::min(text->find('\n', begin), text->size());
    std::string line = text->substr(begin, end - begin);
    begin = end + 1;
    if (const std::size_t comment = line.find('#'); comment != std::string::npos) line.resize(comment);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.pop_back();
    if (!line.empty()) names.push_back(base::fold(line));
  }
  return names;
}

}  // namespace hoptrace::assess::posture
