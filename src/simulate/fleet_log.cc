#include "simulate/fleet_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/check.h"
#include "simulate/evtx_writer.h"
#include "simulate/sensor_log.h"

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
  std::string data;
  std::size_t unnamed = 0;
  for (const auto& [name, text] : r.data) {
    const std::string key = name.empty() ? "param" + std::to_string(++unnamed) : std::string(name);
    data += fmt::format(R"({}"{}":"{}")", data.empty() ? "" : ",", key, json_text(text));
  }
  return fmt::format(
      R"({{"@timestamp":"{0}","agent":{{"type":"winlogbeat","version":"8.11.1"}},"event":{{"code":"{1}","provider":"{2}"}},)"
      R"("host":{{"name":"{3}"}},"winlog":{{"provider_name":"{2}","channel":"{4}","computer_name":"{3}","event_id":"{1}",)"
      R"("record_id":{5},"process":{{"pid":{6}}},"{7}":{{{8}}}}}}})"
      "\n",
      base::iso8601(r.time), r.event_id, r.log.provider, r.computer, json_text(r.log.channel), r.record_id,
      r.process_id, r.user_data.empty() ? "event_data" : "user_data", data);
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

std::size_t FleetLog::index_of(const Host& host) const {
  if (&host >= hosts_.data() && &host < hosts_.data() + hosts_.size())
    return static_cast<std::size_t>(&host - hosts_.data());
  return static_cast<std::size_t>(&this->host(host.tenant, host.name) - hosts_.data());
}

void FleetLog::write(const Host& host, LogRecord record) {
  record.computer = host.fqdn();
  records_[{index_of(host), record.log.channel}].push_back(std::move(record));
}

void FleetLog::drop(const Host& host, std::string_view channel) {
  records_.erase({index_of(host), channel});
}

void FleetLog::cut(const Host& host, std::string_view channel, base::Time before) {
  const auto found = records_.find({index_of(host), channel});
  if (found == records_.end()) return;
  std::erase_if(found->second, [&](const LogRecord& r) { return r.time < before; });
}

std::vector<std::pair<const Host*, std::string>> FleetLog::channels() const {
  std::vector<std::pair<const Host*, std::string>> out;
  for (const auto& [channel, records] : records_) out.emplace_back(&hosts_[channel.first], channel.second);
  return out;
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
