#include "cases/copies.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <random>

namespace hoptrace::cases {
namespace {

constexpr std::uint64_t kKeysOfAPass = 2 << 20;

// The part of an event key that is looked at here; findings that share it by chance are told apart by the whole key.
std::uint64_t short_key(const Statement& row, int column) {
  const std::string_view bytes = row.text(column);
  std::uint64_t key = 0;
  std::memcpy(&key, bytes.data(), std::min(bytes.size(), sizeof key));
  return key;
}

// Numbers that were seen before. Where each is looked for is random, so that no log can crowd them on one place.
class Seen {
 public:
  explicit Seen(std::uint64_t most) : places_(std::bit_ceil(std::max<std::uint64_t>(most, 8) * 2)) {
    std::random_device random;
    factor_ = ((std::uint64_t{random()} << 32) ^ random()) | 1;
    shift_ = 64 - std::countr_zero(places_.size());
  }

  [[nodiscard]] bool before(std::uint64_t key) {
    if (key == 0) return std::exchange(zero_, true);
    for (std::size_t at = (key * factor_) >> shift_;; at = (at + 1) & (places_.size() - 1)) {
      if (places_[at] == key) return true;
      if (places_[at] == 0) {
        if (++held_ >= places_.size()) return true;  // more than it was made for: whatever comes may be a copy
        places_[at] = key;
        return false;
      }
    }
  }

 private:
  std::vector<std::uint64_t> places_;
  std::uint64_t factor_ = 1, held_ = 0;
  int shift_ = 0;
  bool zero_ = false;
};

}  // namespace

Copies::Copies(Database& database, const std::function<void(const Statement&)>& each)
    : database_(database), findings_("SELECT event_key, rule, level, certain, log, artifact, offset FROM finding") {
  if (database.number("SELECT count(*) FROM unfinished") > 0) findings_ += " WHERE artifact NOT IN unfinished";
  if (database.number("SELECT count(*) FROM sqlite_master WHERE name='finding_by_event'") != 0) {
    table_ = "finding";
    if (!each) return;
    Statement all(database, findings_.c_str());
    while (all.row()) each(all);
    return;
  }
  const auto count = static_cast<std::uint64_t>(database.number("SELECT count(*) FROM finding"));
  const std::uint64_t passes = count / kKeysOfAPass + 1;
  for (std::uint64_t pass = 0; pass < passes; ++pass) {
    look_through(pass, passes, count / passes + count / 16, pass == 0 ? each : nullptr);
  }
  if (temporary_)
    database_.script(("CREATE INDEX temp." + table_ + "_by_event ON " + table_ + "(event_key)").c_str());
}

Copies::~Copies() {
  // Refused while a statement is open that somebody else began; then it goes with the connection.
  if (temporary_) sqlite3_exec(database_.handle(), ("DROP TABLE " + table_).c_str(), nullptr, nullptr, nullptr);
}

void Copies::look_through(std::uint64_t pass, std::uint64_t passes, std::uint64_t count,
                          const std::function<void(const Statement&)>& each) {
  Seen seen(count);
  std::vector<std::uint64_t> twice;
  Statement keys(database_, findings_.c_str());
  while (keys.row()) {
    if (each) each(keys);
    const std::uint64_t key = short_key(keys, 0);
    if (key % passes == pass && seen.before(key)) twice.push_back(key);
  }
  if (!twice.empty()) add(std::move(twice), pass, passes);
}

void Copies::add(std::vector<std::uint64_t> twice, std::uint64_t pass, std::uint64_t passes) {
  std::ranges::sort(twice);
  if (!temporary_) make_table();
  Statement all(database_, findings_.c_str());
  Statement insert(database_, ("INSERT INTO " + table_ + " VALUES(?1, ?2, ?3, ?4)").c_str());
  while (all.row()) {
    const std::uint64_t key = short_key(all, 0);
    if (key % passes != pass || !std::ranges::binary_search(twice, key)) continue;
    insert.with(LastingBytes{all.text(0)}, all.integer(5), all.integer(6), all.integer(1)).run();
  }
}

void Copies::make_table() {
  temporary_ = true;
  table_ = "copies" + std::to_string(database_.next_number());
  database_.script(("CREATE TEMP TABLE " + table_ + "(event_key, artifact, offset, rule)").c_str());
}

}  // namespace hoptrace::cases
