#include "decode/json/document_scan.h"

#include <array>

namespace hoptrace::decode::json {
namespace {

// What stops the walk through a string: its end, an escape, a control character.
constexpr std::array<bool, 256> stops() {
  std::array<bool, 256> out{};
  out['"'] = out['\\'] = out['\n'] = true;
  return out;
}
constexpr auto kStops = stops();

}  // namespace

DocumentScan::DocumentScan(std::size_t position, bool inside) : position_(position) {
  if (!inside) return;
  is_object_[0] = true;
  depth_ = 1;
  before_ = ']';
}

DocumentScan::State DocumentScan::broken(const char* why) {
  why_ = why;
  return State::kBroken;
}

bool DocumentScan::leave_string(std::string_view text) {
  while (position_ < text.size()) {
    const char c = text[position_];
    if (!kStops[static_cast<unsigned char>(c)]) {
      ++position_;
    } else if (c == '"') {
      ++position_;
      in_string_ = false;
      before_ = '"';
      return true;
    } else if (c == '\n') {
      why_ = "a line break inside a string";
      return false;
    } else {
      if (position_ + 1 >= text.size()) return false;  // the escaped character is not there yet
      position_ += text[position_ + 1] == '\n' ? 1 : 2;
    }
  }
  return false;
}

bool DocumentScan::open(char c) {
  if (depth_ > 0) {
    const bool fits = is_object_[depth_ - 1] ? before_ == ':' : (before_ == '[' || before_ == ',');
    if (!fits) why_ = "a value where none can stand";
  }
  if (depth_ == kDepth) why_ = "too deeply nested";
  if (why_ != nullptr) return false;
  is_object_[depth_++] = c == '{';
  return true;
}

bool DocumentScan::close(char c) {
  if (is_object_[depth_ - 1] != (c == '}')) {
    why_ = "a closing bracket of the wrong kind";
    return false;
  }
  --depth_;
  return true;
}

DocumentScan::State DocumentScan::advance(std::string_view text) {
  while (true) {
    if (in_string_ && !leave_string(text)) return why_ != nullptr ? State::kBroken : State::kMore;
    if (position_ >= text.size()) return State::kMore;
    const char c = text[position_];
    switch (c) {
      case '"':
        in_string_ = true;
        break;
      case '{':
      case '[':
        if (!open(c)) return State::kBroken;
        before_ = c;
        break;
      case '}':
      case ']':
        if (!close(c)) return State::kBroken;
        before_ = c;
        break;
      case ' ':
      case '\t':
      case '\r':
      case '\n':
        break;
      case '\0':
        return broken("a zero byte");
      default:
        before_ = c;
    }
    ++position_;
    if (depth_ == 0) return State::kEnd;
  }
}

}  // namespace hoptrace::decode::json
