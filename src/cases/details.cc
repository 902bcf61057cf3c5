#include "cases/details.h"

namespace hoptrace::cases {
namespace {

bool same(const Detail& a, const Detail& b) {
  return &a == &b || (a.matched == b.matched && a.missing == b.missing && a.context == b.context);
}

}  // namespace

Details::Details(Database& database)
    : database_(database),
      insert_(database, "INSERT INTO detail(matched, missing, context) VALUES(?1, ?2, ?3)"),
      known_(kKept) {}

std::int64_t Details::row(const SharedDetail& detail) {
  if (rollbacks_ != database_.rollbacks()) {
    known_.assign(kKept, {});
    rollbacks_ = database_.rollbacks();
  }
  Known& known = known_[detail->hash.low % kKept];
  if (known.detail != nullptr && same(*known.detail, *detail)) return known.row;
  insert_.run_with(Lasting{detail->matched}, Lasting{detail->missing}, Lasting{detail->context});
  const std::int64_t row = database_.last_row();
  const std::size_t size = detail->matched.size() + detail->missing.size() + detail->context.size();
  if (!database_.failed() && size <= kLongest) known = {detail, row};
  return row;
}

}  // namespace hoptrace::cases
