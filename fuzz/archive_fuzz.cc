// Archives: any bytes, as one file of the evidence: told by content, opened in place, nested ones too, under a small
// budget. What must hold: paths stay below the file and are all different, the budget is kept, the walk never fails.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "base/check.h"
#include "evidence/walk.h"

namespace {

using namespace hoptrace;

constexpr evidence::ArchiveBudget kBudget{
    .bytes = 8 << 20, .ratio = 100, .ratio_from = 1 << 20, .entries = 200, .depth = 3};

// One file that lives as long as the process.
class EvidenceOnDisk {
 public:
  EvidenceOnDisk() : path_((std::filesystem::temp_directory_path() / "hoptrace-fuzz-XXXXXX").string()) {
    handle_ = ::mkstemp(path_.data());
    base::check(handle_ >= 0, "the temporary folder can be written to");
  }
  ~EvidenceOnDisk() {
    ::close(handle_);
    ::unlink(path_.c_str());
  }
  EvidenceOnDisk(const EvidenceOnDisk&) = delete;
  EvidenceOnDisk& operator=(const EvidenceOnDisk&) = delete;

  const std::string& hold(const std::uint8_t* data, std::size_t size) {
    base::check(::ftruncate(handle_, 0) == 0, "a file of our own can be emptied");
    base::check(::pwrite(handle_, data, size, 0) == static_cast<ssize_t>(size), "a file of our own can be written");
    return path_;
  }

 private:
  std::string path_;
  int handle_ = -1;
};

class Judge final : public evidence::Visitor {
 public:
  explicit Judge(std::string name, std::size_t read_at_most) : name_(std::move(name)), read_at_most_(read_at_most) {}

  bool on_file(const evidence::EvidenceFile& file, evidence::ByteStream& stream) override {
    base::check(file.path == name_ || file.path.starts_with(name_ + "!/"), "a path stays below its file");
    base::check(file.path.find("/../") == std::string::npos && !file.path.ends_with("/.."), "a path goes nowhere up");
    base::check(paths_.insert(file.path).second, "no two files have one path");
    std::size_t read = 0;
    while (read < read_at_most_) {
      const auto got = stream.read(buffer_);
      base::check(got.has_value(), "a visitor's stream never fails");
      if (*got == 0) break;
      read += *got;
    }
    bytes_ += read;
    base::check(file.path == name_ || bytes_ <= 2 * kBudget.bytes, "the budget is kept");
    return true;
  }
  bool on_file_end(const evidence::EvidenceFile& outermost) override {
    base::check(outermost.path == name_, "the outermost file ends");
    return true;
  }
  void on_anomaly(const std::string& path, base::Anomaly anomaly) override {
    base::check(path.starts_with(name_) && !anomaly.detail.empty(), "an anomaly says where and what it is");
  }

 private:
  std::string name_;
  std::size_t read_at_most_;
  std::set<std::string> paths_;
  std::size_t bytes_ = 0;
  std::vector<std::uint8_t> buffer_ = std::vector<std::uint8_t>(64 * 1024);
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static EvidenceOnDisk evidence_file;
  const std::string& path = evidence_file.hold(data, size);
  const auto root = evidence::evidence_root({path});
  base::check(root.has_value(), "the file is there");
  for (const std::size_t read_at_most : {SIZE_MAX, std::size_t{0}}) {
    Judge judge(std::filesystem::path(path).filename().string(), read_at_most);
    const auto walked = evidence::walk({path}, *root, {.budget = kBudget, .leave_out = {}}, judge);
    base::check(walked.has_value(), "a walk over a file that can be read does not fail");
  }
  return 0;
}
