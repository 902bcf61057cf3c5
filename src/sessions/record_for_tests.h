// Records for tests of this room, written out as they are read: who wrote it, its number, its values by name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sessions/fact_table.h"

namespace hoptrace::sessions {

using Values = std::vector<std::pair<std::string_view, std::string_view>>;

struct Written {
  std::string_view channel, provider;
  std::uint32_t event_id = 0;
  Values values;
  std::string_view computer = "FS01.acme.example";
  event::LogKind kind{};
};

constexpr std::string_view kAuditing = "Microsoft-Windows-Security-Auditing";
constexpr std::string_view kSysmonProvider = "Microsoft-Windows-Sysmon";
constexpr std::string_view kSysmonChannel = "Microsoft-Windows-Sysmon/Operational";

[[nodiscard]] inline Written security(std::uint32_t event_id, Values values) {
  return {"Security", kAuditing, event_id, std::move(values)};
}
[[nodiscard]] inline Written sysmon(std::uint32_t event_id, Values values) {
  return {kSysmonChannel, kSysmonProvider, event_id, std::move(values)};
}
[[nodiscard]] inline Written zeek(std::string_view log, Values values) {
  return {{}, {}, 0, std::move(values), "sensor", {"zeek", {}, log}};
}

// Reads records and shows facts by their texts.
class Reading {
 public:
  Reading() { FactReader::declare(fields_); }

  // `seconds` after the first record.
  void read(const Written& record, double seconds = 0) {
    if (!reader_) reader_.emplace(fields_);
    fill(record, seconds);
    reader_->read(event_, "acme", event_.computer);
  }
  // The one fact that comes of a record; a fact of no time where there is none, or more.
  [[nodiscard]] Fact one(const Written& record) {
    const std::size_t before = reader_ ? rows().size() : 0;
    read(record);
    return rows().size() == before + 1 ? rows().back() : Fact{};
  }
  [[nodiscard]] bool is_left_out(const Written& record) {
    const std::size_t before = reader_ ? rows().size() : 0;
    read(record);
    return rows().size() == before;
  }
  [[nodiscard]] const std::vector<Fact>& rows() const { return reader_->facts().rows; }
  [[nodiscard]] std::string_view text(Text text) const { return reader_->facts().texts.text(text); }
  [[nodiscard]] FactReader& reader() {
    if (!reader_) reader_.emplace(fields_);
    return *reader_;
  }
  event::Event& fill(const Written& record, double seconds) {
    event_.clear();
    event_.channel = record.channel;
    event_.provider = record.provider;
    event_.event_id = record.event_id;
    event_.computer = record.computer;
    event_.kind = record.kind;
    event_.record_id = ++records_;
    event_.origin = {base::ArtifactId{7}, records_ * 100};
    event_.timed = true;
    event_.time.ticks = kBegin + static_cast<std::int64_t>(seconds * base::Time::kTicksPerSecond);
    for (const auto& [name, value] : record.values) {
      event_.add(fields_.find(name), name, event::Value::text(value));
    }
    return event_;
  }

  static constexpr std::int64_t kBegin = std::int64_t{1'600'002'000} * base::Time::kTicksPerSecond;  // 13:00:00

 private:
  event::FieldDictionary fields_;
  std::optional<FactReader> reader_;
  event::Event event_;
  std::uint64_t records_ = 0;
};

}  // namespace hoptrace::sessions
