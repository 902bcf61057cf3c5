#include "rules/rule_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "base/unicode.h"
#include "rules/draft.h"
#include "rules/freeze.h"
#include "rules/rule_book.h"
#include "rules/rule_files.h"

namespace hoptrace::rules {
namespace {

bool is_left_out(Status status, Level level, const RuleFilter& filter) {
  if (level < filter.least_level) return true;
  if (filter.statuses.empty()) return status == Status::kDeprecated || status == Status::kUnsupported;
  return std::find(filter.statuses.begin(), filter.statuses.end(), status) == filter.statuses.end();
}

}  // namespace

struct RuleSetBuilder::State {
  event::FieldDictionary& fields;
  LogSourceTable log_sources;
  PlaceholderValues placeholders;
  unsigned threads;
  RuleBook book;
  struct Known {
    std::string digest, place;
    bool correlation = false;
    std::size_t index = 0;
  };
  std::unordered_map<std::string, Known> ids;  // folded
  std::size_t documents = 0;                   // read so far, whatever became of them

  void refuse(const std::string& path, const DraftDocument& draft, Fault why) {
    Refusal refusal{path, why.line, draft.title, draft.id, std::move(why.reason), why.waiting};
    book.refused.push_back({std::move(refusal), draft.name});
  }

  // Whether the id is new; else the document is counted as repeated or refused.
  bool take_id(const std::string& id, const std::string& path, const DraftDocument& draft, bool correlation,
               std::size_t index, bool left_out) {
    const auto [known, fresh] = ids.try_emplace(base::fold(id));
    Known& first = known->second;
    if (fresh) {
      first = {draft.digest, fmt::format("{}:{}", path, draft.line), correlation, index};
      return true;
    }
    if (first.digest != draft.digest) {
      refuse(path, draft, {draft.line, fmt::format("its id is taken by another rule, at {}", first.place)});
      return false;
    }
    ++book.repeated;
    if (!left_out && first.correlation) book.correlations[first.index].left_out = false;
    if (!left_out && !first.correlation) book.rules[first.index].left_out = false;
    return false;
  }

  template <class Kind>
  void enter(Kind& read, std::vector<Entry<Kind>>& entries, bool correlation, DraftDocument& draft,
             const std::string& path, const RuleFilter& filter) {
    const bool left_out = is_left_out(read.status, read.level, filter);
    if (!take_id(read.id, path, draft, correlation, entries.size(), left_out)) return;
    entries.push_back({std::move(read), std::move(draft.digest), left_out});
  }

  void enter(DraftDocument& draft, const std::string& path, const RuleFilter& filter) {
    ++documents;
    if (auto* const why = std::get_if<Fault>(&draft.what)) return refuse(path, draft, std::move(*why));
    if (auto* const rule = std::get_if<Rule>(&draft.what)) {
      return enter(*rule, book.rules, false, draft, path, filter);
    }
    if (auto* const correlation = std::get_if<Correlation>(&draft.what)) {
      return enter(*correlation, book.correlations, true, draft, path, filter);
    }
    book.filters.push_back(std::move(std::get<Filter>(draft.what)));
  }
};

RuleSetBuilder::RuleSetBuilder(event::FieldDictionary& fields, LogSourceTable log_sources,
                               PlaceholderValues placeholders, unsigned threads)
    : state_(new State{fields, std::move(log_sources), std::move(placeholders), threads, {}, {}, 0}) {}

void RuleSetBuilder::load_text(std::string_view yaml, const std::string& path, const RuleFilter& filter) {
  for (DraftDocument& draft : read_drafts(yaml, path, state_->placeholders)) state_->enter(draft, path, filter);
}

base::Result<void> RuleSetBuilder::load(const std::string& path, const RuleFilter& filter) {
  auto texts = read_rule_files(path);
  if (!texts) return std::unexpected(std::move(texts.error()));
  return take(*texts, path, filter);
}

base::Result<void> RuleSetBuilder::take(const RuleTexts& texts, const std::string& path, const RuleFilter& filter) {
  const std::size_t before = state_->documents;
  for (const auto& [folder, why] : texts.unreadable) state_->refuse(folder, {}, {0, "cannot be read: " + why});
  auto drafts = read_drafts(texts.files, state_->placeholders, state_->threads);
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    const RuleText& file = texts.files[i];
    if (!file.trouble.empty()) {
      ++state_->documents;
      state_->refuse(file.path, {}, {0, file.trouble});
    }
    for (DraftDocument& draft : drafts[i]) state_->enter(draft, file.path, filter);
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
