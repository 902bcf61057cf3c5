#include "cases/copies.h"

#include <optional>
#include <unordered_map>

#include "cases/repeats.h"

namespace hoptrace::cases {

Copies::Copies(Database& database) : database_(database) {
  if (database.number("SELECT count(*) FROM sqlite_master WHERE name='finding_by_event'") != 0) {
    table_ = "finding_by_event";
    return;
  }
  database.script("SAVEPOINT copies");  // else each row of the table would be a transaction
  {
    std::optional<Statement> insert;
    std::unordered_map<std::int64_t, std::int64_t> place;  // by path, of each artifact
    Repeats(database).run({}, [&](const PackedFinding& finding, std::int64_t artifact) {
      if (!insert) {
        make_table();
        insert.emplace(database_, ("INSERT INTO " + table_ + " VALUES(?1, ?2, ?3, ?4, ?5)").c_str());
        Statement artifacts(database_, "SELECT id FROM artifact ORDER BY path, id");
        while (artifacts.row()) place.emplace(artifacts.integer(0), place.size());
      }
      const auto key = finding.key.raw();
      insert->run_with(LastingBytes{{key.data(), key.size()}}, place[artifact], finding.offset, artifact,
                       finding.rule);
    });
  }
  if (temporary_) {
    database.script(
        ("CREATE INDEX temp." + table_ + "_by_event ON " + table_ + "(event_key, place, offset, artifact, rule)")
            .c_str());
  }
  database.script("RELEASE copies");
  if (database.failed()) {
    sqlite3_exec(database.handle(), "ROLLBACK TO copies; RELEASE copies", nullptr, nullptr, nullptr);
    temporary_ = false;
  }
}

Copies::~Copies() {
  // Refused while a statement is open that somebody else began; then it goes with the connection.
  if (temporary_) sqlite3_exec(database_.handle(), ("DROP TABLE " + table_).c_str(), nullptr, nullptr, nullptr);
}

void Copies::make_table() {
  temporary_ = true;
  table_ = "copies" + std::to_string(database_.next_number());
  database_.script(("CREATE TEMP TABLE " + table_ + "(event_key, place, offset, artifact, rule)").c_str());
}

}  // namespace hoptrace::cases
