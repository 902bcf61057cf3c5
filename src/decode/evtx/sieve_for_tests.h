// Glanced: a sieve that writes down what it was shown, to be compared with the event that the tree makes of the
// record.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/check.h"
#include "decode/evtx/collected_for_tests.h"
#include "decode/sieve.h"

namespace hoptrace::decode::evtx {

struct GlancedSlot {
  std::string name;
  bool system = false;
  bool plain = true;
  std::optional<std::string> text;  // of the value, if there is one
};

struct GlancedRecord {
  CollectedEvent members;  // without fields
  ShapeId shape = 0;
  std::vector<GlancedSlot> slots;

  // Whether `event` is what was shown: the members, and each plain slot the next field. One slot that is not plain
  // may stand for any number of fields of its name; of records with more of them only the members are compared.
  [[nodiscard]] bool is_of(const CollectedEvent& event) const {
    CollectedEvent bare = event;
    bare.fields.clear();
    if (bare != members) return false;
    std::size_t single = 0, odd = 0;
    for (const GlancedSlot& slot : slots) slot.plain ? single += slot.text ? 1 : 0 : ++odd;
    if (odd > 1) return true;
    if (odd == 0 ? single != event.fields.size() : single >= event.fields.size()) return false;
    std::size_t next = 0;
    for (const GlancedSlot& slot : slots) {
      std::size_t fields = slot.plain ? (slot.text ? 1 : 0) : event.fields.size() - single;
      for (; fields > 0; --fields, ++next) {
        const auto& [name, text, system] = event.fields[next];
        if (name != slot.name || system != slot.system || (slot.plain && text != slot.text)) return false;
      }
    }
    return true;
  }
};

class Glanced final : public Sieve {
 public:
  explicit Glanced(bool wants_all) : wants_all_(wants_all) {}

  void on_shape(ShapeId shape, std::span<const Slot> slots) override {
    base::check(shape == shapes_.size(), "shapes are numbered in their order");
    auto& shape_slots = shapes_.emplace_back();
    for (const Slot& slot : slots) shape_slots.push_back({std::string(slot.name), slot.system, true, {}});
    ++shapes_met;
  }
  void forget_shapes() override {
    shapes_.clear();
    shown_by_key_.clear();
    lists_.clear();
    ++forgotten;
  }

  bool wants(ShapeId shape, const Glance& glance) override {
    GlancedRecord& record = records[glance.origin.offset];
    record.shape = shape;
    record.slots = shapes_.at(shape);
    record.members.offset = glance.origin.offset;
    record.members.record_id = glance.record_id;
    record.members.event_id = glance.event_id;
    record.members.ticks = glance.time.ticks;
    record.members.channel = glance.channel;
    record.members.provider = glance.provider;
    record.members.computer = glance.computer;
    base::Arena arena;
    for (std::size_t slot = 0; slot < record.slots.size(); ++slot) {
      const auto value = glance.value(slot, record.slots[slot].plain);
      if (value) record.slots[slot].text = value->as_text(arena);
    }
    for (const bool texts : {false, true}) {
      for (const bool numbers : {false, true}) {
        for (const bool no_digits : {false, true}) compare_keys(shape, glance, texts, numbers, no_digits);
      }
    }
    return wants_all_;
  }

  std::map<std::uint64_t, GlancedRecord> records;  // by offset
  std::size_t shapes_met = 0;
  std::size_t forgotten = 0;
  std::size_t same_keys = 0;            // records whose key an earlier one had
  std::vector<std::string> key_faults;  // and what they hold that is not what that one held

 private:
  // Where what is told of two records of a shape is the same (record_key.h), their values are.
  void compare_keys(ShapeId shape, const Glance& glance, bool texts, bool numbers, bool no_digits) {
    std::vector<Told> told;
    for (std::size_t slot = 0; slot < shapes_.at(shape).size(); ++slot)
      told.push_back({slot, texts, numbers, texts, no_digits});
    bool all_plain = true;
    std::string shown;
    for (const Told& one : told) shown += shown_of(glance, one, all_plain);
    const std::string asked = std::to_string(4 * no_digits + 2 * texts + numbers) + ' ' + std::to_string(shape);
    ToldList& list = lists_.try_emplace(asked, told).first->second;
    if (glance.tell(told, key_) != all_plain) key_faults.emplace_back("plain or not");
    if (all_plain) compare_key("slots " + asked, shown);
    if (glance.tell(list, key_) != all_plain) key_faults.emplace_back("plain or not, told again");
    if (all_plain) compare_key("list " + asked, shown);
  }

  static std::string shown_of(const Glance& glance, const Told& one, bool& all_plain) {
    bool plain = true;
    base::Arena arena;
    std::vector<event::Value> values;
    if (const auto value = glance.value(one.slot, plain)) {
      values.push_back(*value);
    } else if (plain) {
      return "-|";
    } else if (!glance.elements(one.slot, values)) {
      all_plain = false;
    }
    if (!one.tells_any()) return "?|";  // how many elements there are matters to nobody then
    std::string shown;
    for (const event::Value& value : values) {
      if (one.tells(value)) {
        shown.append(std::to_string(static_cast<int>(value.kind()))).append(value.as_text(arena)) += '|';
      } else {
        shown += "?|";
      }
    }
    return shown;
  }

  void compare_key(std::string key, const std::string& shown) {
    if (!key_.fits()) return;
    key.append(reinterpret_cast<const char*>(key_.bytes().data()), key_.bytes().size());
    const auto [known, added] = shown_by_key_.try_emplace(std::move(key), shown);
    if (added) return;
    ++same_keys;
    if (known->second != shown) key_faults.push_back(known->second + " and " + shown);
  }

  RecordKey key_;
  std::map<std::string, std::string> shown_by_key_;
  std::map<std::string, ToldList> lists_;  // by what is asked of which shape
  bool wants_all_;
  std::vector<std::vector<GlancedSlot>> shapes_;
};

}  // namespace hoptrace::decode::evtx
