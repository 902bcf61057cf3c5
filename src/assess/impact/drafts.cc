#include "assess/impact/drafts.h"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "assess/impact/duties.h"
#include "assess/impact/sizes.h"

namespace hoptrace::assess::impact {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kOpen = "under investigation";
constexpr std::string_view kNumbers = "Numbers in brackets name the records that this rests on (rests_on).\n";

// What a draft says rests on: each record or hop once, under the number by which the text names it.
class Cited {
 public:
  // " [1, 2]", or nothing where there is nothing to name.
  std::string cite(const Json& evidence) {
    std::string out;
    std::size_t count = 0;
    for (const Json& one : evidence) {
      if (count++ == kMost) break;
      out += fmt::format("{}{}", out.empty() ? " [" : ", ", number_of(one.is_string() ? Json{{"hop", one}} : one));
    }
    return out.empty() ? out : out + "]";
  }
  [[nodiscard]] const Json& rows() const { return rows_; }

 private:
  static constexpr std::size_t kMost = 3;

  std::size_t number_of(const Json& one) {
    const std::string text = one.dump(-1, ' ', false, Json::error_handler_t::replace);
    const auto [place, fresh] = numbers_.try_emplace(text, rows_.size() + 1);
    if (fresh) {
      rows_.push_back({{"number", place->second}});
      rows_.back().update(one);
    }
    return place->second;
  }

  Json rows_ = Json::array();
  std::map<std::string, std::size_t> numbers_;
};

std::string hosts_of(const Json& document, Cited& cited) {
  std::string out;
  for (const Json& host : document["hosts"])
    out += (out.empty() ? "" : ", ") + host["host"].get<std::string>() + cited.cite(host["hops"]);
  return out.empty() ? std::string(kOpen) : out;
}

std::string size_of(const Json& bytes) {
  if (bytes["best"].is_null()) return "size not known";
  const auto text = [&](const char* end) { return size_text(bytes[end].get<double>()); };
  if (text("low") == text("high")) return "about " + text("best");
  return fmt::format("about {} (between {} and {})", text("best"), text("low"), text("high"));
}

std::string amounts(const Json& document, Cited& cited) {
  std::string out;
  for (const Json& d : document["destinations"]) {
    if (d["judgement"] != "stands_out" && d["judgement"] != "some_signs") continue;
    out += fmt::format("  - to {}: {}{}\n", d["destination"].get<std::string>(), size_of(d["bytes"]),
                       cited.cite(d["evidence"]));
  }
  if (out.empty())
    out =
        "  - no transfer that stands out was found in these logs; " + document["statement"].get<std::string>() + "\n";
  return out;
}

std::string aware_of(const Json& document) {
  const Json& aware = document["awareness"];
  return aware.is_null() ? "not recorded yet"
                         : fmt::format("{} (decided by {}: {})", aware["at"].get<std::string>(),
                                       aware["by"].get<std::string>(), aware["why"].get<std::string>());
}

std::string records_of(const Json& document) {
  const Json& records = document["data_in_reach"]["personal_records"];
  return records.is_null()
             ? std::string(kOpen)
             : fmt::format("{}; at most {} records are held (tenants.yaml)", kOpen, records.get<std::uint64_t>());
}

std::string jewels_of(const Json& document, Cited& cited) {
  std::string out;
  for (const Json& jewel : document["data_in_reach"]["crown_jewels"])
    out += fmt::format("  - {}: {} ({}){}\n", jewel["path"].get<std::string>(), jewel["state"].get<std::string>(),
                       jewel["why"].get<std::string>(), cited.cite(jewel.value("evidence", Json::array())));
  return out.empty() ? "  - none are named\n" : out;
}

std::string controller(const Json& d, Cited& cited) {
  return fmt::format(
      "DRAFT, not sent. Notification of a personal data breach (GDPR Art. 33(3))\n"
      "Organisation: {}\nAware since: {}\n"
      "Nature of the breach: somebody without authority used accounts on these hosts: {}.\n"
      "First and last trace: {} to {}.\n"
      "Categories and approximate number of people: {}\nCategories and approximate number of records: {}\n"
      "Data sent outside, as far as logs tell:\n{}Places of particular value:\n{}"
      "The \"likely consequences\" (Art. 33(3)(c)): {}\nMeasures taken or proposed: {}\nContact (data protection "
      "officer): {}\n"
      "Not all is known; more follows in phases (Art. 33(4)).\n",
      d["tenant"].get<std::string>(), aware_of(d), hosts_of(d, cited), d["window"]["first"].get<std::string>(),
      d["window"]["last"].get<std::string>(), kOpen, records_of(d), amounts(d, cited), jewels_of(d, cited), kOpen,
      kOpen, kOpen);
}

std::string to_clients(const Json& d, Cited& cited) {
  return fmt::format(
      "DRAFT, not sent. Notice of a processor to its client (GDPR Art. 33(2))\n"
      "From: {}\nAware since: {}\n"
      "Somebody without authority used hosts of ours by which we reach you: {}.\n"
      "First and last trace on our side: {} to {}.\n"
      "What of yours was opened or taken: {}. Your own records and the document made for you tell your side.\n"
      "What we ask of you: keep your logs; do not act on single hosts before we have agreed on one time for all.\n"
      "Contact: {}\n",
      d["tenant"].get<std::string>(), aware_of(d), hosts_of(d, cited), d["window"]["first"].get<std::string>(),
      d["window"]["last"].get<std::string>(), kOpen, kOpen);
}

std::string early_warning(const Json& d, Cited& cited) {
  return fmt::format(
      "DRAFT, not sent. Early warning (NIS2 Art. 23(4)(a); Regulation (EU) 2024/2690 Art. 10)\n"
      "Entity: {} (managed service provider)\nAware since: {}\n"
      "Suspected to be caused by unlawful or malicious acts: yes, as traced from logs on these hosts: {}.\n"
      "Effects in other countries: {}\nServices interrupted: {}\n"
      "Transfers to outside that stand out:\n{}",
      d["tenant"].get<std::string>(), aware_of(d), hosts_of(d, cited), kOpen, kOpen, amounts(d, cited));
}

Json drafts(const Json& document) {
  Json out = Json::array();
  if (document["hosts"].empty()) return out;
  const auto add = [&](std::string_view kind, std::string (*text)(const Json&, Cited&)) {
    Cited cited;
    std::string written = text(document, cited) + std::string(kNumbers);
    out.push_back({{"kind", kind}, {"text", std::move(written)}, {"rests_on", cited.rows()}});
  };
  if (document["role"] == "msp") {
    add("notice to clients (GDPR 33(2))", to_clients);
    add("early warning (NIS2)", early_warning);
  }
  add("notification to the supervisory authority (GDPR 33)", controller);
  return out;
}

}  // namespace

void tell_duties(Json& document, const std::optional<Awareness>& aware) {
  document["awareness"] =
      aware ? Json{{"at", base::iso8601(aware->at)}, {"by", aware->by}, {"why", aware->why}} : Json(nullptr);
  Json list = Json::array();
  for (const Duty& duty : duties(document["role"] == "msp", aware))
    list.push_back({{"law", duty.law},
                    {"article", duty.article},
                    {"who", duty.bearer},
                    {"to", duty.to},
                    {"what", duty.what},
                    {"clock", duty.clock},
                    {"applies_if", duty.condition},
                    {"due", duty.due ? Json(base::iso8601(*duty.due)) : Json(nullptr)},
                    {"status", duty.status}});
  document["duties"] = std::move(list);
  document["drafts"] = drafts(document);
}

}  // namespace hoptrace::assess::impact
