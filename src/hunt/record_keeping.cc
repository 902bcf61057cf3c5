#include "hunt/record_keeping.h"

#include <algorithm>
#include <map>
#include <set>

#include "cases/reading.h"

namespace hoptrace::hunt {
namespace {

using base::Result;
using cases::RecordPlace;

constexpr std::size_t kMostGrave = 10'000;                 // that are looked at
constexpr std::size_t kMostBytes = std::size_t{64} << 20;  // of all records together

struct Wanted {
  std::set<RecordPlace> places;
  std::set<std::pair<std::string, std::string>> hosts;  // on an intrusion
};

Result<void> want_hops(cases::Reading& reading, Wanted& wanted) {
  return reading.hops([&](const cases::HopRow& hop) {
    if (!hop.intrusion) return true;
    if (hop.from) wanted.hosts.emplace(hop.from->tenant, hop.from->host);
    wanted.hosts.emplace(hop.to.tenant, hop.to.host);
    for (const cases::HopEvidence& record : hop.evidence) {
      if (wanted.places.size() >= kMostKeptRecords) return false;
      wanted.places.insert({record.artifact, record.offset});
    }
    return true;
  });
}

Result<void> want_findings(cases::Reading& reading, Wanted& wanted) {
  std::vector<RecordPlace> on_path, others;
  const auto read = reading.grave_findings(kMostGrave, [&](const cases::GraveFinding& finding) {
    auto& list = wanted.hosts.contains({finding.tenant, finding.host}) ? on_path : others;
    list.push_back({finding.artifact, finding.offset});
    return true;
  });
  if (!read) return read;
  std::size_t left = std::min(kMostOfFindings, kMostKeptRecords - wanted.places.size());
  for (const auto* list : {&on_path, &others}) {
    for (const RecordPlace& place : *list) {
      if (left == 0) return {};
      left -= wanted.places.insert(place).second ? 1 : 0;
    }
  }
  return {};
}

// Where each artifact lies in the evidence at hand.
Result<std::map<base::ArtifactId, const InventoryEntry*>> artifacts_at_hand(cases::Reading& reading,
                                                                            const Inventory& inventory) {
  std::map<base::ArtifactId, const InventoryEntry*> at_hand;
  const auto read = reading.artifacts([&](const cases::ArtifactState& state) {
    for (const std::string& path : state.artifact.paths) {
      const auto entry = inventory.by_path.find(path);
      if (entry == inventory.by_path.end()) continue;
      const InventoryEntry& there = inventory.entries[entry->second];
      if (there.size != state.artifact.size || there.format == nullptr) continue;  // it has changed since
      at_hand.emplace(state.artifact.id, &there);
      break;
    }
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return at_hand;
}

Result<std::vector<RecordPlace>> kept_before(cases::Reading& reading, std::set<RecordPlace>& wanted) {
  std::vector<RecordPlace> kept;
  const auto read = reading.records([&](const cases::KeptRecord& record) {
    const RecordPlace place{record.artifact, record.offset};
    if (wanted.erase(place) != 0) kept.push_back(place);
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return kept;
}

std::vector<WantedRecords> by_artifact(const std::set<RecordPlace>& places,
                                       const std::map<base::ArtifactId, const InventoryEntry*>& at_hand) {
  std::vector<WantedRecords> all;
  for (const RecordPlace& place : places) {
    const auto entry = at_hand.find(place.artifact);
    if (entry == at_hand.end()) continue;
    if (all.empty() || all.back().artifact != place.artifact)
      all.push_back({place.artifact, entry->second->path, entry->second->format, {}});
    all.back().offsets.push_back(place.offset);
  }
  return all;
}

std::size_t size_of(const cases::KeptRecord& record) {
  std::size_t bytes = 0;
  for (const auto& [name, value] : record.fields) bytes += name.size() + value.size();
  return bytes;
}

}  // namespace

Result<void> keep_records(cases::Case& kept, const Equipment& equipment, const Inventory& inventory,
                          const EvidencePlace& place) {
  Wanted wanted;
  const auto reading = kept.reading();
  if (auto read = want_hops(*reading, wanted); !read) return read;
  if (auto read = want_findings(*reading, wanted); !read) return read;
  const auto before = kept_before(*reading, wanted.places);
  if (!before) return std::unexpected(before.error());
  const auto at_hand = artifacts_at_hand(*reading, inventory);
  if (!at_hand) return std::unexpected(at_hand.error());
  std::vector<cases::KeptRecord> records;
  std::size_t left = kMostBytes;
  const auto fetched =
      fetch_records(by_artifact(wanted.places, *at_hand), place, equipment, [&](cases::KeptRecord record) {
        const std::size_t size = size_of(record);
        if (size > left) return;
        left -= size;
        records.push_back(std::move(record));
      });
  // Evidence that went away since it was hunted is no reason to fail a hunt that is done: its records are not kept.
  if (!fetched && fetched.error().code != base::Code::kNotFound) return fetched;
  return kept.replace_records(*before, records);
}

}  // namespace hoptrace::hunt
