#include "page/records_document.h"

#include <deque>

namespace hoptrace::page {
namespace {

// Those that the reader may see, by artifact and offset.
base::Result<void> each_record(View& view, const std::function<bool(std::uint32_t, const cases::KeptRecord&)>& each) {
  return view.reading().records([&](const cases::KeptRecord& record) {
    const std::uint32_t row = view.row_of(record.artifact);
    return row == View::kNoRow || each(row, record);
  });
}

}  // namespace

Json record_json(std::uint32_t artifact, const cases::KeptRecord& record) {
  const cases::EventRef& event = record.event;
  Json fields = Json::array();
  for (const auto& [name, value] : record.fields) fields.push_back(Json::array({name, value}));
  Json json{{"artifact", artifact},
            {"offset", record.offset},
            {"time", event.timed ? Json(base::iso8601(event.time)) : Json()},
            {"channel", event.channel},
            {"provider", event.provider},
            {"event_id", event.event_id == 0 ? Json() : Json(event.event_id)},
            {"record_id", event.record_id == 0 ? Json() : Json(event.record_id)},
            {"host", event.host},
            {"fields", std::move(fields)}};
  if (record.shortened) json["shortened"] = true;
  return json;
}

base::Result<std::string> make_records(View& view) {
  std::string out = "[";
  const auto read = each_record(view, [&](std::uint32_t row, const cases::KeptRecord& record) {
    if (out.size() > 1) out += ",\n";
    out += text_of(record_json(row, record));
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return out + "]";
}

base::Result<std::optional<std::string>> find_record(View& view, std::uint32_t artifact, std::uint64_t offset) {
  std::optional<std::string> found;
  const auto read = each_record(view, [&](std::uint32_t row, const cases::KeptRecord& record) {
    if (row == artifact && record.offset == offset) found = text_of(record_json(row, record));
    return !found;
  });
  if (!read) return std::unexpected(read.error());
  return found;
}

base::Result<std::string> find_neighbours(View& view, std::uint32_t artifact, std::uint64_t offset,
                                          std::size_t count) {
  std::deque<Json> before;
  Json around = Json::array();
  std::size_t behind = 0;
  const auto read = each_record(view, [&](std::uint32_t row, const cases::KeptRecord& record) {
    if (row != artifact) return true;
    if (record.offset < offset) {
      before.push_back(record_json(row, record));
      if (before.size() > count) before.pop_front();
    } else if (record.offset == offset || behind++ < count) {
      around.push_back(record_json(row, record));
    }
    return true;
  });
  if (!read) return std::unexpected(read.error());
  Json list = Json::array();
  for (Json& record : before) list.push_back(std::move(record));
  for (Json& record : around) list.push_back(std::move(record));
  return text_of(list);
}

}  // namespace hoptrace::page
