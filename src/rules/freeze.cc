#include "rules/freeze.h"

#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "base/digest.h"
#include "rules/resolve.h"

namespace hoptrace::rules {
namespace {

constexpr std::uint32_t kNowhere = static_cast<std::uint32_t>(-1);

// What the correlations make of a document.
struct Use {
  bool needed = false;     // a correlation in use refers to it
  bool generated = false;  // … and wants it as a finding of its own as well
};

class Freezer {
 public:
  Freezer(RuleBook book, event::FieldDictionary& fields, LogSourceTable log_sources)
      : book_(std::move(book)), fields_(fields) {
    out_.log_sources = std::move(log_sources);
    out_.repeated = book_.repeated;
    out_.filters = apply_filters(book_);
    resolution_ = resolve_correlations(book_);
    rule_uses_.resize(book_.rules.size());
    correlation_uses_.resize(book_.correlations.size());
    followed_.resize(book_.correlations.size());
    whole_hashes_.resize(book_.correlations.size());
  }

  RuleSet freeze() {
    for (std::uint32_t i = 0; i < book_.correlations.size(); ++i) {
      if (resolution_.stands[i] && !book_.correlations[i].left_out) follow(i);
    }
    place();
    for (std::size_t i = 0; i < book_.rules.size(); ++i) {
      if (rule_places_[i] != kNowhere) take_rule(book_.rules[i], rule_uses_[i]);
    }
    for (std::size_t i = 0; i < book_.correlations.size(); ++i) {
      if (correlation_places_[i] != kNowhere) take_correlation(i);
    }
    for (RefusedEntry& entry : book_.refused) out_.refused.push_back(std::move(entry.refusal));
    std::stable_sort(out_.refused.begin(), out_.refused.end(), [](const Refusal& a, const Refusal& b) {
      return std::pair(std::string_view(a.path), a.line) < std::pair(std::string_view(b.path), b.line);
    });
    out_.hash = set_hash();
    return std::move(out_);
  }

 private:
  // Marks what the correlation refers to, and what that refers to. Members never lead in circles (resolve.h).
  void follow(std::uint32_t index) {
    if (followed_[index]) return;
    followed_[index] = true;
    for (const Member member : resolution_.members[index]) {
      Use& use = member.correlation ? correlation_uses_[member.index] : rule_uses_[member.index];
      use.needed = true;
      use.generated |= book_.correlations[index].what.generate;
      if (member.correlation) follow(member.index);
    }
  }

  void place() {
    std::uint32_t rules = 0, correlations = 0;
    for (std::size_t i = 0; i < book_.rules.size(); ++i) {
      const bool used = !book_.rules[i].left_out || rule_uses_[i].needed;
      rule_places_.push_back(used ? rules++ : kNowhere);
      if (!used) ++out_.left_out;
    }
    for (std::size_t i = 0; i < book_.correlations.size(); ++i) {
      const bool used = resolution_.stands[i] && (!book_.correlations[i].left_out || correlation_uses_[i].needed);
      correlation_places_.push_back(used ? correlations++ : kNowhere);
      if (resolution_.stands[i] && !used) ++out_.left_out;
    }
    rule_count_ = rules;
  }

  void take_rule(Entry<Rule>& entry, Use use) {
    CompiledRule compiled;
    compiled.index = static_cast<std::uint32_t>(out_.rules.size());
    const LogSource& source = entry.what.logsource;
    compiled.lanes = out_.log_sources.lanes_for(source.product, source.category, source.service);
    for (const Item& item : entry.what.detection->items) {
      compiled.fields.push_back(item.field.empty() ? event::FieldId::kOther : fields_.intern(item.field));
      for (const Pattern& pattern : item.patterns) {
        if (const auto* reference = std::get_if<FieldReference>(&pattern)) {
          compiled.references.push_back(fields_.intern(reference->field));
        }
      }
    }
    compiled.correlated = use.needed;
    compiled.finding = !entry.left_out && (!use.needed || use.generated);
    out_.rules.push_back(std::move(entry.what));
    out_.compiled.push_back(std::move(compiled));
  }

  void take_correlation(std::size_t index) {
    Entry<Correlation>& entry = book_.correlations[index];
    const Use use = correlation_uses_[index];
    std::vector<std::uint32_t> members;
    for (const Member member : resolution_.members[index]) {
      members.push_back(member.correlation ? rule_count_ + correlation_places_[member.index]
                                           : rule_places_[member.index]);
    }
    for (const std::string& field : entry.what.group_by) (void)fields_.intern(field);
    for (const std::string& field : entry.what.condition.fields) (void)fields_.intern(field);
    for (const auto& alias : entry.what.aliases) {
      for (const auto& [rule, field] : alias.field_of_rule) (void)fields_.intern(field);
    }
    Correlation taken = entry.what;
    taken.hash = whole_hash(index);
    out_.correlations.push_back(std::move(taken));
    out_.correlation_members.push_back(std::move(members));
    out_.correlation_is_finding.push_back(!entry.left_out && (!use.needed || use.generated));
  }

  // A correlation's hash with those of all that it rests on.
  const std::string& whole_hash(std::size_t index) {
    std::string& known = whole_hashes_[index];
    if (!known.empty()) return known;
    base::Sha256 digest;
    digest.add(base::bytes_of(book_.correlations[index].what.hash));
    for (const Member member : resolution_.members[index]) {
      digest.add(base::bytes_of(member.correlation ? whole_hash(member.index)
                                                   : out_.rules[rule_places_[member.index]].hash));
    }
    return known = digest.hex();
  }

  std::string set_hash() const {
    base::Sha256 digest;
    for (const Rule& rule : out_.rules) digest.add(base::bytes_of(rule.hash));
    for (const Correlation& correlation : out_.correlations) digest.add(base::bytes_of(correlation.hash));
    return digest.hex();
  }

  RuleBook book_;
  event::FieldDictionary& fields_;
  RuleSet out_;
  Resolution resolution_;
  std::vector<Use> rule_uses_, correlation_uses_;
  std::vector<bool> followed_;                                   // by correlation
  std::vector<std::string> whole_hashes_;                        // by correlation, once made
  std::vector<std::uint32_t> rule_places_, correlation_places_;  // in the RuleSet, or kNowhere
  std::uint32_t rule_count_ = 0;
};

}  // namespace

RuleSet freeze(RuleBook book, event::FieldDictionary& fields, LogSourceTable log_sources) {
  return Freezer(std::move(book), fields, std::move(log_sources)).freeze();
}

}  // namespace hoptrace::rules
