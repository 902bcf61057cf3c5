// RecordCount: what a hunt notes of every record that it passes, wanted or not: how many there were, whose they are,
// which logs cover which days, which log sources there are, and logs that were cleared.
//
// piece() for each piece, note() for each of its records, finish() at its end. One thread's.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "cases/finding.h"
#include "hunt/coverage_count.h"
#include "hunt/equipment.h"
#include "hunt/record_header.h"

namespace hoptrace::hunt {

class RecordCount {
 public:
  RecordCount(const Equipment& equipment, const HuntOptions& options) : equipment_(equipment), options_(options) {}

  // From here on, it is about this piece; both live until finish(). `facts_known`: coverage and anomalies of the
  // artifact are in the case already.
  void piece(cases::Stretch& stretch, const std::string& path, bool facts_known);
  // False: the record is outside of the time asked for, and nothing more is to be done with it.
  [[nodiscard]] bool note(const RecordHeader& header);
  // Whose the record noted last is.
  [[nodiscard]] const std::string& tenant() const { return host_->tenant; }
  [[nodiscard]] const std::string& host() const { return host_->name; }
  void note_lanes(std::span<const rules::LaneId> lanes) {
    for (const rules::LaneId lane : lanes) lanes_[static_cast<std::size_t>(lane)] = true;
  }
  void note_anomaly(base::Anomaly anomaly);
  void finish();

 private:
  struct Host {
    std::string computer;  // as the records name it
    std::string name;
    std::string tenant;
  };

  [[nodiscard]] bool in_time(const RecordHeader& header) const;
  [[nodiscard]] const Host& host_of(const RecordHeader& header);
  void note_clearing(const RecordHeader& header);

  const Equipment& equipment_;
  const HuntOptions& options_;
  cases::Stretch* stretch_ = nullptr;
  const std::string* path_ = nullptr;
  bool facts_known_ = false;
  CoverageCount coverage_;
  std::vector<bool> lanes_;                      // by LaneId: had a record in the piece at hand
  std::unordered_map<std::string, Host> hosts_;  // by `computer`, within artifact hosts_of_
  base::ArtifactId hosts_of_{-1};
  const Host* host_ = nullptr;  // of the record noted last
};

}  // namespace hoptrace::hunt
