#include "hops/rows.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace hoptrace::hops {

using sessions::Fact;
using sessions::FactKind;
using sessions::kNoText;
using sessions::Text;

// Texts of one batch of facts as numbers of ours; a batch has mostly one tenant, so the last one is remembered.
struct Rows::Batch {
  const sessions::Facts& facts;
  Names& names;
  sessions::TextPool& details;
  struct Known {
    TenantId tenant = kNone;
    std::uint32_t id = kNone;
  };
  std::vector<Known> hosts, accounts;
  std::vector<std::uint32_t> addresses, detail_numbers;
  Text tenant_text = kNoText;
  TenantId tenant = kNone;

  Batch(const sessions::Facts& all, Names& its_names, sessions::TextPool& its_details)
      : facts(all),
        names(its_names),
        details(its_details),
        hosts(all.texts.size()),
        accounts(all.texts.size()),
        addresses(all.texts.size(), ~0U),
        detail_numbers(all.texts.size()) {}

  void enter(Text text) {
    if (tenant != kNone && text == tenant_text) return;
    tenant_text = text;
    tenant = names.tenant(facts.texts.text(text));
  }
  HostId host(Text text) {
    if (text == kNoText) return kNone;
    if (hosts[text].tenant != tenant) hosts[text] = {tenant, names.host(tenant, facts.texts.text(text))};
    return hosts[text].id;
  }
  AccountId account(Text text) {
    if (text == kNoText) return kNone;
    if (accounts[text].tenant != tenant) accounts[text] = {tenant, names.account(tenant, facts.texts.text(text))};
    return accounts[text].id;
  }
  AddressId address(Text text) {
    if (text == kNoText) return kNone;
    if (addresses[text] == ~0U) addresses[text] = names.address(facts.texts.text(text));
    return addresses[text];
  }
  Text detail(Text text) {
    if (text == kNoText) return kNoText;
    if (detail_numbers[text] == kNoText) detail_numbers[text] = details.intern(facts.texts.text(text).substr(0, 512));
    return detail_numbers[text];
  }
  [[nodiscard]] std::string_view text(Text number) const { return facts.texts.text(number); }
};

namespace {

Marks marks_of(const Fact& fact, std::string_view detail) {
  switch (fact.kind) {
    case FactKind::kShare:
      return marks_of_share(detail);
    case FactKind::kService:
      return detail.empty() ? kMarkService : marks_of_service(detail);
    case FactKind::kTask:
      return kMarkTask;
    case FactKind::kProcess:
      return marks_of_process(detail);
    case FactKind::kFlowIn:
      return marks_of_port(fact.own_port, detail);
    case FactKind::kFlowOut:
    case FactKind::kFlowSeen:
      return marks_of_port(fact.peer_port, {});
    case FactKind::kReconnect:
    case FactKind::kRdpArrival:
    case FactKind::kRdpClient:
      return kMarkRdp;
    case FactKind::kWinrmClient:
    case FactKind::kWinrmServer:
    case FactKind::kShell:
      return kMarkWinrm;
    case FactKind::kWmi:
      return kMarkWmi;
    case FactKind::kPipe:
      return marks_of_pipe(detail);
    case FactKind::kFile:
      return kMarkSmb;
    case FactKind::kLogon:
      return fact.logon_type == 10 ? kMarkRdp : Marks{0};
    default:
      return 0;
  }
}

// Logon ids from here on are numbered as they come.
constexpr LogonNumber kFirstLarge = 0xF000'0000;

bool is_near(std::uint64_t from, std::uint64_t to) {
  constexpr std::uint64_t kHalf = std::uint64_t{1} << 31;
  return to - from + kHalf < 2 * kHalf;  // whichever comes first
}

bool is_ticket_of_machine(std::string_view service) {
  return service.find('$') != std::string_view::npos || service.find('/') != std::string_view::npos;
}

// Whether a fact of nobody in particular is kept for what it says beside.
bool speaks_for_itself(const Fact& fact, Marks marks) {
  switch (fact.kind) {
    case FactKind::kService:
    case FactKind::kTask:
    case FactKind::kRdpArrival:
    case FactKind::kRdpClient:
    case FactKind::kWinrmClient:
    case FactKind::kWinrmServer:
    case FactKind::kShell:
    case FactKind::kWmi:
    case FactKind::kMemoryRead:
    case FactKind::kBoot:
    case FactKind::kVpnBegin:
    case FactKind::kVpnEnd:
    case FactKind::kRemoteJob:
    case FactKind::kReconnect:
    case FactKind::kFlagged:
      return true;
    case FactKind::kProcess:
    case FactKind::kPipe:
      return marks != 0;
    case FactKind::kFlowIn:
    case FactKind::kFlowOut:
    case FactKind::kFlowSeen:
      return marks != 0 && (marks & kMarkDirectory) == 0;
    default:
      return false;
  }
}

bool is_forgotten(FactKind kind) {
  switch (kind) {
    case FactKind::kLogonFailed:
    case FactKind::kShutdown:
    case FactKind::kLogCleared:
    case FactKind::kClockChanged:
    case FactKind::kAuditChanged:
    case FactKind::kLease:
    case FactKind::kName:
    case FactKind::kTicketGranted:
    case FactKind::kDisconnect:
    case FactKind::kSid:
      return true;
    default:
      return false;
  }
}

}  // namespace

