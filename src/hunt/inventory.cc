#include "hunt/inventory.h"

#include <algorithm>
#include <cctype>

#include "base/digest.h"

namespace hoptrace::hunt {
namespace {

using base::AnomalyKind;

constexpr std::size_t kReadBytes = 256 * 1024;

std::string extension_of(std::string_view path) {
  const std::string_view name = path.substr(path.find_last_of("/!") + 1);
  const std::size_t dot = name.rfind('.');
  std::string out(dot == std::string_view::npos ? std::string_view{} : name.substr(dot + 1));
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

// The format whose extension list ("evtx|evt") names this one.
const decode::Format* format_by_extension(std::string_view extension) {
  if (extension.empty()) return nullptr;
  for (const decode::Format& format : decode::formats()) {
    const std::string listed = "|" + std::string(format.extensions) + "|";
    if (listed.find("|" + std::string(extension) + "|") != std::string::npos) return &format;
  }
  return nullptr;
}

// What the first bytes look like to a person, for a file that no decoder knows.
std::string looks_like(base::Bytes head) {
  if (head.empty()) return "empty";
  const auto odd = static_cast<std::size_t>(std::count_if(
      head.begin(), head.end(), [](std::uint8_t b) { return b < 0x20 && b != '\n' && b != '\r' && b != '\t'; }));
  if (odd == 0) return "text, but no format that is read";
  const bool zeros = std::all_of(head.begin(), head.end(), [](std::uint8_t b) { return b == 0; });
  return zeros ? "nothing but zero bytes" : "binary data of no format that is read";
}

class Stocktaker : public evidence::Visitor {
 public:
  Stocktaker(const decode::DecodeOptions& decoding, Profile* profile) : decoding_(decoding), profile_(profile) {}

  bool on_file(const evidence::EvidenceFile& file, evidence::ByteStream& stream) override {
    InventoryEntry entry{.path = file.path, .sha256 = {}, .head = {}, .size = 0, .format = nullptr};
    const std::size_t size = read(stream, std::span(head_), entry);
    const base::Bytes head = base::Bytes(head_).first(size);
    base::Sha256 digest;
    digest.add(head);
    entry.head = digest.hex();
    if (!file.plain) {
      while (const std::size_t more = read(stream, buffer_, entry)) {
        const InStage in_stage(clock_here(profile_), Stage::kHashing);
        digest.add(base::Bytes(buffer_).first(more));
      }
      entry.sha256 = digest.hex();
    } else if (size == head_.size()) {
      entry.size = file.size;
    }
    entry.format = decode::identify(head, decoding_);
    judge(entry, head);
    inventory.by_path.emplace(entry.path, inventory.entries.size());
    inventory.entries.push_back(std::move(entry));
    return true;
  }

  bool on_file_end(const evidence::EvidenceFile& outermost) override {
    inventory.bytes += outermost.size;
    return true;
  }

  void on_anomaly(const std::string& path, base::Anomaly anomaly) override {
    inventory.troubles.push_back({path, std::move(anomaly)});
  }

  Inventory inventory;

 private:
  // Fills `into` as far as the stream goes.
  std::size_t read(evidence::ByteStream& stream, std::span<std::uint8_t> into, InventoryEntry& entry) {
    const auto got = evidence::read_fully(stream, into);
    if (!got) {
      on_anomaly(entry.path, {AnomalyKind::kUnreadable, entry.size, got.error().what});
      return 0;
    }
    entry.size += *got;
    return *got;
  }

  // Odd files: empty ones, unknown ones, and ones whose name promises something else.
  void judge(const InventoryEntry& entry, base::Bytes head) {
    const decode::Format* const promised = format_by_extension(extension_of(entry.path));
    if (entry.size == 0) return on_anomaly(entry.path, {AnomalyKind::kEmptyFile, 0, "the file is empty"});
    if (entry.format == nullptr) {
      if (promised == nullptr) return on_anomaly(entry.path, {AnomalyKind::kUnknownFormat, 0, looks_like(head)});
      std::string detail =
          "the name promises " + std::string(promised->title) + ", the content is " + looks_like(head);
      return on_anomaly(entry.path, {AnomalyKind::kNotAsNamed, 0, std::move(detail)});
    }
    if (promised != nullptr && promised != entry.format) {
      on_anomaly(entry.path, {AnomalyKind::kFormatAndName, 0,
                              "the content is " + std::string(entry.format->title) + ", the name promises " +
                                  std::string(promised->title)});
    }
  }

  const decode::DecodeOptions& decoding_;
  Profile* profile_;
  std::vector<std::uint8_t> head_ = std::vector<std::uint8_t>(decode::kHeadBytes);
  std::vector<std::uint8_t> buffer_ = std::vector<std::uint8_t>(kReadBytes);
};

}  // namespace

base::Result<Inventory> take_inventory(const std::vector<std::string>& arguments, const std::string& root,
                                       const evidence::WalkOptions& options, const decode::DecodeOptions& decoding,
                                       Profile* profile) {
  Stocktaker stocktaker(decoding, profile);
  if (auto walked = evidence::walk(arguments, root, options, stocktaker); !walked)
    return std::unexpected(walked.error());
  return std::move(stocktaker.inventory);
}

}  // namespace hoptrace::hunt
