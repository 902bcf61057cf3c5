#include "rules/log_source.h"

#include <algorithm>

#include "base/unicode.h"

namespace hoptrace::rules {
namespace {

using event::Event;
using event::FieldId;

char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool agrees(const std::string& wanted, std::string_view has) {
  return wanted.empty() || wanted == has;
}

bool ends_open(const std::string& channel) {
  return channel.ends_with('*');
}

// The parts of a logsource that a lane is known by, and whether each that `wide` gives is the same in `narrow`.
bool within(const Lane& narrow, const Lane& wide) {
  return agrees(wide.product, narrow.product) && agrees(wide.category, narrow.category) &&
         agrees(wide.service, narrow.service);
}

// Whether every record of `narrow` belongs to `wide`, as far as the rows themselves tell.
bool covers(const Lane& wide, const Lane& narrow) {
  if (!within(narrow, wide) || within(wide, narrow)) return false;
  if (!wide.event_ids.empty() || !wide.where.empty() || !wide.mappings.empty()) return false;
  if (!agrees(wide.kind_product, narrow.kind_product)) return false;
  if (wide.by_kind()) {
    const bool whole_product = wide.kind_category.empty() && wide.kind_service.empty();
    return whole_product || (narrow.by_kind() && agrees(wide.kind_category, narrow.kind_category) &&
                             agrees(wide.kind_service, narrow.kind_service));
  }
  const auto in = [](const std::vector<std::string>& some, const std::vector<std::string>& all) {
    return all.empty() || (!some.empty() && std::ranges::all_of(some, [&](const std::string& one) {
             return std::ranges::find(all, one) != all.end();
           }));
  };
  return in(narrow.channels, wide.channels) && in(narrow.providers, wide.providers);
}

bool one_of(const Event& event, FieldId field, const std::vector<std::string>& texts) {
  return event.any_of(field, [&](std::size_t index) {
    return std::ranges::any_of(texts, [&](const std::string& t) { return base::equal_folded(t, event.text(index)); });
  });
}

}  // namespace

const FieldMapping* Lane::mapping(FieldId rule_field) const {
  if (mappings.empty()) return nullptr;
  const auto found = std::ranges::lower_bound(mappings, rule_field, {}, &FieldMapping::rule_field);
  return found != mappings.end() && found->rule_field == rule_field ? &*found : nullptr;
}

bool Lane::lacks(FieldId rule_field) const {
  if (std::ranges::binary_search(cannot_have, rule_field)) return true;
  if (!closed || rule_field == FieldId::kOther || rule_field <= event::field::kBinary) return false;
  return !std::ranges::binary_search(has, rule_field) && mapping(rule_field) == nullptr;
}

bool Lane::says_little(FieldId rule_field) const {
  return std::ranges::binary_search(weak, rule_field);
}

bool Lane::is_common(FieldId rule_field, std::string_view folded) const {
  const auto row = std::ranges::find(common, rule_field, &std::pair<FieldId, std::vector<std::string>>::first);
  return row != common.end() &&
         std::ranges::any_of(row->second, [&](const std::string& end) { return folded.ends_with(end); });
}

// Names of channels differ in their ends ("…-Sysmon/Operational"), so some 24 characters tell them apart.
std::size_t LogSourceTable::FoldedHash::operator()(std::string_view text) const {
  std::uint64_t hash = 0xcbf29ce484222325 ^ text.size();  // FNV-1a, 64 bits
  constexpr std::size_t kEnd = 24;
  for (const char c : text.substr(text.size() > kEnd ? text.size() - kEnd : 0)) {
    hash = (hash ^ static_cast<unsigned char>(ascii_lower(c))) * 0x100000001b3;
  }
  return static_cast<std::size_t>(hash);
}

bool LogSourceTable::FoldedEqual::operator()(std::string_view a, std::string_view b) const {
  return a == b || std::ranges::equal(a, b, {}, ascii_lower, ascii_lower);
}

std::vector<LaneId> LogSourceTable::lanes_for(std::string_view product, std::string_view category,
                                              std::string_view service) const {
  std::vector<LaneId> known;
  if (product.empty() && category.empty() && service.empty()) return known;
  const auto asked = [](std::string_view wanted, const std::string& has) { return wanted.empty() || wanted == has; };
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const Lane& one = lanes_[i];
    if (asked(product, one.product) && asked(category, one.category) && asked(service, one.service)) {
      known.push_back(static_cast<LaneId>(i));
    }
  }
  std::vector<LaneId> widest;
  for (const LaneId id : known) {
    const bool covered = std::ranges::any_of(known, [&](LaneId other) { return covers(lane(other), lane(id)); });
    if (!covered) widest.push_back(id);
  }
  return widest;
}

