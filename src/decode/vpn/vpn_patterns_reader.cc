// Reads content/vpn for VpnPatterns.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/yaml.h"
#include "decode/vpn/vpn_patterns.h"

namespace hoptrace::decode::vpn {

using base::Code;
using base::Result;
using base::Yaml;

namespace {

constexpr std::size_t kMaxRows = 2048;
constexpr std::size_t kMaxProducts = 256;

}  // namespace

class VpnPatternsReader {
 public:
  [[nodiscard]] Result<void> read_file(const std::string& path) {
    const auto text = base::read_text_file(path);
    if (!text) return std::unexpected(text.error());
    return read_text(*text, path);
  }
  [[nodiscard]] Result<void> read_text(std::string_view text, const std::string& path) {
    path_ = path;
    const auto documents = base::parse_yaml(text, path);
    if (!documents) return std::unexpected(documents.error());
    for (const Yaml& document : *documents) {
      if (auto done = read(document); !done) return done;
    }
    return {};
  }
  [[nodiscard]] VpnPatterns take() { return std::move(made_); }

 private:
  [[nodiscard]] std::unexpected<base::Error> wrong(const Yaml& at, std::string what) const {
    return base::fail(Code::kMalformed, std::move(what), fmt::format("{}:{}", path_, at.line),
                      "Correct the row; what a file says stands in docs/text-logs.md");
  }

  template <std::size_t N>
  [[nodiscard]] Result<void> check_keys(const Yaml& map, const std::array<std::string_view, N>& known) const {
    if (!map.is_map()) return wrong(map, "A map is expected");
    for (const auto& [key, value] : map.map) {
      if (std::ranges::find(known, key) == known.end())
        return wrong(value, fmt::format("Nobody knows the key \"{}\" here", key));
    }
    return {};
  }

  [[nodiscard]] Result<void> read_texts(const Yaml* value, std::vector<std::string>& out) const {
    if (value == nullptr) return {};
    for (const Yaml* text : value->items()) {
      if (!text->is_scalar() || text->text.empty()) return wrong(*value, "A text or a list of texts is expected");
      out.push_back(text->text);
    }
    return {};
  }

  [[nodiscard]] Result<void> read(const Yaml& document) {
    constexpr std::array<std::string_view, 5> kKeys{"name", "programs", "signs", "own_file", "lines"};
    if (auto done = check_keys(document, kKeys); !done) return done;
    Product product;
    product.name = document.text_at("name");
    if (product.name.empty()) return wrong(document, "The file has no name");
    if (made_.products_.size() == kMaxProducts) return wrong(document, "There are too many files");
    if (auto done = read_texts(document.find("programs"), product.programs); !done) return done;
    if (auto done = read_texts(document.find("signs"), product.signs); !done) return done;
    if (const Yaml* own = document.find("own_file")) {
      if (own->kind != Yaml::Kind::kBool) return wrong(*own, "\"own_file\" is true or false");
      product.own_file = own->boolean;
    }
    made_.products_.push_back(std::move(product));
    const Yaml* const lines = document.find("lines");
    if (lines == nullptr || !lines->is_list() || lines->list.empty())
      return wrong(document, "A list \"lines\" is expected");
    for (const Yaml& line : lines->list) {
      if (auto done = read_line(line); !done) return done;
    }
    return {};
  }

  [[nodiscard]] Result<void> read_line(const Yaml& line) {
    constexpr std::array<std::string_view, 3> kKeys{"line", "action", "event_id"};
    if (auto done = check_keys(line, kKeys); !done) return done;
    std::vector<std::string> texts;
    if (auto done = read_texts(line.find("line"), texts); !done) return done;
    if (texts.empty()) return wrong(line, "A row has a \"line\"");
    Action action = Action::kNone;
    if (const Yaml* name = line.find("action")) {
      while (action != Action::kTunnelEnd && name_of(action) != name->text)
        action = static_cast<Action>(static_cast<int>(action) + 1);
      if (name->text.empty() || name_of(action) != name->text)
        return wrong(*name, "An action is begin, end, failed, tunnel_begin or tunnel_end");
    }
    std::uint32_t event_id = 0;
    if (const Yaml* number = line.find("event_id")) {
      if (number->kind != Yaml::Kind::kInteger || number->integer < 0 || number->integer > UINT32_MAX)
        return wrong(*number, "\"event_id\" is a number");
      event_id = static_cast<std::uint32_t>(number->integer);
    }
    for (const std::string& text : texts) {
      auto pattern = LinePattern::parse(text);
      if (!pattern) return wrong(line, pattern.error());
      if (made_.rows_.size() == kMaxRows) return wrong(line, "There are too many lines");
      made_.rows_.push_back({made_.products_.size() - 1, std::move(*pattern), action, event_id});
    }
    return {};
  }

  std::string path_;
  VpnPatterns made_;
};

Result<VpnPatterns> VpnPatterns::load(const std::string& content) {
  namespace fs = std::filesystem;
  std::vector<std::string> paths;
  std::error_code trouble;
  for (fs::directory_iterator at(content + "/vpn", trouble), end; !trouble && at != end; at.increment(trouble)) {
    const auto extension = at->path().extension();
    if (extension == ".yml" || extension == ".yaml") paths.push_back(at->path().string());
  }
  if (trouble) {
    return base::fail(Code::kNotFound, "The folder of VPN patterns cannot be read: " + trouble.message(),
                      content + "/vpn", "Install the content folder anew");
  }
  std::ranges::sort(paths);
  VpnPatternsReader reader;
  for (const std::string& path : paths) {
    if (auto done = reader.read_file(path); !done) return std::unexpected(done.error());
  }
  return reader.take();
}

Result<VpnPatterns> VpnPatterns::parse(std::string_view text, const std::string& place) {
  VpnPatternsReader reader;
  if (auto done = reader.read_text(text, place); !done) return std::unexpected(done.error());
  return reader.take();
}

}  // namespace hoptrace::decode::vpn
