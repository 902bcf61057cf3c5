// LiteralStore: where an index gets its LiteralSet from: compiled anew, or one that was kept from an earlier run.
//
// A set is known by its literals, in their order, and by LiteralSet::engine() alone, so a store answers rightly
// whatever else has changed. Used by one thread, while the index is built.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "match/literal_set.h"

namespace hoptrace::match {

class LiteralStore {
 public:
  LiteralStore() = default;
  virtual ~LiteralStore() = default;
  LiteralStore(const LiteralStore&) = delete;
  LiteralStore& operator=(const LiteralStore&) = delete;

  // As LiteralSet::compile().
  [[nodiscard]] virtual base::Result<std::shared_ptr<const LiteralSet>> get(std::span<const std::string> literals) {
    return LiteralSet::compile(literals);
  }
};

}  // namespace hoptrace::match
