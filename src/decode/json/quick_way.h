// QuickWay: a document of one dialect to an Event in one pass over its tokens, without a tree of it.
//
// What becomes of a value its key says (key_tree.h). The result is the plain way's (dialect.h, convert()), or there
// is none: what is unusual or wrong is left to the plain way, which is asked next. One a dialect; one thread.
#pragma once

#include <string_view>
#include <vector>

#include "decode/json/conversion.h"
#include "decode/json/dialect.h"
#include "decode/json/key_tree.h"
#include "decode/json/tokens.h"

namespace hoptrace::decode::json {

class QuickWay {
 public:
  // Both outlive it.
  QuickWay(const event::FieldDictionary& names, const Dialect& dialect) : dialect_(dialect), tree_(names, dialect) {}

  // Adds the values of the document that `tokens` are of, and does not finish() it. False: not this way;
  // what was added is void. Names of fields are views that live until the next call.
  [[nodiscard]] bool convert(const Tokens& tokens, Conversion& to);

  // What it learnt of the dialect's keys.
  [[nodiscard]] KeyTree& keys() { return tree_; }

  // Of the document just converted: what its keys say of its dialect, which may be another one than expected; how
  // many keys it has at its top, and which of them hold an object or an array.
  [[nodiscard]] Signs signs() const { return signs_; }
  [[nodiscard]] std::size_t members() const { return members_; }
  [[nodiscard]] const std::vector<std::string_view>& containers() const { return containers_; }

 private:
  static constexpr std::size_t kMostFields = 4096;
  static constexpr std::size_t kDeepest = 24;

  [[nodiscard]] bool value(KeyNode& node, Tokens& at);
  [[nodiscard]] bool container(KeyNode& node);
  [[nodiscard]] bool object(KeyNode& node);
  [[nodiscard]] bool array(KeyNode& node);
  [[nodiscard]] bool treat(const KeyNode& node, Treat treat, event::Value value);
  [[nodiscard]] bool add(const KeyNode& node, event::Value value);
  [[nodiscard]] bool hollow(const KeyNode& node);
  [[nodiscard]] event::Value guid(event::Value value);

  const Dialect& dialect_;
  KeyTree tree_;
  Tokens tokens_;  // these two during convert()
  Conversion* to_ = nullptr;
  std::size_t depth_ = 0;
  Signs signs_ = 0;
  std::size_t members_ = 0;
  std::vector<std::string_view> containers_;
};

}  // namespace hoptrace::decode::json
