#include "hops/story_for_tests.h"

namespace hoptrace::hops {

sessions::Fact& Story::say(sessions::FactKind kind, double second, std::string_view host, std::string_view account) {
  sessions::Fact fact;
  const auto tick = static_cast<std::int64_t>(second * static_cast<double>(base::Time::kTicksPerSecond));
  fact.time = {base::Time::from_seconds(kBegin).ticks + tick};
  fact.kind = kind;
  fact.tenant = text(tenant_);
  fact.host = text(host);
  fact.account = text(account);
  fact.artifact = base::ArtifactId{1};
  fact.record_id = ++records_;
  fact.offset = records_ * 1000;
  return facts_.rows.emplace_back(fact);
}

sessions::Fact& Story::logon(double second, std::string_view host, std::string_view account, std::string_view address,
                             std::uint64_t logon_id, std::uint8_t type) {
  sessions::Fact& fact = say(sessions::FactKind::kLogon, second, host, account);
  fact.peer_address = text(address);
  fact.logon_id = logon_id;
  fact.logon_type = type;
  fact.event_id = 4624;
  return fact;
}

sessions::Fact& Story::flow_in(double second, std::string_view host, std::string_view from, std::uint16_t from_port,
                               std::string_view own, std::uint16_t port) {
  sessions::Fact& fact = say(sessions::FactKind::kFlowIn, second, host);
  fact.peer_address = text(from);
  fact.peer_port = from_port;
  fact.own_address = text(own);
  fact.own_port = port;
  fact.event_id = 5156;
  return fact;
}

sessions::Fact& Story::flow_out(double second, std::string_view host, std::string_view own, std::uint16_t own_port,
                                std::string_view to, std::uint16_t port) {
  sessions::Fact& fact = say(sessions::FactKind::kFlowOut, second, host);
  fact.peer_address = text(to);
  fact.peer_port = port;
  fact.own_address = text(own);
  fact.own_port = own_port;
  fact.event_id = 5156;
  return fact;
}

TraceResult trace(const Story& story, const tenants::Tenants& tenants, const TraceOptions& options) {
  Tracer tracer(tenants);
  tracer.add(story.facts());
  return tracer.trace(options);
}

}  // namespace hoptrace::hops
