#include "hunt/hop_tracing.h"

#include <algorithm>
#include <utility>

#include "cases/reading.h"
#include "hops/tracer.h"
#include "sessions/packed_facts.h"

namespace hoptrace::hunt {
namespace {

using base::Result;

constexpr std::size_t kMostSeeds = 10'000;

Result<void> add_facts(cases::Reading& reading, hops::Tracer& tracer) {
  Result<void> outcome;
  const auto read = reading.logon_facts([&](const cases::PackedFacts& packed) {
    sessions::Facts facts;  // of one stretch: all of them at once would be most of the memory of a trace
    outcome = sessions::unpack(packed.packed, facts);
    if (!outcome) return false;
    // The artifact had another number while it was read, if its bytes were known already.
    for (sessions::Fact& fact : facts.rows) fact.artifact = packed.artifact;
    tracer.add(facts);
    return true;
  });
  return read ? outcome : read;
}

// What each log covers; a gap in its record ids takes it apart.
Result<void> add_coverage(cases::Reading& reading, hops::Tracer& tracer) {
  std::vector<hops::Coverage> spans;
  const auto read = reading.coverage([&](const cases::CoverageDay& day) {
    const cases::CoverageRow& row = day.row;
    using base::kDay;
    hops::Coverage* const last = spans.empty() ? nullptr : &spans.back();
    if (last != nullptr && last->tenant == row.tenant && last->host == row.host && last->channel == row.channel &&
        row.first.ticks - last->to.ticks < kDay) {
      last->to = std::max(last->to, row.last);
    } else {
      spans.push_back({row.tenant, row.host, row.channel, row.first, row.last});
    }
    return true;
  });
  if (!read) return read;
  std::vector<cases::RecordGap> gaps;
  const auto gaps_read = reading.record_gaps([&](const cases::RecordGap& gap) {
    gaps.push_back(gap);
    return true;
  });
  if (!gaps_read) return gaps_read;
  for (const cases::RecordGap& gap : gaps) {
    for (std::size_t i = 0; i < spans.size(); ++i) {
      hops::Coverage& span = spans[i];
      if (span.tenant != gap.tenant || span.host != gap.host || span.channel != gap.channel) continue;
      if (gap.before < span.from || span.to < gap.after || !(gap.before < gap.after)) continue;
      hops::Coverage behind = span;
      span.to = gap.before;
      behind.from = gap.after;
      spans.push_back(std::move(behind));
      break;
    }
  }
  tracer.cover(spans);
  return {};
}

Result<std::vector<hops::Seed>> seeds_of(cases::Reading& reading) {
  std::vector<hops::Seed> seeds;
  const auto read = reading.grave_findings(kMostSeeds, [&](const cases::GraveFinding& finding) {
    seeds.push_back({.tenant = finding.tenant,
                     .host = finding.host,
                     .account = {},
                     .time = finding.time,
                     .weight = finding.level == "critical" ? 0.9 : 0.6,
                     .artifact = finding.artifact,
                     .offset = finding.offset,
                     .why = "finding: " + finding.rule->title + " (" + finding.level + ")"});
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return seeds;
}

std::optional<cases::HopPlace> place_of(const std::optional<hops::Place>& place) {
  if (!place) return std::nullopt;
  return cases::HopPlace{place->tenant, place->host};
}

cases::HopRow row_of(hops::Hop&& hop) {
  cases::HopRow row{.id = std::move(hop.id),
                    .time = hop.time,
                    .from = place_of(hop.from),
                    .candidates = {},
                    .to = {std::move(hop.to.tenant), std::move(hop.to.host)},
                    .account = std::move(hop.account),
                    .method = std::string(hops::name(hop.method)),
                    .status = std::string(hops::name(hop.status)),
                    .confidence = hop.confidence,
                    .suspicion = hop.suspicion,
                    .intrusion = hop.intrusion,
                    .border = hop.border,
                    .why = std::move(hop.why),
                    .evidence = {},
                    .gap = std::move(hop.gap)};
  for (hops::Place& place : hop.candidates)
    row.candidates.push_back({std::move(place.tenant), std::move(place.host)});
  for (const hops::Evidence& record : hop.evidence) {
    row.evidence.push_back({.artifact = record.artifact,
                            .offset = record.offset,
                            .record_id = record.record_id,
                            .event_id = record.event_id,
                            .side = std::string(hops::name(record.side)),
                            .tenant = {},
                            .path = {},
                            .sha256 = {}});
  }
  return row;
}

cases::IntrusionRow row_of(hops::Intrusion&& intrusion) {
  cases::IntrusionRow row{.id = std::move(intrusion.id),
                          .patient_zero = {intrusion.patient_zero.tenant, intrusion.patient_zero.host},
                          .origin_tenant = std::move(intrusion.origin_tenant),
                          .hops = std::move(intrusion.hops),
                          .tenants = std::move(intrusion.tenants),
                          .accounts = std::move(intrusion.accounts),
                          .first = intrusion.first,
                          .last = intrusion.last,
                          .gaps = std::move(intrusion.gaps),
                          .alternatives = {},
                          .suspicion = intrusion.suspicion};
  for (hops::Alternative& other : intrusion.alternatives) {
    row.alternatives.push_back({std::move(other.hops), std::move(other.what_separates)});
  }
  return row;
}

}  // namespace

Result<HopTotals> trace_hops(cases::Case& kept, const Equipment& equipment) {
  const auto reading = kept.reading();
  hops::Tracer tracer(equipment.tenants);
  if (auto added = add_facts(*reading, tracer); !added) return std::unexpected(added.error());
  if (auto added = add_coverage(*reading, tracer); !added) return std::unexpected(added.error());
  hops::TraceOptions options;
  auto seeds = seeds_of(*reading);
  if (!seeds) return std::unexpected(seeds.error());
  options.seeds = std::move(*seeds);
  hops::TraceResult result = tracer.trace(options);

  HopTotals totals{
      .traced = true, .logons = result.logons, .hops = result.hops.size(), .borders = 0, .intrusions = 0};
  std::vector<cases::HopRow> hops;
  for (hops::Hop& hop : result.hops) {
    totals.borders += hop.border ? 1 : 0;
    hops.push_back(row_of(std::move(hop)));
  }
  std::vector<cases::IntrusionRow> intrusions;
  for (hops::Intrusion& intrusion : result.intrusions) intrusions.push_back(row_of(std::move(intrusion)));
  totals.intrusions = intrusions.size();
  if (auto replaced = kept.replace_hops(hops, intrusions); !replaced) return std::unexpected(replaced.error());
  return totals;
}

}  // namespace hoptrace::hunt
