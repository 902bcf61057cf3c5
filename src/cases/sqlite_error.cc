// What SQLite's result codes mean to somebody who hunts (https://www.sqlite.org/rescode.html).
#include <array>
#include <cerrno>
#include <cstring>

#include "cases/sqlite.h"

namespace hoptrace::cases {
namespace {

using base::Code;

struct Meaning {
  int sqlite;  // primary or extended result code
  Code code;
  const char* what;
  const char* remedy;
};

constexpr const char* kFreeSpace = "What is in the case so far is whole: free space and run the same command again";
constexpr const char* kNotACase = "Name another file with --case, or restore this one from a copy";
constexpr const char* kPermission = "Check the rights of the file and of its folder";

// Extended codes before the primary codes that they refine.
constexpr std::array kMeanings{
    Meaning{SQLITE_FULL, Code::kFull, "The disk is full", kFreeSpace},
    Meaning{SQLITE_IOERR_SHMSIZE, Code::kFull, "The disk is full", kFreeSpace},
    Meaning{SQLITE_BUSY, Code::kBusy, "Another program holds the case",
            "Wait until it has ended and run the same command again"},
    Meaning{SQLITE_LOCKED, Code::kBusy, "Another program holds the case",
            "Wait until it has ended and run the same command again"},
    Meaning{SQLITE_NOTADB, Code::kMalformed, "This is not a case file", kNotACase},
    Meaning{SQLITE_CORRUPT, Code::kMalformed, "The case file is damaged", kNotACase},
    Meaning{SQLITE_CANTOPEN_ISDIR, Code::kUnreadable, "This is a folder, not a case file", kNotACase},
    Meaning{SQLITE_CANTOPEN, Code::kUnreadable, "The case file cannot be opened", kPermission},
    Meaning{SQLITE_PERM, Code::kUnreadable, "The system refuses access to the case file", kPermission},
    Meaning{SQLITE_AUTH, Code::kUnreadable, "The system refuses access to the case file", kPermission},
    Meaning{SQLITE_READONLY, Code::kUnreadable, "The case file cannot be written to", kPermission},
    Meaning{SQLITE_TOOBIG, Code::kLimit, "A text or the case itself is larger than SQLite allows", ""},
};

// A write that failed for want of room, whatever SQLite calls it (a quota or a file size limit is an I/O error to
// it).
bool no_room(int code, int system_error) {
  const bool room = system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG;
  return room && ((code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN);
}

const Meaning* meaning_of(int code) {
  for (const Meaning& meaning : kMeanings) {
    if (meaning.sqlite == code) return &meaning;
  }
  for (const Meaning& meaning : kMeanings) {
    if (meaning.sqlite == (code & 0xff)) return &meaning;
  }
  return nullptr;
}

}  // namespace

base::Error sqlite_error(int code, int system_error, std::string_view message, const std::string& place) {
  const Meaning* meaning = meaning_of(no_room(code, system_error) ? SQLITE_FULL : code);
  if (meaning == nullptr) {
    std::string what = "The case file cannot be used (" + std::string(message);
    if (system_error != 0) what += std::string(", ") + std::strerror(system_error);
    return {Code::kUnreadable, what + ")", place, kPermission};
  }
  return {meaning->code, meaning->what, place, meaning->remedy};
}

}  // namespace hoptrace::cases
