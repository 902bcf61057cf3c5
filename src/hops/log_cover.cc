#include "hops/log_cover.h"

#include <algorithm>

namespace hoptrace::hops {

void LogCover::say(HostId host, std::int64_t from, std::int64_t to) {
  if (host != kNone) said_[host].push_back({from, to});
}

void LogCover::see(HostId host, std::int64_t time) {
  const auto [at, fresh] = seen_.try_emplace(host, time, time);
  at->second.from = std::min(at->second.from, time);
  at->second.to = std::max(at->second.to, time);
}

void LogCover::renumber(const Renumbering& to) {
  std::unordered_map<HostId, std::vector<Span>> said;
  for (auto& [host, spans] : said_) said.emplace(to.hosts[host], std::move(spans));
  said_ = std::move(said);
  std::unordered_map<HostId, Span> seen;
  for (const auto& [host, span] : seen_) seen.emplace(to.hosts[host], span);
  seen_ = std::move(seen);
}

bool LogCover::covers(HostId host, std::int64_t time) const {
  const auto within = [&](const Span& span) { return span.from <= time && time <= span.to; };
  if (const auto said = said_.find(host); said != said_.end()) return std::ranges::any_of(said->second, within);
  const auto seen = seen_.find(host);
  return seen != seen_.end() && within(seen->second);
}

bool LogCover::touches(HostId host, std::int64_t from, std::int64_t to) const {
  const auto meets = [&](const Span& span) { return span.from <= to && from <= span.to; };
  if (const auto said = said_.find(host); said != said_.end()) return std::ranges::any_of(said->second, meets);
  const auto seen = seen_.find(host);
  return seen != seen_.end() && meets(seen->second);
}

bool LogCover::knows(HostId host) const {
  return said_.contains(host) || seen_.contains(host);
}

}  // namespace hoptrace::hops
