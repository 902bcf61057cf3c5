// The one place that knows SQLite: a database, its statements and its transactions.
//
// Failures stick: after the first one every further step on the same Database does nothing and every row() is false,
// until outcome() takes it. So a call of the case reads as plain steps and ends with `return work.commit()` or
// `return database.outcome()`; nothing in between can go on with half of its work. A Statement must not outlive its
// Database. One thread at a time.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/result.h"

namespace hoptrace::cases {

// What an SQLite result code means to the user. `place` is the path of the case.
[[nodiscard]] base::Error sqlite_error(int code, int system_error, std::string_view message,
                                       const std::string& place);

class Database {
 public:
  enum class Mode { kRead, kWrite };
  // The file is created where kWrite finds none. Nothing is read yet: whether it is a case is schema.h's question.
  [[nodiscard]] static base::Result<std::unique_ptr<Database>> open(const std::string& path, Mode mode);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void script(const char* sql);                        // one or several statements without parameters
  [[nodiscard]] std::int64_t number(const char* sql);  // the first column of the first row, or 0
  [[nodiscard]] std::int64_t last_row() const { return sqlite3_last_insert_rowid(handle_); }
  [[nodiscard]] std::uint64_t next_number() { return ++numbers_; }  // for names of temporary tables
  [[nodiscard]] int changes() const { return sqlite3_changes(handle_); }

  [[nodiscard]] bool failed() const { return failure_.has_value(); }
  [[nodiscard]] base::Result<void> outcome();  // takes the failure, if there is one
  void fail(int code);                         // as SQLite reports it
  void fail(base::Error error);

  [[nodiscard]] sqlite3* handle() const { return handle_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::uint64_t rollbacks() const { return rollbacks_; }  // what was remembered of rows may be gone

 private:
  friend class Transaction;
  explicit Database(std::string path) : path_(std::move(path)) {}

  std::string path_;
  sqlite3* handle_ = nullptr;
  std::optional<base::Error> failure_;
  std::uint64_t rollbacks_ = 0, numbers_ = 0;
};

// A text, or bytes, that lives until the statement has run: bound without a copy.
struct Lasting {
  std::string_view text;
};
struct LastingBytes {
  std::string_view bytes;
};

class Statement {
 public:
  Statement(Database& database, const char* sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // Starts over with these values for ?1, ?2, …
  template <class... Values>
  Statement& with(const Values&... values) {
    start_over();
    int at = 0;
    (bind(++at, values), ...);
    return *this;
  }
  // Runs it once with a value for each parameter, none left out.
  template <class... Values>
  void run_with(const Values&... values) {
    if (handle_ == nullptr) return;
    int at = 0;
    (bind(++at, values), ...);
    run();
  }
  [[nodiscard]] bool row();  // the next row, if there is one
  void run();                // to the end, and ready to be used again
  void finish();             // lets go of the rows not asked for (an open read would hold back a checkpoint)

  [[nodiscard]] std::int64_t integer(int column) const { return sqlite3_column_int64(handle_, column); }
  [[nodiscard]] std::uint64_t natural(int column) const { return static_cast<std::uint64_t>(integer(column)); }
  [[nodiscard]] bool is_null(int column) const { return sqlite3_column_type(handle_, column) == SQLITE_NULL; }
  // Lives until the next row. (Bytes are given as they are.)
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::string string(int column) const { return std::string(text(column)); }

 private:
  void start_over();
  template <class Integer>
    requires std::is_integral_v<Integer>
  void bind(int at, Integer value) {
    check(sqlite3_bind_int64(handle_, at, static_cast<std::int64_t>(value)));
  }
  template <class T>
  void bind(int at, const std::optional<T>& value) {
    value ? bind(at, *value) : bind(at, nullptr);
  }
  void bind(int at, std::nullptr_t) { check(sqlite3_bind_null(handle_, at)); }
  void bind(int at, std::string_view text);
  void bind(int at, Lasting value);
  void bind(int at, LastingBytes value);
  void bind(int at, const std::string& text) { bind(at, std::string_view(text)); }
  void bind(int at, const char* text) { bind(at, std::string_view(text)); }
  void check(int code);

  Database& database_;
  sqlite3_stmt* handle_ = nullptr;
};

// Everything between its making and commit(), or nothing of it.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();  // takes back what was not committed
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  [[nodiscard]] base::Result<void> commit();

 private:
  void roll_back();

  Database& database_;
  bool open_ = false;
};

}  // namespace hoptrace::cases
