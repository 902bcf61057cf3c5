#include "correlate/chain.h"

#include <algorithm>
#include <deque>
#include <map>
#include <tuple>

namespace hoptrace::correlate {
namespace {

using Log = std::tuple<std::string, std::string, std::string>;  // tenant, host, channel
using Record = std::vector<Item>;                               // all matches of one record, the earliest rule first

std::map<Log, std::deque<Record>> records_of(std::vector<Item> items) {
  std::ranges::sort(items, comes_before);
  std::map<Log, std::deque<Record>> logs;
  for (Item& item : items) {
    std::deque<Record>& log = logs[{item.tenant, item.host, item.channel}];
    if (log.empty() || !same_record(log.back().front(), item)) log.emplace_back();
    log.back().push_back(std::move(item));
  }
  return logs;
}

}  // namespace

std::vector<Item> order_ties(std::vector<Item> ties) {
  if (ties.size() < 2) return ties;
  auto logs = records_of(std::move(ties));
  std::vector<Item> ordered;
  // The heads of the logs by the rule that they matched; within one rule by the name of the log.
  std::map<std::pair<std::uint32_t, Log>, std::deque<Record>> heads;
  for (auto& [log, records] : logs) {
    const std::uint32_t rule = records.front().front().member;
    heads.emplace(std::pair(rule, log), std::move(records));
  }
  while (!heads.empty()) {
    auto head = heads.extract(heads.begin());
    std::deque<Record>& records = head.mapped();
    std::ranges::move(records.front(), std::back_inserter(ordered));
    records.pop_front();
    if (records.empty()) continue;
    head.key().first = records.front().front().member;
    heads.insert(std::move(head));
  }
  return ordered;
}

ChainStarts::ChainStarts(std::size_t rules, std::vector<Link>* links)
    : links_(links), ending_with_(rules, Starts(rules)) {}

void ChainStarts::add(const Item& item) {
  if (added_ > 0 && !same_record(item, last_)) settle();
  pending_.emplace_back(item.member, starts_ending_with(item));
  last_ = item;
  ++added_;
}

ChainStarts::Starts ChainStarts::starts_ending_with(const Item& item) {
  Starts starts(ending_with_.size());
  for (std::size_t length = 1; length <= item.member + 1U; ++length) {
    Start best;
    if (length == 1) best.time = item.time.ticks;
    for (std::size_t rule = 0; length > 1 && rule < item.member; ++rule) {
      const Start& before = ending_with_[rule][length - 2];
      if (before.time > best.time) best = before;
    }
    if (best.time == kNone) break;  // nor is there a longer one
    if (links_ != nullptr) {
      links_->push_back({added_, best.link});
      best.link = static_cast<std::int64_t>(links_->size()) - 1;
    }
    starts[length - 1] = best;
    if (length > longest_) {
      longest_ = length;
      longest_link_ = best.link;
    }
  }
  return starts;
}

void ChainStarts::settle() {
  for (const auto& [rule, starts] : pending_) {
    for (std::size_t i = 0; i < starts.size() && starts[i].time != kNone; ++i) {
      Start& known = ending_with_[rule][i];
      if (starts[i].time > known.time) known = starts[i];
    }
  }
  pending_.clear();
}

std::size_t ChainStarts::longest_since(base::Time first) const {
  std::size_t longest = 0;
  const auto look_at = [&](const Starts& starts) {
    for (std::size_t i = longest; i < starts.size(); ++i) {
      if (starts[i].time >= first.ticks && starts[i].time != kNone) longest = i + 1;
    }
  };
  for (const Starts& starts : ending_with_) look_at(starts);
  for (const auto& [rule, starts] : pending_) look_at(starts);
  return longest;
}

std::vector<Item> longest_chain(std::vector<Item> items, std::size_t rules) {
  std::vector<Link> links;
  ChainStarts starts(rules, &links);
  for (const Item& item : items) starts.add(item);
  std::vector<Item> chain;
  for (std::int64_t link = starts.link_of_longest(); link >= 0; link = links[static_cast<std::size_t>(link)].before) {
    chain.push_back(std::move(items[links[static_cast<std::size_t>(link)].item]));
  }
  std::ranges::reverse(chain);
  return chain;
}

}  // namespace hoptrace::correlate
