#include "sessions/flow_count.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "base/fingerprint.h"
#include "sessions/address.h"
#include "sessions/fact_maker.h"
#include "sessions/flow_source.h"
#include "sessions/packed_flows.h"
#include "sessions/text_match.h"

namespace hoptrace::sessions {
namespace {

// What a record with this header can say of flows; null: nothing.
const FlowSource* source_of(std::string_view channel, std::string_view provider, std::uint32_t event_id,
                            const event::LogKind& kind) {
  const bool windows = (kind.product.empty() && kind.category.empty()) || kind.product == "windows";
  for (const FlowSource& row : flow_sources()) {
    if (row.channel.empty() == windows) continue;
    if (windows) {
      if (event_id != row.event_id) continue;
      if (channel.empty() ? same(provider, row.provider) : same(channel, row.channel)) return &row;
    } else if ((row.kind.product.empty() || row.kind.product == kind.product) &&
               (row.kind.service.empty() || row.kind.service == kind.service) &&
               (row.kind.category.empty() || row.kind.category == kind.category)) {
      return &row;
    }
  }
  return nullptr;
}

}  // namespace

struct FlowReader::State {
  explicit State(const event::FieldDictionary& fields) {
    for (std::size_t i = 0; i < kFlowValues; ++i) ids[i] = fields.find(flow_value_names()[i]);
  }

  void read(const FlowSource& source, const FlowView& view, const RecordMembers& record, std::string_view tenant);
  void add(const FlowRow& row);

  FlowFieldIds ids{};
  base::Arena arena;  // of the record at hand
  std::unique_ptr<Flows> flows = std::make_unique<Flows>();
  struct Key {
    FlowKind kind;
    std::uint16_t port;
    Text tenant, source, destination, detail, account;
    std::int64_t hour;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    [[nodiscard]] std::size_t operator()(const Key& k) const noexcept {
      std::uint64_t hash = static_cast<std::uint64_t>(k.kind) << 16 | k.port;
      for (const std::uint64_t part :
           {std::uint64_t{k.tenant}, std::uint64_t{k.source}, std::uint64_t{k.destination}, std::uint64_t{k.detail},
            std::uint64_t{k.account}, static_cast<std::uint64_t>(k.hour)}) {
        hash = (hash ^ part) * 0x9E3779B97F4A7C15ULL;
        hash ^= hash >> 29;
      }
      return hash;
    }
  };
  std::unordered_map<Key, std::size_t, Hash> places;
};

Text FlowTally::text(std::string_view text) {
  return flows_.texts.intern(text.substr(0, kMostText));
}

// The end that is named first is the one that began, in every log that has the flow.
std::uint64_t FlowTally::bit_of(std::string_view from, std::uint16_t from_port, std::string_view to,
                                std::uint16_t to_port) {
  tuple_.assign(from).append(1, '|').append(std::to_string(from_port)).append(1, '|');
  tuple_.append(to).append(1, '|').append(std::to_string(to_port));
  return std::uint64_t{1} << (base::fingerprint(tuple_).low & 63);
}

FlowReader::FlowReader(const event::FieldDictionary& fields) : state_(std::make_unique<State>(fields)) {}
FlowReader::~FlowReader() = default;

void FlowReader::declare(event::FieldDictionary& fields) {
  for (const std::string_view name : flow_value_names()) (void)fields.intern(name);
}

void FlowReader::State::read(const FlowSource& source, const FlowView& view, const RecordMembers& record,
                             std::string_view tenant) {
  FlowTally tally(*flows);
  tally.row.tenant = tally.text(tenant);
  tally.row.hour = record.time.ticks / kHour;
  tally.row.flows = 1;
  tally.row.offset = record.origin.offset;
  if (!source.read(view, tally)) return;
  FlowRow& row = tally.row;
  row.squares = static_cast<double>(row.out) * static_cast<double>(row.out);
  row.biggest = row.out;
  add(row);
}

void FlowReader::State::add(const FlowRow& row) {
  const Key key{row.kind, row.port, row.tenant, row.source, row.destination, row.detail, row.account, row.hour};
  const auto [place, fresh] = places.try_emplace(key, flows->rows.size());
  if (fresh) {
    if (flows->rows.size() >= kMostRows) {
      places.erase(place);
      ++flows->left_out;
      flows->left_out_bytes += row.out;
      return;
    }
    flows->rows.push_back(row);
    return;
  }
  FlowRow& kept = flows->rows[place->second];
  if (row.kind == FlowKind::kLookup) return;
  if (row.out > kept.biggest) kept.biggest = row.out, kept.offset = row.offset;
  kept.flows += row.flows;
  kept.out += row.out;
  kept.in += row.in;
  kept.missed += row.missed;
  kept.squares += row.squares;
  kept.seen |= row.seen;
  kept.unsized += row.unsized;
}

void FlowReader::read(const event::Event& event, const std::string& tenant, const std::string& host) {
  const FlowSource* const source = source_of(event.channel, event.provider, event.event_id, event.kind);
  if (source == nullptr || !event.timed || event.time.ticks < 0) return;
  const std::string_view computer = event.computer.empty() ? std::string_view(host) : event.computer;
  state_->read(*source, {event, state_->ids, computer},
               {event.origin, event.time, event.timed, event.record_id, event.event_id, computer}, tenant);
}

// Of one source, with its values found once.
class FlowReader::OfValues final : public ValuesReader {
 public:
  OfValues(State& state, const FlowSource& source, std::span<const SlotPlaces::Field> fields)
      : state_(state), source_(source), places_(state.ids, fields) {}

  void read(const RecordMembers& record, const RecordValues& values, const std::string& tenant,
            const std::string& host) override {
    if (!record.timed || record.time.ticks < 0) return;
    state_.arena.reset();
    const std::string_view computer = record.computer.empty() ? std::string_view(host) : record.computer;
    state_.read(source_, {values, places_, state_.arena, computer}, record, tenant);
  }

 private:
  State& state_;
  const FlowSource& source_;
  FlowPlaces places_;
};

std::unique_ptr<ValuesReader> FlowReader::of_values(std::string_view channel, std::string_view provider,
                                                    std::uint32_t event_id, const event::LogKind& kind,
                                                    std::span<const SlotPlaces::Field> fields) {
  const FlowSource* const source = source_of(channel, provider, event_id, kind);
  return source == nullptr ? nullptr : std::make_unique<OfValues>(*state_, *source, fields);
}

bool FlowReader::asks(std::string_view channel, std::string_view provider, std::uint32_t event_id,
                      const event::LogKind& kind) const {
  return source_of(channel, provider, event_id, kind) != nullptr;
}

std::string FlowReader::take() {
  const auto flows = take_flows();
  return flows->rows.empty() ? std::string() : pack(*flows);
}

std::unique_ptr<Flows> FlowReader::take_flows() {
  state_->places.clear();
  return std::exchange(state_->flows, std::make_unique<Flows>());
}

}  // namespace hoptrace::sessions