void Rows::add(const sessions::Facts& facts, Identity& identity) {
  Batch batch(facts, names_, details_);
  for (const Fact& fact : facts.rows) {
    batch.enter(fact.tenant);
    take(fact, batch, identity);
  }
}

// What a fact says of who has which address, before most of those that say only that are let go.
void Rows::observe(const Fact& fact, const Row& row, Batch& batch, Identity& identity) {
  const TenantId tenant = batch.tenant;
  const std::int64_t time = row.time;
  const bool ticket = fact.kind == FactKind::kTicketGranted || fact.kind == FactKind::kServiceTicket;
  if (ticket && row.host != kNone) controllers_.insert(row.host);
  const bool network = row.witness() == sessions::Witness::kNetwork;
  if (ticket && network) {
    const auto same = [&](const TicketAddress& t) { return t.tenant == tenant && t.address == row.address; };
    const auto known = std::ranges::find_if(ticket_addresses_, same);
    if (known != ticket_addresses_.end())
      known->time = std::min(known->time, time);
    else if (ticket_addresses_.size() < 256)
      ticket_addresses_.push_back({.tenant = tenant, .address = row.address, .time = time});
  }
  const AddressId source = network ? batch.address(fact.own_address) : row.address;
  switch (fact.kind) {
    case FactKind::kLease: {
      const auto seconds = static_cast<std::int64_t>(std::min<std::uint64_t>(fact.logon_id, 30 * 86400));
      identity.observe(tenant, row.address, row.peer, Rung::kLease, time,
                       time + seconds * base::Time::kTicksPerSecond);
      break;
    }
    case FactKind::kFlowIn:
    case FactKind::kFlowOut:
      identity.observe(tenant, batch.address(fact.own_address), row.host, Rung::kOwn, time, time);
      break;
    case FactKind::kName:
      identity.observe(tenant, row.address, batch.host(fact.detail), Rung::kDns, time, time);
      break;
    case FactKind::kLogon:
    case FactKind::kTicketGranted:
    case FactKind::kServiceTicket:
    case FactKind::kNtlmChecked:
      if (names_.is_machine(row.account) && source != kNone)
        identity.observe(tenant, source, names_.host(tenant, names_.user_key(row.account)), Rung::kMachine, time,
                         time);
      else if (fact.kind == FactKind::kLogon && row.peer != kNone && row.peer != row.host)
        identity.observe(tenant, row.address, row.peer, Rung::kClaimed, time, time);
      break;
    case FactKind::kShare:
      // "\\\\fs01\\share" was opened at that address.
      if (network && row.peer != kNone && identity.in_networks(tenant, row.address))
        identity.observe(tenant, row.address, row.peer, Rung::kDns, time, time);
      break;
    default:
      break;
  }
}

void Rows::take(const Fact& fact, Batch& batch, Identity& identity) {
  const std::string_view detail = batch.text(fact.detail);
  Row row{
      .time = fact.time.ticks,
      .host = fact.witness == sessions::Witness::kNetwork ? kNone : batch.host(fact.host),
      .account = batch.account(fact.account),
      .peer = batch.host(fact.peer_host),
      .address = batch.address(fact.peer_address),
      .event_id = fact.event_id,
      .peer_port = fact.peer_port,
      .marks = marks_of(fact, detail),
      .kind = fact.kind,
      .logon_type = static_cast<std::uint8_t>((fact.logon_type & 31) | (static_cast<unsigned>(fact.witness) << 5))};
  // "TERMSRV/10.0.1.15": who is gone to by address is named by it. What a client calls itself is none.
  const bool goes = fact.kind == FactKind::kExplicit || fact.kind == FactKind::kWinrmClient;
  if (goes && row.address == kNone && names_.is_bare_address(row.peer))
    row.address = names_.address(names_.host_name(row.peer));
  if (fact.kind == FactKind::kLogon) ++logons_;
  observe(fact, row, batch, identity);
  if (fact.kind == FactKind::kSid) names_.has_sid(row.account, batch.account(fact.detail));
  if (is_forgotten(fact.kind)) return;
  if (fact.kind == FactKind::kProcess && row.peer != kNone) row.marks = marks_of_reach(detail);
  const bool nobody = !names_.is_person(row.account);
  if (nobody && !speaks_for_itself(fact, row.marks)) return;
  if (fact.kind == FactKind::kProcess && row.marks == 0) return;
  if (fact.kind == FactKind::kServiceTicket) {
    if (!is_ticket_of_machine(detail)) return;
    row.peer = batch.host(fact.detail);
    if (row.peer == kNone || detail.starts_with("krbtgt")) return;
  }
  const bool more = fact.actor != kNoText || fact.own_address != kNoText || fact.detail != kNoText ||
                    fact.actor_logon != 0 || row.host == kNone;
  if (more && fact.kind != FactKind::kLogoff && fact.kind != FactKind::kPrivileged) {
    row.extra = static_cast<std::uint32_t>(extras_.size());
    const bool told = fact.kind == FactKind::kService || fact.kind == FactKind::kRemoteJob ||
                      fact.kind == FactKind::kTask || fact.kind == FactKind::kFile ||
                      fact.kind == FactKind::kCloudSignIn || fact.kind == FactKind::kCloudChange ||
                      fact.kind == FactKind::kProcess || fact.kind == FactKind::kServiceTicket ||
                      (fact.kind == FactKind::kLogon && fact.logon_type == kNewCredentials);
    extras_.push_back({.actor_logon = logon_number(fact.actor_logon),
                       .actor = batch.account(fact.actor),
                       .own_address = batch.address(fact.own_address),
                       .detail = told ? batch.detail(fact.detail) : kNoText,
                       .tenant = batch.tenant,
                       .own_port = fact.own_port});
  }
  // What the network saw counts bytes in its place.
  if (fact.witness != sessions::Witness::kNetwork) row.logon_id = logon_number(fact.logon_id);
  place(row, fact);
  append(row);
}

