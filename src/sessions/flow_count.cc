#include "sessions/flow_count.h"

#include <algorithm>
#include <array>
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

constexpr std::array kNames{std::string_view{"id.orig_h"},
                            std::string_view{"id.orig_p"},
                            std::string_view{"id.resp_h"},
                            std::string_view{"id.resp_p"},
                            std::string_view{"orig_bytes"},
                            std::string_view{"resp_bytes"},
                            std::string_view{"missed_bytes"},
                            std::string_view{"orig_ip_bytes"},
                            std::string_view{"orig_pkts"},
                            std::string_view{"resp_ip_bytes"},
                            std::string_view{"resp_pkts"},
                            std::string_view{"conn_state"},
                            std::string_view{"host"},
                            std::string_view{"request_body_len"},
                            std::string_view{"response_body_len"},
                            std::string_view{"server_name"},
                            std::string_view{"action"},
                            std::string_view{"path"},
                            std::string_view{"name"},
                            std::string_view{"size"},
                            std::string_view{"peer"},
                            std::string_view{"gaps"},
                            std::string_view{"acks"},
                            std::string_view{"query"},
                            std::string_view{"answers"},
                            std::string_view{"SourceIp"},
                            std::string_view{"SourcePort"},
                            std::string_view{"DestinationIp"},
                            std::string_view{"DestinationPort"},
                            std::string_view{"Initiated"},
                            std::string_view{"Image"},
                            std::string_view{"QueryName"},
                            std::string_view{"QueryResults"},
                            std::string_view{"SubjectUserName"},
                            std::string_view{"SubjectDomainName"},
                            std::string_view{"IpAddress"},
                            std::string_view{"ShareName"},
                            std::string_view{"RelativeTargetName"},
                            std::string_view{"AccessMask"},
                            std::string_view{"c-ip"},
                            std::string_view{"cs-host"},
                            std::string_view{"cs-bytes"},
                            std::string_view{"sc-bytes"},
                            std::string_view{"c-uri"},
                            std::string_view{"cs-method"}};
static_assert(kNames.size() == static_cast<std::size_t>(FlowValue::kCount));

// What a record with this header can say of flows; null: nothing.
const FlowSource* source_of(std::string_view channel, std::string_view provider, std::uint32_t event_id,
                            const event::LogKind& kind) {
  const bool windows = (kind.product.empty() && kind.category.empty()) || kind.product == "windows";
  for (const FlowSource& row : flow_sources()) {
    if (row.channel.empty() == windows) continue;
    if (windows) {
      const bool there = channel.empty() ? same(provider, row.provider) : same(channel, row.channel);
      if (event_id == row.event_id && there) return &row;
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
    for (std::size_t i = 0; i < kNames.size(); ++i) ids[i] = fields.find(kNames[i]);
  }

  std::array<event::FieldId, kNames.size()> ids{};
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

std::string_view FlowView::text(FlowValue value) const {
  return trimmed(event.first_text(ids[static_cast<std::size_t>(value)]));
}

std::optional<std::uint64_t> FlowView::number(FlowValue value) const {
  const std::string_view text = this->text(value);
  if (text.empty()) return std::nullopt;
  const auto number = event::parse_number(text);
  if (!number || *number < 0 || *number > 1e18) return std::nullopt;
  return static_cast<std::uint64_t>(*number);
}

std::uint16_t FlowView::port(FlowValue value) const {
  const std::uint64_t number = this->number(value).value_or(0);
  return number <= 0xFFFF ? static_cast<std::uint16_t>(number) : std::uint16_t{0};
}

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
  for (const std::string_view name : kNames) (void)fields.intern(name);
}

void FlowReader::read(const event::Event& event, const std::string& tenant, const std::string& host) {
  const FlowSource* const source = source_of(event.channel, event.provider, event.event_id, event.kind);
  if (source == nullptr || !event.timed || event.time.ticks < 0) return;
  FlowTally tally(*state_->flows);
  tally.row.tenant = tally.text(tenant);
  tally.row.hour = event.time.ticks / kHour;
  tally.row.flows = 1;
  tally.row.offset = event.origin.offset;
  if (!source->read({event, state_->ids, event.computer.empty() ? host : event.computer}, tally)) return;
  FlowRow& row = tally.row;
  row.squares = static_cast<double>(row.out) * static_cast<double>(row.out);
  row.biggest = row.out;
  Flows& flows = *state_->flows;
  const State::Key key{row.kind,        row.port,   row.tenant,  row.source,
                       row.destination, row.detail, row.account, row.hour};
  const auto [place, fresh] = state_->places.try_emplace(key, flows.rows.size());
  if (fresh) {
    if (flows.rows.size() >= kMostRows) {
      state_->places.erase(place);
      ++flows.left_out;
      flows.left_out_bytes += row.out;
      return;
    }
    flows.rows.push_back(row);
    return;
  }
  FlowRow& kept = flows.rows[place->second];
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
