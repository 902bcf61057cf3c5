// Shelf: the case's documents as a reader may see them, made when they are first asked for and kept until the case
// has a new revision. While a hunt runs it commits many times a second: a revision lasts at least a second, and at
// least ten times as long as its documents took to make, so that a served case costs a running hunt a tenth of one
// processor.
//
// A scope is a tenant, or all. Each has two views of its own, each with its own connection: one for documents that
// walk over all findings, which may be long in making, one for the rest, so that path and records never wait for a
// million findings, and the findings are walked over once. What another scope may see is in no structure of this one:
// an id of his is not found, however it is asked for. Any thread may call.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "cases/case_watch.h"
#include "page/view.h"
#include "serve/sign_ins.h"

namespace hoptrace::serve {

using Scope = std::optional<std::string>;

struct KeptDocument {
  std::string media_type, tag;
  std::shared_ptr<const std::string> plain, packed;  // packed: gzip; null where it gains nothing
};

struct CaseState {
  std::string revision;
  std::uint64_t records = 0, findings = 0;
  bool hunting = false;
};

struct ShelfOptions {
  std::string case_path, version;
  report::AttackNames names;
  page::Bounds bounds;
};

class Shelf {
 public:
  static constexpr std::size_t kMostScopes = 32;

  [[nodiscard]] static base::Result<std::unique_ptr<Shelf>> open(ShelfOptions options);
  ~Shelf();

  // null: there is no document of this name.
  [[nodiscard]] base::Result<std::shared_ptr<const KeptDocument>> document(const Scope& scope, std::string_view name,
                                                                           Clock::time_point now);
  [[nodiscard]] base::Result<CaseState> state(const Scope& scope, Clock::time_point now);
  // Does `work` with the view that the document of this name is made of, which nobody else has meanwhile.
  using Work = std::function<base::Result<void>(page::View& view)>;
  [[nodiscard]] base::Result<void> with_view(const Scope& scope, std::string_view name, Clock::time_point now,
                                             const Work& work);

 private:
  class Lane;
  struct Shown;
  explicit Shelf(ShelfOptions options) : options_(std::move(options)) {}
  [[nodiscard]] base::Result<std::shared_ptr<Shown>> shown(const Scope& scope, Clock::time_point now);
  [[nodiscard]] base::Result<void> look(Clock::time_point now);

  ShelfOptions options_;
  std::mutex mutex_;  // of all below; never held while a document is made
  std::unique_ptr<cases::CaseWatch> watch_;
  std::map<Scope, std::shared_ptr<Shown>> shown_;
  std::uint64_t revision_ = 1;
  std::string since_start_;  // so that a page notices that the program was started again
  bool pending_ = false, hunting_ = false;
  Clock::time_point looked_, since_;
  std::shared_ptr<std::atomic<std::int64_t>> spent_;  // on making documents of this revision, in nanoseconds
};

}  // namespace hoptrace::serve
