// The record readers of a hunt (sessions/record_reader.h), one row each. A new one is a reader and a row here; its
// version stands in the identity of the readings, so that evidence read by an older one is read again.
//
// They read where logon facts are read: not with --no-hops.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cases/finding.h"
#include "hunt/equipment.h"
#include "sessions/record_reader.h"

namespace hoptrace::hunt {

struct RecordReaderRow {
  std::string_view name;  // of Reading::record_facts
  int version;
  std::unique_ptr<sessions::RecordReader> (*make)(const Equipment& equipment);
};

[[nodiscard]] std::span<const RecordReaderRow> record_readers();
// Names and versions of all of them.
[[nodiscard]] std::string record_readers_version();

// One of each, for one thread.
class RecordReaders {
 public:
  explicit RecordReaders(const Equipment& equipment);

  // Those who ask for records with a header and fields.
  struct Asking {
    bool anyone = false;
    bool events = false;  // one of them takes Events: then all do
    std::vector<std::unique_ptr<sessions::ValuesReader>> of_values;
  };
  [[nodiscard]] Asking asking(std::string_view channel, std::string_view provider, std::uint32_t event_id,
                              const event::LogKind& kind, std::span<const sessions::SlotPlaces::Field> fields);
  void read(const event::Event& event, const std::string& tenant, const std::string& host);
  void take(cases::Stretch& stretch);

 private:
  std::vector<std::unique_ptr<sessions::RecordReader>> readers_;  // as record_readers()
};

}  // namespace hoptrace::hunt
