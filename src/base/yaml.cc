#include "base/yaml.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <yaml.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <unordered_set>

#include "base/unicode.h"
#include "base/yaml_scalar.h"

namespace hoptrace::base {
namespace {

constexpr std::size_t kMostBytes = 16 << 20;
constexpr std::size_t kMostNodes = 200'000;
constexpr std::size_t kDeepest = 32;

struct Opened {
  explicit Opened(int file) : number(file) {}
  ~Opened() {
    if (number >= 0) ::close(number);
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  int number;
};

// libyaml's parser and its current event.
class Events {
 public:
  Events() : usable_(yaml_parser_initialize(&parser_) == 1) {}
  ~Events() {
    drop();
    if (usable_) yaml_parser_delete(&parser_);
  }
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;

  [[nodiscard]] bool usable() const { return usable_; }
  void set_text(std::string_view text) {
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  // The next event, which lives until the next call; nullptr where the text is broken.
  [[nodiscard]] const yaml_event_t* next() {
    drop();
    held_ = yaml_parser_parse(&parser_, &event_) == 1;
    return held_ ? &event_ : nullptr;
  }
  [[nodiscard]] std::string problem() const { return parser_.problem ? parser_.problem : "it ends too early"; }
  [[nodiscard]] int problem_line() const { return static_cast<int>(parser_.problem_mark.line) + 1; }

 private:
  void drop() {
    if (held_) yaml_event_delete(&event_);
    held_ = false;
  }

  yaml_parser_t parser_{};
  yaml_event_t event_{};
  bool usable_;
  bool held_ = false;
};

struct Decoration {
  const yaml_char_t* anchor = nullptr;
  const yaml_char_t* tag = nullptr;
};
Decoration decoration(const yaml_event_t& event) {
  switch (event.type) {
    case YAML_SCALAR_EVENT:
      return {event.data.scalar.anchor, event.data.scalar.tag};
    case YAML_SEQUENCE_START_EVENT:
      return {event.data.sequence_start.anchor, event.data.sequence_start.tag};
    case YAML_MAPPING_START_EVENT:
      return {event.data.mapping_start.anchor, event.data.mapping_start.tag};
    default:
      return {};
  }
}

// One parse: events of libyaml become a tree. `open_` is the path from the root to the value being filled.
class Reader {
 public:
  Reader(std::string_view text, std::string_view place) : text_(text), place_(place) {}

  Result<std::vector<Yaml>> read() {
    if (auto usable = check_text(); !usable) return std::unexpected(std::move(usable.error()));
    if (!events_.usable()) return fail(Code::kLimit, "no memory to read YAML", std::string(place_));
    events_.set_text(text_);
    while (const yaml_event_t* const event = events_.next()) {
      if (event->type == YAML_STREAM_END_EVENT) return std::move(documents_);
      line_ = static_cast<int>(event->start_mark.line) + 1;
      if (auto taken = take(*event); !taken) return std::unexpected(std::move(taken.error()));
    }
    return refuse(Code::kMalformed, fmt::format("this is not valid YAML: {}", events_.problem()),
                  events_.problem_line());
  }

 private:
  struct Level {
    Yaml value;
    std::string key;  // of a map, once read
    bool has_key = false;
    int key_line = 0;
    std::unordered_set<std::string> keys;
  };

  Result<void> check_text() const {
    if (text_.size() > kMostBytes) return fail(Code::kLimit, "more than 16 MiB of YAML", std::string(place_));
    if (text_.find('\0') != std::string_view::npos || (!is_ascii(text_) && !is_valid_utf8(text_))) {
      return fail(Code::kMalformed, "this is not UTF-8 text", std::string(place_));
    }
    return {};
  }

  std::unexpected<Error> refuse(Code code, std::string what, int line) const {
    return fail(code, std::move(what), fmt::format("{}:{}", place_, line));
  }

  Result<void> take(const yaml_event_t& event) {
    switch (event.type) {
      case YAML_DOCUMENT_START_EVENT:
        documents_.emplace_back();
        return {};
      case YAML_ALIAS_EVENT:
        return refuse(Code::kUnsupported, "aliases (*name) are not taken: write the value out", line_);
      case YAML_SCALAR_EVENT:
        return take_scalar(event);
      case YAML_MAPPING_START_EVENT:
        return enter(event, Yaml::Kind::kMap);
      case YAML_SEQUENCE_START_EVENT:
        return enter(event, Yaml::Kind::kList);
      case YAML_MAPPING_END_EVENT:
      case YAML_SEQUENCE_END_EVENT:
        return leave();
      default:
        return {};
    }
  }

  Result<void> check_node(const yaml_event_t& event) {
    if (++nodes_ > kMostNodes) return refuse(Code::kLimit, "more than 200,000 values in one text", line_);
    const Decoration found = decoration(event);
    if (found.anchor) {
      return refuse(Code::kUnsupported, "anchors (&name) are not taken: write the value out", line_);
    }
    if (found.tag) return refuse(Code::kUnsupported, "tags (!name) are not taken", line_);
    return {};
  }

