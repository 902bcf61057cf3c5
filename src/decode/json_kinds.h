// JsonKinds: which log a JSON record belongs to, told by the names of its keys.
//
// An export says nowhere "this is CloudTrail": it is known by the keys that only CloudTrail has. The rows stand in
// content/logsources/json.yml, one a kind of record; the first row that agrees names the kind. Read once, then shared
// by all threads. Windows records are told by their own shape (the dialects of this room) and need no row.
#pragma once

#include <span>
#include <string>
#include <string_view>
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
  struct Choice {  // a key by any of its spellings, and what its text must be (empty: anything)
    std::vector<std::string> names;
    std::vector<std::string> texts;
  };
  struct Row {
    std::string product, category, service;
    std::vector<Choice> all;        // each must be there
    std::vector<std::string> none;  // none may be there
    // The text of one of these keys is the service, if it is one of `services`.
    std::vector<std::string> service_in;
    std::vector<std::string> services;
  };
  [[nodiscard]] static std::string_view service_of(const Row& row, std::span<const JsonKey> keys);
  [[nodiscard]] static bool agrees(const Row& row, std::span<const JsonKey> keys);

  std::vector<Row> rows_;
  friend class JsonKindsReader;
};

}  // namespace hoptrace::decode
