// RecordStore: the records that the last run kept whole, by place. Those that it did not keep again are dropped.
#pragma once

#include <vector>

#include "cases/kept_record.h"
#include "cases/sqlite.h"

namespace hoptrace::cases {

class RecordStore {
 public:
  explicit RecordStore(Database& database) : database_(database) {}

  // `kept`: places whose record the case has and keeps; `added`: records to keep beside them.
  [[nodiscard]] base::Result<void> replace(const std::vector<RecordPlace>& kept,
                                           const std::vector<KeptRecord>& added);

 private:
  Database& database_;
};

}  // namespace hoptrace::cases
