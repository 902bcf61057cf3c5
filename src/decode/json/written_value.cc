#include "decode/json/written_value.h"

namespace hoptrace::decode::json::written {

bool is_sound(std::string_view text, bool wide, bool coded, base::Arena& arena) {
  if (wide && !simdjson::validate_utf8(text.data(), text.size())) return false;
  if (!coded) return true;
  std::string_view meaning = text;
  if (!unescape(meaning, arena)) return false;
  arena.give_back(meaning.size());  // nobody asked what it says, yet
  return true;
}

bool pass_rare_number(const char*& at, event::Value& value) {
  const char* end = at + 1;
  while (is_digit(*end) || *end == '.' || *end == 'e' || *end == 'E' || *end == '+' || *end == '-') ++end;
  if (!ends_scalar(*end) || !Tokens::rare_number(at, value)) return false;
  at = end;
  return true;
}

}  // namespace hoptrace::decode::json::written
