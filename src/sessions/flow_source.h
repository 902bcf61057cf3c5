// FlowSource: one kind of record that flows are counted from, and the function that reads it (flow_sources.cc).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sessions/flow_count.h"
#include "sessions/flow_view.h"

namespace hoptrace::sessions {

// The row that a record makes.
class FlowTally {
 public:
  explicit FlowTally(Flows& flows) : flows_(flows) {}
  [[nodiscard]] Text text(std::string_view text);
  // The bit of a flow between these ends.
  [[nodiscard]] std::uint64_t bit_of(std::string_view from, std::uint16_t from_port, std::string_view to,
                                     std::uint16_t to_port);
  FlowRow row;

 private:
  Flows& flows_;
  std::string tuple_;
};

struct FlowSource {
  std::string_view channel, provider;  // of Windows
  std::uint32_t event_id = 0;
  event::LogKind kind;                                     // of others; an empty word fits all
  bool (*read)(const FlowView& record, FlowTally& tally);  // false: nothing in it to be counted
};
[[nodiscard]] std::span<const FlowSource> flow_sources();

}  // namespace hoptrace::sessions
