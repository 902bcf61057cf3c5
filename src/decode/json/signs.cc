#include "decode/json/signs.h"

#include <array>

namespace hoptrace::decode::json {
namespace {

struct Row {
  std::string_view key;
  Signs sign;
};
constexpr std::array kRows{
    Row{"Event", sign::kMayBeEvent},
    Row{"System", sign::kMayBeEvent},
    Row{"winlog", sign::kWinlog},
    Row{"log_name", sign::kLogNameWords},
    Row{"event_id", sign::kEventIdWords},
    Row{"computer_name", sign::kComputerNameWords},
    Row{"SourceName", sign::kSourceName},
    Row{"EventID", sign::kEventId},
    Row{"Hostname", sign::kHostname},
    Row{"EventTime", sign::kEventTime},
    Row{"TimeGenerated", sign::kTimeGenerated},
    Row{"Computer", sign::kComputer},
    Row{"ProviderName", sign::kProviderName},
    Row{"LogName", sign::kLogName},
    Row{"Id", sign::kId},
    Row{"Channel", sign::kChannel},
    Row{"Provider_Name", sign::kSigmaProvider},
    Row{"id.orig_h", sign::kZeekConnection},
    Row{"id_orig_h", sign::kZeekConnection},
    Row{"ts", sign::kZeekTime},
    Row{"_path", sign::kZeekMark},
    Row{"@stream", sign::kZeekMark},
    Row{"uid", sign::kZeekMark},
    Row{"uids", sign::kZeekMark},
    Row{"fuid", sign::kZeekMark},
    Row{"fuids", sign::kZeekMark},
    Row{"_index", sign::kWrapping},
    Row{"preview", sign::kWrapping},
};

bool has_system(simdjson::dom::object record) {
  simdjson::dom::object event, system;
  if (record.at_key("Event").get_object().get(event) != simdjson::SUCCESS) event = record;
  return event.at_key("System").get_object().get(system) == simdjson::SUCCESS;
}

}  // namespace

Signs sign_of(std::string_view key) {
  for (const Row& row : kRows) {
    if (row.key == key) return row.sign;
  }
  return key.starts_with("winlog.") ? sign::kWinlog : 0;
}

Signs signs_of(simdjson::dom::object record) {
  Signs signs = 0;
  for (const auto member : record) signs |= sign_of(member.key);
  if (any_of(signs, sign::kMayBeEvent) && has_system(record)) signs |= sign::kEventXml;
  return signs;
}

}  // namespace hoptrace::decode::json
