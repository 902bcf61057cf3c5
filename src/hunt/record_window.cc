#include "hunt/record_window.h"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <optional>

#include "base/digest.h"
#include "decode/format.h"
#include "decode/json_kinds.h"
#include "decode/vpn/vpn_patterns.h"
#include "evidence/peeked_stream.h"
#include "evidence/walk.h"
#include "hunt/record_fetch.h"

namespace hoptrace::hunt {

struct RecordWindow::Tables {
  std::string root;
  event::FieldDictionary fields;
  decode::JsonKinds json_kinds;
  decode::vpn::VpnPatterns vpn;

  [[nodiscard]] decode::DecodeOptions options() const {
    return {.carve = false, .json_kinds = &json_kinds, .vpn = &vpn};
  }
};

namespace {

using base::Code;

// Hashes and counts what goes through.
class Measured final : public evidence::ByteStream {
 public:
  Measured(evidence::ByteStream& stream, bool hash) : stream_(stream), hash_(hash) {}

  base::Result<std::size_t> read(std::span<std::uint8_t> into) override {
    auto got = stream_.read(into);
    if (!got) return got;
    size_ += *got;
    if (hash_) digest_.add({into.data(), *got});
    return got;
  }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] std::string sha256() const { return digest_.hex(); }

 private:
  evidence::ByteStream& stream_;
  base::Sha256 digest_;
  bool hash_;
  std::uint64_t size_ = 0;
};

// Keeps the records around the place, as they come.
class Keeper final : public decode::EventSink {
 public:
  explicit Keeper(const WindowPlace& place) : place_(place) {}

  void on_event(event::Event& event) override {
    const std::uint64_t offset = event.origin.offset;
    if (offset < place_.offset) {
      if (place_.before == 0) return;
      if (kept_.size() == place_.before) kept_.pop_front();
      kept_.push_back(kept_record(event, place_.artifact));
    } else if (offset == place_.offset || (found_ && after_ < place_.after)) {
      // A place may hold more than one record (a document with a list in it): all of them are at it.
      if (offset == place_.offset)
        found_ = true;
      else
        ++after_;
      if (kept_.size() < kMost) kept_.push_back(kept_record(event, place_.artifact));
    } else {
      beyond_ = true;
    }
  }
  void on_anomaly(base::Anomaly) override {}

  [[nodiscard]] bool done() const { return beyond_ || (found_ && after_ > 0 && after_ >= place_.after); }
  [[nodiscard]] std::vector<cases::KeptRecord> take() {
    if (!found_) return {};
    return {std::make_move_iterator(kept_.begin()), std::make_move_iterator(kept_.end())};
  }

 private:
  static constexpr std::size_t kMost = 1000;

  const WindowPlace& place_;
  std::deque<cases::KeptRecord> kept_;
  std::size_t after_ = 0;
  bool found_ = false, beyond_ = false;
};

// Finds the artifact's file in the walk, and reads the pieces around the place.
class Finder final : public evidence::Visitor {
 public:
  Finder(const WindowPlace& place, const event::FieldDictionary& fields, const decode::DecodeOptions& options)
      : place_(place), fields_(fields), options_(options), keeper_(place) {}

  bool on_file(const evidence::EvidenceFile& file, evidence::ByteStream& stream) override {
    if (file.path != place_.path) return true;
    outcome_ = file.plain && file.size != place_.size ? changed() : read(stream);
    return false;
  }
  bool on_file_end(const evidence::EvidenceFile&) override { return !outcome_; }
  void on_anomaly(const std::string&, base::Anomaly) override {}

  base::Result<std::vector<cases::KeptRecord>> take() {
    if (!outcome_) return base::fail(Code::kNotFound, "this evidence is not there any more", place_.path);
    if (!*outcome_) return std::unexpected(outcome_->error());
    return keeper_.take();
  }

 private:
  [[nodiscard]] std::unexpected<base::Error> changed() const {
    return base::fail(Code::kMalformed, "this is not what was hunted: it was changed since", place_.path);
  }

  base::Result<void> read(evidence::ByteStream& stream) {
    const bool hashed = place_.size <= RecordWindow::kHashed;
    Measured measured(stream, hashed);
    evidence::PeekedStream from_start(measured, decode::kHeadBytes);
    const decode::Format* const format = decode::identify(from_start.head(), options_);
    if (format == nullptr) return changed();
    if (auto done = decode_around(*format, from_start); !done) return done;
    if (!hashed) return {};
    std::vector<std::uint8_t> rest(1 << 20);
    for (std::size_t got = 1; got > 0 && measured.size() <= place_.size;) {
      const auto more = from_start.read(rest);
      if (!more) return std::unexpected(more.error());
      got = *more;
    }
    if (measured.size() != place_.size || measured.sha256() != place_.sha256) return changed();
    return {};
  }

  base::Result<void> decode_around(const decode::Format& format, evidence::ByteStream& stream) {
    const auto splitter = format.splitter(options_);
    const auto decoder = format.decoder(fields_, options_);
    decode::Piece piece, before;
    bool more = true, begun = false;
    while (more && !keeper_.done()) {
      const auto next = splitter->next(stream, piece);
      if (!next) return std::unexpected(next.error());
      more = *next;
      if (more && piece.end() <= place_.offset) {
        before = std::exchange(piece, {});
        continue;
      }
      if (!begun && !before.bytes.empty() && place_.before > 0) decoder->decode(before, keeper_);
      begun = true;
      if (!piece.bytes.empty()) decoder->decode(piece, keeper_);
      piece = {};
    }
    return {};
  }

  const WindowPlace& place_;
  const event::FieldDictionary& fields_;
  const decode::DecodeOptions& options_;
  Keeper keeper_;
  std::optional<base::Result<void>> outcome_;
};

// The file on disk that a path of evidence stands in.
std::string outermost(const std::string& path) {
  return path.substr(0, path.find("!/"));
}

}  // namespace

RecordWindow::RecordWindow(std::unique_ptr<Tables> tables) : tables_(std::move(tables)) {}
RecordWindow::~RecordWindow() = default;
RecordWindow::RecordWindow(RecordWindow&&) noexcept = default;
RecordWindow& RecordWindow::operator=(RecordWindow&&) noexcept = default;

base::Result<RecordWindow> RecordWindow::over(const std::string& content, const std::string& evidence_root) {
  auto tables = std::make_unique<Tables>();
  auto kinds = decode::JsonKinds::load(content);
  if (!kinds) return std::unexpected(kinds.error());
  tables->json_kinds = std::move(*kinds);
  auto vpn = decode::vpn::VpnPatterns::load(content);
  if (!vpn) return std::unexpected(vpn.error());
  tables->vpn = std::move(*vpn);
  auto root = evidence::evidence_root({evidence_root});
  if (!root) return std::unexpected(root.error());
  tables->root = std::move(*root);
  return RecordWindow(std::move(tables));
}

base::Result<std::vector<cases::KeptRecord>> RecordWindow::read(const WindowPlace& place) const {
  const std::string file = tables_->root + "/" + outermost(place.path);
  std::error_code error;
  if (!std::filesystem::is_regular_file(std::filesystem::symlink_status(file, error)))
    return base::fail(Code::kNotFound, "this evidence is not there any more", place.path);
  const decode::DecodeOptions options = tables_->options();
  Finder finder(place, tables_->fields, options);
  if (auto walked = evidence::walk({file}, tables_->root, {}, finder); !walked)
    return std::unexpected(walked.error());
  return finder.take();
}

}  // namespace hoptrace::hunt
