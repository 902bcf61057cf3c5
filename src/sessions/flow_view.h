// FlowView: a record's values as flows are counted from them: of an Event, or of a record before that
// (record_values.h), each found and turned into text when somebody asks. Good while the record is at hand.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "event/event.h"
#include "sessions/record_values.h"

namespace hoptrace::sessions {

// The values that are asked for; their names stand in flow_view.cc in the same order.
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
  kIsOrig,
  kSeenBytes,
  kCount
};
constexpr auto kFlowValues = static_cast<std::size_t>(FlowValue::kCount);

[[nodiscard]] std::span<const std::string_view, kFlowValues> flow_value_names();
using FlowFieldIds = std::array<event::FieldId, kFlowValues>;

// Where records with these fields have each value; a field's data comes before its header.
class FlowPlaces {
 public:
  FlowPlaces(const FlowFieldIds& ids, std::span<const SlotPlaces::Field> fields);
  [[nodiscard]] std::optional<event::Value> find(FlowValue value, const RecordValues& values) const;

 private:
  std::array<std::vector<std::uint16_t>, kFlowValues> places_;  // the first that the record has counts
};

class FlowView {
 public:
  FlowView(const event::Event& event, const FlowFieldIds& ids, std::string_view host)
      : computer(host), event_(&event), ids_(&ids) {}
  // What must be made is made in `arena`.
  FlowView(const RecordValues& values, const FlowPlaces& places, base::Arena& arena, std::string_view host)
      : computer(host), values_(&values), places_(&places), arena_(&arena) {}

  std::string_view computer;  // the record's host

  // Without blanks around it; empty where there is none.
  [[nodiscard]] std::string_view text(FlowValue value) const;
  [[nodiscard]] std::optional<std::uint64_t> number(FlowValue value) const;
  [[nodiscard]] std::uint16_t port(FlowValue value) const;

 private:
  const event::Event* event_ = nullptr;
  const FlowFieldIds* ids_ = nullptr;
  const RecordValues* values_ = nullptr;
  const FlowPlaces* places_ = nullptr;
  base::Arena* arena_ = nullptr;
};

}  // namespace hoptrace::sessions
