// MarkLog: what analysts said of findings, hops, rules and hosts, beside the case in CASE-marks.jsonl: an audit
// trail, which is only ever added to. It is no part of the case's SQLite, so that a mark never waits for a hunt, nor
// a hunt for a mark; several programs may add at once, as each mark is one write to a file opened for appending.
//
// Any thread may call. A line that is none (a write that was cut) is passed over and counted.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "serve/tokens.h"

namespace hoptrace::serve {

struct Mark {
  base::Time time;
  std::string who;
  std::optional<std::string> tenant;  // whose reader made it: he and those without a tenant see it
  std::string what, id, mark, text;
};

class MarkLog {
 public:
  static constexpr std::size_t kMaxText = 4000, kMaxId = 512, kMaxName = 200;
  static constexpr std::uint64_t kMaxFile = 64 * 1024 * 1024;

  explicit MarkLog(std::string path) : path_(std::move(path)) {}

  // What was sent, checked: {"what","id","mark","text"}. The Error says what is wrong with it.
  [[nodiscard]] static base::Result<Mark> parse(std::string_view json);

  // As it stands in the document `marks`.
  [[nodiscard]] static std::string text_of(const Mark& mark);

  // On disk when it returns.
  [[nodiscard]] base::Result<void> add(const Mark& mark);
  // The document `marks` as this reader may see it.
  [[nodiscard]] base::Result<std::string> document(const Reader& reader);
  // How many of them he may see.
  [[nodiscard]] base::Result<std::uint64_t> count(const Reader& reader);

 private:
  // Reads what was added since, by whomever.
  [[nodiscard]] base::Result<void> catch_up();
  void take_line(std::string_view line);

  std::string path_;
  std::mutex mutex_;
  std::vector<Mark> marks_;
  std::uint64_t read_to_ = 0, refused_lines_ = 0;
};

}  // namespace hoptrace::serve
