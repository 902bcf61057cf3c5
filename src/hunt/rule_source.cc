#include "hunt/rule_source.h"

#include <filesystem>
#include <vector>

#include "evidence/walk.h"

namespace hoptrace::hunt {
namespace {

constexpr std::size_t kLargestRule = 16 << 20;

bool is_rule_name(std::string_view path) {
  return path.ends_with(".yml") || path.ends_with(".yaml");
}

class ArchivedRules : public evidence::Visitor {
 public:
  ArchivedRules(rules::RuleSetBuilder& builder, const rules::RuleFilter& filter)
      : builder_(builder), filter_(filter) {}

  bool on_file(const evidence::EvidenceFile& file, evidence::ByteStream& stream) override {
    if (!is_rule_name(file.path)) return true;
    std::vector<std::uint8_t> text(kLargestRule);
    const auto got = evidence::read_fully(stream, text);
    if (!got) return true;
    text.resize(*got);
    builder_.load_text(base::text_of(text), file.path, filter_);
    ++read_;
    return true;
  }
  bool on_file_end(const evidence::EvidenceFile&) override { return true; }
  void on_anomaly(const std::string& path, base::Anomaly anomaly) override {
    if (trouble_.empty()) trouble_ = path + ": " + anomaly.detail;
  }

  [[nodiscard]] base::Result<void> verdict(const std::string& path) const {
    if (read_ > 0) return {};
    return base::fail(base::Code::kUsage, trouble_.empty() ? "there is no rule in it" : trouble_, path,
                      "Name a .yml file, a folder of them, or a zip of such a folder");
  }

 private:
  rules::RuleSetBuilder& builder_;
  const rules::RuleFilter& filter_;
  std::size_t read_ = 0;
  std::string trouble_;
};

}  // namespace

base::Result<void> load_rules(rules::RuleSetBuilder& builder, const std::string& path,
                              const rules::RuleFilter& filter) {
  std::error_code error;
  if (is_rule_name(path) || !std::filesystem::is_regular_file(path, error)) return builder.load(path, filter);
  const auto root = evidence::evidence_root({path});
  if (!root) return std::unexpected(root.error());
  ArchivedRules rules(builder, filter);
  if (auto walked = evidence::walk({path}, *root, {}, rules); !walked) return walked;
  return rules.verdict(path);
}

}  // namespace hoptrace::hunt
