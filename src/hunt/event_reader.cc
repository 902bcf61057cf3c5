#include "hunt/event_reader.h"

#include "decode/format.h"
#include "evidence/peeked_stream.h"
#include "evidence/walk.h"

namespace hoptrace::hunt {
namespace {

class Reader : public evidence::Visitor, private decode::EventSink {
 public:
  Reader(const Equipment& equipment, const std::function<void(const event::Event&)>& each)
      : equipment_(equipment), each_(each) {}

  bool on_file(const evidence::EvidenceFile&, evidence::ByteStream& stream) override {
    evidence::PeekedStream whole(stream, decode::kHeadBytes);
    const decode::DecodeOptions options = equipment_.decode_options(false);
    const decode::Format* const format = decode::identify(whole.head(), options);
    if (format == nullptr) return note("no decoder knows these bytes");
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
