// What was looked at: how many records of which hosts, of which time; of all that the reader may see, and by tenant.
#pragma once

#include <map>
#include <set>

#include "page/view.h"

namespace hoptrace::page {

struct Looked {
  std::set<std::string> hosts;
  std::uint64_t records = 0;
  std::optional<base::Time> first, last;
};

struct LookedAt {
  std::map<std::string, Looked> by_tenant;
  [[nodiscard]] std::size_t hosts() const;
  [[nodiscard]] std::uint64_t records() const;
  [[nodiscard]] std::optional<base::Time> first() const;
  [[nodiscard]] std::optional<base::Time> last() const;
};

[[nodiscard]] base::Result<LookedAt> look(View& view);

}  // namespace hoptrace::page
