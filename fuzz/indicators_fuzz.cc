// Indicator lists: any bytes as a list; then the same bytes as a record's value, in which the scanner and its slow
// twin must see the same of whatever the list yielded.
#include <string>

#include "base/arena.h"
#include "base/check.h"
#include "base/unicode.h"
#include "indicators/indicator_list.h"
#include "indicators/slow_lookup.h"

namespace {

using namespace hoptrace;

constexpr std::size_t kFew = 50;     // indicators, and …
constexpr std::size_t kShort = 300;  // bytes of text: the slow twin's time grows with its square

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto list = indicators::parse_indicators(text, "list");
  if (!list) return 0;
  std::vector<indicators::Indicator> few(
      list->indicators.begin(),
      list->indicators.begin() + static_cast<std::ptrdiff_t>(std::min(list->indicators.size(), kFew)));
  const indicators::IndicatorIndex index(few);
  indicators::Scanner scanner(index);
  base::Arena arena;
  const std::string_view valid = base::valid_utf8(text, arena);
  for (std::size_t at = 0; at < valid.size() && at < 20 * kShort; at += kShort) {
    event::Event event;
    event.add(event::FieldId::kOther, "Text", event::Value::text(base::valid_utf8(valid.substr(at, kShort), arena)));
    std::vector<indicators::Sighting> fast;
    scanner.scan(event, fast);
    base::check(fast == indicators::slow_lookup(index, event), "the scanner and its slow twin see the same");
  }
  return 0;
}
