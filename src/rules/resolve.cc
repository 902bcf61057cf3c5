#include "rules/resolve.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "base/unicode.h"

namespace hoptrace::rules {
namespace {

constexpr int kDeepest = 32;  // correlations of correlations

class Resolver {
 public:
  explicit Resolver(RuleBook& book) : book_(book), progress_(book.correlations.size(), Progress::kOpen) {
    out_.members.resize(book.correlations.size());
    out_.stands.resize(book.correlations.size(), false);
    for (std::uint32_t i = 0; i < book.rules.size(); ++i) note(book.rules[i].what, {false, i});
    for (std::uint32_t i = 0; i < book.correlations.size(); ++i) note(book.correlations[i].what, {true, i});
  }

  Resolution resolve() {
    for (std::uint32_t i = 0; i < book_.correlations.size(); ++i) settle(i, 0);
    return std::move(out_);
  }

 private:
  enum class Progress { kOpen, kWorking, kDone };

  template <class Kind>
  void note(const Kind& what, Member member) {
    by_id_.emplace(base::fold(what.id), member);
    if (!what.name.empty()) by_name_[what.name].push_back(member);
  }

  const std::string& path_of(Member member) const {
    return member.correlation ? book_.correlations[member.index].what.path : book_.rules[member.index].what.path;
  }

  // The document that `reference` means in a file at `path`.
  Parsed<Member> find(const std::string& reference, const std::string& path) const {
    if (const auto id = by_id_.find(base::fold(reference)); id != by_id_.end()) return id->second;
    const auto named = by_name_.find(reference);
    if (named == by_name_.end()) return not_found(reference, path);
    const std::vector<Member>& all = named->second;
    if (all.size() == 1) return all.front();
    const auto here = [&](Member member) { return path_of(member) == path; };
    const auto mine = std::find_if(all.begin(), all.end(), here);
    if (mine != all.end() && std::count_if(all.begin(), all.end(), here) == 1) return *mine;
    return fault(0, fmt::format("`{}` is the name of {} rules: refer to it by its id", reference, all.size()));
  }

  Parsed<Member> not_found(const std::string& reference, const std::string& path) const {
    const RefusedEntry* found = nullptr;
    for (const RefusedEntry& entry : book_.refused) {
      const bool is_it = base::equal_folded(entry.refusal.id, reference) || entry.name == reference;
      if (is_it && (!found || entry.refusal.path == path)) found = &entry;
    }
    if (!found) return fault(0, fmt::format("it refers to `{}`, which was not read", reference));
    const std::string_view state = found->refusal.waiting ? "waits" : "is refused";
    return std::unexpected(
        Fault{0, fmt::format("it refers to `{}`, which {}: {}", reference, state, found->refusal.reason),
              found->refusal.waiting});
  }

  void settle(std::uint32_t index, int depth) {
    if (progress_[index] != Progress::kOpen) return;
    progress_[index] = Progress::kWorking;
    const Correlation& correlation = book_.correlations[index].what;
    std::optional<Fault> wrong;
    for (const std::string& reference : correlation.rules) {
      auto member = settled_member(reference, correlation.path, depth);
      if (!member) {
        // Only waiting can be cured by a list: any other fault says more.
        if (!wrong || (wrong->waiting && !member.error().waiting)) wrong = std::move(member.error());
        continue;
      }
      out_.members[index].push_back(*member);
    }
    if (!wrong) wrong = check_aliases(index);
    progress_[index] = Progress::kDone;
    out_.stands[index] = !wrong;
    if (wrong) refuse(correlation, *wrong, out_.members[index]);
  }

  Parsed<Member> settled_member(const std::string& reference, const std::string& path, int depth) {
    auto member = find(reference, path);
    if (!member || !member->correlation) return member;
    if (progress_[member->index] == Progress::kWorking) {
      return fault(0, fmt::format("it refers to itself through `{}`", reference));
    }
    if (depth >= kDeepest)
      return fault(0, fmt::format("more than {} correlations refer to one another in a row", kDeepest));
    settle(member->index, depth + 1);
    if (!out_.stands[member->index]) return not_found(reference, path);
    return member;
  }

  // An alias must speak of members, else a typing mistake would make it silently mean nothing.
  std::optional<Fault> check_aliases(std::uint32_t index) const {
    const Correlation& correlation = book_.correlations[index].what;
    for (const Correlation::Alias& alias : correlation.aliases) {
      for (const auto& [reference, field] : alias.field_of_rule) {
        const auto named = find(reference, correlation.path);
        const auto& members = out_.members[index];
        const bool known = named && std::any_of(members.begin(), members.end(), [&](Member member) {
                             return member.correlation == named->correlation && member.index == named->index;
                           });
        if (!known) {
          return Fault{0,
                       fmt::format("the alias `{}` names `{}`, which is none of its rules", alias.name, reference)};
        }
      }
    }
    return std::nullopt;
  }

  void refuse(const Correlation& correlation, const Fault& why, std::vector<Member>& members) {
    members.clear();
    book_.refused.push_back(
        {{correlation.path, correlation.line, correlation.title, correlation.id, why.reason, why.waiting},
         correlation.name});
  }

  RuleBook& book_;
  std::vector<Progress> progress_;
  Resolution out_;
  std::map<std::string, Member, std::less<>> by_id_;
  std::map<std::string, std::vector<Member>, std::less<>> by_name_;
};

}  // namespace

Resolution resolve_correlations(RuleBook& book) {
  return Resolver(book).resolve();
}

}  // namespace hoptrace::rules
