#include "hunt/event_reader.h"

#include <algorithm>
#include <vector>

#include "decode/format.h"
#include "evidence/walk.h"

namespace hoptrace::hunt {
namespace {

// A stream whose first bytes have been looked at already.
class Continued : public evidence::ByteStream {
 public:
  Continued(std::vector<std::uint8_t> head, evidence::ByteStream& rest) : head_(std::move(head)), rest_(rest) {}
  base::Result<std::size_t> read(std::span<std::uint8_t> into) override {
    if (at_ == head_.size()) return rest_.read(into);
    const std::size_t size = std::min(into.size(), head_.size() - at_);
    std::copy_n(head_.begin() + static_cast<std::ptrdiff_t>(at_), size, into.begin());
    at_ += size;
    return size;
  }

 private:
  std::vector<std::uint8_t> head_;
  std::size_t at_ = 0;
  evidence::ByteStream& rest_;
};

class Reader : public evidence::Visitor, private decode::EventSink {
 public:
  Reader(const Equipment& equipment, const std::function<void(const event::Event&)>& each)
      : equipment_(equipment), each_(each) {}

  bool on_file(const evidence::EvidenceFile&, evidence::ByteStream& stream) override {
    std::vector<std::uint8_t> head(decode::kHeadBytes);
    const auto got = evidence::read_fully(stream, head);
    if (!got) return note(got.error().what);
    head.resize(*got);
    const decode::Format* const format = decode::identify(head);
    if (format == nullptr) return note("no decoder knows these bytes");
    Continued whole(std::move(head), stream);
    const decode::DecodeOptions options{.carve = false, .json_kinds = &equipment_.json_kinds};
    const auto splitter = format->splitter(options);
    const auto decoder = format->decoder(equipment_.fields, options);
    bool more = true;
    while (more) {
      decode::Piece piece;
      const auto next = splitter->next(whole, piece);
      if (!next) return note(next.error().what);
      more = *next;
      decoder->decode(piece, *this);
    }
    ++read_;
    return true;
  }
  bool on_file_end(const evidence::EvidenceFile&) override { return true; }
  void on_anomaly(const std::string&, base::Anomaly anomaly) override { note(anomaly.detail); }

  [[nodiscard]] base::Result<void> verdict(const std::string& path) const {
    if (read_ > 0) return {};
    return base::fail(base::Code::kMalformed, trouble_.empty() ? "there is nothing in it" : trouble_, path);
  }

 private:
  void on_event(event::Event& event) override { each_(event); }
  void on_anomaly(base::Anomaly) override {}
  bool note(const std::string& trouble) {
    if (trouble_.empty()) trouble_ = trouble;
    return true;
  }

  const Equipment& equipment_;
  const std::function<void(const event::Event&)>& each_;
  std::size_t read_ = 0;
  std::string trouble_;
};

}  // namespace

base::Result<void> read_events(const std::string& path, const Equipment& equipment,
                               const std::function<void(const event::Event&)>& each) {
  const auto root = evidence::evidence_root({path});
  if (!root) return std::unexpected(root.error());
  Reader reader(equipment, each);
  if (auto walked = evidence::walk({path}, *root, {}, reader); !walked) return walked;
  return reader.verdict(path);
}

}  // namespace hoptrace::hunt
