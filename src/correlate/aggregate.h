// Aggregate: what a correlation computes of a window, kept up to date as matches enter and leave it, so that a window
// of many matches costs as much a match as a small one. One class a type of correlation, one row in one table.
#pragma once

#include <memory>
#include <optional>

#include "correlate/windows.h"

namespace hoptrace::correlate {

class Aggregate {
 public:
  virtual ~Aggregate() = default;
  virtual void add(const Item& item) = 0;
  virtual void remove(const Item& item) = 0;  // the oldest that is in
  // Nothing where nothing can be computed. `first` is the oldest item that is in.
  [[nodiscard]] virtual std::optional<double> value(const Item& first) const = 0;
};

[[nodiscard]] std::unique_ptr<Aggregate> make_aggregate(const rules::Correlation& correlation);

[[nodiscard]] bool fulfils(const rules::CorrelationCondition& condition, double value);

// Whether a window that fulfils the condition still does when matches are added: counts against lower bounds alone.
[[nodiscard]] bool only_grows(const rules::Correlation& correlation);

// What a correlation of this type computes with: the matches alone, texts (Item::values) or Item::numbers.
enum class Needs : std::uint8_t { kNothing, kValues, kNumbers };
[[nodiscard]] Needs needs(rules::CorrelationType type);
// The type's name in the specification.
[[nodiscard]] std::string_view name(rules::CorrelationType type);

}  // namespace hoptrace::correlate
