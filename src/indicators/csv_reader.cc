#include "indicators/csv_reader.h"

namespace hoptrace::indicators {

std::string CsvReader::cell() {
  std::string out;
  if (at_ < text_.size() && text_[at_] == '"') {
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
        ++at_;
      }
      if (text_[at_] == '\n') ++line_;
      out += text_[at_];
    }
    if (at_ < text_.size()) ++at_;
  }
  while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n') out += text_[at_++];
  if (out.ends_with('\r')) out.pop_back();
  return out;
}

std::optional<CsvRow> CsvReader::next() {
  while (at_ < text_.size()) {
    CsvRow row{line_, {cell()}};
    while (at_ < text_.size() && text_[at_] == ',') {
      ++at_;
      row.cells.push_back(cell());
    }
    if (at_ < text_.size()) {
      ++at_;
      ++line_;
    }
    if (row.cells.size() > 1 || !row.cells.front().empty()) return row;
  }
  return std::nullopt;
}

}  // namespace hoptrace::indicators
