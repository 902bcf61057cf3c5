// An eponymous virtual table (https://www.sqlite.org/vtab.html, sections 1.2.2 and 2): the calls that SQLite asks of
// it, over RuleBlocks.
#include "cases/rule_table.h"

#include <algorithm>
#include <new>
#include <optional>

#include "cases/rule_blocks.h"

namespace hoptrace::cases {
namespace {

constexpr int kAll = 0, kOne = 1;  // plans: all rows, or the one that is the argument
enum Column : int { kId, kKind, kRuleId, kHash, kTitle };

struct Table : sqlite3_vtab {
  Database* database = nullptr;
};

struct Cursor : sqlite3_vtab_cursor {
  Database* database = nullptr;
  std::optional<RuleBlocks> blocks;
  RuleRow row = 0, end = 0;  // end: of what was asked for
  const PackedRule* rule = nullptr;

  // The first row from this one on that has a rule.
  void find() {
    rule = row < end ? blocks->find(row) : nullptr;
    if (row >= end || rule != nullptr) return;
    row = std::min(end, blocks->next(row));
    if (row < end) rule = blocks->find(row);
  }
};

int connect(sqlite3* handle, void* database, int, const char* const*, sqlite3_vtab** out, char**) {
  const int declared = sqlite3_declare_vtab(handle, "CREATE TABLE rule(id, kind, rule_id, hash, title)");
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
  info->estimatedCost = 1e4;
  info->estimatedRows = 10'000;
  for (int i = 0; i < info->nConstraint; ++i) {
    const auto& constraint = info->aConstraint[i];
    if (constraint.iColumn != kId || constraint.op != SQLITE_INDEX_CONSTRAINT_EQ || constraint.usable == 0) continue;
    info->aConstraintUsage[i].argvIndex = 1;
    info->idxNum = kOne;
    info->idxFlags = SQLITE_INDEX_SCAN_UNIQUE;
    info->estimatedCost = 1;
    info->estimatedRows = 1;
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
  if (!cursor.blocks) cursor.blocks.emplace(*cursor.database);
  cursor.row = chosen == kOne ? sqlite3_value_int64(arguments[0]) : 0;
  cursor.end = cursor.blocks->end();
  if (chosen == kOne) cursor.end = cursor.row < 0 || cursor.row >= cursor.end ? cursor.row : cursor.row + 1;
  cursor.find();
  return cursor.database->failed() ? SQLITE_ERROR : SQLITE_OK;
}

int next(sqlite3_vtab_cursor* base) {
  auto& cursor = *static_cast<Cursor*>(base);
  ++cursor.row;
  cursor.find();
  return SQLITE_OK;
}

int at_end(sqlite3_vtab_cursor* base) {
  const auto& cursor = *static_cast<Cursor*>(base);
  return cursor.row >= cursor.end ? 1 : 0;
}

int column(sqlite3_vtab_cursor* base, sqlite3_context* context, int which) {
  const auto& cursor = *static_cast<Cursor*>(base);
  const PackedRule& rule = *cursor.rule;
  if (which == kId) {
    sqlite3_result_int64(context, cursor.row);
  } else if (which == kKind) {
    sqlite3_result_int(context, static_cast<int>(rule.kind));
  } else {
    const std::string_view text = which == kRuleId ? rule.id : which == kHash ? rule.hash : rule.title;
    sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  }
  return SQLITE_OK;
}

int row_id(sqlite3_vtab_cursor* base, sqlite3_int64* out) {
  *out = static_cast<Cursor*>(base)->row;
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

void add_rule_table(Database& database) {
  if (database.failed()) return;
  const int code = sqlite3_create_module_v2(database.handle(), "rule", &kModule, &database, nullptr);
  if (code != SQLITE_OK) database.fail(code);
}

}  // namespace hoptrace::cases
