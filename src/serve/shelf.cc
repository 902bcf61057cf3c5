#include "serve/shelf.h"

#include <array>
#include <filesystem>

#include "base/digest.h"
#include "base/name_uuid.h"
#include "base/wall_clock.h"
#include "page/documents.h"
#include "page/gzip.h"

namespace hoptrace::serve {
namespace {

constexpr std::chrono::milliseconds kLook{200};  // how often the case is asked at most
constexpr std::chrono::seconds kLeast{1};
constexpr int kRest = 10;
constexpr std::size_t kWorthPacking = 512;

std::shared_ptr<const KeptDocument> kept(std::string bytes, std::string_view media_type) {
  auto document = std::make_shared<KeptDocument>();
  document->media_type = media_type;
  constexpr std::size_t kTagDigits = 32;
  document->tag = "\"" + base::sha256_hex(bytes).substr(0, kTagDigits) + "\"";
  if (bytes.size() >= kWorthPacking) {
    std::string packed = page::gzip(bytes);
    if (packed.size() < bytes.size()) document->packed = std::make_shared<const std::string>(std::move(packed));
  }
  document->plain = std::make_shared<const std::string>(std::move(bytes));
  return document;
}

}  // namespace

// A view and what was made of it, for one thread at a time.
class Shelf::Lane {
 public:
  using Spent = std::shared_ptr<std::atomic<std::int64_t>>;
  Lane(const ShelfOptions& options, Scope scope, Spent spent)
      : options_(options), scope_(std::move(scope)), spent_(std::move(spent)) {}

  base::Result<std::shared_ptr<const KeptDocument>> document(const page::Document& row) {
    const std::scoped_lock lock(mutex_);
    const auto found = made_.find(row.name);
    if (found != made_.end()) return found->second;
    const Clock::time_point begun = Clock::now();
    if (auto opened = open(); !opened) return std::unexpected(opened.error());
    auto bytes = row.make(*view_);
    if (!bytes) return std::unexpected(bytes.error());
    auto document = kept(std::move(*bytes), row.media_type);
    made_.emplace(row.name, document);
    *spent_ += std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - begun).count();
    return document;
  }

  base::Result<void> with_view(const Work& work) {
    const std::scoped_lock lock(mutex_);
    if (auto opened = open(); !opened) return opened;
    return work(*view_);
  }

 private:
  base::Result<void> open() {
    if (view_) return {};
    auto reading = cases::Reading::open(options_.case_path);
    if (!reading) return std::unexpected(reading.error());
    reading_ = std::move(*reading);
    page::Input input{.reading = *reading_, .tenant = scope_, .version = options_.version, .made = base::now()};
    input.bounds = options_.bounds;
    input.names = options_.names;
    input.case_name = std::filesystem::path(options_.case_path).filename();
    input.served = true;
    auto view = page::View::over(std::move(input));
    if (!view) return std::unexpected(view.error());
    view_ = std::move(*view);
    return {};
  }

  const ShelfOptions& options_;
  Scope scope_;
  Spent spent_;
  std::mutex mutex_;
  std::unique_ptr<cases::Reading> reading_;
  std::unique_ptr<page::View> view_;
  std::map<std::string_view, std::shared_ptr<const KeptDocument>> made_;
};

// What one scope sees of one revision.
struct Shelf::Shown {
  Shown(const ShelfOptions& options, const Scope& scope, const Lane::Spent& spent)
      : lanes{Lane(options, scope, spent), Lane(options, scope, spent)} {}
  Lane& lane_for(std::string_view name) {
    const page::Document* const row = page::find_document(name);
    return lanes[row != nullptr && row->walks_findings ? 1 : 0];
  }

  std::array<Lane, 2> lanes;
  std::uint64_t revision = 0;
  Clock::time_point used;
  std::once_flag counted;
  std::optional<base::Result<CaseState>> counts;
};

Shelf::~Shelf() = default;