void LogSourceTable::lanes_of(const Event& event, std::vector<LaneId>& out) const {
  const auto begin = static_cast<std::ptrdiff_t>(out.size());
  collect_by_product(event, event.kind.product, out);
  if (!event.kind.product.empty()) collect_by_product(event, {}, out);
  if (!event.channel.empty()) {
    if (const auto found = by_channel_.find(event.channel); found != by_channel_.end()) {
      collect(event, found->second, out);
    }
    for (const auto& [start, lanes] : by_channel_start_) {
      if (FoldedEqual{}(event.channel.substr(0, start.size()), start)) collect(event, lanes, out);
    }
  }
  // A lane that names a channel twice (by its name and by a start) is still one lane.
  std::sort(out.begin() + begin, out.end());
  out.erase(std::unique(out.begin() + begin, out.end()), out.end());
}

bool LogSourceTable::hangs_on_values(const Event& event) const {
  return std::ranges::any_of(lanes_, [&](const Lane& one) {
    const bool id = one.event_ids.empty() || std::ranges::find(one.event_ids, event.event_id) != one.event_ids.end();
    const bool channel = one.channels.empty() || std::ranges::any_of(one.channels, [&](const std::string& c) {
                           return ends_open(c) || FoldedEqual{}(c, event.channel);
                         });
    return !one.where.empty() && id && channel;
  });
}

bool LogSourceTable::is_asked(FieldId field) const {
  return std::ranges::any_of(lanes_, [&](const Lane& one) {
    return std::ranges::any_of(one.where, [&](const auto& where) { return where.first == field; });
  });
}

void LogSourceTable::collect_by_product(const Event& event, std::string_view product,
                                        std::vector<LaneId>& out) const {
  const auto found = by_product_.find(product);
  if (found == by_product_.end()) return;
  collect(event, found->second.plain, out);
  if (!event.kind.category.empty() || !event.kind.service.empty()) collect(event, found->second.of_kind, out);
}

void LogSourceTable::collect(const Event& event, const std::vector<LaneId>& lanes, std::vector<LaneId>& out) const {
  for (const LaneId id : lanes) {
    if (belongs(event, lane(id))) out.push_back(id);
  }
}

void LogSourceTable::collect(const Event& event, const ChannelLanes& lanes, std::vector<LaneId>& out) const {
  collect(event, lanes.any_id, out);
  const auto [first, last] =
      std::ranges::equal_range(lanes.by_id, event.event_id, {}, &ChannelLanes::IdAndLane::first);
  for (auto at = first; at != last; ++at) {
    if (belongs(event, lane(at->second))) out.push_back(at->second);
  }
}

// All but channel and, where the lane was found by its channel, event id, which the index has already compared.
bool LogSourceTable::belongs(const Event& event, const Lane& lane) const {
  if (!agrees(lane.kind_product, event.kind.product)) return false;
  if (lane.by_kind()) {
    if (!agrees(lane.kind_category, event.kind.category) || !agrees(lane.kind_service, event.kind.service))
      return false;
  }
  if (lane.channels.empty() && !lane.event_ids.empty() &&
      std::ranges::find(lane.event_ids, event.event_id) == lane.event_ids.end()) {
    return false;
  }
  const bool lost = event.provider.empty() && !lane.channels.empty();
  if (!lost && !lane.providers.empty() && std::ranges::none_of(lane.providers, [&](const std::string& provider) {
        return FoldedEqual{}(provider, event.provider);
      })) {
    return false;
  }
  return std::ranges::all_of(lane.where, [&](const auto& w) { return one_of(event, w.first, w.second); });
}

void LogSourceTable::add_to(ChannelLanes& lanes, LaneId id) const {
  const Lane& one = lane(id);
  if (one.event_ids.empty()) lanes.any_id.push_back(id);
  for (const std::uint32_t event_id : one.event_ids) lanes.by_id.emplace_back(event_id, id);
  std::ranges::sort(lanes.by_id);
}

void LogSourceTable::index() {
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const auto id = static_cast<LaneId>(i);
    const Lane& one = lanes_[i];
    if (one.channels.empty()) {
      ProductLanes& lanes = by_product_[one.kind_product];
      const bool plain = !one.by_kind() || (one.kind_category.empty() && one.kind_service.empty());
      (plain ? lanes.plain : lanes.of_kind).push_back(id);
    }
    for (const std::string& channel : one.channels) {
      if (!ends_open(channel)) {
        add_to(by_channel_[channel], id);
        continue;
      }
      const std::string start = channel.substr(0, channel.size() - 1);
      auto known = std::ranges::find(by_channel_start_, start, &std::pair<std::string, ChannelLanes>::first);
      if (known == by_channel_start_.end()) known = by_channel_start_.insert(known, {start, {}});
      add_to(known->second, id);
    }
  }
}

}  // namespace hoptrace::rules
