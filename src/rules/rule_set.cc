#include "rules/rule_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "base/bytes.h"
#include "base/digest.h"
#include "base/unicode.h"
#include "base/yaml.h"
#include "rules/freeze.h"
#include "rules/parse_rule.h"
#include "rules/resolve.h"
#include "rules/rule_book.h"
#include "rules/rule_files.h"
#include "rules/rule_hash.h"

namespace hoptrace::rules {
namespace {

using base::Yaml;

bool is_left_out(Status status, Level level, const RuleFilter& filter) {
  if (level < filter.least_level) return true;
  if (filter.statuses.empty()) return status == Status::kDeprecated || status == Status::kUnsupported;
  return std::find(filter.statuses.begin(), filter.statuses.end(), status) == filter.statuses.end();
}

// The line of an Error whose place is "path:line".
int line_of(const base::Error& error, std::string_view path) {
  int line = 0;
  if (error.place.size() > path.size() && error.place.starts_with(path)) {
    const std::string_view text = std::string_view(error.place).substr(path.size() + 1);
    std::from_chars(text.data(), text.data() + text.size(), line);
  }
  return line;
}

bool has_action(const std::vector<Yaml>& documents) {
  return std::any_of(documents.begin(), documents.end(), [](const Yaml& d) { return d.find("action") != nullptr; });
}

}  // namespace

struct RuleSetBuilder::State {
  event::FieldDictionary& fields;
  LogSourceTable log_sources;
  PlaceholderValues placeholders;
  RuleBook book;
  struct Known {
    std::string digest, place;
    bool correlation = false;
    std::size_t index = 0;
  };
  std::unordered_map<std::string, Known> ids;  // folded
  std::size_t documents = 0;                   // read so far, whatever became of them

  void refuse(const std::string& path, const Yaml& document, const Fault& why) {
    Refusal refusal{
        path,       why.line,   std::string(document.text_at("title")), std::string(document.text_at("id")),
        why.reason, why.waiting};
    book.refused.push_back({std::move(refusal), std::string(document.text_at("name"))});
  }

  // Whether the id is new; else the document is counted as repeated or refused.
  bool take_id(const std::string& id, const std::string& digest, const std::string& path, const Yaml& document,
               bool correlation, std::size_t index, bool left_out) {
    const std::string place = fmt::format("{}:{}", path, document.line);
    const auto [known, fresh] = ids.try_emplace(base::fold(id), Known{digest, place, correlation, index});
    if (fresh) return true;
    const Known& first = known->second;
    if (first.digest != digest) {
      refuse(path, document, {document.line, fmt::format("its id is taken by another rule, at {}", first.place)});
      return false;
    }
    ++book.repeated;
    if (!left_out && first.correlation) book.correlations[first.index].left_out = false;
    if (!left_out && !first.correlation) book.rules[first.index].left_out = false;
    return false;
  }

  template <class Kind>
  void take(Parsed<Kind> parsed, std::vector<Entry<Kind>>& entries, bool correlation, const Yaml& document,
            const std::string& path, const RuleFilter& filter) {
    if (!parsed) return refuse(path, document, parsed.error());
    parsed->path = path;
    const std::string digest = digest_of(document);
    const bool left_out = is_left_out(parsed->status, parsed->level, filter);
    if (!take_id(parsed->id, digest, path, document, correlation, entries.size(), left_out)) return;
    entries.push_back({std::move(*parsed), digest, left_out});
  }

  void take_filter(const Yaml& document, const std::string& path) {
    auto filter = parse_filter(document, placeholders);
    if (!filter) return refuse(path, document, filter.error());
    filter->path = path;
    book.filters.push_back(std::move(*filter));
  }

  void take_document(const Yaml& document, const std::string& path, const RuleFilter& filter) {
    ++documents;
    if (!document.is_map()) return refuse(path, document, {document.line, "a rule must be a map"});
    if (document.find("correlation")) {
      return take(parse_correlation(document), book.correlations, true, document, path, filter);
    }
    if (document.find("filter")) return take_filter(document, path);
    take(parse_rule(document, placeholders), book.rules, false, document, path, filter);
  }
};

RuleSetBuilder::RuleSetBuilder(event::FieldDictionary& fields, LogSourceTable log_sources,
                               PlaceholderValues placeholders)
    : state_(new State{fields, std::move(log_sources), std::move(placeholders), {}, {}, 0}) {}

void RuleSetBuilder::load_text(std::string_view yaml, const std::string& path, const RuleFilter& filter) {
  auto documents = base::parse_yaml(yaml, path);
  if (!documents) {
    ++state_->documents;
    state_->refuse(path, {}, {line_of(documents.error(), path), documents.error().what});
    return;
  }
  // A document with an action changes what its neighbours mean, so none of them can be taken by itself.
  const bool legacy = has_action(*documents);
  for (const Yaml& document : *documents) {
    if (document.is_null()) continue;
    if (!legacy) {
      state_->take_document(document, path, filter);
      continue;
    }
    ++state_->documents;
    state_->refuse(
        path, document,
        {document.line, "`action` (global, repeat, reset) is not in Sigma 2: write each rule of the file whole"});
  }
}

base::Result<void> RuleSetBuilder::load(const std::string& path, const RuleFilter& filter) {
  auto found = find_rule_files(path);
  if (!found) return std::unexpected(std::move(found.error()));
  const std::size_t before = state_->documents;
  for (const auto& [folder, why] : found->unreadable) state_->refuse(folder, {}, {0, "cannot be read: " + why});
  for (const std::string& file : found->files) {
    auto text = base::read_text_file(file);
    if (text) {
      load_text(*text, file, filter);
    } else if (file == path) {
      return std::unexpected(std::move(text.error()));
    } else {
      ++state_->documents;
      state_->refuse(file, {}, {0, text.error().what});
    }
  }
  if (state_->documents == before) {
    return base::fail(base::Code::kNotFound, "there is no rule (*.yml, *.yaml) in it", path);
  }
  return {};
}

std::shared_ptr<const RuleSet> RuleSetBuilder::finish() {
  auto set =
      std::make_shared<RuleSet>(freeze(std::move(state_->book), state_->fields, std::move(state_->log_sources)));
  state_.reset();
  return set;
}

}  // namespace hoptrace::rules
