#include "report/sharing/rule_tags.h"

#include <algorithm>

#include "base/unicode.h"

namespace hoptrace::report {
namespace {

constexpr std::string_view kTag = "attack.", kTitle = "Published indicator: ";

bool is_id(std::string_view text, char letter) {
  return text.size() >= 5 && text.front() == letter &&
         std::ranges::all_of(text.substr(1), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

std::vector<std::string> ids(const cases::RuleRecord& rule, char letter) {
  std::vector<std::string> out;
  for (const std::string& tag : rule.tags) {
    const std::string folded = base::fold(tag);
    if (!folded.starts_with(kTag) || !is_id(std::string_view(folded).substr(kTag.size()), letter)) continue;
    std::string id = folded.substr(kTag.size());
    id.front() = static_cast<char>(letter - 'a' + 'A');
    if (std::ranges::find(out, id) == out.end()) out.push_back(std::move(id));
  }
  return out;
}

}  // namespace

std::vector<std::string> techniques_of(const cases::RuleRecord& rule) {
  return ids(rule, 't');
}

std::vector<std::string> software_of(const cases::RuleRecord& rule) {
  return ids(rule, 's');
}

std::optional<Published> published(const cases::RuleRecord& rule, const std::string& seen) {
  if (rule.kind != cases::RuleKind::kIndicator || !rule.title.starts_with(kTitle)) return std::nullopt;
  const std::string rest = rule.title.substr(kTitle.size());
  const std::size_t blank = rest.find(' ');
  if (blank == std::string::npos) return std::nullopt;
  Published out{rest.substr(0, blank), rest.substr(blank + 1), {}};
  std::size_t owner = out.value.rfind(" (");
  const bool whole = !seen.empty() && base::fold(seen) == base::fold(out.value);
  if (whole || owner == std::string::npos || !out.value.ends_with(')')) return out;
  if (seen.size() < out.value.size() && base::fold(out.value).starts_with(base::fold(seen) + " ("))
    owner = seen.size();
  out.whose = out.value.substr(owner + 2, out.value.size() - owner - 3);
  out.value.resize(owner);
  return out;
}

}  // namespace hoptrace::report
