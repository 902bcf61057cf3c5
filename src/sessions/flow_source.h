// FlowSource: one kind of record that flows are counted from, and the function that reads it (flow_sources.cc).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sessions/flow_count.h"

namespace hoptrace::sessions {

// The values that are asked for; their names stand in flow_count.cc in the same order.
enum class FlowValue : std::uint8_t {
  kOrigHost,
  kOrigPort,
  kRespHost,
  kRespPort,
  kOrigBytes,
  kRespBytes,
  kMissedBytes,
  kOrigIpBytes,
  kOrigPackets,
  kRespIpBytes,
  kRespPackets,
  kConnState,
  kHost,
  kRequestBody,
  kResponseBody,
  kServerName,
  kAction,
  kPath,
  kName,
  kSize,
  kPeer,
  kGaps,
  kAcks,
  kQuery,
  kAnswers,
  kSourceIp,
  kSourcePort,
  kDestinationIp,
  kDestinationPort,
  kInitiated,
  kImage,
  kQueryName,
  kQueryResults,
  kSubjectUser,
  kSubjectDomain,
  kIpAddress,
  kShareName,
  kShareFile,
  kAccessMask,
  kClientIp,
  kClientHost,
  kClientBytes,
  kServerBytes,
  kUri,
  kMethod,
  kCount
};

struct FlowView {
  const event::Event& event;
  std::span<const event::FieldId> ids;
  std::string_view computer;  // the record's host

  // Without blanks around it; empty where there is none.
  [[nodiscard]] std::string_view text(FlowValue value) const;
  [[nodiscard]] std::optional<std::uint64_t> number(FlowValue value) const;
  [[nodiscard]] std::uint16_t port(FlowValue value) const;
};

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
