// Decoding: bytes of one artifact to Events, in two steps so that one artifact can feed all cores.
//
// A Splitter walks the artifact's bytes once, in order, and cuts them into Pieces that can be decoded alone (some
// EVTX chunks, some whole JSON documents). A Decoder turns one Piece into Events; it keeps scratch memory and belongs
// to one thread. Both are made from one row of the table in format.h. The events of a piece come in the order of
// their offsets; pieces may be decoded in any order, their results are put back in order by `hunt`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/anomaly.h"
#include "base/bytes.h"
#include "base/origin.h"
#include "base/result.h"
#include "event/event.h"
#include "event/field.h"
#include "evidence/byte_stream.h"

namespace hoptrace::decode {

// The pieces of one artifact stand for its bytes without a gap, in order: [offset, end()).
struct Piece {
  base::ArtifactId artifact{};
  std::uint64_t offset = 0;  // in the artifact
  std::uint64_t covers =
      0;  // bytes of the artifact that it stands for, where `bytes` are not just those; 0: they are
  std::vector<std::uint8_t> bytes;
  std::string context;  // what the decoder must know of the bytes before (a header in force), as the format likes
  base::Anomalies anomalies;  // found while cutting

  [[nodiscard]] std::uint64_t end() const { return offset + (covers != 0 ? covers : bytes.size()); }
};

class Splitter {
 public:
  virtual ~Splitter() = default;
  // Fills `piece` (its bytes, context, offset and anomalies; `artifact` is the caller's). False at the end of the
  // stream, when `piece` has no bytes but may still carry anomalies. Reads at most about `kPieceBytes` at a time.
  [[nodiscard]] virtual base::Result<bool> next(evidence::ByteStream& stream, Piece& piece) = 0;
};

class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void on_event(event::Event& event) = 0;  // the event is valid until this returns
  virtual void on_anomaly(base::Anomaly anomaly) = 0;
};

class Decoder {
 public:
  virtual ~Decoder() = default;
  // Never fails: what cannot be read becomes an anomaly.
  virtual void decode(const Piece& piece, EventSink& sink) = 0;
};

class JsonKinds;
class Sieve;
namespace vpn {
class VpnPatterns;
}

struct DecodeOptions {
  bool carve = false;                     // also look for records in slack space
  const JsonKinds* json_kinds = nullptr;  // which log a JSON record that is not Windows' belongs to; none: not told
  const vpn::VpnPatterns* vpn = nullptr;  // how VPNs' logs read; none: they are no format that is known
  Sieve* sieve = nullptr;  // asked before an Event is made, by decoders that can (sieve.h); none: all are made
};

constexpr std::size_t kPieceBytes = 1 << 20;

}  // namespace hoptrace::decode
