#include "rules/draft.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <exception>
#include <thread>

#include "base/yaml.h"
#include "rules/parse_rule.h"
#include "rules/rule_hash.h"

namespace hoptrace::rules {
namespace {

using base::Yaml;

constexpr std::size_t kFilesAtOnce = 16;  // that a thread takes

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

template <class Kind>
void keep(Parsed<Kind> parsed, const std::string& path, DraftDocument& draft) {
  if (!parsed) {
    draft.what = std::move(parsed.error());
    return;
  }
  parsed->path = path;
  draft.what = std::move(*parsed);
}

void read_document(const Yaml& document, const std::string& path, const PlaceholderValues& placeholders,
                   DraftDocument& draft) {
  if (!document.is_map()) {
    draft.what = Fault{document.line, "a rule must be a map"};
  } else if (document.find("correlation")) {
    keep(parse_correlation(document), path, draft);
  } else if (document.find("filter")) {
    return keep(parse_filter(document, placeholders), path, draft);
  } else {
    keep(parse_rule(document, placeholders), path, draft);
  }
  if (!std::holds_alternative<Fault>(draft.what)) draft.digest = digest_of(document);
}

// Work that several threads share: whoever is free takes the next files. The first exception ends it all.
class Reading {
 public:
  Reading(const std::vector<RuleText>& files, const PlaceholderValues& placeholders)
      : files_(files), placeholders_(placeholders), drafts_(files.size()) {}

  void work() noexcept {
    try {
      for (std::size_t at = 0; (at = next_.fetch_add(kFilesAtOnce)) < files_.size();) {
        const std::size_t end = std::min(at + kFilesAtOnce, files_.size());
        for (; at < end; ++at) {
          const RuleText& file = files_[at];
          if (file.trouble.empty()) drafts_[at] = read_drafts(file.text, file.path, placeholders_);
        }
      }
    } catch (...) {
      next_ = files_.size();
      if (!failed_.test_and_set()) failure_ = std::current_exception();
    }
  }

  // Once all threads are joined.
  [[nodiscard]] std::vector<std::vector<DraftDocument>> take() {
    if (failure_) std::rethrow_exception(failure_);
    return std::move(drafts_);
  }

 private:
  const std::vector<RuleText>& files_;
  const PlaceholderValues& placeholders_;
  std::vector<std::vector<DraftDocument>> drafts_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic_flag failed_;
  std::exception_ptr failure_;
};

}  // namespace

std::vector<DraftDocument> read_drafts(std::string_view yaml, const std::string& path,
                                       const PlaceholderValues& placeholders) {
  std::vector<DraftDocument> out;
  const auto documents = base::parse_yaml(yaml, path);
  if (!documents) {
    out.emplace_back().what = Fault{line_of(documents.error(), path), documents.error().what};
    return out;
  }
  // A document with an action changes what its neighbours mean, so none of them can be taken by itself.
  const bool legacy = has_action(*documents);
  for (const Yaml& document : *documents) {
    if (document.is_null()) continue;
    DraftDocument& draft = out.emplace_back();
    draft.line = document.line;
    draft.title = document.text_at("title");
    draft.id = document.text_at("id");
    draft.name = document.text_at("name");
    if (legacy) {
      draft.what = Fault{document.line,
                         "`action` (global, repeat, reset) is not in Sigma 2: write each rule of the file whole"};
    } else {
      read_document(document, path, placeholders, draft);
    }
  }
  return out;
}

std::vector<std::vector<DraftDocument>> read_drafts(const std::vector<RuleText>& files,
                                                    const PlaceholderValues& placeholders, unsigned threads) {
  const std::size_t wanted = threads != 0 ? threads : std::max(1U, std::thread::hardware_concurrency());
  Reading reading(files, placeholders);
  {
    std::vector<std::jthread> others;
    const std::size_t useful = files.size() / (2 * kFilesAtOnce);
    while (others.size() + 1 < std::min(wanted, useful)) others.emplace_back([&reading] { reading.work(); });
    reading.work();
  }
  return reading.take();
}

}  // namespace hoptrace::rules
