// check(): for our own bugs. A failed check ends the program with its place; no input may ever reach one.
#pragma once

#include <source_location>

namespace hoptrace::base {

void check(bool holds, const char* why, std::source_location where = std::source_location::current());

}  // namespace hoptrace::base
