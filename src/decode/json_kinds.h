// JsonKinds: which log a JSON record belongs to, told by the names of its keys.
//
// An export says nowhere "this is CloudTrail": it is known by the keys that only CloudTrail has. The rows stand in
// content/logsources/json.yml, one a kind of record; the first row that agrees names the kind. Read once, then shared
// by all threads. Windows records are told by their own shape (the dialects of this room) and need no row.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "event/event.h"

namespace hoptrace::decode {

// One top-level key of a record, or a nested one as "id.orig_h"; `text` is its value where that is a text, else
// empty.
struct JsonKey {
  std::string_view name;
  std::string_view text;
};

class JsonKinds {
 public:
  // Reads `content`/logsources/json.yml.
  [[nodiscard]] static base::Result<JsonKinds> load(const std::string& content);

  // The kind of a record with these keys; all its parts are empty where no row agrees. The views live as long as this
  // object.
  [[nodiscard]] event::LogKind kind_of(std::span<const JsonKey> keys) const;

  [[nodiscard]] std::size_t size() const { return rows_.size(); }

 private:
  // Names of keys that rows ask for, as small numbers: a record's keys are looked up once, then rows only compare.
  using Name = std::uint16_t;
  static constexpr std::size_t kMostNames = 512;
  using Seen = std::array<const JsonKey*, kMostNames>;  // by Name; a key that comes twice: the first

  struct Choice {  // a key by any of its spellings, and what its text must be (empty: anything)
    std::vector<Name> names;
    std::vector<std::string> texts;
  };
  struct Row {
    std::string product, category, service;
    std::vector<Choice> all;  // each must be there
    std::vector<Name> none;   // none may be there
    // The text of one of these keys is the service, if it is one of `services`.
    std::vector<Name> service_in;
    std::vector<std::string> services;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  [[nodiscard]] static std::string_view service_of(const Row& row, const Seen& seen);
  [[nodiscard]] static bool agrees(const Row& row, const Seen& seen);

  std::vector<Row> rows_;
  std::unordered_map<std::string, Name, Hash, std::equal_to<>> names_;
  friend class JsonKindsReader;
};

}  // namespace hoptrace::decode
