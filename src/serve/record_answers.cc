// Records whole, as they stand in the evidence. An artifact may hold records of several organisations (a collector's
// log): a reader with a tenant gets those of hosts that this artifact shows as his tenant's and nobody else's.
#include <algorithm>
#include <charconv>
#include <set>

#include "cases/artifact_hosts.h"
#include "hunt/record_window.h"
#include "page/records_document.h"
#include "serve/answers.h"
#include "serve/service.h"

namespace hoptrace::serve {
namespace {

using page::Json;

constexpr std::size_t kNeighbours = 20, kMostNeighbours = 200;
constexpr double kRecordCost = 3;  // a file is read for it

std::uint64_t number_of(std::string_view digits) {
  std::uint64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

// What a reader may know of a place: the artifact in a row of his own, and what the case keeps of it.
struct Place {
  std::uint32_t row = 0;
  std::uint64_t offset = 0;
  std::optional<cases::ArtifactRecord> artifact;
  std::optional<std::set<std::string>> hosts;  // those that are his; none: all are
  Json kept = Json::array();

  [[nodiscard]] bool may_see(const std::string& host) const { return !hosts || hosts->contains(host); }
};

base::Result<void> look_at(page::View& view, std::size_t around, Place& place) {
  if (place.row >= view.artifacts().size()) return {};
  place.artifact = view.artifacts()[place.row].artifact;
  const auto kept = page::find_neighbours(view, place.row, place.offset, around);
  if (!kept) return std::unexpected(kept.error());
  place.kept = Json::parse(*kept);
  return {};
}

base::Result<void> find_hosts(const std::string& case_path, const std::string& tenant, Place& place) {
  const auto hosts = cases::artifact_hosts(case_path, place.artifact->id);
  if (!hosts) return std::unexpected(hosts.error());
  place.hosts.emplace();
  for (const cases::ArtifactHost& one : *hosts) {
    if (one.tenant == tenant) place.hosts->insert(one.host);
  }
  for (const cases::ArtifactHost& one : *hosts) {
    if (one.tenant != tenant) place.hosts->erase(one.host);
  }
  return {};
}

base::Result<Place> find_place(Service& service, const Call& call, std::size_t around) {
  Place place;
  const std::uint64_t row = number_of(call.values[0]);
  if (row >= page::View::kNoRow) return place;
  place.row = static_cast<std::uint32_t>(row);
  place.offset = number_of(call.values[1]);
  const auto looked = service.shelf().with_view(call.reader.tenant, "records", service.now(),
                                                [&](page::View& view) { return look_at(view, around, place); });
  if (!looked) return std::unexpected(looked.error());
  if (!place.artifact || !call.reader.tenant) return place;
  if (auto found = find_hosts(service.options().case_path, *call.reader.tenant, place); !found)
    return std::unexpected(found.error());
  return place;
}

// As the evidence has it; an Error where it is not at hand.
base::Result<Json> read_evidence(Service& service, const Place& place, std::size_t around) {
  const hunt::RecordWindow* const window = service.options().window.get();
  base::Result<std::vector<cases::KeptRecord>> records = base::fail(base::Code::kNotFound, "no evidence is at hand");
  if (window == nullptr) return std::unexpected(records.error());
  for (const std::string& path : place.artifact->paths) {
    records = window->read(
        {place.artifact->id, path, place.artifact->sha256, place.artifact->size, place.offset, around, around});
    if (records) break;
  }
  if (!records) return std::unexpected(records.error());
  Json list = Json::array();
  for (const cases::KeptRecord& record : *records) list.push_back(page::record_json(place.row, record));
  return list;
}

// Those around the place that the reader may see; none where he may not see the one at it. What the case keeps is
// taken where it is enough, or where there is nothing else.
base::Result<Json> read_records(Service& service, const Call& call, std::size_t around) {
  auto place = find_place(service, call, around);
  if (!place) return std::unexpected(place.error());
  if (!place->artifact) return Json::array();
  const auto visible = [&](const Json& records) {
    Json list = Json::array();
    bool at_it = false;
    for (const Json& record : records) {
      if (!place->may_see(record["host"].get<std::string>())) continue;
      at_it = at_it || record["offset"] == place->offset;
      list.push_back(record);
    }
    return at_it ? list : Json::array();
  };
  Json kept = visible(place->kept);
  if (around == 0 && !kept.empty()) return kept;
  const auto read = read_evidence(service, *place, around);
  if (read) return visible(*read);
  if (!kept.empty()) return kept;
  return std::unexpected(read.error());
}

// Evidence that was moved or changed since is nothing that the reader did wrong, and nothing that he can mend.
Response no_evidence(const base::Error& error) {
  if (error.code == base::Code::kMalformed) return problem(409, "The evidence is not what was hunted any more");
  return refusal_of(error);
}

}  // namespace

Response answer_record(Service& service, const Call& call) {
  service.gate().charge(call.request, kRecordCost, service.now());
  const auto list = read_records(service, call, 0);
  if (!list) return no_evidence(list.error());
  return list->empty() ? not_there() : answer_text(page::text_of(list->front()));
}

Response answer_neighbours(Service& service, const Call& call) {
  std::size_t around = kNeighbours;
  if (const auto asked = call.target.parameter("count")) {
    if (!find_parameter("count")->fits(*asked)) return problem(400, "`count` is a number up to 200");
    around = std::min<std::size_t>(number_of(*asked), kMostNeighbours);
  }
  service.gate().charge(call.request, kRecordCost, service.now());
  const auto list = read_records(service, call, around);
  if (!list) return no_evidence(list.error());
  return list->empty() ? not_there() : answer_text(page::text_of(*list));
}

}  // namespace hoptrace::serve
