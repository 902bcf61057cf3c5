// An eponymous virtual table (https://www.sqlite.org/vtab.html, sections 1.2.2 and 2): the calls that SQLite asks of
// it, over FindingBlocks.
#include "cases/finding_table.h"

#include <memory>
#include <new>
#include <string>

#include "cases/finding_blocks.h"

namespace hoptrace::cases {
namespace {

constexpr int kAll = 0, kOfOne = 1;  // plans: all findings, or those of the artifact that is the argument

struct Table : sqlite3_vtab {
  Database* database = nullptr;
};

struct Cursor : sqlite3_vtab_cursor {
  Database* database = nullptr;
  std::unique_ptr<FindingBlocks> blocks;
  std::size_t at = 0;
  bool ended = false;
  sqlite3_int64 number = 0;

  [[nodiscard]] const PackedFinding& finding() const { return blocks->findings()[at]; }
  // The first finding of the next block that has one.
  int next_block() {
    at = 0;
    do {
      ended = !blocks->next();
    } while (!ended && blocks->findings().empty());
    return database->failed() ? SQLITE_ERROR : SQLITE_OK;
  }
};

using Answer = void (*)(sqlite3_context*, const Cursor&);
struct Column {
  const char* name;
  Answer answer;  // giving none is NULL
};

template <auto kMember>
void answer(sqlite3_context* context, const Cursor& cursor) {
  sqlite3_result_int64(context, static_cast<sqlite3_int64>(cursor.finding().*kMember));
}

constexpr int kArtifact = 0;  // the column of that name
constexpr Column kColumns[] = {
    {"artifact", [](sqlite3_context* context,
                    const Cursor& cursor) { sqlite3_result_int64(context, cursor.blocks->artifact()); }},
    {"offset", answer<&PackedFinding::offset>},
    {"rule", answer<&PackedFinding::rule>},
    {"run",
     [](sqlite3_context* context, const Cursor& cursor) {
       if (const auto run = cursor.blocks->run()) sqlite3_result_int64(context, *run);
     }},
    {"level", answer<&PackedFinding::level>},
    {"certain", answer<&PackedFinding::certain>},
    {"time",
     [](sqlite3_context* context, const Cursor& cursor) {
       if (cursor.finding().timed) sqlite3_result_int64(context, cursor.finding().time);
     }},
    {"log", answer<&PackedFinding::log>},
    {"event_id", answer<&PackedFinding::event_id>},
    {"record_id", answer<&PackedFinding::record_id>},
    {"event_key",
     [](sqlite3_context* context, const Cursor& cursor) {
       const auto key = cursor.finding().key.raw();
       sqlite3_result_blob(context, key.data(), static_cast<int>(key.size()), SQLITE_TRANSIENT);
     }},
    {"detail", answer<&PackedFinding::detail>},
};

std::string declaration() {
  std::string names;
  for (const Column& column : kColumns) names.append(names.empty() ? "" : ", ").append(column.name);
  return "CREATE TABLE finding(" + names + ")";
}

int connect(sqlite3* handle, void* database, int, const char* const*, sqlite3_vtab** out, char**) {
  const int declared = sqlite3_declare_vtab(handle, declaration().c_str());
  if (declared != SQLITE_OK) return declared;
  auto* const table = new (std::nothrow) Table;
  if (table == nullptr) return SQLITE_NOMEM;
  table->database = static_cast<Database*>(database);
  *out = table;
  return SQLITE_OK;
}

int disconnect(sqlite3_vtab* table) {
  delete static_cast<Table*>(table);
  return SQLITE_OK;
}

int plan(sqlite3_vtab*, sqlite3_index_info* info) {
  info->idxNum = kAll;
  info->estimatedCost = 1e6;
  info->estimatedRows = 1'000'000;
  for (int i = 0; i < info->nConstraint; ++i) {
    const auto& constraint = info->aConstraint[i];
    const bool of_one = constraint.iColumn == kArtifact && constraint.op == SQLITE_INDEX_CONSTRAINT_EQ;
    if (!of_one || constraint.usable == 0) continue;
    info->aConstraintUsage[i].argvIndex = 1;
    info->idxNum = kOfOne;
    info->estimatedCost = 1e4;
    info->estimatedRows = 10'000;
    break;
  }
  return SQLITE_OK;
}

int open(sqlite3_vtab* table, sqlite3_vtab_cursor** out) {
  auto* const cursor = new (std::nothrow) Cursor;
  if (cursor == nullptr) return SQLITE_NOMEM;
  cursor->database = static_cast<Table*>(table)->database;
  *out = cursor;
  return SQLITE_OK;
}

int close(sqlite3_vtab_cursor* cursor) {
  delete static_cast<Cursor*>(cursor);
  return SQLITE_OK;
}

int filter(sqlite3_vtab_cursor* base, int chosen, const char*, int, sqlite3_value** arguments) {
  auto& cursor = *static_cast<Cursor*>(base);
  cursor.number = 0;
  cursor.blocks = chosen == kOfOne
                      ? std::make_unique<FindingBlocks>(*cursor.database, sqlite3_value_int64(arguments[0]))
                      : std::make_unique<FindingBlocks>(*cursor.database);
  return cursor.next_block();
}

int next(sqlite3_vtab_cursor* base) {
  auto& cursor = *static_cast<Cursor*>(base);
  ++cursor.number;
  return ++cursor.at < cursor.blocks->findings().size() ? SQLITE_OK : cursor.next_block();
}

int at_end(sqlite3_vtab_cursor* base) {
  return static_cast<Cursor*>(base)->ended ? 1 : 0;
}

int column(sqlite3_vtab_cursor* base, sqlite3_context* context, int which) {
  kColumns[which].answer(context, *static_cast<Cursor*>(base));
  return SQLITE_OK;
}

int row_id(sqlite3_vtab_cursor* base, sqlite3_int64* out) {
  *out = static_cast<Cursor*>(base)->number;
  return SQLITE_OK;
}

// Without xCreate it cannot be made a table of the file: it is there by its name only.
const sqlite3_module kModule = [] {
  sqlite3_module module{};
  module.xConnect = connect;
  module.xDisconnect = disconnect;
  module.xBestIndex = plan;
  module.xOpen = open;
  module.xClose = close;
  module.xFilter = filter;
  module.xNext = next;
  module.xEof = at_end;
  module.xColumn = column;
  module.xRowid = row_id;
  return module;
}();

}  // namespace

void add_finding_table(Database& database) {
  if (database.failed()) return;
  const int code = sqlite3_create_module_v2(database.handle(), "finding", &kModule, &database, nullptr);
  if (code != SQLITE_OK) database.fail(code);
}

}  // namespace hoptrace::cases
