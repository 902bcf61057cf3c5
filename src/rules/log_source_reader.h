// LogSourceReader: the tables of content/fields and content/logsources, from YAML to lanes.
//
// content/fields/*.yml, a map of tables by name; a lane takes one by `fields: NAME`:
//   tables:
//     security-4688:
//       like: [security-subject]     # takes over what those tables, written before it, have
//       has: [NewProcessName, …]     # fields of the record by their own names
//       closed: true                 # it can have nothing else
//       cannot_have: [Hashes, …]     # where not closed: what it can never have
//       weak: [Initiated, …]         # says little alone: no reason for an uncertain finding
//       common: {Image: ['\cmd.exe']} # such a value says little where a rule also wants something unseen
//       map:
//         ParentImage: ParentProcessName             # another name; a list: the first that is there
//         ProcessId: {hex_to_decimal: NewProcessId}  # a conversion (conversion.h) of one or more fields
//         EventType: {constant: SetValue}
// content/logsources/*.yml but json.yml, a list of lanes:
//   lanes:
//     - {name: windows/process_creation/security-4688, product: windows, category: process_creation,
//        service: security, channel: Security, provider: …, event_id: 4688, where: {Field: text}, fields:
//        security-4688}
//   `channel`, `provider`, `event_id` and the values of `where` take a list as well; `kind` (a map of product,
//   category, service) says what the record's LogKind must be where that is not what the lane is called.
// A key that is not known, a table or lane named twice, a table that is missing: an Error with file and line.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/yaml.h"
#include "event/field.h"
#include "rules/log_source.h"

namespace hoptrace::rules {

class LogSourceReader {
 public:
  explicit LogSourceReader(event::FieldDictionary& fields) : fields_(fields) {}

  // Field tables first, lanes after them, finish() at the end.
  [[nodiscard]] base::Result<void> read_fields(const base::Yaml& document, const std::string& path);
  [[nodiscard]] base::Result<void> read_lanes(const base::Yaml& document, const std::string& path);
  [[nodiscard]] base::Result<LogSourceTable> finish();

 private:
  using Endings = std::vector<std::pair<event::FieldId, std::vector<std::string>>>;
  struct FieldTable {
    std::vector<FieldMapping> mappings;
    std::vector<event::FieldId> has, cannot_have, weak;
    Endings common;
    bool closed = false;
  };
  [[nodiscard]] base::Result<void> read_table(const std::string& name, const base::Yaml& row,
                                              const std::string& path);
  [[nodiscard]] base::Result<void> take_over(FieldTable& table, const base::Yaml* like, const std::string& path);
  [[nodiscard]] base::Result<void> read_endings(Endings& out, const base::Yaml* map, const std::string& path);
  [[nodiscard]] base::Result<FieldMapping> read_mapping(const std::string& field, const base::Yaml& row,
                                                        const std::string& path);
  [[nodiscard]] base::Result<void> read_lane(const base::Yaml& row, const std::string& path);
  [[nodiscard]] base::Result<void> read_names(Lane& lane, const base::Yaml& row, const std::string& path);
  [[nodiscard]] base::Result<void> read_kind(Lane& lane, const base::Yaml* kind, const std::string& path);
  [[nodiscard]] base::Result<void> read_field_table(Lane& lane, const base::Yaml* name, const std::string& path);
  [[nodiscard]] base::Result<void> read_conditions(Lane& lane, const base::Yaml& row, const std::string& path);
  [[nodiscard]] base::Result<std::vector<event::FieldId>> field_list(const base::Yaml* list, const std::string& path);

  event::FieldDictionary& fields_;
  std::map<std::string, FieldTable, std::less<>> tables_;
  LogSourceTable made_;
};

}  // namespace hoptrace::rules
