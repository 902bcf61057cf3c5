#include "hunt/inventory.h"

#include <algorithm>
#include <cctype>

#include "base/digest.h"

namespace hoptrace::hunt {
namespace {

using base::AnomalyKind;

constexpr std::size_t kReadBytes = 1 << 20;

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
  bool on_file(const evidence::EvidenceFile& file, evidence::ByteStream& stream) override {
    InventoryEntry entry{.path = file.path, .sha256 = {}, .size = 0, .format = nullptr};
    std::vector<std::uint8_t> head;
    base::Sha256 digest;
    while (true) {
      const auto got = stream.read(buffer_);
      if (!got) {
        on_anomaly(file.path, {AnomalyKind::kUnreadable, entry.size, got.error().what});
        break;
      }
      if (*got == 0) break;
      const base::Bytes bytes = base::Bytes(buffer_).first(*got);
      digest.add(bytes);
      entry.size += *got;
      const std::size_t wanted = std::min(decode::kHeadBytes - head.size(), bytes.size());
      head.insert(head.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(wanted));
    }
    entry.sha256 = digest.hex();
    entry.format = decode::identify(head);
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

  std::vector<std::uint8_t> buffer_ = std::vector<std::uint8_t>(kReadBytes);
};

}  // namespace

base::Result<Inventory> take_inventory(const std::vector<std::string>& arguments, const std::string& root,
                                       const evidence::WalkOptions& options) {
  Stocktaker stocktaker;
  if (auto walked = evidence::walk(arguments, root, options, stocktaker); !walked)
    return std::unexpected(walked.error());
  return std::move(stocktaker.inventory);
}

}  // namespace hoptrace::hunt
