#include "report/path_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/unicode.h"
#include "report/escape.h"
#include "report/terminal_page.h"

namespace hoptrace::report {

std::string place_text(const cases::HopPlace& place) {
  return place.host.empty() ? place.tenant + " (host not known)" : place.tenant + "/" + place.host;
}

namespace {

using base::kDay;

std::string short_name(const std::string& host) {
  const std::string folded = base::fold(host);
  return folded.substr(0, folded.find('.'));
}

bool is_at(const cases::HopPlace& asked, const cases::HopPlace& place) {
  return base::fold(asked.tenant) == base::fold(place.tenant) &&
         (asked.host.empty() || short_name(asked.host) == short_name(place.host));
}

bool is_account(const std::string& asked, const std::string& account) {
  const std::string folded = base::fold(account), wanted = base::fold(asked);
  return folded == wanted || (wanted.find('\\') == std::string::npos && folded.ends_with('\\' + wanted));
}

bool is_asked(const PathQuery& query, const cases::HopRow& hop) {
  if (query.from && !(hop.from && is_at(*query.from, *hop.from))) return false;
  if (query.to && !is_at(*query.to, hop.to)) return false;
  if (!query.account.empty() && !is_account(query.account, hop.account)) return false;
  return !query.around || std::abs(hop.time.ticks - query.around->ticks) <= kDay;
}

// A walk answers "from … to …" where it leaves the one and reaches the other later.
bool is_asked(const PathQuery& query, const std::vector<const cases::HopRow*>& walk) {
  const auto any = [&walk](auto&& holds) {
    return std::ranges::any_of(walk, [&](const auto* hop) { return holds(*hop); });
  };
  if (query.from && !any([&](const cases::HopRow& hop) { return hop.from && is_at(*query.from, *hop.from); }))
    return false;
  if (query.to && !any([&](const cases::HopRow& hop) { return is_at(*query.to, hop.to); })) return false;
  if (!query.account.empty() &&
      !any([&](const cases::HopRow& hop) { return is_account(query.account, hop.account); })) {
    return false;
  }
  return !query.around ||
         any([&](const cases::HopRow& hop) { return std::abs(hop.time.ticks - query.around->ticks) <= kDay; });
}

std::string source_text(const cases::HopRow& hop) {
  if (hop.from && (!hop.from->host.empty() || hop.candidates.empty())) return place_text(*hop.from);
  if (hop.candidates.empty()) return "from somewhere not known";
  std::string out = "from one of ";
  for (std::size_t i = 0; i < hop.candidates.size(); ++i) out += (i == 0 ? "" : ", ") + place_text(hop.candidates[i]);
  return out;
}

void write_line(TerminalPage& page, std::string_view indent, std::string_view text, Ink ink) {
  page.words(indent).cell(text, page.left(), ink, false).end_line();
}

void write_hop(TerminalPage& page, std::size_t number, const cases::HopRow& hop) {
  page.words(fmt::format("  {:>2}. ", number)).words(base::iso8601(hop.time).substr(0, 19) + "Z  ", Ink::kFaint);
  page.cell(source_text(hop) + " -> " + place_text(hop.to), page.left(), Ink::kStrong, false).end_line();
  write_line(
      page, "      ",
      fmt::format("{} as {}; {} ({:.2f}){}", hop.method, hop.account.empty() ? "an account not known" : hop.account,
                  hop.status, hop.confidence, hop.border ? "; into another organisation" : ""),
      hop.border ? Ink::kWarn : Ink::kPlain);
  for (const std::string& why : hop.why) write_line(page, "      ", why, Ink::kFaint);
  for (const cases::HopEvidence& record : hop.evidence) {
    const std::string what = record.event_id == 0 ? std::string("record") : fmt::format("event {}", record.event_id);
    const std::string which = record.record_id == 0 ? fmt::format("at offset {}", record.offset)
                                                    : fmt::format("record {}", record.record_id);
    write_line(page, "        ", fmt::format("{}: {}, {} of {}", record.side, what, which, record.path), Ink::kFaint);
  }
  if (hop.gap) write_line(page, "      ", "not known: " + *hop.gap, Ink::kWarn);
}

void write_intrusion(TerminalPage& page, const cases::IntrusionRow& intrusion,
                     const std::vector<const cases::HopRow*>& walk) {
  page.heading(fmt::format("Intrusion {}", terminal(intrusion.id).substr(0, 12))).end_line();
  write_line(page, "  ", "began at " + place_text(intrusion.patient_zero), Ink::kGrave);
  write_line(page, "  ",
             fmt::format("{}Z to {}Z, {} hops, {} organisation{}", base::iso8601(intrusion.first).substr(0, 19),
                         base::iso8601(intrusion.last).substr(0, 19), walk.size(), intrusion.tenants.size(),
                         intrusion.tenants.size() == 1 ? "" : "s"),
             Ink::kPlain);
  std::size_t number = 0;
  for (const cases::HopRow* const hop : walk) write_hop(page, ++number, *hop);
  for (const std::string& gap : intrusion.gaps) write_line(page, "  not known: ", gap, Ink::kWarn);
  for (const cases::HopAlternative& other : intrusion.alternatives) {
    write_line(page, "  or: ", other.what_separates, Ink::kNote);
  }
}

}  // namespace

base::Result<std::string> path_text(cases::Reading& reading, const PathQuery& query, const TerminalStyle& style) {
  std::map<std::string, cases::HopRow> hops;
  std::vector<std::string> order;
  const auto read = reading.hops([&](const cases::HopRow& hop) {
    order.push_back(hop.id);
    hops.emplace(hop.id, hop);
    return true;
  });
  if (!read) return std::unexpected(read.error());
  TerminalPage page(std::max<std::size_t>(style.width, 60), style.colour);
  std::size_t shown = 0;
  const auto listed = reading.intrusions([&](const cases::IntrusionRow& intrusion) {
    std::vector<const cases::HopRow*> walk;
    for (const std::string& id : intrusion.hops) {
      if (const auto known = hops.find(id); known != hops.end()) walk.push_back(&known->second);
    }
    if (!is_asked(query, walk)) return true;
    write_intrusion(page, intrusion, walk);
    ++shown;
    return true;
  });
  if (!listed) return std::unexpected(listed.error());
  if (shown == 0) page.words("No intrusion was traced here that answers this.").end_line();
  if (query.hops_too) {
    page.heading("Other hops").end_line();
    std::size_t number = 0;
    for (const std::string& id : order) {
      const cases::HopRow& hop = hops.at(id);
      if (!hop.intrusion && is_asked(query, hop)) write_hop(page, ++number, hop);
    }
    if (number == 0) page.words("  none").end_line();
  }
  return page.text();
}

}  // namespace hoptrace::report
