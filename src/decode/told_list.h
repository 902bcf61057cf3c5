// ToldList: what a reader goes by in the records of one shape (record_key.h), asked for again and again. A glance may
// keep with it how it told earlier records, so that the next one of the same make is told in fewer steps.
//
// Belongs to the sieve that asks, and to the one decoder whose shapes it is about; void when those are forgotten.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "decode/record_key.h"

namespace hoptrace::decode {

class ToldList {
 public:
  // What a glance keeps; each kind of glance its own.
  struct Ways {
    virtual ~Ways() = default;
  };

  ToldList() = default;
  explicit ToldList(std::vector<Told> told) : told_(std::move(told)) {}

  [[nodiscard]] const std::vector<Told>& told() const { return told_; }
  // Of the first glance that asks, and none but its kind ever does.
  template <class Kind>
  [[nodiscard]] Kind& ways() {
    if (!ways_) ways_ = std::make_unique<Kind>();
    return static_cast<Kind&>(*ways_);
  }

 private:
  std::vector<Told> told_;
  std::unique_ptr<Ways> ways_;
};

}  // namespace hoptrace::decode
