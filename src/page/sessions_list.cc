#include "page/sessions_list.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/unicode.h"
#include "sessions/packed_facts.h"

namespace hoptrace::page {
namespace {

using sessions::Fact;
using sessions::FactKind;

constexpr std::uint64_t kFirstSession = 0x3e8;  // below are the system's own

struct Session {
  base::Time first;
  std::optional<base::Time> last;
  std::string tenant, host, account, peer;
  std::uint8_t type = 0;
  std::uint64_t logon_id = 0;
  Json rests_on = Json::array();
};

struct TypeName {
  std::uint8_t type;
  std::string_view name;
  bool at_screen;
};
// Source: Microsoft, "4624(S): An account was successfully logged on", table of logon types.
constexpr std::array kTypes{
    TypeName{2, "console", true},      TypeName{3, "network", false}, TypeName{4, "batch", false},
    TypeName{5, "service", false},     TypeName{7, "unlock", true},   TypeName{8, "network_cleartext", false},
    TypeName{9, "credentials", false}, TypeName{10, "rdp", true},     TypeName{11, "cached", true},
};

const TypeName* find_type(std::uint8_t type) {
  const auto* const row = std::ranges::find(kTypes, type, &TypeName::type);
  return row == kTypes.end() ? nullptr : row;
}

std::string short_host(std::string_view host) {
  const bool address = host.find_first_not_of("0123456789.:abcdefABCDEF") == std::string_view::npos &&
                       host.find_first_of(".:") != std::string_view::npos;
  return std::string(address ? host : host.substr(0, host.find('.')));
}

using HostKey = std::pair<std::string, std::string>;  // tenant, folded host

class Gathering {
 public:
  explicit Gathering(View& view) : view_(view) {
    for (const cases::HopRow& hop : view.path()) {
      note(hop.time);
      if (hop.from) add(*hop.from);
      add(hop.to);
    }
  }
  [[nodiscard]] bool empty() const { return hosts_.empty(); }

  base::Result<void> read() {
    base::Result<void> outcome;
    const auto read = view_.facts([&](const cases::PackedFacts& packed) {
      sessions::Facts facts;
      outcome = sessions::unpack(packed.packed, facts);
      if (outcome) take(facts, packed.artifact);
      return outcome.has_value();
    });
    return read ? outcome : read;
  }

  std::vector<Session> sessions;

 private:
  void note(base::Time time) {
    from_ = std::min(from_.value_or(time), time);
    to_ = std::max(to_.value_or(time), time);
  }
  void add(const cases::HopPlace& place) {
    if (!place.host.empty()) hosts_.emplace(place.tenant, base::fold(place.host));
  }

  void take(const sessions::Facts& facts, base::ArtifactId artifact) {
    const auto text = [&](sessions::Text number) { return facts.texts.text(number); };
    for (const Fact& fact : facts.rows) {
      const bool begins = fact.kind == FactKind::kLogon, ends = fact.kind == FactKind::kLogoff;
      if ((!begins && !ends) || fact.logon_id < kFirstSession || !in_time(fact.time)) continue;
      const std::string tenant = view_.shown_tenant(std::string(text(fact.tenant)));
      const std::string host = view_.shown_host(short_host(text(fact.host)));
      if (!view_.may_see(tenant) || !hosts_.contains({tenant, base::fold(host)})) continue;
      const Json place = record_ref(view_.row_of(artifact), fact.offset);
      auto& open = open_[{tenant, host, fact.logon_id}];
      if (ends) {
        if (open != 0 && !sessions[open - 1].last && sessions[open - 1].first <= fact.time) {
          sessions[open - 1].last = fact.time;
          sessions[open - 1].rests_on.push_back(place);
        }
        continue;
      }
      const std::string account(text(fact.account));
      if (account.empty() || account.ends_with('$')) continue;
      Session session{fact.time,     {},           tenant, host, view_.shown_text(account), {}, fact.logon_type,
                      fact.logon_id, Json::array()};
      session.peer = view_.shown_host(short_host(text(fact.peer_host)));
      if (view_.border().names_others(session.peer)) session.peer.clear();
      session.rests_on.push_back(place);
      sessions.push_back(std::move(session));
      open = sessions.size();
    }
  }
  [[nodiscard]] bool in_time(base::Time time) const {
    return from_ && time.ticks >= from_->ticks - base::kDay && time.ticks <= to_->ticks + base::kDay;
  }

  View& view_;
  std::optional<base::Time> from_, to_;
  std::set<HostKey> hosts_;
  std::map<std::tuple<std::string, std::string, std::uint64_t>, std::size_t> open_;  // place in sessions, from 1
};

Json row_of(const Session& session) {
  const TypeName* const type = find_type(session.type);
  return {{"tenant", session.tenant},
          {"host", session.host},
          {"account", session.account},
          {"from", session.peer.empty() ? Json() : Json{{"tenant", nullptr}, {"host", session.peer}}},
          {"kind", type != nullptr ? Json(type->name) : Json("other")},
          {"first", base::iso8601(session.first)},
          {"last", session.last ? Json(base::iso8601(*session.last)) : Json()},
          {"rests_on", session.rests_on}};
}

}  // namespace

base::Result<SessionList> list_sessions(View& view) {
  SessionList list;
  Gathering gathering(view);
  if (gathering.empty()) return list;
  if (auto read = gathering.read(); !read) return std::unexpected(read.error());
  auto& all = gathering.sessions;
  list.all = all.size();
  std::ranges::stable_sort(all, {}, [](const Session& session) {
    const TypeName* const type = find_type(session.type);
    return std::pair(type == nullptr || !type->at_screen, session.first.ticks);
  });
  if (all.size() > view.input().bounds.sessions) all.resize(view.input().bounds.sessions);
  std::ranges::stable_sort(all, {}, &Session::first);
  for (const Session& session : all) list.rows.push_back(row_of(session));
  return list;
}

}  // namespace hoptrace::page
