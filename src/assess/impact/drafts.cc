#include "assess/impact/drafts.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>

#include "assess/impact/sizes.h"

namespace hoptrace::assess::impact {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kOpen = "under investigation";

std::string hosts_of(const Json& document) {
  std::string out;
  for (const Json& host : document["hosts"]) out += (out.empty() ? "" : ", ") + host["host"].get<std::string>();
  return out.empty() ? std::string(kOpen) : out;
}

std::string amounts(const Json& document) {
  std::string out;
  for (const Json& d : document["destinations"]) {
    if (d["judgement"] != "stands_out" && d["judgement"] != "some_signs") continue;
    out += fmt::format("  - to {}: ", d["destination"].get<std::string>());
    const Json& bytes = d["bytes"];
    out += bytes["best"].is_null()
               ? "size not known\n"
               : fmt::format("about {} (between {} and {})\n", size_text(bytes["best"].get<double>()),
                             size_text(bytes["low"].get<double>()), size_text(bytes["high"].get<double>()));
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

std::string jewels_of(const Json& document) {
  std::string out;
  for (const Json& jewel : document["data_in_reach"]["crown_jewels"])
    out += fmt::format("  - {}: {} ({})\n", jewel["path"].get<std::string>(), jewel["state"].get<std::string>(),
                       jewel["why"].get<std::string>());
  return out.empty() ? "  - none are named\n" : out;
}

std::string controller(const Json& d) {
  return fmt::format(
      "DRAFT, not sent. Notification of a personal data breach (GDPR Art. 33(3))\n"
      "Organisation: {}\nAware since: {}\n"
      "Nature of the breach: somebody without authority used accounts on these hosts: {}.\n"
      "First and last trace: {} to {}.\n"
      "Categories and approximate number of people: {}\nCategories and approximate number of records: {}\n"
      "Data sent outside, as far as logs tell:\n{}Places of particular value:\n{}"
      "Likely consequences: {}\nMeasures taken or proposed: {}\nContact (data protection officer): {}\n"
      "Not all is known; more follows in phases (Art. 33(4)).\n",
      d["tenant"].get<std::string>(), aware_of(d), hosts_of(d), d["window"]["first"].get<std::string>(),
      d["window"]["last"].get<std::string>(), kOpen, records_of(d), amounts(d), jewels_of(d), kOpen, kOpen, kOpen);
}

std::string to_clients(const Json& d) {
  return fmt::format(
      "DRAFT, not sent. Notice of a processor to its client (GDPR Art. 33(2))\n"
      "From: {}\nAware since: {}\n"
      "Somebody without authority used hosts of ours by which we reach you: {}.\n"
      "First and last trace on our side: {} to {}.\n"
      "What of yours was opened or taken: {}. Your own records and the document made for you tell your side.\n"
      "What we ask of you: keep your logs; do not act on single hosts before we have agreed on one time for all.\n"
      "Contact: {}\n",
      d["tenant"].get<std::string>(), aware_of(d), hosts_of(d), d["window"]["first"].get<std::string>(),
      d["window"]["last"].get<std::string>(), kOpen, kOpen);
}

std::string early_warning(const Json& d) {
  return fmt::format(
      "DRAFT, not sent. Early warning (NIS2 Art. 23(4)(a); Regulation (EU) 2024/2690 Art. 10)\n"
      "Entity: {} (managed service provider)\nAware since: {}\n"
      "Suspected to be caused by unlawful or malicious acts: yes, as traced from logs on {} host(s).\n"
      "Effects in other countries: {}\nServices interrupted: {}\n"
      "Transfers to outside that stand out:\n{}",
      d["tenant"].get<std::string>(), aware_of(d), d["hosts"].size(), kOpen, kOpen, amounts(d));
}

}  // namespace

Json drafts(const Json& document) {
  Json out = Json::array();
  if (document["hosts"].empty()) return out;
  const auto add = [&](std::string_view kind, std::string text) {
    out.push_back({{"kind", kind}, {"text", std::move(text)}});
  };
  if (document["role"] == "msp") {
    add("notice to clients (GDPR 33(2))", to_clients(document));
    add("early warning (NIS2)", early_warning(document));
  }
  add("notification to the supervisory authority (GDPR 33)", controller(document));
  return out;
}

}  // namespace hoptrace::assess::impact
