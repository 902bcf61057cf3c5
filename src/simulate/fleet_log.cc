#include "simulate/fleet_log.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "simulate/evtx_writer.h"

namespace hoptrace::simulate {
namespace {

// Windows' own file name for a channel: the slash becomes %4.
std::string file_name(std::string_view channel) {
  std::string out;
  for (const char c : channel) out += c == '/' ? std::string("%4") : std::string(1, c);
  return out + ".evtx";
}

// A record as Winlogbeat 8 writes it (ECS), without the rendered message.
std::string winlogbeat_line(const LogRecord& r) {
  nlohmann::ordered_json data = nlohmann::ordered_json::object();
  for (const auto& [name, text] : r.data)
    data[name.empty() ? "param" + std::to_string(data.size() + 1) : name] = text;
  nlohmann::ordered_json log{{"provider_name", r.log.provider}, {"channel", r.log.channel},
                             {"computer_name", r.computer},     {"event_id", std::to_string(r.event_id)},
                             {"record_id", r.record_id},        {"process", {{"pid", r.process_id}}}};
  log[r.user_data.empty() ? "event_data" : "user_data"] = data;
  const nlohmann::ordered_json line{{"@timestamp", base::iso8601(r.time)},
                                    {"agent", {{"type", "winlogbeat"}, {"version", "8.11.1"}}},
                                    {"event", {{"code", std::to_string(r.event_id)}, {"provider", r.log.provider}}},
                                    {"host", {{"name", r.computer}}},
                                    {"winlog", log}};
  return line.dump() + "\n";
}

base::Result<void> save_lines(const std::string& path, std::vector<LogRecord> records) {
  std::stable_sort(records.begin(), records.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
  std::ofstream out(path, std::ios::binary);
  for (const LogRecord& record : records) out << winlogbeat_line(record);
  out.close();
  if (!out) return base::fail(base::Code::kUnreadable, "the file could not be written", path);
  return {};
}

base::Result<void> make_folder(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return base::fail(base::Code::kUnreadable, "the folder could not be made: " + error.message(), folder);
  return {};
}

}  // namespace

const Host& FleetLog::add_host(Host host) {
  return hosts_.emplace_back(std::move(host));
}

const Host& FleetLog::host(std::string_view tenant, std::string_view name) const {
  const auto found =
      std::find_if(hosts_.begin(), hosts_.end(), [&](const Host& h) { return h.tenant == tenant && h.name == name; });
  base::check(found != hosts_.end(), "a scenario names a host that it has not added");
  return *found;
}

void FleetLog::write(const Host& host, LogRecord record) {
  const auto at = static_cast<std::size_t>(&this->host(host.tenant, host.name) - hosts_.data());
  record.computer = host.fqdn();
  records_[{at, std::string(record.log.channel)}].push_back(std::move(record));
}

void FleetLog::forward_all(bool forwarded) {
  for (Host& host : hosts_) host.forwarded = forwarded;
}

std::int64_t FleetLog::between(std::int64_t low, std::int64_t high) {
  return low + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(high - low + 1));
}

void FleetLog::number_records() {
  for (auto& [channel, records] : records_) {
    std::stable_sort(records.begin(), records.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
    std::uint64_t id = static_cast<std::uint64_t>(between(1'000, 90'000));
    for (LogRecord& record : records) record.record_id = id++;
  }
}

base::Result<void> FleetLog::save(const std::string& folder) {
  number_records();
  std::map<std::string, std::vector<LogRecord>> forwarded;  // by tenant
  for (const auto& [channel, records] : records_) {
    const Host& host = hosts_[channel.first];
    if (host.forwarded) {
      std::vector<LogRecord>& all = forwarded[host.tenant];
      all.insert(all.end(), records.begin(), records.end());
      continue;
    }
    const std::string place = folder + "/" + host.tenant + "/" + host.name;
    if (auto made = make_folder(place); !made) return made;
    EvtxWriter writer;
    for (const LogRecord& record : records) writer.add(record);
    if (auto written = writer.write_to(place + "/" + file_name(channel.second)); !written) return written;
  }
  for (auto& [tenant, records] : forwarded) {
    const std::filesystem::path place = std::filesystem::path(folder) / tenant;
    if (auto made = make_folder(place.string()); !made) return made;
    if (auto saved = save_lines((place / "forwarded.jsonl").string(), std::move(records)); !saved) return saved;
  }
  return {};
}

}  // namespace hoptrace::simulate
