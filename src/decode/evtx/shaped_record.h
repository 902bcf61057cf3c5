// ShapedRecord: the fast way through a record. Its template instances are read into one list of values, its shape is
// found, and from then on everything about it is a look into that list: the members of a Glance, the value of a slot,
// the whole Event.
//
// read() gives a shape, or null for every record that is odd in any way: its template has no plan, a value cannot be
// of its type, it may go beyond a budget. The tree (tree_fields.h) then says what is wrong with it, or reads it
// slowly. After read(): glance(), then fill() if wanted. Nothing of it is valid after the next read().
#pragma once

#include <array>

#include "decode/evtx/chunk_map.h"
#include "decode/evtx/field_writer.h"
#include "decode/evtx/plan_store.h"
#include "decode/evtx/told_ways.h"

namespace hoptrace::decode::evtx {

class RecordGlance final : public Glance {
 public:
  [[nodiscard]] std::optional<event::Value> value(std::size_t slot, bool& plain) const override;
  // Of an array.
  [[nodiscard]] bool elements(std::size_t slot, std::vector<event::Value>& out) const override;
  // From the values as they stand in the chunk.
  [[nodiscard]] bool tell(std::span<const Told> told, RecordKey& key) const override;
  [[nodiscard]] bool tell(ToldList& list, RecordKey& key) const override;

 private:
  void add(const PlacedValue& value, bool no_digits, RecordKey& key) const;
  friend class ShapedRecord;
  const RecordShape* shape_ = nullptr;
  const PlacedValue* values_ = nullptr;
  std::span<const ValueKind> kinds_;  // of the values
  const std::uint8_t* chunk_ = nullptr;
  std::size_t chunk_bytes_ = 0;
  base::Arena* arena_ = nullptr;
};

class ShapedRecord {
 public:
  // `sieve` is told of shapes; may be null.
  ShapedRecord(ChunkScope& scope, FieldNamer& namer, FieldWriter& writer, KeptTexts& texts, Sieve* sieve);

  // Before each chunk.
  void start_chunk();
  // The BinXML of a record in [begin, end) of the chunk.
  [[nodiscard]] const RecordShape* read(std::size_t begin, std::size_t end);
  // `id` and `written` are of the record's own header. `own_time`: whether the record says its time itself.
  [[nodiscard]] const Glance& glance(base::Origin origin, std::uint64_t id, std::uint64_t written, bool& own_time);
  // Makes the event of the record that glance() was called for.
  void fill(event::Event& event);

 private:
  // A definition of the chunk.
  struct Known {
    TemplatePlan* plan = nullptr;
    std::uint32_t size = 0;  // with its header
  };

  void forget_if_full();
  [[nodiscard]] bool read_instance(std::size_t at, std::size_t end, Section place);
  [[nodiscard]] const Known* known(std::uint32_t id, std::uint32_t definition, Section place, std::size_t at);
  [[nodiscard]] const Known* get_to_know(std::uint32_t id, std::uint32_t definition, Section place, std::size_t at);
  [[nodiscard]] bool read_values(const TemplatePlan& plan, std::size_t at, std::size_t end);
  [[nodiscard]] bool looks_plain(const TemplatePlan& plan, const PlacedValue* values, std::size_t specials);
  [[nodiscard]] bool read_nested(const TemplatePlan& plan, const PlacedValue* values);
  [[nodiscard]] RecordShape* find_shape();
  [[nodiscard]] bool is_within_budget(std::size_t size);
  [[nodiscard]] bool is_empty() const;
  [[nodiscard]] bool has_array_member() const;
  [[nodiscard]] std::string_view member_text(ShapeMember& member, const event::Value& value);
  void fill_odd_slot(event::Event& event, const ShapeSlot& slot);

  ChunkScope& scope_;
  FieldWriter& writer_;
  KeptTexts& texts_;
  Sieve* sieve_;
  PlanStore store_;
  ChunkMap<Known> known_;

  // Of the record.
  const std::uint8_t* chunk_ = nullptr;
  std::array<TemplatePlan*, RecordShape::kMostPlans> plans_{};
  std::size_t plan_count_ = 0;
  std::size_t value_count_ = 0;  // of the list
  std::size_t values_read_ = 0;  // with those that no plan asks for
  std::size_t array_bytes_ = 0;
  RecordShape* shape_ = nullptr;
  RecordGlance glance_;
  std::vector<RawValue> parts_;

  std::vector<PlacedValue> values_;
  std::vector<ValueKind> kinds_;  // of the values
  std::vector<std::uint16_t> specials_;
};

}  // namespace hoptrace::decode::evtx
