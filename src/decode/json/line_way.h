// LineWay: a document of a shape that was read before (line_shapes.h), shown to a sieve before anything is made of
// it.
//
// Nothing of the document is parsed: what stands between its values is compared, the values are passed over as they
// are written, and the sieve's key is made of their bytes as they stand. Only what the sieve asks for is turned into
// what it means, and only where it wants the record an Event is made, by the ways that make all others. What is not
// understood here is left to those as well. What is shown is what their Event would be (line_way_test.cc).
//
// ask() for each document; learn() of those that came by the quick way instead. One a sieve and thread.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "decode/json/frames.h"
#include "decode/json/line_lesson.h"
#include "decode/json/line_shapes.h"
#include "decode/json/quick_way.h"
#include "decode/sieve.h"
#include "event/event.h"

namespace hoptrace::decode::json {

class LineWay final : public Glance {
 public:
  explicit LineWay(Sieve& sieve) : sieve_(sieve), values_(LineShapes::kNoSlot + 1), said_(LineShapes::kNoSlot) {
    all_plain = true;
  }

  enum class Answer : std::uint8_t { kUnasked, kWanted, kUnwanted };
  // `frame.text`: with kSlack bytes behind it that may be read.
  [[nodiscard]] Answer ask(const Frame& frame);
  // Whether the next document is to be learnt from, if it comes by the quick way.
  [[nodiscard]] bool may_learn() {
    if (wait_ == 0) return true;
    --wait_;
    return false;
  }
  // `tokens`: of a document that this quick way took, with kSlack bytes behind it as well.
  void learn(std::string_view document, const Tokens& tokens, QuickWay& by);

  [[nodiscard]] std::optional<event::Value> value(std::size_t slot, bool& plain) const override;
  [[nodiscard]] bool tell(std::span<const Told> told, RecordKey& key) const override;

 private:
  [[nodiscard]] bool read(std::string_view document);
  [[nodiscard]] static bool keep_null(const LineShapes::Between& place, WrittenValue& written);
  void take(const LineShapes::Between& place);
  [[nodiscard]] event::Value meaning(std::size_t slot) const;
  void show(const Frame& frame);

  Sieve& sieve_;
  LineShapes shapes_;
  LineLesson lesson_;
  std::uint32_t wait_ = 0;            // so many documents are not learnt from, after nothing could be learnt …
  std::uint32_t fails_ = 0;           // … so often in a row
  std::vector<WrittenValue> values_;  // by slot; behind them, one that nobody keeps
  mutable std::vector<std::string_view> said_;  // by slot: what a value says that is not written as it is
  ShapeId shape_ = 0;
  event::Event members_;  // of the document at hand; it has no fields
  const char* readable_end_ = nullptr;
};

}  // namespace hoptrace::decode::json
