// FlowCount: what left a host for where, what was read from shares, and how much of it the sensors missed: counted by
// source, destination, port and hour, so that a year of connections stays small. Judging loss rests on it
// (docs/impact.md).
//
// A hunt makes one FlowReader a worker; take() after each piece gives its counts away, packed (packed_flows.h). A row
// is one kind of statement of one log; logs that tell of the same flow are told apart and joined later, by the `seen`
// bits of their flows: a flow has the same bit in whichever log (conn, http, ssl, a host's own) of whichever sensor.
//
// Bounded: at most kMostRows rows a piece. What does not fit is counted in `left_out`, with its bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "event/event.h"
#include "sessions/record_reader.h"
#include "sessions/text_pool.h"

namespace hoptrace::sessions {

// Of how flows are counted: with another, artifacts in a case are read again.
constexpr int kFlowsVersion = 2;

enum class FlowKind : std::uint8_t {
  kConnection,  // Zeek conn: bytes both ways; `missed`: content that the sensor did not see
  kInner,       // the same where both ends are private addresses: only what is kInnerBytes or more one way
  kRequest,     // Zeek http: out: bodies of requests; detail: the host asked
  kName,        // Zeek ssl: no bytes; detail: the server's name
  kProxy,       // a proxy's request; destination: the host asked; out: from client to server where the log has it
  kHost,        // Sysmon 3: the host itself connected; detail: program
  kRead,        // Security 5145, Zeek smb_files: a file on a share was opened to be read; source: who, destination:
          // the host that has it; detail: share and first folder; out: sizes of the files where the log has them
  kLoss,    // Zeek capture_loss: out: acknowledgements seen, missed: those for something that was not
  kLookup,  // Zeek dns, Sysmon 22: detail: a name asked for. Once a day and source
};
constexpr FlowKind kLastFlowKind = FlowKind::kLookup;

constexpr std::uint64_t kInnerBytes = 1 << 20;

struct FlowRow {
  FlowKind kind = FlowKind::kConnection;
  Text tenant = kNoText, source = kNoText, destination = kNoText, detail = kNoText;
  Text account = kNoText;  // of kRead
  std::uint16_t port = 0;
  std::int64_t hour = 0;  // since 1970
  std::uint64_t flows = 0, out = 0, in = 0, missed = 0;
  double squares = 0;                     // sum of out², for how much one lost flow can weigh
  std::uint64_t seen = 0;                 // a bit for each flow
  std::uint64_t unsized = 0;              // flows whose bytes the log does not have
  std::uint64_t biggest = 0, offset = 0;  // the flow with most bytes out, and its record
};

struct Flows {
  TextPool texts;
  std::vector<FlowRow> rows;
  std::uint64_t left_out = 0, left_out_bytes = 0;
};

class FlowReader final : public RecordReader {
 public:
  // While the dictionary is still being filled: the names that flows are read from.
  static void declare(event::FieldDictionary& fields);

  explicit FlowReader(const event::FieldDictionary& fields);
  ~FlowReader() override;

  [[nodiscard]] bool asks(std::string_view channel, std::string_view provider, std::uint32_t event_id,
                          const event::LogKind& kind) const override;
  void read(const event::Event& event, const std::string& tenant, const std::string& host) override;
  [[nodiscard]] std::unique_ptr<ValuesReader> of_values(std::string_view channel, std::string_view provider,
                                                        std::uint32_t event_id, const event::LogKind& kind,
                                                        std::span<const SlotPlaces::Field> fields) override;
  [[nodiscard]] std::string take() override;
  // The same before it is packed.
  [[nodiscard]] std::unique_ptr<Flows> take_flows();

  static constexpr std::size_t kMostRows = 1 << 16;

 private:
  struct State;
  class OfValues;
  std::unique_ptr<State> state_;
};

}  // namespace hoptrace::sessions
