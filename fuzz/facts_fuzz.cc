// Facts: any text as records: a line "channel TAB provider TAB event id TAB product TAB category TAB service", then
// lines "name TAB value" up to an empty one; and so on. What must hold: texts are UTF-8 and no longer than they may
// be, and facts go into bytes and come back.
#include <charconv>
#include <string>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/check.h"
#include "base/unicode.h"
#include "sessions/packed_facts.h"

namespace {

using namespace hoptrace;

constexpr std::size_t kLongest = 512;  // of a fact's texts

std::string_view take(std::string_view& text, char end) {
  const std::size_t at = std::min(text.find(end), text.size());
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return taken;
}

void fill(event::Event& event, std::string_view& text, const event::FieldDictionary& fields) {
  event.clear();
  std::string_view head = take(text, '\n');
  event.channel = take(head, '\t');
  event.provider = take(head, '\t');
  const std::string_view id = take(head, '\t');
  std::from_chars(id.data(), id.data() + id.size(), event.event_id);
  event.kind.product = take(head, '\t');
  event.kind.category = take(head, '\t');
  event.kind.service = take(head, '\t');
  event.computer = take(head, '\t');
  event.timed = true;
  for (std::string_view line = take(text, '\n'); !line.empty(); line = take(text, '\n')) {
    const std::string_view name = take(line, '\t');
    event.add(fields.find(name), name, event::Value::text(line));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  base::Arena arena;
  std::string_view text = base::valid_utf8(base::text_of({data, size}), arena);
  event::FieldDictionary fields;
  sessions::FactReader::declare(fields);
  sessions::FactReader reader(fields);
  event::Event event;
  while (!text.empty()) {
    fill(event, text, fields);
    const bool asked = reader.kind_of(event.channel, event.provider, event.event_id, event.kind) != nullptr;
    const std::size_t before = reader.facts().rows.size();
    reader.read(event, "tenant", "host");
    base::check(asked || reader.facts().rows.size() == before, "what is not asked for gives no fact");
  }
  const auto facts = reader.take();
  for (sessions::Text number = 1; number < facts->texts.size(); ++number) {
    const std::string_view one = facts->texts.text(number);
    base::check(one.size() <= kLongest && base::is_valid_utf8(one), "texts are short and UTF-8");
  }
  const std::string packed = sessions::pack(*facts);
  sessions::Facts back;
  base::check(sessions::unpack(packed, back).has_value() && sessions::pack(back) == packed, "facts come back");
  return 0;
}
