#include "decode/record_key.h"

namespace hoptrace::decode {
namespace {

// Marks that are no kind.
constexpr std::uint32_t kAbsent = 0xFFFF'FFFF, kUntold = 0xFFFF'FFFE;

}  // namespace

void RecordKey::add_value(const std::optional<event::Value>& value, bool told) {
  if (!value) return mark(kAbsent);
  mark(value->is_null() || told ? static_cast<std::uint32_t>(value->kind()) : kUntold);
  if (value->is_null() || !told) return;
  if (event::has_bytes(value->kind())) {
    mark(static_cast<std::uint32_t>(value->bytes().size()));
    return add(value->bytes(), value->bytes().size());
  }
  const std::int64_t number = value->raw_integer();
  add({reinterpret_cast<const std::uint8_t*>(&number), sizeof number}, sizeof number);
}

}  // namespace hoptrace::decode
