#include "report/one_tenant_reading.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "assess/impact/lookalike.h"
#include "base/unicode.h"
#include "report/sharing/observed_fields.h"
#include "sessions/packed_facts.h"

namespace hoptrace::report {
namespace {

using base::Result;

constexpr std::size_t kShortest = 3, kShortestLabel = 4;

bool in_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

std::uint32_t beginning(std::string_view text) {
  return static_cast<std::uint32_t>(static_cast<unsigned char>(text[0]) << 16 |
                                    static_cast<unsigned char>(text[1]) << 8 | static_cast<unsigned char>(text[2]));
}

}  // namespace

void OneTenantReading::learn(const std::string& whose, std::string_view name) {
  while (!name.empty() && (name.back() == '$' || name.back() == '.')) name.remove_suffix(1);
  if (name.size() < kShortest || whose == "default") return;
  (whose == tenant_ || whose == provider_ ? own_ : others_).insert(base::fold(name));
}

void OneTenantReading::learn_host(const std::string& whose, std::string_view host) {
  if (address_kind(host) != AddressKind::kNone) return learn(whose, host);
  const std::size_t dot = host.find('.');
  learn(whose, host.substr(0, dot));
  if (dot == std::string_view::npos) return;
  const std::string_view domain = host.substr(dot + 1);
  learn(whose, host);
  if (domain.contains('.')) learn(whose, domain);
  if (const std::string label = assess::impact::Lookalikes::label_of(domain); label.size() >= kShortestLabel)
    learn(whose, label);
}

void OneTenantReading::learn_account(const std::string& whose, std::string_view account) {
  if (const std::size_t slash = account.find('\\'); slash != std::string_view::npos) {
    learn(whose, account.substr(0, slash));
    account.remove_prefix(slash + 1);
  }
  learn(whose, account.substr(0, account.find('@')));
}

Result<void> OneTenantReading::learn_facts(const cases::PackedFacts& packed) {
  using sessions::FactKind;
  sessions::Facts facts;
  if (auto read = sessions::unpack(packed.packed, facts); !read) return read;
  const auto text = [&](sessions::Text number) { return facts.texts.text(number); };
  std::set<std::pair<sessions::Text, sessions::Text>> known;  // millions of facts name few
  for (const sessions::Fact& fact : facts.rows) {
    const bool of_host = fact.kind == FactKind::kFlowOut || fact.kind == FactKind::kFlowIn;
    const bool of_session = fact.kind == FactKind::kLogon || fact.kind == FactKind::kProcess;
    const auto is_new = [&](sessions::Text name) { return known.emplace(fact.tenant, name).second; };
    const auto whose = [&] { return std::string(text(fact.tenant)); };
    if (of_session && is_new(fact.account)) learn_account(whose(), text(fact.account));
    if (fact.witness == sessions::Witness::kHost && is_new(fact.host)) learn_host(whose(), text(fact.host));
    if (of_host && is_new(fact.own_address)) learn(whose(), text(fact.own_address));
    if (fact.kind != FactKind::kLease) continue;
    if (is_new(fact.peer_address)) learn(whose(), text(fact.peer_address));
    if (is_new(fact.peer_host)) learn_host(whose(), text(fact.peer_host));
  }
  return {};
}

Result<void> OneTenantReading::learn() {
  auto read = inner_.assessments("posture", [&](const cases::AssessmentRow& row) {
    if (row.tenant != tenant_) return true;
    const auto document = nlohmann::json::parse(row.document, nullptr, false);
    if (document.is_object() && document.contains("provider") && document["provider"].is_string())
      provider_ = document["provider"].get<std::string>();
    return false;
  });
  if (!read) return read;
  read = inner_.coverage([&](const cases::CoverageDay& day) {
    learn(day.row.tenant, day.row.tenant);
    learn_host(day.row.tenant, day.row.host);
    return true;
  });
  if (!read) return read;
  read = inner_.hops([&](const cases::HopRow& hop) {
    learn_host(hop.to.tenant, hop.to.host);
    learn_account(hop.to.tenant, hop.account);
    return true;
  });
  if (!read) return read;
  Result<void> unpacked;
  read = inner_.logon_facts([&](const cases::PackedFacts& packed) {
    unpacked = learn_facts(packed);
    return unpacked.has_value();
  });
  if (!read || !unpacked) return read ? unpacked : read;
  seal();
  return {};
}

void OneTenantReading::seal() {
  for (const std::string& name : others_) {
    if (!own_.contains(name)) by_beginning_[beginning(name)].push_back(name);
  }
  others_.clear();
}

bool OneTenantReading::names_others(std::string_view text) const {
  const std::string folded = base::fold(text);
  for (std::size_t at = 0; at + kShortest <= folded.size(); ++at) {
    if (at > 0 && in_word(folded[at - 1])) continue;
    const auto names = by_beginning_.find(beginning(std::string_view(folded).substr(at)));
    if (names == by_beginning_.end()) continue;
    const bool found = std::ranges::any_of(names->second, [&](const std::string& name) {
      const std::size_t end = at + name.size();
      return folded.compare(at, name.size(), name) == 0 && (end == folded.size() || !in_word(folded[end]));
    });
    if (found) return true;
  }
  return false;
}

Result<void> OneTenantReading::findings(const cases::FindingQuery& query,
                                        const cases::Each<cases::StoredFinding>& each) {
  if (by_beginning_.empty()) return inner_.findings(query, each);
  return inner_.findings(query, [&](const cases::StoredFinding& found) {
    const bool of_values =
        std::ranges::any_of(found.row.matched, [&](const auto& pair) { return names_others(pair.second); });
    const auto named = [&](const std::string& text) { return names_others(text); };
    if (!of_values && std::ranges::none_of(found.row.context, named)) return each(found);
    cases::StoredFinding finding = found;
    std::erase_if(finding.row.context, named);
    std::erase_if(finding.row.matched, [&](const auto& pair) {
      if (!names_others(pair.second)) return false;
      finding.row.context.push_back("left out, as it names another organisation: the value of " + pair.first);
      return true;
    });
    return each(finding);
  });
}

Result<void> OneTenantReading::records(const cases::Each<cases::KeptRecord>& each) {
  if (by_beginning_.empty()) return inner_.records(each);
  return inner_.records([&](const cases::KeptRecord& kept) {
    if (kept.tenant != tenant_) return each(kept);  // the readers pass it over
    cases::KeptRecord record = kept;
    for (auto& [field, value] : record.fields)
      if (names_others(value)) value = "(left out, as it names another organisation)";
    return each(record);
  });
}

Result<std::unique_ptr<OneTenantReading>> OneTenantReading::over(cases::Reading& inner, const std::string& tenant) {
  std::unique_ptr<OneTenantReading> reading(new OneTenantReading(inner, tenant));
  if (auto learnt = reading->learn(); !learnt) return std::unexpected(learnt.error());
  return reading;
}

}  // namespace hoptrace::report
