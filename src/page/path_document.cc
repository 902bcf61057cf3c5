#include "page/path_document.h"

#include <array>
#include <map>

#include "page/document_text.h"
#include "page/numbered.h"
#include "report/hops_export.h"

namespace hoptrace::page {
namespace {

// Hosts are told by their tenant and name: the same name is another host elsewhere.
class Hosts {
 public:
  int operator[](const cases::HopPlace& place) {
    if (place.host.empty() && place.tenant.empty()) return -1;
    const auto [at, added] = places_.try_emplace({place.tenant, place.host}, static_cast<int>(rows_.size()));
    if (added) rows_.push_back(Json::array({tenants_[place.tenant], place.host}));
    return at->second;
  }
  [[nodiscard]] const Json& rows() const { return rows_; }
  [[nodiscard]] const Json& tenants() const { return tenants_.texts(); }

 private:
  Json rows_ = Json::array();
  Numbered tenants_;
  std::map<std::pair<std::string, std::string>, int> places_;
};

class HopColumns {
 public:
  void add(const cases::HopRow& hop) {
    const std::array<Json, kNames.size()> row{hop.id,
                                              base::iso8601(hop.time),
                                              hop.from ? hosts_[*hop.from] : -1,
                                              hosts_[hop.to],
                                              accounts_[hop.account],
                                              methods_[hop.method],
                                              statuses_[hop.status],
                                              hop.confidence,
                                              hop.suspicion,
                                              hop.intrusion ? 1 : 0,
                                              hop.border ? 1 : 0};
    for (std::size_t i = 0; i < row.size(); ++i) columns_[i].push_back(row[i]);
  }
  [[nodiscard]] Json json() && {
    Json hops = Json::object();
    for (std::size_t i = 0; i < kNames.size(); ++i) hops[std::string(kNames[i])] = std::move(columns_[i]);
    return {{"hosts", hosts_.rows()},      {"tenants", hosts_.tenants()},   {"accounts", accounts_.texts()},
            {"methods", methods_.texts()}, {"statuses", statuses_.texts()}, {"hops", std::move(hops)}};
  }

 private:
  static constexpr std::array<std::string_view, 11> kNames{
      "id", "time", "from", "to", "account", "method", "status", "confidence", "suspicion", "intrusion", "border"};
  Hosts hosts_;
  Numbered accounts_, methods_, statuses_;
  std::array<Json, kNames.size()> columns_ = [] {
    std::array<Json, kNames.size()> lists;
    lists.fill(Json::array());
    return lists;
  }();
};

}  // namespace

base::Result<std::string> make_path(View& view) {
  HopColumns columns;
  const auto read = view.reading().hops([&](const cases::HopRow& hop) {
    if (const auto shown = view.border().shown(hop)) columns.add(*shown);
    return true;
  });
  if (!read) return std::unexpected(read.error());
  Json document = std::move(columns).json();
  document["intrusions"] = Json::array();
  for (const cases::IntrusionRow& intrusion : view.intrusions())
    document["intrusions"].push_back(report::intrusion_json(intrusion));
  return text_of(document);
}

base::Result<std::string> make_hop_details(View& view) {
  std::string out = "{";
  const auto add = [&](const cases::HopRow& hop) {
    if (out.size() > 1) out += ",\n";
    out += text_of(Json(hop.id)) + ':' + text_of(report::hop_json(hop));
  };
  for (const cases::HopRow& hop : view.path()) add(hop);
  std::size_t room = view.input().bounds.hop_details;
  const auto read = view.reading().hops([&](const cases::HopRow& hop) {
    if (hop.intrusion) return true;
    auto shown = view.border().shown(hop);
    if (!shown) return true;
    if (room == 0) return false;
    --room;
    add(*shown);
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return out + "}";
}

base::Result<std::optional<std::string>> find_hop(View& view, const std::string& id) {
  std::optional<std::string> found;
  const auto read = view.reading().hops([&](const cases::HopRow& hop) {
    if (hop.id != id) return true;
    if (const auto shown = view.border().shown(hop)) found = text_of(report::hop_json(*shown));
    return false;
  });
  if (!read) return std::unexpected(read.error());
  return found;
}

}  // namespace hoptrace::page