base::Result<std::unique_ptr<Shelf>> Shelf::open(ShelfOptions options) {
  auto watch = cases::CaseWatch::open(options.case_path);
  if (!watch) return std::unexpected(watch.error());
  if (auto reading = cases::Reading::open(options.case_path); !reading) return std::unexpected(reading.error());
  std::unique_ptr<Shelf> shelf(new Shelf(std::move(options)));
  shelf->watch_ = std::move(*watch);
  shelf->spent_ = std::make_shared<std::atomic<std::int64_t>>(0);
  constexpr std::size_t kStartBytes = 4;
  shelf->since_start_ = base::random_hex(kStartBytes);
  shelf->hunting_ = shelf->watch_->is_written();
  return shelf;
}

// Whether the case has a new revision. At a hunt's end there is one at once.
base::Result<void> Shelf::look(Clock::time_point now) {
  if (now - looked_ < kLook && looked_ != Clock::time_point()) return {};
  looked_ = now;
  const auto changed = watch_->changed();
  if (!changed) return std::unexpected(changed.error());
  const bool was_hunting = hunting_;
  hunting_ = watch_->is_written();
  pending_ = pending_ || *changed;
  const bool rested = now - since_ >= std::max<Clock::duration>(kLeast, std::chrono::nanoseconds(*spent_ * kRest));
  if (!pending_ || (hunting_ && !rested)) return {};
  if (!hunting_ && !was_hunting && !rested) return {};
  ++revision_;
  pending_ = false;
  since_ = now;
  spent_ = std::make_shared<std::atomic<std::int64_t>>(0);
  return {};
}

base::Result<std::shared_ptr<Shelf::Shown>> Shelf::shown(const Scope& scope, Clock::time_point now) {
  const std::scoped_lock lock(mutex_);
  if (auto looked = look(now); !looked) return std::unexpected(looked.error());
  auto& shown = shown_[scope];
  if (!shown || shown->revision != revision_) {
    shown = std::make_shared<Shown>(options_, scope, spent_);
    shown->revision = revision_;
  }
  shown->used = now;
  auto result = shown;
  if (shown_.size() > kMostScopes) {
    shown_.erase(std::ranges::min_element(shown_, {}, [](const auto& entry) { return entry.second->used; }));
  }
  return result;
}

base::Result<std::shared_ptr<const KeptDocument>> Shelf::document(const Scope& scope, std::string_view name,
                                                                  Clock::time_point now) {
  const page::Document* const row = page::find_document(name);
  if (row == nullptr) return nullptr;
  auto its = shown(scope, now);
  if (!its) return std::unexpected(its.error());
  return (*its)->lane_for(name).document(*row);
}

base::Result<void> Shelf::with_view(const Scope& scope, std::string_view name, Clock::time_point now,
                                    const Work& work) {
  auto its = shown(scope, now);
  if (!its) return std::unexpected(its.error());
  return (*its)->lane_for(name).with_view(work);
}

namespace {

base::Result<CaseState> count(page::View& view) {
  CaseState state;
  const auto counted = view.reading().coverage([&](const cases::CoverageDay& day) {
    if (view.may_see(day.row.tenant)) state.records += day.row.records;
    return true;
  });
  if (!counted) return std::unexpected(counted.error());
  const auto by_tenant = view.reading().summary(cases::SummaryBy::kTenant);
  if (!by_tenant) return std::unexpected(by_tenant.error());
  for (const cases::SummaryRow& row : *by_tenant) {
    if (view.may_see(row.tenant)) state.findings += row.certain + row.uncertain;
  }
  return state;
}

}  // namespace

base::Result<CaseState> Shelf::state(const Scope& scope, Clock::time_point now) {
  auto its = shown(scope, now);
  if (!its) return std::unexpected(its.error());
  Shown& seen = **its;
  std::call_once(seen.counted, [&seen] {
    base::Result<CaseState> counts;
    const auto done = seen.lane_for("").with_view([&counts](page::View& view) -> base::Result<void> {
      counts = count(view);
      return {};
    });
    seen.counts = done ? counts : std::unexpected(done.error());
  });
  CaseState state = seen.counts->value_or(CaseState());  // of a tenant of whom nothing is known yet: nothing
  if (!*seen.counts && !scope) return *seen.counts;
  state.revision = since_start_ + "-" + std::to_string(seen.revision);
  const std::scoped_lock lock(mutex_);
  state.hunting = hunting_;
  return state;
}

}  // namespace hoptrace::serve
