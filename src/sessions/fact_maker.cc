#include "sessions/fact_maker.h"

#include <algorithm>
#include <array>

#include "base/unicode.h"
#include "sessions/text_match.h"

namespace hoptrace::sessions {
namespace {

constexpr std::size_t kMostSaid = 1 << 16;

// `text` without the part of a character that a cut would leave.
std::string_view cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  std::uint64_t x = a * 0x9E3779B97F4A7C15ULL + b;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  return x ^ (x >> 31);
}

std::uint64_t pair(std::uint32_t a, std::uint32_t b) {
  return std::uint64_t{a} << 32 | b;
}

}  // namespace

std::size_t FactMaker::HashOfSaid::operator()(const Said& said) const {
  std::uint64_t hash = static_cast<std::uint64_t>(said.interval);
  for (const std::uint64_t part : said.parts) hash = mixed(hash, part);
  return hash;
}

void FactMaker::begin(const RecordView& record, std::string_view tenant, std::string_view host,
                      std::uint8_t channel) {
  record_ = &record;
  tenant_ = tenant;
  host_ = cut(record.record().computer.empty() ? host : record.record().computer, kMostText);
  channel_ = channel;
}

void FactMaker::turn_to(Facts& facts) {
  facts_ = &facts;
  said_.clear();
}

Fact FactMaker::fact(FactKind kind, Witness witness) {
  const RecordMembers& record = record_->record();
  Fact made;
  made.time = record.time;
  made.artifact = record.origin.artifact;
  made.offset = record.origin.offset;
  made.record_id = record.record_id;
  made.event_id = record.event_id <= 0xFFFF ? static_cast<std::uint16_t>(record.event_id) : std::uint16_t{0};
  made.channel = channel_;
  made.tenant = text(tenant_);
  made.host = text(host_);
  made.kind = kind;
  made.witness = witness;
  return made;
}

Text FactMaker::text(std::string_view text) {
  return facts_->texts.intern(cut(text, kMostText));
}

Text FactMaker::account(std::string_view domain, std::string_view name) {
  return facts_->texts.intern(joined(domain, name));
}

std::string_view FactMaker::joined(std::string_view domain, std::string_view name) {
  if (name.empty()) return {};
  if (const std::size_t slash = name.find('\\'); slash != std::string_view::npos) {
    domain = name.substr(0, slash);
    name.remove_prefix(slash + 1);
  } else if (const std::size_t at = name.find('@'); at != std::string_view::npos && at > 0 && !domain.empty()) {
    name = name.substr(0, at);
  }
  if (domain.empty()) return cut(name, kMostText);
  account_.assign(cut(domain, kMostText / 2)).append(1, '\\').append(cut(name, kMostText / 2 - 1));
  return account_;
}

void FactMaker::name_peer(Fact& fact, std::string_view name) {
  name = trimmed(name);
  while (name.starts_with('\\')) name.remove_prefix(1);
  constexpr std::array<std::string_view, 6> kHere{"-", ".", "local", "localhost", "unknown", "default"};
  if (name.empty() || is_one_of(name, kHere)) return;
  const AddressText address(name);
  if (address.is_address()) {
    if (fact.peer_address == kNoText) fact.peer_address = text(address.view());
  } else {
    fact.peer_host = text(name);
  }
}

Text FactMaker::detail(std::string_view a, char between, std::string_view b) {
  detail_.assign(cut(a, kMostDetail)).append(1, between).append(cut(b, kMostDetail));
  return detail(std::string_view(detail_));
}

Text FactMaker::detail(std::string_view a, char ab, std::string_view b, char bc, std::string_view c) {
  detail_.assign(cut(a, kMostText)).append(1, ab).append(cut(b, kMostText)).append(1, bc).append(cut(c, kMostDetail));
  return detail(std::string_view(detail_));
}

Text FactMaker::detail(std::string_view whole) {
  return facts_->texts.intern(cut(whole, kMostDetail));
}

bool FactMaker::is_here(std::string_view host_name) const {
  return is_same_host(host_name, host());
}

void FactMaker::keep(const Fact& fact) {
  if (record_->record().timed) facts_->rows.push_back(fact);
}

bool FactMaker::is_new(const Fact& fact, std::int64_t interval, std::uint16_t port) {
  const Said said{{pair(fact.tenant, fact.host), pair(fact.account, fact.actor),
                   pair(fact.peer_host, fact.peer_address) ^ std::uint64_t{fact.own_address} << 20,
                   pair(fact.detail, static_cast<std::uint32_t>(fact.kind) << 24 |
                                         static_cast<std::uint32_t>(fact.logon_type) << 16 | port),
                   pair(fact.event_id, fact.channel)},
                  fact.time.ticks / interval};
  if (said_.size() >= kMostSaid) said_.clear();
  return said_.insert(said).second;
}

void FactMaker::keep_once(const Fact& fact, std::int64_t interval, std::uint16_t port) {
  if (is_new(fact, interval, port)) keep(fact);
}

}  // namespace hoptrace::sessions
