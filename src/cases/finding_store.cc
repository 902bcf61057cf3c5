#include "cases/finding_store.h"

#include <algorithm>

#include "cases/finding_blocks.h"
#include "cases/identity.h"

namespace hoptrace::cases {

FindingStore::FindingStore(Database& database, Interned& texts, Logs& logs, Details& details, RuleStore& rules,
                           const RunLog& runs)
    : database_(database),
      texts_(texts),
      logs_(logs),
      details_(details),
      rules_(rules),
      runs_(runs),
      insert_(database,
              "INSERT INTO finding_block(artifact, first, last, run, findings, packed)"
              " VALUES(?1, ?2, ?3, ?4, ?5, ?6)"),
      last_place_(database, "SELECT max(last) FROM finding_block WHERE artifact=?1") {}

std::size_t FindingStore::PlaceHash::operator()(const Place& place) const {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;
  return (place.offset * kOdd + static_cast<std::uint64_t>(place.rule)) * kOdd >> 16;
}

void FindingStore::add(const Stretch& stretch) {
  if (stretch.findings.empty()) return;
  begin(static_cast<std::int64_t>(stretch.artifact));
  look_up_shared(stretch);
  if (!may_repeat(stretch.findings)) {
    for (const NewFinding& finding : stretch.findings) enter(packed(finding));
    return;
  }
  Places known = known_among(stretch.findings);
  for (const NewFinding& finding : stretch.findings) {
    if (known.insert({finding.offset, finding.rule}).second) enter(packed(finding));
  }
}

void FindingStore::begin(std::int64_t artifact) {
  if (artifact_ == artifact) return;
  settle();
  artifact_ = artifact;
  reached_.reset();
  if (last_place_.with(artifact).row() && !last_place_.is_null(0)) reached_ = last_place_.natural(0);
  last_place_.finish();
}

void FindingStore::look_up_shared(const Stretch& stretch) {
  log_rows_.clear();
  level_rows_.clear();
  detail_rows_.clear();
  for (const LogName& log : stretch.logs) log_rows_.push_back(logs_.row(log));
  for (const std::string& level : stretch.levels) level_rows_.push_back(texts_.row(level));
  for (const SharedDetail& detail : stretch.details) detail_rows_.push_back(details_.row(detail));
}

PackedFinding FindingStore::packed(const NewFinding& finding) {
  return {.rule = finding.rule,
          .offset = finding.offset,
          .record_id = finding.record_id,
          .time = finding.timed ? finding.time.ticks : 0,
          .level = level_rows_[finding.level],
          .log = log_rows_[finding.log],
          .detail = detail_rows_[finding.detail],
          .key = event_key(finding.event, rules_.identity(finding.rule)),
          .event_id = finding.event_id,
          .certain = finding.certain,
          .timed = finding.timed};
}

// False where all stand behind what is known, in order, and no rule comes twice at one place.
bool FindingStore::may_repeat(const std::vector<NewFinding>& findings) {
  constexpr std::size_t kMostCompared = 64;
  std::size_t place = 0;  // the first finding at the latest place
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (!reached_ || findings[i].offset > *reached_) {
      reached_ = findings[i].offset;
      place = i;
      continue;
    }
    if (findings[i].offset < *reached_ || i == 0 || i - place > kMostCompared) return true;
    for (std::size_t before = place; before < i; ++before) {
      if (findings[before].rule == findings[i].rule) return true;
    }
  }
  return false;
}

FindingStore::Places FindingStore::known_among(const std::vector<NewFinding>& findings) {
  const auto [first, last] = std::ranges::minmax(findings, {}, &NewFinding::offset);
  reached_ = std::max(reached_.value_or(0), last.offset);
  write_block();
  return known(*artifact_, first.offset, last.offset);
}

FindingStore::Places FindingStore::known(std::int64_t artifact, std::uint64_t first, std::uint64_t last) {
  Places places;
  FindingBlocks blocks(database_, artifact, first, last);
  while (blocks.next()) {
    for (const PackedFinding& finding : blocks.findings()) {
      if (finding.offset >= first && finding.offset <= last) places.insert({finding.offset, finding.rule});
    }
  }
  return places;
}

