#include "page/attack_document.h"

#include <array>
#include <map>

#include "page/document_text.h"
#include "page/finding_table.h"
#include "report/sharing/hop_technique.h"
#include "report/sharing/rule_tags.h"

namespace hoptrace::page {
namespace {

struct Tactic {
  std::string_view id, name, key;  // key: as techniques.csv and tags have it
};
// In the order of the matrix. Source: MITRE ATT&CK Enterprise v18.1.
constexpr std::array kTactics{
    Tactic{"TA0043", "Reconnaissance", "reconnaissance"},
    Tactic{"TA0042", "Resource Development", "resource-development"},
    Tactic{"TA0001", "Initial Access", "initial-access"},
    Tactic{"TA0002", "Execution", "execution"},
    Tactic{"TA0003", "Persistence", "persistence"},
    Tactic{"TA0004", "Privilege Escalation", "privilege-escalation"},
    Tactic{"TA0005", "Defense Evasion", "defense-evasion"},
    Tactic{"TA0006", "Credential Access", "credential-access"},
    Tactic{"TA0007", "Discovery", "discovery"},
    Tactic{"TA0008", "Lateral Movement", "lateral-movement"},
    Tactic{"TA0009", "Collection", "collection"},
    Tactic{"TA0011", "Command and Control", "command-and-control"},
    Tactic{"TA0010", "Exfiltration", "exfiltration"},
    Tactic{"TA0040", "Impact", "impact"},
};
constexpr std::size_t kShown = 5;  // references of one technique

struct Technique {
  std::uint64_t findings = 0, hops = 0;
  Json rules = Json::array(), rests_on = Json::array();
};

Json tactics_of(const std::string& keys) {
  Json ids = Json::array();
  const std::string list = "|" + keys + "|";
  for (const Tactic& tactic : kTactics)
    if (list.find("|" + std::string(tactic.key) + "|") != std::string::npos) ids.push_back(tactic.id);
  return ids;
}

void add_reference(Technique& technique, Json reference) {
  if (technique.rests_on.size() < kShown) technique.rests_on.push_back(std::move(reference));
}

void add_rules(const FindingTable& table, std::map<std::string, Technique>& techniques) {
  for (std::size_t i = 0; i < table.rules().size(); ++i) {
    const FindingTable::RuleTally& rule = table.rules()[i];
    if (rule.rule == nullptr || rule.certain == 0) continue;
    for (const std::string& id : report::techniques_of(*rule.rule)) {
      Technique& technique = techniques[id];
      technique.findings += rule.certain;
      technique.rules.push_back(i);
      for (const std::string& finding : rule.examples) add_reference(technique, finding_ref(finding));
    }
  }
}

}  // namespace

base::Result<std::string> make_attack(View& view) {
  const auto table = view.finding_table();
  if (!table) return std::unexpected(table.error());
  std::map<std::string, Technique> techniques;
  for (const cases::HopRow& hop : view.path()) {
    const auto id = report::technique_of_method(hop.method);
    if (!id) continue;
    ++techniques[*id].hops;
    add_reference(techniques[*id], hop_ref(hop.id));
  }
  add_rules(**table, techniques);
  Json tactics = Json::array(), rows = Json::array();
  for (const Tactic& tactic : kTactics) tactics.push_back({{"id", tactic.id}, {"name", tactic.name}});
  const report::AttackNames& names = view.input().names;
  for (auto& [id, technique] : techniques) {
    rows.push_back({{"id", id},
                    {"name", names.name(id)},
                    {"tactics", tactics_of(names.tactics(id))},
                    {"findings", technique.findings},
                    {"hops", technique.hops},
                    {"rules", std::move(technique.rules)},
                    {"rests_on", std::move(technique.rests_on)}});
  }
  return text_of({{"tactics", std::move(tactics)}, {"techniques", std::move(rows)}});
}

}  // namespace hoptrace::page
