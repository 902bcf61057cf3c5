#include "cases/details.h"

#include "base/fingerprint.h"

namespace hoptrace::cases {

Details::Details(Database& database)
    : database_(database),
      insert_(database, "INSERT INTO detail(matched, missing, context) VALUES(?1, ?2, ?3)"),
      known_(kKept) {}

std::int64_t Details::row(std::string_view matched, std::string_view missing, std::string_view context) {
  if (rollbacks_ != database_.rollbacks()) {
    known_.assign(kKept, {});
    rollbacks_ = database_.rollbacks();
  }
  const auto hash = [](std::string_view text) { return base::fingerprint(text).low; };
  Known& known = known_[(hash(matched) + 3 * hash(missing) + 5 * hash(context)) % kKept];
  const std::size_t size = matched.size() + missing.size() + context.size();
  if (known.row != 0 && known.text.size() == size && known.matched == matched.size() &&
      known.missing == missing.size()) {
    const std::string_view text = known.text;
    if (text.substr(0, matched.size()) == matched && text.substr(matched.size(), missing.size()) == missing &&
        text.substr(matched.size() + missing.size()) == context) {
      return known.row;
    }
  }
  insert_.run_with(Lasting{matched}, Lasting{missing}, Lasting{context});
  const std::int64_t row = database_.last_row();
  if (!database_.failed() && size <= kLongest) {
    known.text.assign(matched).append(missing).append(context);
    known.matched = matched.size();
    known.missing = missing.size();
    known.row = row;
  }
  return row;
}

}  // namespace hoptrace::cases
