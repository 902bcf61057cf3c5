#include "report/msp_letter.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/document.h"
#include "report/escape.h"

namespace hoptrace::report {
namespace {

constexpr std::size_t kRecordsShown = 5;

struct Posture {
  std::string tenant, provider;
  std::vector<Json> rows;  // by number
};

base::Result<std::vector<Posture>> postures(cases::Reading& reading, const std::string& tenant) {
  std::vector<Posture> all;
  const auto read = reading.assessments("posture", [&](const cases::AssessmentRow& row) {
    if (!tenant.empty() && row.tenant != tenant) return true;
    const Json document = Json::parse(row.document, nullptr, false);
    if (!document.is_object() || !document.contains("checks")) return true;
    Posture posture{row.tenant, {}, {}};
    if (const auto provider = document.find("provider"); provider != document.end() && provider->is_string())
      posture.provider = provider->get<std::string>();
    for (const Json& check : document["checks"]) posture.rows.push_back(check);
    all.push_back(std::move(posture));
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return all;
}

// As it is where nothing in it could be taken for markup.
std::string plain(const std::string& text) {
  const bool safe = text.find_first_of("\\`*_[]<>&#|~!\r\n\t") == std::string::npos;
  const std::string escaped = markdown(text);
  const bool odd = escaped.find("<U+") != std::string::npos || escaped.find("<0x") != std::string::npos;
  return safe && !odd ? text : escaped;
}

std::string record_line(const Json& record) {
  if (record.value("attestation", false))
    return fmt::format("   - Attested by {} on {}\n", plain(text_at(record, "by")), plain(text_at(record, "date")));
  std::string place;
  place = plain(text_at(record, "path"));
  if (record.contains("record_id"))
    place += fmt::format(", record {}", number_at(record, "record_id"));
  else if (record.contains("path"))
    place += fmt::format(", offset {}", number_at(record, "offset"));
  const std::string time = text_at(record, "time");
  return fmt::format("   - {}{}{}{}\n", time.empty() ? "" : plain(time.substr(0, 19) + "Z: "),
                     plain(text_at(record, "says")), place.empty() ? "" : " — ", place);
}

std::string question(const Json& row, std::size_t number) {
  std::string text =
      fmt::format("{}. **{}**\n\n   {}\n\n   What our evidence shows: {}\n", number, plain(text_at(row, "title")),
                  plain(text_at(row, "ask_your_msp")), plain(text_at(row, "why")));
  std::size_t shown = 0;
  for (const Json& record : list_at(row, "evidence")) {
    if (shown++ == kRecordsShown) break;
    text += record_line(record);
  }
  if (list_at(row, "evidence").size() > kRecordsShown)
    text += fmt::format("   - and {} more\n", list_at(row, "evidence").size() - kRecordsShown);
  text += fmt::format("\n   What would settle it: {}. (Advice: {})\n\n", plain(text_at(row, "settled_by")),
                      plain(text_at(row, "source")));
  return text;
}

struct Part {
  std::string_view verdict, title, lead;
};
constexpr Part kParts[]{
    {"fail", "What our logs show, and what we ask you to explain",
     "Please answer these first. For each we name the records, so that you can look at the same moment in your own "
     "logs."},
    {"unknown", "What our logs cannot tell",
     "That we know nothing of these does not mean that all is well. You hold the answer."},
    {"pass", "What looked as it should",
     "Please tell us where you know otherwise: what is said here is as much as our evidence holds."},
};

}  // namespace

base::Result<std::vector<std::string>> letter_writers(cases::Reading& reading) {
  const auto all = postures(reading, {});
  if (!all) return std::unexpected(all.error());
  std::vector<std::string> tenants;
  for (const Posture& posture : *all)
    if (!posture.provider.empty()) tenants.push_back(posture.tenant);
  return tenants;
}

base::Result<std::string> msp_letter(cases::Reading& reading, const LetterOptions& options) {
  const auto all = postures(reading, options.tenant);
  if (!all) return std::unexpected(all.error());
  if (all->empty() || options.tenant.empty()) {
    return base::fail(
        base::Code::kUsage, fmt::format("the case holds no posture of `{}`", options.tenant), {},
        "Hunt the evidence with this version, without --no-hops, and write the name as in tenants.yaml");
  }
  const std::vector<Json>* const rows = &all->front().rows;
  const std::string& provider = all->front().provider;
  const std::string to = provider.empty() ? "our managed service provider" : plain(provider);
  std::string text = fmt::format(
      "# Questions about your access to {0}\n\nTo: {1}  \nFrom: {0}  \nDate: {2}\n\n"
      "We looked at our own logs for signs of an intruder who comes through a provider. Published advice to clients "
      "of "
      "providers comes down to twenty questions; some our logs answer, some only you can. Please answer each by its "
      "number, "
      "in writing, within five working days, and call us at once where an answer points to an intruder. Please do "
      "not "
      "answer by a system that the intruder may be reading.\n\n",
      plain(options.tenant), to, options.date);
  std::size_t number = 0;
  for (const Part& part : kParts) {
    std::string list;
    for (const Json& row : *rows)
      if (text_at(row, "verdict") == part.verdict) list += question(row, ++number);
    if (!list.empty()) text += fmt::format("## {}\n\n{}\n\n{}", part.title, part.lead, list);
  }
  return text +
         "Each record named is a place in our evidence: file, record number or offset. We keep all of it "
         "unchanged.\n";
}

}  // namespace hoptrace::report
