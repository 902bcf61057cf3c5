// BinxmlWriter: one record's compiled XML, written into a chunk ([MS-EVEN6] 2.2.12, and the offsets of the file
// format that the specification leaves out: names and templates are chunk-relative).
//
// A record is an outer template (the System section) whose last value is an inner template (the data), as Windows
// writes it. Templates and names already in the chunk are referred to, not repeated.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "simulate/log_record.h"

namespace hoptrace::simulate {

// What a chunk holds so far: its bytes, and where names and templates stand in it.
struct ChunkTables {
  std::vector<std::uint8_t> bytes;  // from the chunk's first byte
  std::map<std::u16string, std::uint32_t> names;
  struct Template {
    std::uint32_t at = 0, identity = 0;
  };
  std::map<std::string, Template> templates;  // by what they look like
};

// Appends the BinXML of `record` to the chunk.
void write_binxml(const LogRecord& record, ChunkTables& chunk);

}  // namespace hoptrace::simulate
