// FleetLog: what the hosts of a simulated fleet write, host by host and channel by channel, until it is put on disk.
//
// Order: add_host() for each host, write() in any order of time, save() once. Records get their ids in the order of
// their times, per host and channel, as Windows numbers them.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "base/result.h"
#include "simulate/log_record.h"

namespace hoptrace::simulate {

struct Host {
  std::string tenant;      // folder
  std::string name;        // "FS01"
  std::string domain;      // "acme.example"
  std::string netbios;     // "ACME"
  std::string address;     // "10.20.0.11"
  bool forwarded = false;  // its records are in the tenant's forwarded.jsonl instead of EVTX files

  [[nodiscard]] std::string fqdn() const { return name + "." + domain; }
};

class FleetLog {
 public:
  explicit FleetLog(std::uint64_t seed) : random_(seed) {}

  const Host& add_host(Host host);
  [[nodiscard]] const Host& host(std::string_view tenant, std::string_view name) const;
  [[nodiscard]] const std::vector<Host>& hosts() const { return hosts_; }
  void write(const Host& host, LogRecord record);

  // What was lost before it could be collected: a channel's records altogether, or those before a time.
  void drop(const Host& host, std::string_view channel);
  void cut(const Host& host, std::string_view channel, base::Time before);
  [[nodiscard]] std::vector<std::pair<const Host*, std::string>> channels() const;

  // Every host's records become forwarded JSON lines, or every host's EVTX files, whatever the scenario says.
  void forward_all(bool forwarded);

  // A number in [low, high], the same for the same seed on every machine.
  [[nodiscard]] std::int64_t between(std::int64_t low, std::int64_t high);

  // <folder>/<tenant>/<host>/<channel>.evtx, and <folder>/<tenant>/forwarded.jsonl for forwarded hosts.
  [[nodiscard]] base::Result<void> save(const std::string& folder);

 private:
  using Channel = std::pair<std::size_t, std::string_view>;  // index into hosts_, channel
  [[nodiscard]] std::size_t index_of(const Host& host) const;
  void number_records();

  std::vector<Host> hosts_;
  std::map<Channel, std::vector<LogRecord>> records_;
  std::mt19937_64 random_;
};

}  // namespace hoptrace::simulate
