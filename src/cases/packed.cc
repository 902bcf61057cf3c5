#include "cases/packed.h"

#include <array>
#include <nlohmann/json.hpp>

namespace hoptrace::cases {
namespace {

using Json = nlohmann::json;

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Case files come from strangers too: only a list is taken, and its depth is bounded before anything is built.
Json list(std::string_view json) {
  int depth = 0;
  const auto shallow = [&depth](int, Json::parse_event_t event, Json&) {
    if (event == Json::parse_event_t::array_start || event == Json::parse_event_t::object_start) ++depth;
    if (event == Json::parse_event_t::array_end || event == Json::parse_event_t::object_end) --depth;
    return depth <= 2;
  };
  Json parsed = Json::parse(json, shallow, false);
  return parsed.is_array() ? parsed : Json::array();
}

std::string text_of(const Json& json) {
  return json.is_string() ? json.get<std::string>() : std::string();
}

void add_escape(std::string& json, char c) {
  switch (c) {
    case '"':
      json += "\\\"";
      return;
    case '\\':
      json += "\\\\";
      return;
    case '\b':
      json += "\\b";
      return;
    case '\f':
      json += "\\f";
      return;
    case '\n':
      json += "\\n";
      return;
    case '\r':
      json += "\\r";
      return;
    case '\t':
      json += "\\t";
      return;
    default:
      break;
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  json += "\\u00";
  json += kDigits[static_cast<unsigned char>(c) >> 4];
  json += kDigits[static_cast<unsigned char>(c) & 15];
}

enum class Kind : std::uint8_t { kPlain, kEscaped, kControl, kBeyondAscii };
constexpr std::array<Kind, 256> kKinds = [] {
  std::array<Kind, 256> kinds{};
  for (std::size_t byte = 0; byte < 256; ++byte) {
    kinds[byte] = byte >= 0x80 ? Kind::kBeyondAscii : byte < 0x20 ? Kind::kControl : Kind::kPlain;
  }
  kinds['"'] = kinds['\\'] = Kind::kEscaped;
  return kinds;
}();

// Most texts are ASCII, and paths are full of backslashes: written here byte by byte; what is more is the library's.
void add_text(std::string& json, std::string_view text) {
  const std::size_t begin = json.size();
  json.resize(begin + 2 + 2 * text.size());
  char* out = json.data() + begin;
  *out++ = '"';
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const Kind kind = kKinds[static_cast<unsigned char>(text[i])];
    if (kind == Kind::kEscaped) *out++ = '\\';
    if (kind >= Kind::kControl) break;
    *out++ = text[i];
  }
  json.resize(static_cast<std::size_t>(out - json.data()));
  for (; i < text.size(); ++i) {
    const Kind kind = kKinds[static_cast<unsigned char>(text[i])];
    if (kind == Kind::kBeyondAscii) {
      json.resize(begin);
      json += dump(Json(text));
      return;
    }
    if (kind == Kind::kPlain) {
      json += text[i];
    } else {
      add_escape(json, text[i]);
    }
  }
  json += '"';
}

// Reads lists as pack() writes them. What it does not know (beyond ASCII, \u) it leaves to the library.
class PlainList {
 public:
  explicit PlainList(std::string_view json) : left_(json) {}

  [[nodiscard]] bool take(char wanted) {
    if (left_.empty() || left_.front() != wanted) return false;
    left_.remove_prefix(1);
    return true;
  }
  [[nodiscard]] bool at_end() const { return left_.empty(); }

  [[nodiscard]] bool take_text(std::string& text) {
    if (!take('"')) return false;
    std::size_t plain = 0;
    for (std::size_t i = 0; i < left_.size(); ++i) {
      const auto byte = static_cast<unsigned char>(left_[i]);
      if (byte == '"') {
        text.append(left_, plain, i - plain);
        left_.remove_prefix(i + 1);
        return true;
      }
      if (byte < 0x20 || byte >= 0x80) return false;
      if (byte != '\\') continue;
      text.append(left_, plain, i - plain);
      ++i;
      if (i >= left_.size() || (left_[i] != '"' && left_[i] != '\\')) return false;
      text += left_[i];
      plain = i + 1;
    }
    return false;
  }

 private:
  std::string_view left_;
};

bool take_texts(std::string_view json, std::vector<std::string>& texts) {
  PlainList list(json);
  if (!list.take('[')) return false;
  do {
    if (!list.take_text(texts.emplace_back())) return false;
  } while (list.take(','));
  return list.take(']') && list.at_end();
}

bool take_pairs(std::string_view json, Pairs& pairs) {
  PlainList list(json);
  if (!list.take('[')) return false;
  do {
    auto& [name, value] = pairs.emplace_back();
    if (!list.take('[') || !list.take_text(name) || !list.take(',') || !list.take_text(value) || !list.take(']')) {
      return false;
    }
  } while (list.take(','));
  return list.take(']') && list.at_end();
}

}  // namespace

void pack(const std::vector<std::string>& texts, std::string& json) {
  json = "[";
  for (const std::string& text : texts) {
    if (json.size() > 1) json += ',';
    add_text(json, text);
  }
  json += ']';
}

void pack(const Pairs& pairs, std::string& json) {
  json = "[";
  for (const auto& [name, value] : pairs) {
    json += json.size() > 1 ? ",[" : "[";
    add_text(json, name);
    json += ',';
    add_text(json, value);
    json += ']';
  }
  json += ']';
}

std::string pack(const std::vector<std::string>& texts) {
  std::string json;
  pack(texts, json);
  return json;
}

std::string pack(const Pairs& pairs) {
  std::string json;
  pack(pairs, json);
  return json;
}

namespace {

SharedDetail hashed(Detail detail) {
  detail.matched.shrink_to_fit();  // it may be kept for long
  const auto hash = [](const std::string& text) { return base::fingerprint(text).low; };
  detail.hash = hash(detail.matched) + 3 * hash(detail.missing) + 5 * hash(detail.context);
  return std::make_shared<const Detail>(std::move(detail));
}

}  // namespace

SharedDetail detail_of(const Pairs& matched, const std::vector<std::string>& missing,
                       const std::vector<std::string>& context) {
  return hashed({pack(matched), pack(missing), pack(context), 0});
}

SharedDetail with_context(const Detail& detail, const std::vector<std::string>& context) {
  return hashed({detail.matched, detail.missing, pack(context), 0});
}

std::vector<std::string> unpack_texts(std::string_view json) {
  std::vector<std::string> texts;
  if (json == "[]" || take_texts(json, texts)) return texts;
  texts.clear();
  for (const Json& item : list(json)) texts.push_back(text_of(item));
  return texts;
}

Pairs unpack_pairs(std::string_view json) {
  Pairs pairs;
  if (json == "[]" || take_pairs(json, pairs)) return pairs;
  pairs.clear();
  for (const Json& item : list(json)) {
    if (item.is_array() && item.size() == 2) pairs.emplace_back(text_of(item[0]), text_of(item[1]));
  }
  return pairs;
}

}  // namespace hoptrace::cases
