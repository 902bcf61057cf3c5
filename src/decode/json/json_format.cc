#include "decode/json/json_format.h"

#include <algorithm>

#include "decode/json/json_decoder.h"
#include "decode/json/json_splitter.h"

namespace hoptrace::decode::json {
namespace {

std::size_t skip_blank(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(" \t\r\n\x1e", at), text.size());
}

// An object or an array of objects begins here. Behind '{' there is a key, which tells it from source code and INI.
bool begins_json(std::string_view text) {
  std::size_t at = skip_blank(text, 0);
  if (at < text.size() && text[at] == '[') {
    at = skip_blank(text, at + 1);
    if (at < text.size() && text[at] == ']') return skip_blank(text, at + 1) == text.size();
  }
  if (at >= text.size() || text[at] != '{') return false;
  at = skip_blank(text, at + 1);
  return at < text.size() && (text[at] == '"' || text[at] == '}');
}

bool begins_a_record(std::string_view line) {
  return line.starts_with("{\"") && begins_json(line);
}

// A log that was cut at its front: the second or third line is a record.
bool later_line_begins_json(std::string_view text) {
  for (int line = 0; line < 2; ++line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return false;
    text.remove_prefix(end + 1);
    if (begins_a_record(text)) return true;
  }
  return false;
}

bool is_json(base::Bytes head, const DecodeOptions&) {
  if (head.size() >= 2 && ((head[0] == 0xFF && head[1] == 0xFE) || (head[0] == 0xFE && head[1] == 0xFF))) {
    std::string narrow;  // enough to tell: JSON's own characters are ASCII
    const std::size_t low = head[0] == 0xFF ? 0 : 1;
    for (std::size_t i = 2 + low; i < head.size(); i += 2) narrow += static_cast<char>(head[i]);
    return begins_json(narrow);
  }
  std::string_view text = base::text_of(head);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (begins_json(text)) return true;
  if (text.starts_with("Record ") && text.size() > 7 && text[7] >= '0' && text[7] <= '9') {  // evtx_dump's plain mode
    const std::size_t line = text.find('\n');
    return line != std::string_view::npos && begins_json(text.substr(line));
  }
  return text.find('\0') == std::string_view::npos && later_line_begins_json(text);
}

std::unique_ptr<Splitter> make_splitter(const DecodeOptions&) {
  return std::make_unique<JsonSplitter>();
}

std::unique_ptr<Decoder> make_decoder(const event::FieldDictionary& names, const DecodeOptions& options) {
  return std::make_unique<JsonDecoder>(names, options.json_kinds, JsonDecoder::Ways::kBoth, options.sieve);
}

}  // namespace

const Format& json_format() {
  static constexpr Format kRow{.name = "json",
                               .title = "JSON records, one a line or together",
                               .extensions = "json|jsonl|ndjson|",
                               .is_this = is_json,
                               .splitter = make_splitter,
                               .decoder = make_decoder};
  return kRow;
}

}  // namespace hoptrace::decode::json
