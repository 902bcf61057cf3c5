#include "hunt/record_fetch.h"

#include <algorithm>
#include <map>
#include <set>

#include "decode/sieve.h"
#include "evidence/file_stream.h"
#include "hunt/event_ref.h"

namespace hoptrace::hunt {
namespace {

constexpr std::size_t kLongestValue = 64 << 10;  // of one value that is kept
constexpr std::size_t kMostFields = 4096, kMostBytes = 512 << 10;

// "zeek/conn" where a log has no channel.
std::string log_name(const event::Event& event) {
  if (!event.channel.empty() || event.kind.product.empty()) return std::string(event.channel);
  std::string name(event.kind.product);
  const std::string_view rest = event.kind.service.empty() ? event.kind.category : event.kind.service;
  return rest.empty() ? name : name.append("/").append(rest);
}

// At most `most` bytes, cut between two characters.
std::string_view beginning(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  return text.substr(0, most);
}

// Lets the events of wanted records through, and makes records of them.
class Catch : public decode::EventSink, public decode::Sieve {
 public:
  explicit Catch(const std::function<void(cases::KeptRecord)>& each) : each_(each) {}

  void want(const WantedRecords& wanted) {
    artifact_ = wanted.artifact;
    left_ = {wanted.offsets.begin(), wanted.offsets.end()};
  }
  [[nodiscard]] const std::set<std::uint64_t>& left() const { return left_; }
  [[nodiscard]] bool wants_any(std::uint64_t begin, std::uint64_t end) const {
    const auto first = left_.lower_bound(begin);
    return first != left_.end() && *first < end;
  }

  void on_event(event::Event& event) override {
    if (left_.erase(event.origin.offset) != 0) each_(kept_record(event, artifact_));
  }
  void on_anomaly(base::Anomaly) override {}
  void on_shape(decode::ShapeId, std::span<const decode::Slot>) override {}
  void forget_shapes() override {}
  bool wants(decode::ShapeId, const decode::Glance& glance) override { return left_.contains(glance.origin.offset); }

 private:
  const std::function<void(cases::KeptRecord)>& each_;
  base::ArtifactId artifact_{};
  std::set<std::uint64_t> left_;
};

class Fetch : public evidence::Visitor {
 public:
  Fetch(const std::vector<WantedRecords>& wanted, const Equipment& equipment,
        const std::function<void(cases::KeptRecord)>& each)
      : equipment_(equipment), catch_(each) {
    for (const WantedRecords& one : wanted) by_path_.emplace(one.path, &one);
  }

  bool on_file(const evidence::EvidenceFile& file, evidence::ByteStream& stream) override {
    const auto known = by_path_.find(file.path);
    if (known == by_path_.end() || known->second->format == nullptr) return true;
    const WantedRecords& wanted = *known->second;
    catch_.want(wanted);
    auto* const on_disk = file.plain ? dynamic_cast<evidence::FileStream*>(&stream) : nullptr;
    if (on_disk != nullptr && wanted.format->block_bytes != 0) {
      read_blocks(wanted, *on_disk);
      if (catch_.left().empty() || !on_disk->rewind()) return true;
    }
    read_pieces(wanted, stream);
    return true;
  }
  bool on_file_end(const evidence::EvidenceFile&) override { return true; }
  void on_anomaly(const std::string&, base::Anomaly) override {}

 private:
  decode::Decoder& decoder(const decode::Format& format) {
    auto& known = decoders_[&format];
    if (!known) known = format.decoder(equipment_.fields, equipment_.decode_options(false, &catch_));
    return *known;
  }

  void read_blocks(const WantedRecords& wanted, evidence::FileStream& file) {
    const decode::Format& format = *wanted.format;
    std::optional<std::uint64_t> last;
    for (const std::uint64_t offset : wanted.offsets) {
      if (offset < format.first_block) continue;
      const std::uint64_t block = offset - (offset - format.first_block) % format.block_bytes;
      if (block == last) continue;
      last = block;
      decode::Piece piece;
      piece.offset = block;
      piece.bytes.resize(format.block_bytes);
      file.seek(block);
      const auto got = evidence::read_fully(file, piece.bytes);
      if (!got) return;
      piece.bytes.resize(*got);
      if (!piece.bytes.empty()) decoder(format).decode(piece, catch_);
    }
  }

  void read_pieces(const WantedRecords& wanted, evidence::ByteStream& stream) {
    const auto splitter = wanted.format->splitter(equipment_.decode_options(false));
    while (!catch_.left().empty()) {
      decode::Piece piece;
      const auto more = splitter->next(stream, piece);
      if (!more) return;
      if (catch_.wants_any(piece.offset, piece.end())) decoder(*wanted.format).decode(piece, catch_);
      if (!*more || !catch_.wants_any(piece.end(), UINT64_MAX)) return;
    }
  }

  const Equipment& equipment_;
  Catch catch_;
  std::map<std::string, const WantedRecords*> by_path_;
  std::map<const decode::Format*, std::unique_ptr<decode::Decoder>> decoders_;
};

}  // namespace

cases::KeptRecord kept_record(const event::Event& event, base::ArtifactId artifact) {
  cases::KeptRecord record;
  record.artifact = artifact;
  record.offset = event.origin.offset;
  record.event = {.time = event.time,
                  .timed = event.timed,
                  .host = host_of(event.computer),
                  .channel = log_name(event),
                  .provider = std::string(event.provider),
                  .event_id = event.event_id,
                  .record_id = event.record_id,
                  .content = {}};
  std::size_t left = kMostBytes;
  for (std::size_t i = 0; i < event.fields().size(); ++i) {
    const std::string_view name = beginning(event.fields()[i].name, kLongestValue), text = event.text(i);
    const std::string_view kept = beginning(text, std::min(left, kLongestValue));
    record.shortened = record.shortened || kept.size() < text.size();
    if (i >= kMostFields || left == 0) break;
    record.fields.emplace_back(name, kept);
    left -= std::min(left, name.size() + kept.size());
  }
  return record;
}

base::Result<void> fetch_records(const std::vector<WantedRecords>& wanted, const EvidencePlace& place,
                                 const Equipment& equipment, const std::function<void(cases::KeptRecord)>& each) {
  if (wanted.empty()) return {};
  std::set<std::string> files;
  for (const WantedRecords& one : wanted) files.insert(place.root + "/" + one.path.substr(0, one.path.find("!/")));
  Fetch fetch(wanted, equipment, each);
  return evidence::walk({files.begin(), files.end()}, place.root, place.walking, fetch);
}

}  // namespace hoptrace::hunt
