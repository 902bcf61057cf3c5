#include "cases/finding_blocks.h"

#include <string>

namespace hoptrace::cases {
namespace {

std::string blocks_where(const char* condition) {
  return std::string("SELECT artifact, run, packed FROM finding_block WHERE ") + condition;
}

}  // namespace

FindingBlocks::FindingBlocks(Database& database, Of which)
    : database_(database),
      blocks_(database, blocks_where(which == Of::kFinished ? "artifact NOT IN unfinished" : "1").c_str()) {}

FindingBlocks::FindingBlocks(Database& database, std::int64_t artifact)
    : database_(database), blocks_(database, blocks_where("artifact=?1").c_str()) {
  blocks_.with(artifact);
}

FindingBlocks::FindingBlocks(Database& database, std::int64_t artifact, std::uint64_t first, std::uint64_t last)
    : database_(database), blocks_(database, blocks_where("artifact=?1 AND first<=?3 AND last>=?2").c_str()) {
  blocks_.with(artifact, first, last);
}

bool FindingBlocks::next() {
  findings_.clear();
  if (!blocks_.row()) return false;
  if (FindingBlock::unpack(blocks_.text(2), findings_)) return true;
  database_.fail(
      {base::Code::kMalformed, "The findings in this case are damaged", database_.path(), "Hunt into another case"});
  return false;
}

std::uint64_t FindingBlocks::count(Database& database) {
  return static_cast<std::uint64_t>(database.number("SELECT coalesce(sum(findings), 0) FROM finding_block"));
}

}  // namespace hoptrace::cases
