#include "base/csv.h"

#include <algorithm>

namespace hoptrace::base {
namespace {

constexpr std::size_t kMostCells = 10'000'000;

class CsvReader {
 public:
  CsvReader(std::string_view text, std::string_view place) : text_(text), place_(place) {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
  }

  Result<std::vector<CsvRow>> rows() {
    std::vector<CsvRow> out;
    std::size_t cells = 0;
    while (at_ < text_.size()) {
      CsvRow row{.cells = {}, .line = line_};
      bool more = true;
      while (more) {
        auto cell = next_cell(more);
        if (!cell) return std::unexpected(cell.error());
        row.cells.push_back(std::move(*cell));
        if (++cells > kMostCells)
          return fail(Code::kLimit, "the table has more than 10 million cells", std::string(place_));
      }
      if (row.cells.size() > 1 || !row.cells.front().empty()) out.push_back(std::move(row));
    }
    return out;
  }

 private:
  // One cell and the separator behind it; `more` is true if that was a comma.
  Result<std::string> next_cell(bool& more) {
    std::string cell;
    if (at_ < text_.size() && text_[at_] == '"') {
      if (auto read = quoted(cell); !read) return std::unexpected(read.error());
    }
    const std::string_view rest = text_.substr(std::min(at_, text_.size()));
    const auto end = std::ranges::find_if(rest, [](char c) { return c == ',' || c == '\n'; });
    cell.append(rest.begin(), end);
    at_ += static_cast<std::size_t>(end - rest.begin());
    more = at_ < text_.size() && text_[at_] == ',';
    if (at_ < text_.size() && text_[at_] == '\n') ++line_;
    ++at_;
    if (!more && cell.ends_with('\r')) cell.pop_back();
    return cell;
  }

  Result<void> quoted(std::string& cell) {
    const int opened = line_;
    for (++at_; at_ < text_.size(); at_ += 2) {
      const std::string_view rest = text_.substr(at_), plain = rest.substr(0, rest.find('"'));
      line_ += static_cast<int>(std::ranges::count(plain, '\n'));
      cell.append(plain);
      at_ += plain.size();
      const bool doubled = at_ + 1 < text_.size() && text_[at_ + 1] == '"';
      if (doubled) {
        cell.push_back('"');
      } else if (at_ < text_.size()) {
        ++at_;
        return {};
      }
    }
    return fail(Code::kMalformed, "a quote is opened here and never closed",
                std::string(place_) + ":" + std::to_string(opened));
  }

  std::string_view text_;
  std::string_view place_;
  std::size_t at_ = 0;
  int line_ = 1;
};

}  // namespace

Result<std::vector<CsvRow>> parse_csv(std::string_view text, std::string_view place) {
  return CsvReader(text, place).rows();
}

}  // namespace hoptrace::base
