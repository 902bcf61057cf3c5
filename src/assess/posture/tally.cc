#include "assess/posture/tally.h"

#include <algorithm>
#include <utility>

namespace hoptrace::assess::posture {
namespace {

bool earlier(const Cited& a, const Cited& b) {
  return std::tie(a.record.time.ticks, a.says, a.record.artifact, a.record.offset) <
         std::tie(b.record.time.ticks, b.says, b.record.artifact, b.record.offset);
}

// The earliest of them, whatever order they come in.
void keep(std::vector<Cited>& list, std::size_t most, const Cited& cited) {
  if (list.size() == most && !earlier(cited, list.back())) return;
  list.insert(std::ranges::upper_bound(list, cited, earlier), cited);
  if (list.size() > most) list.pop_back();
}

}  // namespace

Record record_of(const Seen& seen) {
  return {seen.artifact, seen.offset, seen.record_id, seen.event_id, seen.time, std::string(seen.host)};
}

void Tally::add(bool is_good, const Seen& seen, std::string says, std::uint64_t times) {
  add(is_good, {record_of(seen), std::move(says)}, times);
}

void Tally::add(bool is_good, const Cited& cited, std::uint64_t times) {
  (is_good ? good : bad) += times;
  keep(is_good ? good_records : bad_records, is_good ? kMostGood : kMostExamples, cited);
}

void Mark::set(const Seen& seen, std::string_view says) {
  if (count++ == 0 || seen.time < first.record.time) first = {record_of(seen), std::string(says)};
}

}  // namespace hoptrace::assess::posture
