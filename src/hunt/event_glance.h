// EventGlance: an Event shown to a sieve as a decoder shows a record before it is one (decode/sieve.h), so that
// events that came without asking (tables, JSON of other kinds than Windows') are judged by what earlier ones showed,
// like all others.
//
// Events have the same shape if they have the same fields in the same order and the same log kind. show() for each
// event, then the sieve is asked about shape() of it. One a sieve and thread.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "decode/sieve.h"

namespace hoptrace::hunt {

class EventGlance final : public decode::Glance {
 public:
  explicit EventGlance(decode::Sieve& sieve) : sieve_(sieve) {}

  // `event` must stay as it is while it is glanced at.
  void show(const event::Event& event);
  [[nodiscard]] decode::ShapeId shape() const { return shape_; }

  [[nodiscard]] std::optional<event::Value> value(std::size_t slot, bool&) const override {
    return event_->fields()[slot].value;
  }

 private:
  static constexpr std::size_t kMostShapes = 4096;  // a hostile log must not make them grow for ever

  void write_key();
  [[nodiscard]] bool is_of_header(std::size_t field) const;

  decode::Sieve& sieve_;
  const event::Event* event_ = nullptr;
  decode::ShapeId shape_ = 0;
  std::unordered_map<std::string, decode::ShapeId> shapes_;  // by what write_key() writes
  std::string key_;
  std::vector<decode::Slot> slots_;
};

}  // namespace hoptrace::hunt