  Result<void> take_scalar(const yaml_event_t& event) {
    if (auto fine = check_node(event); !fine) return fine;
    const auto& scalar = event.data.scalar;
    std::string text(reinterpret_cast<const char*>(scalar.value), scalar.length);
    const bool quoted = scalar.style != YAML_PLAIN_SCALAR_STYLE;
    if (wants_key()) return take_key(std::move(text), quoted);
    Yaml value;
    if (quoted) {
      value.kind = Yaml::Kind::kText;
      value.text = std::move(text);
      value.quoted = true;
    } else {
      value = plain_scalar(std::move(text));
    }
    value.line = line_;
    put(std::move(value));
    return {};
  }

  [[nodiscard]] bool wants_key() const {
    return !open_.empty() && open_.back().value.is_map() && !open_.back().has_key;
  }

  Result<void> take_key(std::string key, bool quoted) {
    Level& level = open_.back();
    if (key == "<<" && !quoted) return refuse(Code::kUnsupported, "merge keys (<<) are not taken", line_);
    if (!level.keys.insert(key).second) {
      return refuse(Code::kMalformed, fmt::format("the key `{}` stands here twice", key), line_);
    }
    level.key = std::move(key);
    level.has_key = true;
    level.key_line = line_;
    return {};
  }

  Result<void> enter(const yaml_event_t& event, Yaml::Kind kind) {
    if (auto fine = check_node(event); !fine) return fine;
    if (wants_key()) return refuse(Code::kUnsupported, "a key must be one plain value", line_);
    if (open_.size() >= kDeepest) return refuse(Code::kLimit, "more than 32 levels of nesting", line_);
    Level& level = open_.emplace_back();
    level.value.kind = kind;
    level.value.line = line_;
    return {};
  }

  Result<void> leave() {
    Yaml value = std::move(open_.back().value);
    open_.pop_back();
    put(std::move(value));
    return {};
  }

  void put(Yaml value) {
    if (open_.empty()) {
      documents_.back() = std::move(value);
      return;
    }
    Level& level = open_.back();
    if (level.value.is_list()) {
      level.value.list.push_back(std::move(value));
      return;
    }
    if (value.is_scalar() && value.text.empty())
      value.line = level.key_line;  // an empty value has no place of its own
    level.value.map.emplace_back(std::move(level.key), std::move(value));
    level.has_key = false;
  }

  std::string_view text_;
  std::string_view place_;
  Events events_;
  std::vector<Yaml> documents_;
  std::vector<Level> open_;
  std::size_t nodes_ = 0;
  int line_ = 1;
};

}  // namespace

Yaml::Yaml() = default;
Yaml::~Yaml() = default;
Yaml::Yaml(const Yaml&) = default;
Yaml::Yaml(Yaml&&) noexcept = default;
Yaml& Yaml::operator=(const Yaml&) = default;
Yaml& Yaml::operator=(Yaml&&) noexcept = default;

const Yaml* Yaml::find(std::string_view key) const {
  for (const auto& [name, value] : map) {
    if (name == key) return &value;
  }
  return nullptr;
}

std::string_view Yaml::text_at(std::string_view key) const {
  const Yaml* const value = find(key);
  return value && value->is_scalar() ? std::string_view(value->text) : std::string_view();
}

std::vector<const Yaml*> Yaml::items() const {
  std::vector<const Yaml*> out;
  if (is_list()) {
    for (const Yaml& item : list) out.push_back(&item);
  } else if (is_scalar() && !is_null()) {
    out.push_back(this);
  }
  return out;
}

Result<std::vector<Yaml>> parse_yaml(std::string_view text, std::string_view place) {
  return Reader(text, place).read();
}

Result<std::vector<Yaml>> parse_yaml_file(const std::string& path) {
  auto text = read_text_file(path, kMostBytes);
  if (!text) return std::unexpected(std::move(text.error()));
  return parse_yaml(*text, path);
}

// By the system's own calls: a hunt reads thousands of small files, and a FILE costs more than most of them.
Result<std::string> read_text_file(const std::string& path, std::size_t limit) {
  return read_text_file(AT_FDCWD, path.c_str(), path, limit);
}

Result<std::string> read_text_file(int folder, const char* name, const std::string& path, std::size_t limit) {
  const Opened file(::openat(folder, name, O_RDONLY | O_CLOEXEC));
  if (file.number < 0) {
    const Code code = errno == ENOENT ? Code::kNotFound : Code::kUnreadable;
    return fail(code, fmt::format("cannot be opened ({})", std::strerror(errno)), path);
  }
  std::string text;
  char piece[64 * 1024];
  while (true) {
    const ssize_t got = ::read(file.number, piece, sizeof piece);
    if (got == 0) return text;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(Code::kUnreadable, fmt::format("cannot be read ({})", std::strerror(errno)), path);
    const auto size = static_cast<std::size_t>(got);
    if (size > limit - text.size()) return fail(Code::kLimit, fmt::format("longer than {} bytes", limit), path);
    text.append(piece, size);
  }
}

}  // namespace hoptrace::base
