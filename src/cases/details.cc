#include "cases/details.h"

namespace hoptrace::cases {
namespace {

bool same(const Detail& a, const Detail& b) {
  return &a == &b || (a.matched == b.matched && a.missing == b.missing && a.context == b.context);
}

std::size_t size_of(const Detail& detail) {
  return detail.matched.size() + detail.missing.size() + detail.context.size();
}

}  // namespace

Details::Details(Database& database)
    : database_(database),
      insert_(database, "INSERT INTO detail(matched, missing, context) VALUES(?1, ?2, ?3)"),
      known_(kKept) {}

std::int64_t Details::row(const SharedDetail& detail) {
  if (rollbacks_ != database_.rollbacks()) forget();
  Known& known = known_[detail->hash % kKept];
  if (known.detail != nullptr && same(*known.detail, *detail)) return known.row;
  insert_.run_with(Lasting{detail->matched}, Lasting{detail->missing}, Lasting{detail->context});
  const std::int64_t row = database_.last_row();
  if (!database_.failed()) remember(known, detail, row);
  return row;
}

void Details::remember(Known& place, const SharedDetail& detail, std::int64_t row) {
  const std::size_t size = size_of(*detail);
  if (place.detail != nullptr) bytes_ -= size_of(*place.detail);
  place = {};
  if (size > kMostBytes / 16) return;
  if (bytes_ + size > kMostBytes) forget();
  place = {detail, row};
  bytes_ += size;
}

void Details::forget() {
  known_.assign(kKept, {});
  bytes_ = 0;
  rollbacks_ = database_.rollbacks();
}

}  // namespace hoptrace::cases
