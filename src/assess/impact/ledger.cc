#include "assess/impact/ledger.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace hoptrace::assess::impact {

using sessions::FlowKind;
using sessions::FlowRow;

namespace {

constexpr int kFull = 54;  // bits set, of 64: above it they tell little
constexpr std::size_t kMostRecords = 4;
constexpr std::size_t kMostNamesOfOne = 8;

bool has_bytes(FlowKind kind) {
  return kind == FlowKind::kConnection || kind == FlowKind::kProxy;
}

}  // namespace

double flows_of_bits(std::uint64_t bits) {
  const int set = std::min(std::popcount(bits), 63);
  return -64 * std::log(1 - set / 64.0);
}

std::size_t Ledger::Hash::operator()(const Key& key) const noexcept {
  std::uint64_t hash = key.port;
  for (const std::uint64_t part : {std::uint64_t{key.tenant}, std::uint64_t{key.source},
                                   std::uint64_t{key.destination}, static_cast<std::uint64_t>(key.hour)}) {
    hash = (hash ^ part) * 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 29;
  }
  return hash;
}

void Ledger::add(const sessions::Flows& flows, base::ArtifactId artifact) {
  const auto here = [&](Text text) { return texts_.intern(flows.texts.text(text)); };
  for (const FlowRow& row : flows.rows) {
    const Key key{here(row.tenant), here(row.source), here(row.destination), row.port, row.hour};
    TenantFlows& tenant = tenants_[key.tenant];
    const bool sensor = row.kind == FlowKind::kConnection || row.kind == FlowKind::kProxy;
    if (sensor) {
      tenant.first_hour = tenant.sensor ? std::min(tenant.first_hour, row.hour) : row.hour;
      tenant.last_hour = tenant.sensor ? std::max(tenant.last_hour, row.hour) : row.hour;
      tenant.sensor = true;
    }
    if (sensor || row.kind == FlowKind::kRequest || row.kind == FlowKind::kName || row.kind == FlowKind::kHost)
      add_cell(key, row, artifact);
    add_other(tenant, row, key, here(row.detail), here(row.account), artifact);
  }
  if (!flows.rows.empty()) {
    Measures& measures = tenants_[here(flows.rows.front().tenant)].measures;
    measures.left_out += flows.left_out;
    measures.left_out_bytes += flows.left_out_bytes;
  }
}

void Ledger::add_cell(const Key& key, const FlowRow& row, base::ArtifactId artifact) {
  if (cells_.size() >= kMostCells && !cells_.contains(key)) {
    ++beyond_;
    return;
  }
  Parts& parts = cells_[key];
  auto part =
      std::ranges::find_if(parts, [&](const Part& p) { return p.kind == row.kind && p.artifact == artifact; });
  if (part == parts.end()) part = parts.insert(parts.end(), Part{row.kind, artifact});
  part->flows += static_cast<double>(row.flows);
  part->out += static_cast<double>(row.out);
  part->in += static_cast<double>(row.in);
  part->missed += static_cast<double>(row.missed);
  part->squares += row.squares;
  part->unsized += static_cast<double>(row.unsized);
  part->seen |= row.seen;
  if (row.biggest >= part->biggest) part->biggest = row.biggest, part->offset = row.offset;
}

void Ledger::add_other(TenantFlows& to, const FlowRow& row, const Key& key, Text detail, Text account,
                       base::ArtifactId artifact) {
  const RecordRef record{artifact, row.offset, row.biggest};
  const auto has_room = [this](const auto& list, std::size_t most) {
    if (list.size() < most) return true;
    ++beyond_;
    return false;
  };
  if (row.kind == FlowKind::kInner && has_room(to.inner, kMostCells)) {
    to.inner.push_back({key.source, key.destination, key.port, key.hour, static_cast<double>(row.out),
                        static_cast<double>(row.in), record});
  } else if (row.kind == FlowKind::kRead && has_room(to.reads, kMostCells)) {
    to.reads.push_back({key.source, key.destination, detail, account, key.hour, flows_of_bits(row.seen),
                        static_cast<double>(row.flows), static_cast<double>(row.out), row.port != 0, record});
  } else if (row.kind == FlowKind::kLoss) {
    to.measures.acks += static_cast<double>(row.out);
    to.measures.gaps += static_cast<double>(row.missed);
    to.measures.shares.push_back(1 - static_cast<double>(row.missed) / static_cast<double>(row.out));
    if (to.measures.records.size() < kMostRecords) to.measures.records.push_back(record);
  }
  const bool named = row.kind == FlowKind::kRequest || row.kind == FlowKind::kName;
  if (named && detail != sessions::kNoText) {
    std::vector<Text>& names = to.names_of[key.destination];
    if (names.size() < kMostNamesOfOne && std::ranges::find(names, detail) == names.end()) names.push_back(detail);
  }
  const Text name = named || row.kind == FlowKind::kLookup ? detail
                    : row.kind == FlowKind::kProxy         ? key.destination
                                                           : sessions::kNoText;
  if (name != sessions::kNoText && has_room(to.names, kMostNames))
    to.names.push_back({key.source, name, key.hour, record});
}

