#include "report/sharing/attack_names.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "base/csv.h"

namespace hoptrace::report {
namespace {

constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

std::string cell(const base::CsvRow& row, std::size_t column) {
  return column < row.cells.size() ? row.cells[column] : std::string();
}

void read_table(const std::filesystem::path& file, AttackNames& names) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return;
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const auto rows = base::parse_csv(text, file.string());
  if (!rows || rows->empty()) return;
  const auto& header = rows->front().cells;
  const auto column = [&](std::string_view name) {
    const auto at = std::ranges::find(header, name);
    return at == header.end() ? kNoColumn : static_cast<std::size_t>(at - header.begin());
  };
  const std::size_t id = column("id"), name = column("name"), kind = column("kind"), tactics = column("tactics");
  for (std::size_t i = 1; i < rows->size(); ++i) {
    if (const auto& row = (*rows)[i]; !cell(row, id).empty())
      names.add(cell(row, id), cell(row, name), cell(row, kind), cell(row, tactics));
  }
}

}  // namespace

AttackNames AttackNames::in_folder(const std::filesystem::path& folder) {
  AttackNames names;
  for (const char* table : {"techniques.csv", "software.csv", "groups.csv"}) read_table(folder / table, names);
  return names;
}

void AttackNames::add(std::string id, std::string name, std::string kind, std::string tactics) {
  rows_[std::move(id)] = {std::move(name), std::move(kind), std::move(tactics)};
}

std::string AttackNames::name(const std::string& id) const {
  const auto row = rows_.find(id);
  return row == rows_.end() || row->second.name.empty() ? id : row->second.name;
}

std::string AttackNames::tactics(const std::string& id) const {
  const auto row = rows_.find(id);
  return row == rows_.end() ? std::string() : row->second.tactics;
}

std::string AttackNames::kind(const std::string& id) const {
  const auto row = rows_.find(id);
  return row == rows_.end() ? std::string() : row->second.kind;
}

}  // namespace hoptrace::report
