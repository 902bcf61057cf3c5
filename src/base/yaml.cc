#include "base/yaml.h"

#include <fmt/format.h>
#include <libfyaml.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <unordered_set>

#include "base/unicode.h"
#include "base/yaml_scalar.h"

namespace hoptrace::base {
namespace {

constexpr std::size_t kMostBytes = 16 << 20;
constexpr std::size_t kMostNodes = 200'000;
constexpr std::size_t kDeepest = 32;

struct Freed {
  void operator()(fy_parser* parser) const { fy_parser_destroy(parser); }
  void operator()(fy_diag* diag) const { fy_diag_destroy(diag); }
  void operator()(std::FILE* file) const { std::fclose(file); }
};

std::string_view text_of(fy_token* token) {
  std::size_t size = 0;
  const char* const text = token ? fy_token_get_text(token, &size) : nullptr;
  return text ? std::string_view(text, size) : std::string_view();
}

// One parse: events of libfyaml become a tree. `open_` is the path from the root to the value being filled.
class Reader {
 public:
  Reader(std::string_view text, std::string_view place) : text_(text), place_(place) {}

  Result<std::vector<Yaml>> read() {
    if (auto usable = check_text(); !usable) return std::unexpected(std::move(usable.error()));
    if (!start()) return fail(Code::kLimit, "no memory to read YAML", std::string(place_));
    for (;;) {
      fy_event* const event = fy_parser_parse(parser_.get());
      if (!event) break;
      const bool last = event->type == FYET_STREAM_END;
      auto taken = take(*event);
      fy_parser_event_free(parser_.get(), event);
      if (!taken) return std::unexpected(std::move(taken.error()));
      if (last) return std::move(documents_);
    }
    return syntax_error();
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
    if (text_.find('\0') != std::string_view::npos || !is_valid_utf8(text_)) {
      return fail(Code::kMalformed, "this is not UTF-8 text", std::string(place_));
    }
    return {};
  }

  bool start() {
    fy_diag_cfg quiet;
    fy_diag_cfg_default(&quiet);
    quiet.fp = nullptr;
    quiet.output_fn = [](fy_diag*, void*, const char*, std::size_t) {};
    diag_.reset(fy_diag_create(&quiet));
    if (!diag_) return false;
    fy_diag_set_collect_errors(diag_.get(), true);
    fy_parse_cfg cfg{};
    cfg.flags = static_cast<fy_parse_cfg_flags>(FYPCF_QUIET | FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE);
    cfg.diag = diag_.get();
    parser_.reset(fy_parser_create(&cfg));
    return parser_ && fy_parser_set_string(parser_.get(), text_.data(), text_.size()) == 0;
  }

  std::unexpected<Error> refuse(Code code, std::string what, int line) const {
    return fail(code, std::move(what), fmt::format("{}:{}", place_, line));
  }

  Result<std::vector<Yaml>> syntax_error() const {
    void* at = nullptr;
    const fy_diag_error* const error = fy_diag_errors_iterate(diag_.get(), &at);
    if (!error || !error->msg) return refuse(Code::kMalformed, "this is not valid YAML", std::max(line_, 1));
    return refuse(Code::kMalformed, fmt::format("this is not valid YAML: {}", error->msg), std::max(error->line, 1));
  }

  static int line_of(fy_token* token) {
    const fy_mark* const mark = token ? fy_token_start_mark(token) : nullptr;
    return mark ? mark->line + 1 : 0;
  }

  Result<void> take(fy_event& event) {
    if (const int line = line_of(fy_event_get_token(&event)); line > 0) line_ = line;
    switch (event.type) {
      case FYET_DOCUMENT_START:
        documents_.emplace_back();
        return {};
      case FYET_ALIAS:
        return refuse(Code::kUnsupported, "aliases (*name) are not taken: write the value out", line_);
      case FYET_SCALAR:
        return take_scalar(event);
      case FYET_MAPPING_START:
        return enter(event, Yaml::Kind::kMap);
      case FYET_SEQUENCE_START:
        return enter(event, Yaml::Kind::kList);
      case FYET_MAPPING_END:
      case FYET_SEQUENCE_END:
        return leave();
      default:
        return {};
    }
  }

  Result<void> check_node(fy_event& event) {
    if (++nodes_ > kMostNodes) return refuse(Code::kLimit, "more than 200,000 values in one text", line_);
    if (fy_token* const anchor = fy_event_get_anchor_token(&event)) {
      return refuse(Code::kUnsupported, "anchors (&name) are not taken: write the value out", line_of(anchor));
    }
    if (fy_token* const tag = fy_event_get_tag_token(&event)) {
      return refuse(Code::kUnsupported, "tags (!name) are not taken", line_of(tag));
    }
    return {};
  }

  Result<void> take_scalar(fy_event& event) {
    if (auto fine = check_node(event); !fine) return fine;
    std::string text(text_of(event.scalar.value));
    const bool quoted = event.scalar.value && fy_scalar_token_get_style(event.scalar.value) != FYSS_PLAIN;
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

  Result<void> enter(fy_event& event, Yaml::Kind kind) {
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
  std::unique_ptr<fy_diag, Freed> diag_;  // outlives the parser, which holds on to it
  std::unique_ptr<fy_parser, Freed> parser_;
  std::vector<Yaml> documents_;
  std::vector<Level> open_;
  std::size_t nodes_ = 0;
  int line_ = 1;
};

}  // namespace

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

Result<std::string> read_text_file(const std::string& path, std::size_t limit) {
  const std::unique_ptr<std::FILE, Freed> file(std::fopen(path.c_str(), "rb"));
  if (!file) {
    const Code code = errno == ENOENT ? Code::kNotFound : Code::kUnreadable;
    return fail(code, fmt::format("cannot be opened ({})", std::strerror(errno)), path);
  }
  std::string text;
  char piece[64 * 1024];
  for (std::size_t got = 0; (got = std::fread(piece, 1, sizeof piece, file.get())) > 0;) {
    if (got > limit - text.size()) return fail(Code::kLimit, fmt::format("longer than {} bytes", limit), path);
    text.append(piece, got);
  }
  if (std::ferror(file.get())) {
    return fail(Code::kUnreadable, fmt::format("cannot be read ({})", std::strerror(errno)), path);
  }
  return text;
}

}  // namespace hoptrace::base
