#include "rules/condition.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "base/unicode.h"
#include "rules/closest.h"

namespace hoptrace::rules {
namespace {

constexpr int kDeepest = 64;

bool is_word_character(char c) {
  return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || c == '-' || c == '*' ||
         c == '.';
}

// Whether `pattern`, where `*` is any text, is `name` as a whole.
bool matches(std::string_view pattern, std::string_view name) {
  std::size_t p = 0, n = 0, star = std::string_view::npos, resume = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = n;
    } else if (p < pattern.size() && pattern[p] == name[n]) {
      ++p, ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

class Parser {
 public:
  Parser(std::string_view text, int line, std::span<const Selection> selections, TreeBuilder& tree)
      : rest_(text), line_(line), selections_(selections), tree_(tree) {}

  Parsed<NodeId> parse() {
    next();
    if (word_.empty()) return fault(line_, "the condition is empty");
    auto root = either();
    if (root && !word_.empty()) return wrong("`and`, `or` or the end");
    return root;
  }

 private:
  // Reads the next word, bracket or single odd character into word_; empty at the end.
  void next() {
    const auto start = std::find_if(rest_.begin(), rest_.end(),
                                    [](char c) { return c != ' ' && c != '\n' && c != '\t' && c != '\r'; });
    rest_.remove_prefix(static_cast<std::size_t>(start - rest_.begin()));
    std::size_t length = 0;
    while (length < rest_.size() && is_word_character(rest_[length])) ++length;
    if (length == 0 && !rest_.empty()) length = base::code_point(rest_).length;
    word_ = rest_.substr(0, length);
    rest_.remove_prefix(length);
  }

  [[nodiscard]] bool at(std::string_view keyword) const { return base::equal_folded(word_, keyword); }
  [[nodiscard]] bool take(std::string_view keyword) {
    if (!at(keyword)) return false;
    next();
    return true;
  }

  std::unexpected<Fault> wrong(std::string_view wanted) const {
    if (word_.empty()) return fault(line_, fmt::format("the condition ends where {} should stand", wanted));
    return fault(line_, fmt::format("in the condition `{}` stands where {} should", word_, wanted));
  }

  Parsed<NodeId> either() { return joined("or", Node::Kind::kOr, &Parser::both); }
  Parsed<NodeId> both() { return joined("and", Node::Kind::kAnd, &Parser::negation); }

  Parsed<NodeId> joined(std::string_view keyword, Node::Kind kind, Parsed<NodeId> (Parser::*part)()) {
    std::vector<NodeId> nodes;
    do {
      auto node = (this->*part)();
      if (!node) return node;
      nodes.push_back(*node);
    } while (take(keyword));
    return bounded(tree_.join(kind, std::move(nodes)));
  }

  Parsed<NodeId> negation() {
    if (++depth_ > kDeepest) return fault(line_, fmt::format("the condition nests more than {} deep", kDeepest));
    auto node = take("not") ? negated() : operand();
    --depth_;
    return node;
  }

  Parsed<NodeId> negated() {
    auto node = negation();
    return node ? Parsed<NodeId>(tree_.negate(*node)) : node;
  }

  Parsed<NodeId> operand() {
    if (take("(")) {
      auto node = either();
      if (node && !take(")")) return wrong("`)`");
      return node;
    }
    if (word_.empty() || !is_word_character(word_.front()) || at("and") || at("or") || at("of")) {
      return wrong("a search identifier");
    }
    const std::string_view name = std::exchange(word_, {});
    next();
    return take("of") ? group(name) : identifier(name);
  }

  Parsed<NodeId> identifier(std::string_view name) const {
    const auto found =
        std::find_if(selections_.begin(), selections_.end(), [name](const auto& s) { return s.name == name; });
    if (found != selections_.end()) return found->root;
    std::vector<std::string_view> known;
    for (const Selection& selection : selections_) known.push_back(selection.name);
    return fault(line_, fmt::format("the condition names `{}`, which is no search identifier of this rule{}", name,
                                    did_you_mean(name, known)));
  }

  Parsed<NodeId> group(std::string_view count) {
    const bool all = base::equal_folded(count, "all");
    if (!all && count != "1" && !base::equal_folded(count, "any")) {
      return fault(line_, fmt::format("`{} of` is not in Sigma: write `1 of` or `all of`", count));
    }
    if (word_.empty() || !is_word_character(word_.front())) return wrong("a pattern of search identifiers");
    const std::string pattern = at("them") ? "*" : std::string(word_);
    next();
    const auto [known, fresh] = groups_.try_emplace({all, pattern}, 0);
    if (!fresh) return known->second;
    std::vector<NodeId> nodes;
    for (const Selection& selection : selections_) {
      const bool hidden = selection.name.starts_with('_') && !pattern.starts_with('_');
      if (!hidden && matches(pattern, selection.name)) nodes.push_back(selection.root);
    }
    if (nodes.empty())
      return fault(line_, fmt::format("`{} of {}` means no search identifier of this rule", count, pattern));
    known->second = tree_.join(all ? Node::Kind::kAnd : Node::Kind::kOr, std::move(nodes));
    return bounded(known->second);
  }

  [[nodiscard]] Parsed<NodeId> bounded(NodeId node) const {
    if (!tree_.within_bounds()) return fault(line_, "the condition joins more than 1,000,000 search identifiers");
    return node;
  }

  std::string_view rest_;
  std::string_view word_;
  int line_;
  int depth_ = 0;
  std::span<const Selection> selections_;
  TreeBuilder& tree_;
  std::map<std::pair<bool, std::string>, NodeId> groups_;  // "1 of x*" said twice is built once
};

}  // namespace

Parsed<NodeId> parse_condition(std::string_view text, int line, std::span<const Selection> selections,
                               TreeBuilder& tree) {
  if (text.find('|') != std::string_view::npos) {
    return fault(line,
                 "aggregations in a condition (`| count()`, `| near`) are not in Sigma 2: write a correlation rule");
  }
  return Parser(text, line, selections, tree).parse();
}

}  // namespace hoptrace::rules