LogonNumber Rows::logon_number(std::uint64_t id) {
  if (id < kFirstLarge) return static_cast<LogonNumber>(id);
  const auto next = static_cast<LogonNumber>(kFirstLarge + large_logons_.size());
  return large_logons_.try_emplace(id, next).first->second;
}

void Rows::place(Row& row, const Fact& fact) {
  const RecordPlace at{
      .artifact = static_cast<std::int64_t>(fact.artifact), .offset = fact.offset, .record_id = fact.record_id};
  const RecordPlace* begin = stretches_.empty() ? nullptr : &stretches_.back().begin;
  if (begin == nullptr || begin->artifact != at.artifact || !is_near(begin->offset, at.offset) ||
      !is_near(begin->record_id, at.record_id)) {
    stretches_.push_back({.first = static_cast<RowId>(size_), .begin = at});
    begin = &stretches_.back().begin;
  }
  row.offset = static_cast<std::int32_t>(at.offset - begin->offset);
  row.record_id = static_cast<std::int32_t>(at.record_id - begin->record_id);
}

RecordPlace Rows::record(RowId id) const {
  const auto after = std::ranges::upper_bound(stretches_, id, {}, &Stretch::first);
  RecordPlace at = std::prev(after)->begin;
  const Row& row = (*this)[id];
  at.offset += static_cast<std::uint64_t>(std::int64_t{row.offset});
  at.record_id += static_cast<std::uint64_t>(std::int64_t{row.record_id});
  return at;
}

void Rows::renumber(const Renumbering& to) {
  for (auto& chunk : chunks_)
    for (Row& row : chunk) {
      row.host = to.hosts[row.host];
      row.peer = to.hosts[row.peer];
      row.account = to.accounts[row.account];
    }
  for (Extra& extra : extras_) {
    extra.actor = to.accounts[extra.actor];
    extra.tenant = to.tenants[extra.tenant];
  }
  std::unordered_set<HostId> controllers;
  for (const HostId host : controllers_) controllers.insert(to.hosts[host]);
  controllers_ = std::move(controllers);
  for (TicketAddress& one : ticket_addresses_) one.tenant = to.tenants[one.tenant];
}

void Rows::append(const Row& row) {
  if (row.kind == FactKind::kFlagged) flagged_.push_back(static_cast<RowId>(size_));
  if ((size_ & kChunkMask) == 0) {
    chunks_.emplace_back();
    chunks_.back().reserve(std::size_t{1} << kChunkBits);
  }
  chunks_.back().push_back(row);
  ++size_;
}

AddressId Rows::source_address(const Row& row) const {
  const bool own = row.witness() == sessions::Witness::kNetwork || row.kind == FactKind::kFlowOut;
  return own ? extra(row).own_address : row.address;
}

TenantId Rows::tenant_of(const Row& row) const {
  if (row.extra != 0) return extras_[row.extra].tenant;
  return row.host == kNone ? kNone : names_.tenant_of(row.host);
}

std::vector<RowId> Rows::in_order() const {
  struct Key {
    std::int64_t time;
    RowId row;
  };
  std::vector<Key> keys(size_);
  for (std::size_t i = 0; i < size_; ++i) keys[i] = {(*this)[static_cast<RowId>(i)].time, static_cast<RowId>(i)};
  std::ranges::sort(keys, [this](const Key& a, const Key& b) {
    if (a.time != b.time) return a.time < b.time;
    if (const auto one = record(a.row), other = record(b.row); one != other) return one < other;
    const auto rest = [](const Row& row) {
      return std::tuple(row.kind, row.logon_id, row.event_id, row.host, row.account, row.peer, row.peer_port);
    };
    return rest((*this)[a.row]) < rest((*this)[b.row]);
  });
  std::vector<RowId> order(size_);
  std::ranges::transform(keys, order.begin(), [](const Key& key) { return key.row; });
  return order;
}

}  // namespace hoptrace::hops
