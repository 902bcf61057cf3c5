#include "cases/interned.h"

namespace hoptrace::cases {

Interned::Interned(Database& database)
    : database_(database),
      find_(database, "SELECT id FROM text WHERE value=?1"),
      insert_(database, "INSERT INTO text(value) VALUES(?1)") {}

std::int64_t Interned::row(std::string_view text) {
  if (rollbacks_ != database_.rollbacks() || cache_.size() >= kKept) {
    cache_.clear();
    rollbacks_ = database_.rollbacks();
  }
  if (const auto known = cache_.find(text); known != cache_.end()) return known->second;
  std::int64_t id = 0;
  if (find_.with(text).row()) {
    id = find_.integer(0);
    find_.finish();
  } else {
    insert_.with(text).run();
    id = database_.last_row();
  }
  if (!database_.failed() && text.size() <= kLongest) cache_.emplace(text, id);
  return id;
}

}  // namespace hoptrace::cases
