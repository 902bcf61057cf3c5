#include "cases/sqlite.h"

#include <cerrno>

#include "base/check.h"

namespace hoptrace::cases {
namespace {

constexpr int kWaitMilliseconds = 5000;  // for a reader's checkpoint or another writer's last steps

}  // namespace

base::Result<std::unique_ptr<Database>> Database::open(const std::string& path, Mode mode) {
  std::unique_ptr<Database> database(new Database(path));
  const int flags = mode == Mode::kRead ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  errno = 0;
  const int code = sqlite3_open_v2(path.c_str(), &database->handle_, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code != SQLITE_OK) {
    database->fail(code);
    return std::unexpected(database->outcome().error());
  }
  sqlite3_extended_result_codes(database->handle_, 1);
  sqlite3_busy_timeout(database->handle_, kWaitMilliseconds);
  // A case may come from a stranger: what its schema says must not be able to run anything.
  sqlite3_db_config(database->handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database->handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  return database;
}

Database::~Database() {
  sqlite3_close_v2(handle_);
}

void Database::script(const char* sql) {
  if (failed()) return;
  errno = 0;
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

std::int64_t Database::number(const char* sql) {
  Statement statement(*this, sql);
  return statement.row() ? statement.integer(0) : 0;
}

base::Result<void> Database::outcome() {
  if (!failure_) return {};
  base::Error error = std::move(*failure_);
  failure_.reset();
  return std::unexpected(std::move(error));
}

void Database::fail(int code) {
  // sqlite3_system_errno() is not kept for a failed write; errno was set to 0 before the step.
  const int system_error = errno;
  if (failure_) return;
  const int extended = handle_ == nullptr ? code : sqlite3_extended_errcode(handle_);
  const char* message = handle_ == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle_);
  failure_ = sqlite_error(extended == SQLITE_OK ? code : extended, system_error, message, path_);
}

void Database::fail(base::Error error) {
  if (!failure_) failure_ = std::move(error);
}

Statement::Statement(Database& database, const char* sql) : database_(database) {
  if (database.failed()) return;
  check(sqlite3_prepare_v3(database.handle(), sql, -1, SQLITE_PREPARE_PERSISTENT, &handle_, nullptr));
}

Statement::~Statement() {
  sqlite3_finalize(handle_);
}

void Statement::start_over() {
  if (handle_ == nullptr) return;
  sqlite3_reset(handle_);  // repeats the failure of the last step, which has been reported already
  sqlite3_clear_bindings(handle_);
}

void Statement::bind(int at, std::string_view text) {
  const char* data = text.data() == nullptr ? "" : text.data();
  check(sqlite3_bind_text64(handle_, at, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind(int at, Lasting value) {
  const char* data = value.text.data() == nullptr ? "" : value.text.data();
  check(sqlite3_bind_text64(handle_, at, data, value.text.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Statement::bind(int at, LastingBytes value) {
  const char* data = value.bytes.data() == nullptr ? "" : value.bytes.data();
  check(sqlite3_bind_blob64(handle_, at, data, value.bytes.size(), SQLITE_STATIC));
}

void Statement::check(int code) {
  if (code != SQLITE_OK) database_.fail(code);
}

bool Statement::row() {
  if (database_.failed() || handle_ == nullptr) return false;
  errno = 0;
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) database_.fail(code);
  sqlite3_reset(handle_);
  return false;
}

void Statement::run() {
  while (row()) {
  }
}

void Statement::finish() {
  sqlite3_reset(handle_);
}

std::string_view Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

Transaction::Transaction(Database& database) : database_(database) {
  database_.script("BEGIN IMMEDIATE");
  open_ = !database_.failed();
}

Transaction::~Transaction() {
  if (open_) roll_back();
}

base::Result<void> Transaction::commit() {
  database_.script("COMMIT");
  if (database_.failed()) {
    if (open_) roll_back();
    open_ = false;
    return database_.outcome();
  }
  open_ = false;
  return {};
}

void Transaction::roll_back() {
  // SQLite may have taken the transaction back by itself already (a full disk): then there is nothing to do.
  if (sqlite3_get_autocommit(database_.handle()) == 0) {
    sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
  ++database_.rollbacks_;
  open_ = false;
}

}  // namespace hoptrace::cases
