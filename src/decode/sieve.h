// Sieve: whoever takes the events may say of a record, from a look at its values, that nothing in it concerns him.
// The decoder then does not make the Event at all.
//
// Most records of a log match no rule; making their events is most of what reading them costs. A decoder whose format
// knows a record's fields before its values (EVTX templates; lines of JSON like earlier ones) asks the sieve and
// makes an Event only of those records that it wants; a decoder that has no such knowledge never asks, and its sink
// sees every record. A sieve may be wrong in one way only: to want a record in vain. Anomalies are told in either
// case.
//
// A *shape* is what records of one template have in common: its slots, in the order in which Event::fields() would
// hold them. A slot may be absent from a record (the element was left out), and a slot that holds an array stands for
// several fields. Records that fit no shape are made into Events without asking.
//
// One sieve and one decoder a thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/origin.h"
#include "base/time.h"
#include "decode/told_list.h"
#include "event/event.h"

namespace hoptrace::decode {

// Numbered from 0 by one decoder in the order of on_shape().
using ShapeId = std::uint32_t;

struct Slot {
  event::FieldId id = event::FieldId::kOther;
  bool system = false;
  std::string_view name;  // lives as long as the decoder, or until forget_shapes()
};

// A record of a shape, before its Event is made. Valid until wants() returns.
class Glance {
 public:
  virtual ~Glance() = default;
  // What Event would have as members.
  base::Origin origin;
  base::Time time;
  bool timed = false;
  std::uint64_t record_id = 0;
  std::uint32_t event_id = 0;
  std::string_view channel, provider, computer;  // the same text has the same address until forget_shapes()
  event::LogKind kind;
  // Every slot has a plain value or none: who sees it need not ask each.
  bool all_plain = false;

  // What Event's field would hold; nothing if this record has no such field. A slot whose value is not a plain one
  // (an array, several parts joined) has no Value of its own: `plain` is cleared, and whoever must know wants the
  // Event.
  [[nodiscard]] virtual std::optional<event::Value> value(std::size_t slot, bool& plain) const = 0;

  // Of a slot whose value is not a plain one: the Values of the several fields that it stands for. False where they
  // are not quickly told.
  [[nodiscard]] virtual bool elements(std::size_t slot, std::vector<event::Value>& out) const;

  // Writes what is told of the record into `key`, which is begun anew. False if one of these values is not plain and
  // has no elements.
  // Slower glances leave it to this, which asks for each value.
  [[nodiscard]] virtual bool tell(std::span<const Told> told, RecordKey& key) const;
  // The same of a list that is told again and again. Its keys are not to be compared with those of the other way.
  [[nodiscard]] virtual bool tell(ToldList& list, RecordKey& key) const { return tell(list.told(), key); }
};

class Sieve {
 public:
  virtual ~Sieve() = default;
  // A shape met for the first time; `shape` is the number of earlier calls since the decoder was made or since
  // forget_shapes(). The slots are copied by whoever needs them.
  virtual void on_shape(ShapeId shape, std::span<const Slot> slots) = 0;
  // The decoder's shapes are void; it numbers them anew from 0 (so that no evidence can make them grow for ever).
  virtual void forget_shapes() = 0;
  // Whether the record's Event is to be made and handed to the sink. Asked of every record that has a shape, also of
  // those that it does not want: it is the place to count them.
  [[nodiscard]] virtual bool wants(ShapeId shape, const Glance& glance) = 0;
};

}  // namespace hoptrace::decode
