#include "hunt/posture_assessing.h"

#include <algorithm>
#include <array>
#include <utility>

#include "assess/posture/judge.h"
#include "hunt/artifact_names.h"
#include "sessions/cloud_sign_in.h"
#include "sessions/packed_facts.h"
#include "sessions/posture_reader.h"

namespace hoptrace::hunt {
namespace {

namespace posture = assess::posture;
using base::Result;
using posture::Seen;
using posture::SeenKind;
using sessions::Fact;
using sessions::FactKind;

constexpr std::size_t kMostGrave = 10'000;

// What all facts have in common; the texts live as long as the facts.
Seen seen_of(SeenKind kind, const Fact& fact, const sessions::TextPool& texts) {
  Seen seen;
  seen.kind = kind;
  seen.tenant = texts.text(fact.tenant);
  seen.host = texts.text(fact.host);
  seen.account = texts.text(fact.account);
  seen.address = texts.text(fact.peer_address);
  seen.peer_name = texts.text(fact.peer_host);
  seen.detail = texts.text(fact.detail);
  seen.logon_type = fact.logon_type;
  seen.artifact = fact.artifact;
  seen.offset = fact.offset;
  seen.record_id = fact.record_id;
  seen.event_id = fact.event_id;
  seen.time = fact.time;
  return seen;
}

Seen flow_of(const Fact& fact, const sessions::TextPool& texts) {
  Seen seen = seen_of(SeenKind::kFlow, fact, texts);
  const std::string_view own = texts.text(fact.own_address), peer = texts.text(fact.peer_address);
  const bool in = fact.kind == FactKind::kFlowIn;
  seen.address = in ? peer : own;
  seen.to_address = in ? own : peer;
  seen.port = in ? fact.own_port : fact.peer_port;
  seen.sensor = fact.kind == FactKind::kFlowSeen;
  return seen;
}

std::optional<SeenKind> logon_kind(const Fact& fact) {
  constexpr std::array<int, 3> kFromElsewhere{3, 8, 10}, kAtScreen{2, 7, 11};
  if (std::ranges::find(kFromElsewhere, fact.logon_type) != kFromElsewhere.end()) return SeenKind::kSession;
  if (std::ranges::find(kAtScreen, fact.logon_type) != kAtScreen.end()) return SeenKind::kConsole;
  return std::nullopt;
}

void add_sign_in(posture::Gathering& gathering, const Fact& fact, const sessions::TextPool& texts) {
  const auto sign_in = sessions::CloudSignIn::of(texts.text(fact.detail));
  if (sign_in.access != "serviceProvider") return;
  Seen seen = seen_of(SeenKind::kDelegated, fact, texts);
  seen.detail = sign_in.home;
  gathering.add(seen);
}

void add_fact(posture::Gathering& gathering, const Fact& fact, const sessions::TextPool& texts) {
  const bool network = fact.witness == sessions::Witness::kNetwork;
  switch (fact.kind) {
    case FactKind::kLogon:
      if (const auto kind = logon_kind(fact)) gathering.add(seen_of(*kind, fact, texts));
      return;
    case FactKind::kReconnect:
      return gathering.add(seen_of(SeenKind::kSession, fact, texts));
    case FactKind::kPrivileged:
      return gathering.add(seen_of(SeenKind::kPrivilege, fact, texts));
    case FactKind::kTicketGranted:
    case FactKind::kServiceTicket:
      if (fact.witness == sessions::Witness::kDomainController)
        gathering.add(seen_of(SeenKind::kTicket, fact, texts));
      return;
    case FactKind::kFlowOut:
    case FactKind::kFlowIn:
    case FactKind::kFlowSeen:
      return gathering.add(flow_of(fact, texts));
    case FactKind::kRdpArrival: {
      if (!network) return;
      Seen seen = seen_of(SeenKind::kDesktop, fact, texts);
      seen.address = texts.text(fact.own_address);
      seen.to_address = texts.text(fact.peer_address);
      return gathering.add(seen);
    }
    case FactKind::kCloudSignIn:
      return add_sign_in(gathering, fact, texts);
    case FactKind::kLogCleared:
      return gathering.add(seen_of(SeenKind::kClear, fact, texts));
    case FactKind::kSid:
      return gathering.add(seen_of(SeenKind::kSid, fact, texts));
    case FactKind::kVpnBegin:
      return gathering.add(seen_of(SeenKind::kVpn, fact, texts));
    default:
      return;
  }
}

Result<void> add_facts(cases::Reading& reading, posture::Gathering& gathering) {
  Result<void> outcome;
  const auto read = reading.logon_facts([&](const cases::PackedFacts& packed) {
    sessions::Facts facts;
    outcome = sessions::unpack(packed.packed, facts);
    if (!outcome) return false;
    for (Fact& fact : facts.rows) {
      fact.artifact = packed.artifact;
      add_fact(gathering, fact, facts.texts);
    }
    return true;
  });
  return read ? outcome : read;
}

void add_count(posture::Gathering& gathering, const sessions::PostureCount& count, base::ArtifactId artifact) {
  // In the order of PostureKind.
  static constexpr std::array kKinds{SeenKind::kFailures, SeenKind::kMember, SeenKind::kDisabled, SeenKind::kNetlogon,
                                     SeenKind::kSystem,   SeenKind::kListed, SeenKind::kScripts,  SeenKind::kFactor,
                                     SeenKind::kEgress,   SeenKind::kLookup};
  static_assert(kKinds.size() == static_cast<std::size_t>(sessions::kLastPostureKind) + 1);
  Seen seen;
  seen.kind = kKinds[static_cast<std::size_t>(count.kind)];
  seen.port = count.port;
  seen.count = count.count;
  seen.tenant = count.tenant;
  seen.host = count.host;
  seen.account = count.account;
  seen.sid = count.sid;
  seen.address = count.address;
  seen.to_address = count.to_address;
  seen.peer_name = count.access;
  seen.detail = count.detail;
  seen.artifact = artifact;
  seen.offset = count.offset;
  seen.record_id = count.record_id;
  seen.event_id = count.event_id;
  seen.time = count.first;
  gathering.add(seen);
}

Result<void> add_counts(cases::Reading& reading, posture::Gathering& gathering) {
  Result<void> outcome;
  const auto read = reading.record_facts("posture", [&](const cases::PackedFacts& packed) {
    const auto counts = sessions::unpack_posture(packed.packed);
    if (!counts) {
      outcome = std::unexpected(counts.error());
      return false;
    }
    for (const sessions::PostureCount& count : *counts) add_count(gathering, count, packed.artifact);
    return true;
  });
  return read ? outcome : read;
}

Result<void> add_logs(cases::Reading& reading, posture::Gathering& gathering) {
  const auto days = reading.coverage([&](const cases::CoverageDay& day) {
    gathering.add_day({day.row.tenant, day.row.host, day.row.channel, day.row.first, day.row.last});
    return true;
  });
  if (!days) return days;
  const auto holes = reading.record_gaps([&](const cases::RecordGap& gap) {
    gathering.add_hole({gap.tenant, gap.host, gap.channel, gap.before, gap.after});
    return true;
  });
  if (!holes) return holes;
  return reading.artifact_lanes([&](const cases::ArtifactLane& lane) {
    if (lane.lane.starts_with("windows/image_load"))
      gathering.add_image_loads(lane.tenant, {lane.artifact, 0, 0, 0, {}, {}});
    return true;
  });
}

Result<void> add_hops(cases::Reading& reading, posture::Gathering& gathering) {
  return reading.hops([&](const cases::HopRow& hop) {
    if (!hop.border || !hop.from) return true;
    posture::HopSeen seen{hop.id,     hop.from->tenant, hop.from->host, hop.to.tenant, hop.to.host, hop.account,
                          hop.method, hop.status,       hop.confidence, hop.time,      {}};
    for (const cases::HopEvidence& record : hop.evidence) {
      if (record.side == "source" || (record.tenant != hop.to.tenant && record.tenant == hop.from->tenant)) continue;
      seen.records.push_back(
          {{record.artifact, record.offset, record.record_id, record.event_id, hop.time, hop.to.host}, {}});
    }
    gathering.add_hop(seen);
    return true;
  });
}

// Rules about libraries that a signed program is made to load (ATT&CK T1574.001, T1574.002).
Result<void> add_findings(cases::Reading& reading, posture::Gathering& gathering) {
  return reading.grave_findings(kMostGrave, [&](const cases::GraveFinding& finding) {
    const bool side_load = std::ranges::any_of(finding.rule->tags, [](const std::string& tag) {
      return tag == "attack.t1574.001" || tag == "attack.t1574.002";
    });
    if (side_load)
      gathering.add_finding({finding.tenant,
                             finding.host,
                             finding.rule->title,
                             finding.rule->tags,
                             {finding.artifact, finding.offset, 0, 0, finding.time, finding.host}});
    return true;
  });
}

}  // namespace

Result<std::vector<cases::AssessmentRow>> assess_posture(const AssessInput& input) {
  const auto texts = posture::read_check_texts(input.options.content);
  if (!texts) return std::unexpected(texts.error());
  auto dynamic = posture::read_dynamic_names(input.options.content);
  if (!dynamic) return std::unexpected(dynamic.error());
  posture::Gathering gathering(input.tenants, std::move(*dynamic));
  for (const auto add : {add_facts, add_counts, add_logs, add_hops, add_findings}) {
    if (auto added = add(input.reading, gathering); !added) return std::unexpected(added.error());
  }
  const auto names = artifact_names(input.reading);
  if (!names) return std::unexpected(names.error());
  const auto name = [&](base::ArtifactId id) -> std::optional<posture::ArtifactName> {
    const auto found = names->find(id);
    if (found == names->end()) return std::nullopt;
    return posture::ArtifactName{found->second.tenant, found->second.path, found->second.sha256};
  };
  std::vector<cases::AssessmentRow> rows;
  for (posture::Document& document : posture::judge(gathering, *texts, name))
    rows.push_back({"posture", std::move(document.tenant), std::move(document.json)});
  return rows;
}

}  // namespace hoptrace::hunt