void Ledger::measure_overlap(const Parts& parts) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    for (std::size_t j = i + 1; j < parts.size(); ++j) {
      const Part &a = parts[i], &b = parts[j];
      if (a.kind != FlowKind::kConnection || b.kind != a.kind || std::popcount(a.seen | b.seen) > kFull) continue;
      Overlap& overlap = overlaps_[std::minmax(a.artifact, b.artifact)];
      const double one = flows_of_bits(a.seen), other = flows_of_bits(b.seen), both = flows_of_bits(a.seen | b.seen);
      overlap.common += std::max(0.0, one + other - both);
      overlap.fewer += std::min(one, other);
    }
  }
}

// What share of a part's flows no part that is counted already has.
double Ledger::new_share(const Part& part, const std::vector<const Part*>& counted, std::uint64_t bits) const {
  if (counted.empty()) return 1;
  if (part.seen != 0 && std::popcount(bits | part.seen) <= kFull) {
    const double own = flows_of_bits(part.seen);
    const double fresh = flows_of_bits(bits | part.seen) - flows_of_bits(bits);
    return std::clamp(fresh / own, 0.0, 1.0);
  }
  double common = 0;
  for (const Part* other : counted) {
    const auto known = overlaps_.find(std::minmax(part.artifact, other->artifact));
    if (known == overlaps_.end() || known->second.fewer <= 0) continue;
    common = std::max(common, known->second.common / known->second.fewer);
  }
  return 1 - std::min(common, 1.0);
}

Hour Ledger::joined(const Key& key, Parts& parts) const {
  Hour hour;
  hour.source = key.source, hour.destination = key.destination, hour.port = key.port, hour.hour = key.hour;
  std::ranges::stable_sort(parts, std::ranges::greater{}, &Part::out);
  std::uint64_t bits = 0;
  std::vector<const Part*> counted;
  for (const Part& part : parts) {
    if (!has_bytes(part.kind)) continue;
    const double fresh = new_share(part, counted, bits);
    const double sized = std::max(0.0, part.flows - part.unsized);
    hour.seen.flows += sized * fresh;
    hour.seen.unsized += part.unsized * fresh;
    hour.seen.bytes += part.out * fresh;
    hour.seen.squares += part.squares * fresh;
    hour.seen.missed += part.missed * fresh;
    hour.in += part.in * fresh;
    (part.kind == FlowKind::kProxy ? hour.by_proxy : hour.by_sensor) = true;
    if (part.biggest >= hour.biggest.bytes) hour.biggest = {part.artifact, part.offset, part.biggest};
    bits |= part.seen;
    counted.push_back(&part);
  }
  const bool full = std::popcount(bits) > kFull;
  const double chance = std::popcount(bits) / 64.0;  // that an unknown flow has a bit that is set
  std::uint64_t others = 0;
  for (const Part& part : parts) {
    if (has_bytes(part.kind)) continue;
    if (!full) {
      const double beyond =
          static_cast<double>(std::popcount(part.seen & ~bits & ~others)) / std::max(1 - chance, 0.1);
      hour.seen.unsized += beyond;
      if (part.kind == FlowKind::kHost) {
        const double told = flows_of_bits(part.seen);
        const double alone = std::popcount(part.seen & ~bits) / std::max(1 - chance, 0.1);
        hour.told += told;
        hour.matched += std::max(0.0, told - alone);
      }
    }
    others |= part.seen;
    if (hour.biggest.bytes == 0 && counted.empty()) hour.biggest = {part.artifact, part.offset, part.biggest};
  }
  return hour;
}

void Ledger::close() {
  for (const auto& [key, parts] : cells_) measure_overlap(parts);
  for (auto& [key, parts] : cells_) {
    Hour hour = joined(key, parts);
    TenantFlows& tenant = tenants_[key.tenant];
    tenant.measures.told += hour.told;
    tenant.measures.matched += hour.matched;
    tenant.hours.push_back(hour);
  }
  cells_.clear();
  for (auto& [name, tenant] : tenants_) {
    std::ranges::sort(tenant.hours, {},
                      [](const Hour& h) { return std::tuple(h.hour, h.source, h.destination, h.port); });
  }
}

const TenantFlows* Ledger::of(std::string_view tenant) const {
  const auto known = tenants_.find(texts_.find(tenant));
  return known == tenants_.end() ? nullptr : &known->second;
}

}  // namespace hoptrace::assess::impact
