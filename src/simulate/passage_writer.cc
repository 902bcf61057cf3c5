#include "simulate/passage_writer.h"

#include <fmt/format.h>

#include <array>

namespace hoptrace::simulate {

using base::Time;
using Side = WitnessSide;

namespace {

constexpr std::int64_t kTicketLife = 10LL * 3600 * Time::kTicksPerSecond;
constexpr std::array<std::string_view, 4> kServiceNames{"WindowsHealthSync", "SystemDataBroker", "NetCfgAgent",
                                                        "PrintQueueMonitor"};

std::string behind_prefix(const std::string& mapped, const std::string& address) {
  const std::size_t second = address.find('.', address.find('.') + 1);
  return mapped + address.substr(second + 1);
}

std::uint64_t ticket_key(HostIndex from, AccountIndex account, HostIndex to) {
  return (static_cast<std::uint64_t>(from) << 42) ^ (static_cast<std::uint64_t>(account) << 21) ^ to;
}

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

PassageWriter::PassageWriter(World& world, const Passage& passage)
    : world_(world),
      p_(passage),
      from_(world.plan.machines[passage.from]),
      to_(world.plan.machines[passage.to]),
      from_org_(world.plan.organisations[from_.organisation]),
      to_org_(world.plan.organisations[to_.organisation]),
      crosses_(from_.organisation != to_.organisation),
      kerberos_(world.dice.chance(crosses_ ? 30 : 85) && passage.workstation.empty()),
      port_at_source_(world.new_port()),
      port_at_destination_(crosses_ ? world.new_port() : port_at_source_),
      uid_(world.new_uid()) {
  from_at_source_ = p_.from_vpn.empty() ? from_.address(p_.at) : p_.from_vpn;
  to_at_destination_ = to_.address(p_.at);
  from_at_destination_ = from_at_source_;
  to_at_source_ = to_at_destination_;
  if (crosses_ && p_.from_vpn.empty()) {
    from_at_destination_ = to_org_.provider ? from_org_.mapped + "0.254" : to_org_.arrival;
    to_at_source_ = behind_prefix(to_org_.mapped, to_at_destination_);
  }
  const bool by_name = kerberos_ || world.dice.chance(crosses_ ? 70 : 60);
  target_name_ = by_name ? world.plan.fqdn(p_.to) : to_at_source_;
  // What a service or WMI runs is run by the host itself unless a row says otherwise.
  session_ = world.system(p_.to);
}

std::string PassageWriter::full_name() const {
  return world_.plan.account_name(p_.account);
}

std::string PassageWriter::account_told() const {
  return p_.way == Way::kRmm ? std::string("NT AUTHORITY\\SYSTEM") : full_name();
}

std::string PassageWriter::host_service() const {
  return to_.name + "$";
}

bool PassageWriter::typed() {
  const AccountKind kind = world_.plan.accounts[p_.account].kind;
  const bool person = kind == AccountKind::kAdministrator || kind == AccountKind::kProvider || p_.intrusion != 0;
  return person && !p_.hash_only && world_.dice.chance(50);
}

std::string PassageWriter::random_name() {
  std::string name;
  for (int i = 0; i < 8; ++i) name += static_cast<char>('a' + world_.dice.between(0, 25));
  return name;
}

const std::string& PassageWriter::service_name() {
  if (service_name_.empty()) service_name_ = std::string(world_.dice.one_of(kServiceNames));
  return service_name_;
}

std::string PassageWriter::service_image() const {
  return p_.what.empty() ? std::string("C:\\ProgramData\\NetCfg\\agent.exe") : p_.what;
}

Flow PassageWriter::as_seen(bool at_source, std::uint16_t port) const {
  Flow f;
  f.from = at_source ? from_at_source_ : from_at_destination_;
  f.to = at_source ? to_at_source_ : to_at_destination_;
  f.from_port = at_source ? port_at_source_ : port_at_destination_;
  f.to_port = port;
  return f;
}

void PassageWriter::connect(int ms, HostIndex host, Side side, const Flow& flow) {
  const Time at = world_.local(host, after(ms));
  world_.write(host, side, records::permitted(at, flow));
  world_.write(host, side, records::connection(at, flow, 0));
}

void PassageWriter::flow(int ms, std::uint16_t port, std::string_view from_image, std::string_view to_image) {
  Flow out = as_seen(true, port);
  out.image = from_image;
  out.pid = from_image == "System" ? 4 : world_.new_pid();
  if (from_image != "System") out.user = p_.actor.domain + "\\" + p_.actor.user;
  connect(ms, p_.from, Side::kSource, out);
  Flow in = as_seen(false, port);
  in.image = to_image;
  in.pid = to_image == "System" ? 4 : 1'012;
  in.outbound = false;
  connect(ms + 1, p_.to, Side::kDestination, in);
  const char* service = port == 445    ? "gssapi,smb"
                        : port == 3389 ? "rdp"
                        : port == 135  ? "dce_rpc"
                        : port == 5985 ? "http"
                                       : "";
  past_sensors([&](OrganisationIndex of, bool at_source) {
    const Flow seen = as_seen(at_source, port);
    const std::array<std::string, 8> values{"tcp",
                                            service,
                                            std::to_string(p_.seconds) + ".201733",
                                            std::to_string(world_.dice.between(1'800, 90'000)),
                                            std::to_string(world_.dice.between(1'500, 400'000)),
                                            "SF",
                                            "0",
                                            "ShADadfF"};
    world_.zeek(of, kZeekConn, after(ms), {uid_, seen.from, seen.to, seen.from_port, seen.to_port}, values);
  });
}

void PassageWriter::zeek_rdp(int ms) {
  past_sensors([&](OrganisationIndex of, bool at_source) {
    const Flow seen = as_seen(at_source, 3389);
    const std::array<std::string, 5> values{used().user.substr(0, 9), "encrypted", "HYBRID", "", "0"};
    world_.zeek(of, kZeekRdp, after(ms), {uid_, seen.from, seen.to, seen.from_port, seen.to_port}, values);
  });
}

void PassageWriter::zeek_rpc(int ms, std::string_view endpoint, std::string_view operation) {
  past_sensors([&](OrganisationIndex of, bool at_source) {
    const Flow seen = as_seen(at_source, 135);
    const std::array<std::string, 4> values{"0.001204", "135", std::string(endpoint), std::string(operation)};
    world_.zeek(of, kZeekDceRpc, after(ms), {uid_, seen.from, seen.to, seen.from_port, seen.to_port}, values);
  });
}

void PassageWriter::kerberos(int ms, HostIndex dc, const std::string& address, const std::string& service) {
  const Organisation& o = world_.plan.organisations[world_.plan.accounts[p_.account].organisation];
  const std::string realm = upper(o.domain);
  const auto due = [&](HostIndex to) {
    Time& last = world_.tickets[ticket_key(p_.from, p_.account, to)];
    if (last.ticks != 0 && p_.at.ticks - last.ticks < kTicketLife) return false;
    last = p_.at;
    return true;
  };
  const auto zeek = [&](std::string_view type, const std::string& name, int at) {
    if (from_.server() && !crosses_) return;
    const std::array<std::string, 8> values{std::string(type),   used().user + "/" + realm, name, "T", "",
                                            "2136422885.000000", "aes256-cts-hmac-sha1-96", "T"};
    world_.zeek(world_.plan.machines[dc].organisation, kZeekKerberos, after(at),
                {world_.new_uid(), address, world_.plan.machines[dc].address(p_.at), world_.new_port(), 88}, values);
  };
  if (due(static_cast<HostIndex>(0x1FFFFF))) {
    world_.write(dc, Side::kDomainController,
                 records::ticket(world_.local(dc, after(ms)), used(), realm, address, world_.new_port()));
    zeek("AS", "krbtgt/" + realm, ms);
  }
  if (due(p_.to)) {
    world_.write(dc, Side::kDomainController,
                 records::service_ticket(world_.local(dc, after(ms + 20)), used(), realm, service, address,
                                         world_.new_port()));
    zeek("TGS", (p_.way == Way::kRdp ? "TERMSRV/" : p_.way == Way::kWinrm ? "HTTP/" : "cifs/") + to_.name, ms + 20);
  }
}

void PassageWriter::ntlm(int ms, HostIndex dc) {
  const std::string workstation = p_.workstation.empty() ? from_.name : p_.workstation;
  world_.write(dc, Side::kDomainController, records::checked(world_.local(dc, after(ms)), used().user, workstation));
  past_sensors([&](OrganisationIndex of, bool at_source) {
    if (p_.way == Way::kRdp || p_.way == Way::kWinrm) return;  // within TLS, or encrypted
    const Flow seen = as_seen(at_source, 445);
    const std::array<std::string, 5> values{used().user, workstation, used().domain, to_.name, "T"};
    world_.zeek(of, kZeekNtlm, after(ms), {uid_, seen.from, seen.to, seen.from_port, seen.to_port}, values);
  });
}

void PassageWriter::authenticate(int ms, const std::string& service) {
  const OrganisationIndex of = world_.plan.accounts[p_.account].organisation;
  const HostIndex dc = world_.plan.host(of, Role::kDomainController);
  const std::string& address = of == from_.organisation ? from_at_source_ : from_at_destination_;
  if (kerberos_) {
    kerberos(ms, dc, address, service);
  } else {
    ntlm(ms, dc);
  }
}

}  // namespace hoptrace::simulate
