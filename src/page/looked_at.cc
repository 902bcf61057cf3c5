#include "page/looked_at.h"

#include <algorithm>

namespace hoptrace::page {
namespace {

void widen(std::optional<base::Time>& first, std::optional<base::Time>& last, const std::optional<base::Time>& from,
           const std::optional<base::Time>& to) {
  if (from) first = std::min(first.value_or(*from), *from);
  if (to) last = std::max(last.value_or(*to), *to);
}

}  // namespace

std::size_t LookedAt::hosts() const {
  std::size_t sum = 0;
  for (const auto& [tenant, looked] : by_tenant) sum += looked.hosts.size();
  return sum;
}

std::uint64_t LookedAt::records() const {
  std::uint64_t sum = 0;
  for (const auto& [tenant, looked] : by_tenant) sum += looked.records;
  return sum;
}

std::optional<base::Time> LookedAt::first() const {
  std::optional<base::Time> first, last;
  for (const auto& [tenant, looked] : by_tenant) widen(first, last, looked.first, looked.last);
  return first;
}

std::optional<base::Time> LookedAt::last() const {
  std::optional<base::Time> first, last;
  for (const auto& [tenant, looked] : by_tenant) widen(first, last, looked.first, looked.last);
  return last;
}

base::Result<LookedAt> look(View& view) {
  LookedAt all;
  const auto read = view.reading().coverage([&](const cases::CoverageDay& day) {
    if (!view.may_see(day.row.tenant)) return true;
    Looked& looked = all.by_tenant[day.row.tenant];
    if (!day.row.host.empty()) looked.hosts.insert(day.row.host);
    looked.records += day.row.records;
    if (day.row.records != 0) widen(looked.first, looked.last, day.row.first, day.row.last);
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return all;
}

}  // namespace hoptrace::page
