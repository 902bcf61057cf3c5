#include "decode/json_kinds.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/unicode.h"
#include "base/yaml.h"

namespace hoptrace::decode {

using base::Code;
using base::Result;
using base::Yaml;

class JsonKindsReader {
 public:
  explicit JsonKindsReader(std::string path) : path_(std::move(path)) {}

  [[nodiscard]] Result<void> read(const Yaml& document) {
    const Yaml* const kinds = document.find("kinds");
    if (!document.is_map() || document.map.size() != 1 || kinds == nullptr || !kinds->is_list()) {
      return wrong(document, "A list \"kinds\" and nothing else is expected");
    }
    for (const Yaml& row : kinds->list) {
      if (auto done = read_row(row); !done) return done;
    }
    return {};
  }
  [[nodiscard]] JsonKinds take() { return std::move(made_); }

 private:
  [[nodiscard]] std::unexpected<base::Error> wrong(const Yaml& at, std::string what) const {
    return base::fail(Code::kMalformed, std::move(what), fmt::format("{}:{}", path_, at.line),
                      "Correct the row; what rows look like stands at the top of the file.");
  }

  [[nodiscard]] Result<void> read_row(const Yaml& row) {
    if (!row.is_map()) return wrong(row, "A row is a map");
    constexpr std::array<std::string_view, 7> kKnown{"product", "category",   "service", "has",
                                                     "none",    "service_in", "services"};
    for (const auto& [key, value] : row.map) {
      if (std::ranges::find(kKnown, key) == kKnown.end()) {
        return wrong(value, fmt::format("Nobody knows the key \"{}\" here", key));
      }
    }
    JsonKinds::Row made;
    made.product = row.text_at("product");
    made.category = row.text_at("category");
    made.service = row.text_at("service");
    if (made.product.empty() && made.category.empty()) return wrong(row, "A row names a product or a category");
    if (auto done = read_names(row.find("none"), made.none); !done) return done;
    if (auto done = read_names(row.find("service_in"), made.service_in); !done) return done;
    if (auto done = read_texts(row.find("services"), made.services); !done) return done;
    if (made.service_in.empty() != made.services.empty())
      return wrong(row, "\"service_in\" and \"services\" go together");
    const Yaml* const has = row.find("has");
    if (has == nullptr && made.service_in.empty())
      return wrong(row, "A row has a list \"has\" or a key \"service_in\"");
    if (has != nullptr && (!has->is_list() || has->list.empty())) return wrong(*has, "\"has\" is a list");
    for (std::size_t i = 0; has != nullptr && i < has->list.size(); ++i) {
      if (auto done = read_choice(has->list[i], made); !done) return done;
    }
    made_.rows_.push_back(std::move(made));
    return {};
  }

  [[nodiscard]] Result<void> read_texts(const Yaml* value, std::vector<std::string>& out) const {
    if (value == nullptr) return {};
    for (const Yaml* text : value->items()) {
      if (!text->is_scalar() || text->text.empty()) return wrong(*value, "A text or a list of texts is expected");
      out.push_back(text->text);
    }
    return {};
  }

  [[nodiscard]] Result<void> read_names(const Yaml* value, std::vector<JsonKinds::Name>& out) {
    std::vector<std::string> texts;
    if (auto done = read_texts(value, texts); !done) return done;
    for (const std::string& text : texts) {
      if (made_.names_.size() == JsonKinds::kMostNames && !made_.names_.contains(text)) {
        return wrong(*value, "The rows ask for too many different keys");
      }
      out.push_back(made_.names_.try_emplace(text, static_cast<JsonKinds::Name>(made_.names_.size())).first->second);
    }
    return {};
  }

  // A key; a list of its spellings; or a key and the texts that it may have.
  [[nodiscard]] Result<void> read_choice(const Yaml& item, JsonKinds::Row& row) {
    JsonKinds::Choice choice;
    if (item.is_map()) {
      if (item.map.size() != 1) return wrong(item, "One key and its texts are expected");
      Yaml key = item;
      key.kind = Yaml::Kind::kText;
      key.text = item.map[0].first;
      if (auto done = read_names(&key, choice.names); !done) return done;
      if (auto done = read_texts(&item.map[0].second, choice.texts); !done) return done;
      if (choice.texts.empty()) return wrong(item, "The key needs a text, or a list of texts");
    } else if (auto done = read_names(&item, choice.names); !done) {
      return done;
    }
    if (choice.names.empty()) return wrong(item, "A key is expected");
    row.all.push_back(std::move(choice));
    return {};
  }

  std::string path_;
  JsonKinds made_;
};

Result<JsonKinds> JsonKinds::load(const std::string& content) {
  const std::string path = content + "/logsources/json.yml";
  const auto documents = base::parse_yaml_file(path);
  if (!documents) return std::unexpected(documents.error());
  JsonKindsReader reader(path);
  for (const Yaml& document : *documents) {
    if (auto done = reader.read(document); !done) return std::unexpected(done.error());
  }
  return reader.take();
}

event::LogKind JsonKinds::kind_of(std::span<const JsonKey> keys) const {
  Seen seen{};
  for (const JsonKey& key : keys) {
    const auto known = names_.find(key.name);
    if (known != names_.end() && seen[known->second] == nullptr) seen[known->second] = &key;
  }
  for (const Row& row : rows_) {
    if (!agrees(row, seen)) continue;
    if (row.service_in.empty()) return {row.product, row.category, row.service};
    if (const auto service = service_of(row, seen); !service.empty()) return {row.product, row.category, service};
  }
  return {};
}

std::string_view JsonKinds::service_of(const Row& row, const Seen& seen) {
  for (const Name name : row.service_in) {
    if (seen[name] == nullptr) continue;
    const auto known = std::ranges::find(row.services, seen[name]->text);
    if (known != row.services.end()) return *known;
  }
  return {};
}

bool JsonKinds::agrees(const Row& row, const Seen& seen) {
  const auto there = [&](const Choice& choice) {
    return std::ranges::any_of(choice.names, [&](Name name) {
      if (seen[name] == nullptr) return false;
      return choice.texts.empty() || std::ranges::any_of(choice.texts, [&](const std::string& text) {
               return base::equal_folded(text, seen[name]->text);
             });
    });
  };
  return std::ranges::all_of(row.all, there) &&
         std::ranges::none_of(row.none, [&](Name name) { return seen[name] != nullptr; });
}

}  // namespace hoptrace::decode