void FindingStore::enter(const PackedFinding& finding) {
  block_.add(finding);
  if (by_event()) {
    const auto key = finding.key.raw();
    insert_by_event_->run_with(LastingBytes{{key.data(), key.size()}}, *artifact_, finding.offset, finding.rule);
  }
  if (block_.full()) write_block();
}

void FindingStore::write_block() {
  if (!block_.empty()) write(block_, *artifact_, runs_.current());
  block_.clear();
}

void FindingStore::write(const FindingBlock& block, std::int64_t artifact, std::optional<std::int64_t> run) {
  insert_.run_with(artifact, block.first(), block.last(), run, block.count(), LastingBytes{block.bytes()});
}

void FindingStore::settle() {
  write_block();
  artifact_.reset();
}

void FindingStore::give_up() {
  block_.clear();
  artifact_.reset();
}

void FindingStore::drop(std::int64_t artifact) {
  settle();
  Statement(database_, "DELETE FROM finding_block WHERE artifact=?1").with(artifact).run();
  if (by_event()) Statement(database_, "DELETE FROM finding_by_event WHERE artifact=?1").with(artifact).run();
}

bool FindingStore::merge(std::int64_t artifact, std::int64_t into) {
  settle();
  bool more = false;
  while (const std::optional<Taken> taken = take_block(artifact)) {
    const Places known_there = known(into, taken->first, taken->last);
    FindingBlock left;
    for (const PackedFinding& finding : taken->findings) {
      if (!known_there.contains({finding.offset, finding.rule})) left.add(finding);
    }
    if (left.empty()) continue;
    write(left, into, taken->run);
    more = true;
  }
  if (by_event()) {
    Statement(database_, "UPDATE OR IGNORE finding_by_event SET artifact=?2 WHERE artifact=?1")
        .with(artifact, into)
        .run();
    Statement(database_, "DELETE FROM finding_by_event WHERE artifact=?1").with(artifact).run();
  }
  return more;
}

std::optional<FindingStore::Taken> FindingStore::take_block(std::int64_t artifact) {
  Taken taken;
  Statement block(database_, "SELECT id, first, last, run, packed FROM finding_block WHERE artifact=?1 LIMIT 1");
  if (!block.with(artifact).row()) return std::nullopt;
  taken.first = block.natural(1);
  taken.last = block.natural(2);
  if (!block.is_null(3)) taken.run = block.integer(3);
  if (!FindingBlock::unpack(block.text(4), taken.findings)) taken.findings.clear();
  const std::int64_t id = block.integer(0);
  block.finish();
  Statement(database_, "DELETE FROM finding_block WHERE id=?1").with(id).run();
  return taken;
}

// Whether findings are told while hunting, or were by an earlier run: then it is kept up.
bool FindingStore::by_event() {
  if (insert_by_event_ || looked_for_it_) return insert_by_event_.has_value();
  looked_for_it_ = true;
  if (database_.number("SELECT count(*) FROM sqlite_master WHERE name='finding_by_event'") == 0) return false;
  insert_by_event_.emplace(database_,
                           "INSERT OR IGNORE INTO finding_by_event(event_key, artifact, offset, rule)"
                           " VALUES(?1, ?2, ?3, ?4)");
  return true;
}

base::Result<void> FindingStore::prepare_telling() {
  if (by_event()) return database_.outcome();
  Transaction work(database_);
  database_.script(
      "CREATE TABLE finding_by_event(event_key BLOB NOT NULL, artifact INTEGER NOT NULL, offset INTEGER NOT NULL,"
      " rule INTEGER NOT NULL, PRIMARY KEY(event_key, artifact, offset, rule)) WITHOUT ROWID;"
      "INSERT INTO finding_by_event SELECT event_key, artifact, offset, rule FROM finding");
  looked_for_it_ = false;
  return work.commit();
}

}  // namespace hoptrace::cases
