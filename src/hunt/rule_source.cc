#include "hunt/rule_source.h"

#include <filesystem>
#include <vector>

#include "base/bytes.h"
#include "evidence/walk.h"

namespace hoptrace::hunt {
namespace {

constexpr std::size_t kLargestRule = 16 << 20;

bool is_rule_name(std::string_view path) {
  return path.ends_with(".yml") || path.ends_with(".yaml");
}

class ArchivedRules : public evidence::Visitor {
 public:
  bool on_file(const evidence::EvidenceFile& file, evidence::ByteStream& stream) override {
    if (!is_rule_name(file.path)) return true;
    room_.resize(kLargestRule);
    const auto got = evidence::read_fully(stream, room_);
    if (!got) return true;
    bytes_ += *got;
    if (bytes_ > rules::kMostRuleBytes) return false;
    texts_.files.push_back({file.path, std::string(base::text_of(room_).substr(0, *got)), {}});
    return true;
  }
  bool on_file_end(const evidence::EvidenceFile&) override { return true; }
  void on_anomaly(const std::string& path, base::Anomaly anomaly) override {
    if (trouble_.empty()) trouble_ = path + ": " + anomaly.detail;
  }

  [[nodiscard]] base::Result<rules::RuleTexts> take(const std::string& path) {
    if (bytes_ > rules::kMostRuleBytes) return base::fail(base::Code::kLimit, "more than 1 GiB of rules", path);
    if (!texts_.files.empty()) return std::move(texts_);
    return base::fail(base::Code::kUsage, trouble_.empty() ? "there is no rule in it" : trouble_, path,
                      "Name a .yml file, a folder of them, or a zip of such a folder");
  }

 private:
  rules::RuleTexts texts_;
  std::vector<std::uint8_t> room_;  // for one file
  std::size_t bytes_ = 0;
  std::string trouble_;
};

}  // namespace

base::Result<rules::RuleTexts> read_rules(const std::string& path) {
  std::error_code error;
  if (is_rule_name(path) || !std::filesystem::is_regular_file(path, error)) return rules::read_rule_files(path);
  const auto root = evidence::evidence_root({path});
  if (!root) return std::unexpected(root.error());
  ArchivedRules rules;
  if (auto walked = evidence::walk({path}, *root, {}, rules); !walked) return std::unexpected(walked.error());
  return rules.take(path);
}

}  // namespace hoptrace::hunt
