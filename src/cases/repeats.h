// Repeats: looks through all findings, and finds those whose event key comes more than once.
//
// The case has no index that would tell (schema.h). Keys seen before are found with a table of bounded memory, in as
// many passes as there are millions of findings; where something repeats, a second look at the same pass's findings
// hands them out. Findings of unfinished artifacts are left out.
#pragma once

#include <functional>

#include "cases/finding_blocks.h"

namespace hoptrace::cases {

class Repeats {
 public:
  using OnFinding = std::function<void(const PackedFinding&, std::int64_t artifact)>;

  explicit Repeats(Database& database) : database_(database) {}
  // `each` (if there is one) gets every finding once; `repeated` those whose key comes again, and perhaps a few more:
  // a part of the key is compared. All findings of one key come in the same pass.
  void run(const OnFinding& each, const OnFinding& repeated);
  [[nodiscard]] std::uint64_t pass() const { return pass_; }

 private:
  class Seen;
  void look_through(Seen& seen, const OnFinding& each);

  Database& database_;
  std::uint64_t pass_ = 0, passes_ = 1;
};

}  // namespace hoptrace::cases
