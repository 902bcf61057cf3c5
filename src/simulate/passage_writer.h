// PassageWriter: the steps of which passages are made, each writing what all who see it write. The rows of passage.cc
// put them together; milliseconds count from the passage's beginning.
#pragma once

#include <string>
#include <string_view>

#include "simulate/passage.h"

namespace hoptrace::simulate {

class PassageWriter {
 public:
  PassageWriter(World& world, const Passage& passage);

  [[nodiscard]] World& world() { return world_; }
  [[nodiscard]] const Passage& passage() const { return p_; }
  [[nodiscard]] Who used() const { return world_.who(p_.account); }
  [[nodiscard]] std::string full_name() const;
  [[nodiscard]] std::string account_told() const;  // for the truth
  // The session in which what follows is done.
  [[nodiscard]] Who session() const { return session_; }
  void acts_as(const Who& who) { session_ = who; }

  // The other end's address, as the source and as the destination see it.
  [[nodiscard]] std::string target_address() const { return to_at_source_; }
  [[nodiscard]] std::string own_address() const { return from_at_source_; }
  [[nodiscard]] std::string seen_from() const { return from_at_destination_; }
  [[nodiscard]] std::string target_name() const { return target_name_; }
  [[nodiscard]] std::string host_service() const;
  [[nodiscard]] bool typed();  // whether a tool of Windows was used that shows in the source's processes
  [[nodiscard]] bool shows_address(int percent) { return world_.dice.chance(percent); }
  [[nodiscard]] std::string random_name();
  [[nodiscard]] const std::string& service_name();
  [[nodiscard]] std::string service_image() const;

  template <class Make>
  void source(int ms, Make&& make) {
    world_.write(p_.from, WitnessSide::kSource, make(world_.local(p_.from, after(ms))));
  }
  template <class Make>
  void destination(int ms, Make&& make) {
    world_.write(p_.to, WitnessSide::kDestination, make(world_.local(p_.to, after(ms))));
  }

  void source_command(std::string_view image, const std::string& command);
  void explicit_credentials(std::string_view process, const std::string& target);
  void flow(int ms, std::uint16_t port, std::string_view from_image, std::string_view to_image);
  void authenticate(int ms, const std::string& service);
  // 4624 of type 3, and 4672 for administrators.
  Who network_logon(int ms, bool with_address);
  Who screen_logon(int ms);  // type 10
  // Goes on with a session that was left open; false: there is none.
  [[nodiscard]] bool reconnect(int ms);
  void leave_screen(const Who& who);
  void ended() {}
  void end_network(const Who& who);
  Who smb_session();
  void share(const Who& who, std::string_view name, std::string_view file);
  void service(const Who& who, const std::string& name, const std::string& image);
  void run_as(const Who& who, int ms, std::string_view image, std::string_view parent);
  void run_as_system(int ms, std::string_view image, std::string_view parent);
  void run_in_session(int ms);
  void zeek_rdp(int ms);
  void zeek_rpc(int ms, std::string_view endpoint, std::string_view operation);
  void tunnel();  // to the VPN gateway that the source comes in by
  void agent_job();
  void delegated_sign_in();

 private:
  [[nodiscard]] base::Time after(int ms) const { return {p_.at.ticks + ms * 10'000LL}; }
  [[nodiscard]] Flow as_seen(bool at_source, std::uint16_t port) const;
  void connect(int ms, HostIndex host, WitnessSide side, const Flow& flow);
  // Calls see(organisation, from, to) for each network sensor that the connection passes.
  template <class See>
  void past_sensors(See&& see);
  void start(HostIndex host, WitnessSide side, int ms, const Started& started);
  void kerberos(int ms, HostIndex dc, const std::string& address, const std::string& service);
  void ntlm(int ms, HostIndex dc);

  World& world_;
  const Passage& p_;
  const Machine &from_, &to_;
  const Organisation &from_org_, &to_org_;
  const bool crosses_;
  bool kerberos_;
  std::string from_at_source_, to_at_source_, from_at_destination_, to_at_destination_;
  std::string target_name_, service_name_;
  std::uint16_t port_at_source_, port_at_destination_;
  std::string uid_;
  Who session_;
};

template <class See>
void PassageWriter::past_sensors(See&& see) {
  // A sensor stands where servers and people meet, and at the border; what stays within one of the two it misses.
  if (crosses_) {
    if (p_.from_vpn.empty()) see(from_.organisation, true);
    see(to_.organisation, false);
  } else if (from_.server() != to_.server() || !p_.from_vpn.empty()) {
    see(from_.organisation, true);
  }
}

}  // namespace hoptrace::simulate
