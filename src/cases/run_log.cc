#include "cases/run_log.h"

#include "base/packing.h"

namespace hoptrace::cases {

RunLog::RunLog(Database& database)
    : database_(database),
      insert_audit_(database, "INSERT INTO audit(run, time, action, detail) VALUES(?1, ?2, ?3, ?4)"),
      insert_notes_(database, "INSERT INTO rule_note(run, packed) VALUES(?1, ?2)") {}

base::Result<void> RunLog::begin(std::string_view version, std::string_view command_line, base::Time now) {
  Transaction work(database_);
  Statement(database_, "UPDATE run SET outcome='interrupted' WHERE outcome IS NULL").run();
  Statement insert(database_, "INSERT INTO run(version, command_line, started) VALUES(?1, ?2, ?3)");
  insert.with(version, command_line, now.ticks).run();
  const std::int64_t row = database_.last_row();
  auto outcome = work.commit();
  if (outcome) run_ = row;
  return outcome;
}

base::Result<void> RunLog::end(std::string_view outcome, base::Time now) {
  Transaction work(database_);
  Statement update(database_, "UPDATE run SET ended=?1, outcome=?2 WHERE id=?3");
  update.with(now.ticks, outcome, run_).run();
  return work.commit();
}

base::Result<void> RunLog::audit(std::string_view action, std::string_view detail, base::Time now) {
  Transaction work(database_);
  add_audit(action, detail, now);
  return work.commit();
}

void RunLog::add_audit(std::string_view action, std::string_view detail, base::Time now) {
  insert_audit_.with(run_, now.ticks, action, detail).run();
}

base::Result<void> RunLog::note_rules(const std::vector<RuleNote>& notes) {
  base::Packer packer;
  packer.put(notes);
  const std::string packed = packer.take();
  Transaction work(database_);
  insert_notes_.with(run_, LastingBytes{packed}).run();
  return work.commit();
}

}  // namespace hoptrace::cases
