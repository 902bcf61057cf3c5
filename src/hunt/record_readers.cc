#include "hunt/record_readers.h"

#include <array>
#include <utility>

#include "sessions/flow_count.h"
#include "sessions/posture_reader.h"

namespace hoptrace::hunt {
namespace {

template <class Reader>
std::unique_ptr<sessions::RecordReader> make(const Equipment& equipment) {
  return std::make_unique<Reader>(equipment.fields);
}

constexpr std::array kReaders{
    RecordReaderRow{"flows", sessions::kFlowsVersion, make<sessions::FlowReader>},
    RecordReaderRow{"posture", sessions::kPostureVersion, make<sessions::PostureReader>},
};

}  // namespace

std::span<const RecordReaderRow> record_readers() {
  return kReaders;
}

std::string record_readers_version() {
  std::string version;
  for (const RecordReaderRow& row : record_readers()) {
    version.append(version.empty() ? "" : " ").append(row.name).append(" ").append(std::to_string(row.version));
  }
  return version;
}

RecordReaders::RecordReaders(const Equipment& equipment) {
  for (const RecordReaderRow& row : record_readers()) readers_.push_back(row.make(equipment));
}

RecordReaders::Asking RecordReaders::asking(std::string_view channel, std::string_view provider,
                                            std::uint32_t event_id, const event::LogKind& kind,
                                            std::span<const sessions::SlotPlaces::Field> fields) {
  Asking out;
  for (const auto& reader : readers_) {
    if (!reader->asks(channel, provider, event_id, kind)) continue;
    out.anyone = true;
    if (auto of_values = reader->of_values(channel, provider, event_id, kind, fields)) {
      out.of_values.push_back(std::move(of_values));
    } else {
      out.events = true;
    }
  }
  return out;
}

void RecordReaders::read(const event::Event& event, const std::string& tenant, const std::string& host) {
  for (const auto& reader : readers_) {
    if (reader->asks(event.channel, event.provider, event.event_id, event.kind)) reader->read(event, tenant, host);
  }
}

void RecordReaders::take(cases::Stretch& stretch) {
  for (std::size_t i = 0; i < readers_.size(); ++i) {
    stretch.record_facts.emplace_back(record_readers()[i].name, readers_[i]->take());
  }
}

}  // namespace hoptrace::hunt
