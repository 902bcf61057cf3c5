// LineLesson: a document that the quick way took, walked once more for what stands between its values, so that
// the next of its kind need not be walked at all (line_shapes.h).
//
// Only documents in which each value becomes its field whatever the others are, or nothing: `dialect.by_keys_alone`.
// One thread.
#pragma once

#include <string_view>
#include <vector>

#include "decode/json/key_tree.h"
#include "decode/json/line_shapes.h"
#include "decode/json/tokens.h"

namespace hoptrace::decode::json {

class LineLesson {
 public:
  // Walks `document`, whose tokens and keys these are. False: nothing to be learnt from it. What was found are views
  // of the document and the tree.
  [[nodiscard]] bool walk(std::string_view document, const Tokens& tokens, KeyTree& keys);
  [[nodiscard]] const std::vector<LineStep>& steps() const { return steps_; }
  [[nodiscard]] std::string_view tail() const { return tail_; }

 private:
  [[nodiscard]] bool value(KeyNode* node);
  [[nodiscard]] bool scalar(const KeyNode* node);
  [[nodiscard]] bool object(KeyNode* node);
  [[nodiscard]] bool array(KeyNode* node);

  Tokens at_;
  KeyTree* keys_ = nullptr;
  std::string_view document_;
  const char* reached_ = nullptr;  // the end of the last value
  std::size_t depth_ = 0;
  std::vector<LineStep> steps_;
  std::string_view tail_;
  base::Arena arena_;
};

}  // namespace hoptrace::decode::json
