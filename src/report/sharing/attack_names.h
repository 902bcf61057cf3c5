// AttackNames: what ATT&CK calls a technique, a piece of software or a group, for exports that need a name beside the
// id. Read from a knowledge folder (techniques.csv, software.csv, groups.csv); without one, ids stand for themselves.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace hoptrace::report {

class AttackNames {
 public:
  // A table that is not there or cannot be read gives no names: an export does without them.
  [[nodiscard]] static AttackNames in_folder(const std::filesystem::path& folder);

  void add(std::string id, std::string name, std::string kind = {}, std::string tactics = {});
  [[nodiscard]] bool knows(const std::string& id) const { return rows_.contains(id); }
  // The id itself where it is not known.
  [[nodiscard]] std::string name(const std::string& id) const;
  // Of a technique, as the table has them: "execution|persistence"; empty where it is not known.
  [[nodiscard]] std::string tactics(const std::string& id) const;
  // "malware" or "tool", of software; empty where it is not known.
  [[nodiscard]] std::string kind(const std::string& id) const;

 private:
  struct Row {
    std::string name, kind, tactics;
  };
  std::map<std::string, Row> rows_;
};

}  // namespace hoptrace::report
