#include "assess/impact/assessment.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "assess/impact/cost.h"
#include "assess/impact/destinations.h"
#include "assess/impact/drafts.h"
#include "assess/impact/lookalike.h"
#include "assess/impact/passing.h"
#include "assess/impact/reach.h"
#include "assess/impact/sizes.h"

namespace hoptrace::assess::impact {
namespace {

using Json = nlohmann::ordered_json;

using base::kHour;
constexpr std::size_t kMostLookalikes = 200, kMostElsewhere = 3;

Json whole(double bytes) {
  return static_cast<std::uint64_t>(std::max(0.0, std::round(bytes)));
}

Json range_json(const Range& range) {
  if (!range.sized) return {{"low", 0}, {"best", nullptr}, {"high", nullptr}};
  return {{"low", whole(range.low)}, {"best", whole(range.best)}, {"high", whole(range.high)}};
}

class Telling {
 public:
  Telling(const Input& input, std::string tenant)
      : in_(input), tenant_(std::move(tenant)), known_(input.tenants.find(tenant_)) {
    for (const Reached& r : input.reached)
      if (r.tenant == tenant_) reached_.push_back(r);
    for (const Gathering& g : input.gatherings)
      if (g.tenant == tenant_) gatherings_.push_back(g);
    const TenantFlows* const flows = input.ledger.of(tenant_);
    view_.emplace(
        TenantView{input.ledger, flows ? *flows : nothing_, tenant_, reached_, input.addresses, gatherings_});
    complete_ = completeness(view_->flows.measures);
    destinations_ = destinations(*view_, complete_);
    // What goes to another tenant is a hop, no loss to the outside, and its address is nobody else's to read.
    std::erase_if(destinations_, [&](const Destination& d) { return is_anothers(input.ledger.text(d.destination)); });
  }

  Json tell() {
    Json d{{"tenant", tenant_}, {"role", is_msp() ? "msp" : "client"}};
    d["window"] = window();
    d["hosts"] = hosts();
    d["statement"] = statement();
    d["destinations"] = destinations_json();
    d["totals"] = totals();
    d["staged"] = staged();
    d["data_in_reach"] = in_reach();
    d["through_msp"] = through_msp();
    d["lookalikes"] = lookalikes(false);
    d["awareness"] = nullptr;
    d["duties"] = Json::array();
    d["cost"] = cost(known_ ? known_->turnover_eur : std::nullopt, is_msp());
    d["coverage"] = {{"share_of_flows_kept", complete_.kept.measured ? Json(complete_.kept.share) : Json(nullptr)},
                     {"basis", complete_.basis}};
    d["not_known"] = not_known();
    return d;
  }

  [[nodiscard]] Json passed() const {
    Json out = Json::array();
    if (!is_msp()) return out;
    for (const Passed& p : passed_through(*view_, destinations_, in_.tenants)) {
      out.push_back({{"client", p.client},
                     {"msp", tenant_},
                     {"host", p.hop_host},
                     {"destination", in_.ledger.text(p.destination)},
                     {"came_from_client", whole(p.came)},
                     {"left_for_outside", whole(p.went)},
                     {"bytes", range_json(p.passed)},
                     {"first", base::iso8601(p.first)},
                     {"last", base::iso8601(p.last)},
                     {"why", p.why},
                     {"evidence", evidence(p.records)}});
    }
    return out;
  }

  // Of governments and of its own name; `others`: of the other tenants' names instead.
  [[nodiscard]] Json lookalikes(bool others) const {
    std::vector<Brand> brands = others ? std::vector<Brand>{} : governments();
    for (const tenants::Tenant& tenant : in_.tenants.all()) {
      if ((tenant.name == tenant_) == others) continue;
      for (const std::string& domain : tenant.domains)
        brands.push_back({domain, Lookalikes::label_of(domain), false});
    }
    const Lookalikes look(std::move(brands));
    std::map<Text, std::pair<NameSeen, std::vector<std::string>>> seen;
    for (const NameSeen& name : view_->flows.names) {
      auto [place, fresh] = seen.try_emplace(name.name, name, std::vector<std::string>{});
      if (name.hour < place->second.first.hour) place->second.first = name;
      std::string who(in_.ledger.text(name.source));
      const std::string_view host = in_.addresses.host_at(tenant_, who, {name.hour * kHour});
      if (!host.empty()) who = host;
      auto& by = place->second.second;
      if (by.size() < 20 && std::ranges::find(by, who) == by.end()) by.push_back(std::move(who));
    }
    Json out = Json::array();
    for (const auto& [text, where] : seen) {
      const auto found = look.look(in_.ledger.text(text));
      if (!found || out.size() >= kMostLookalikes) continue;
      out.push_back({{"name", found->name},
                     {"resembles", found->of},
                     {"government", found->government},
                     {"why", found->why},
                     {"first", base::iso8601({where.first.hour * kHour})},
                     {"by", where.second},
                     {"evidence", evidence({where.first.record})}});
    }
    return out;
  }

 private:
  [[nodiscard]] bool is_anothers(std::string_view destination) const {
    const auto address = tenants::parse_address(destination);
    return address && std::ranges::any_of(in_.tenants.all(), [&](const tenants::Tenant& tenant) {
             return tenant.name != tenant_ &&
                    std::ranges::any_of(tenant.networks,
                                        [&](const tenants::Network& network) { return network.contains(*address); });
           });
  }
  // Private addresses are several organisations' at once: what may be the tenant's own is its own.
  [[nodiscard]] bool is_only_anothers(std::string_view host) const {
    const auto address = tenants::parse_address(host);
    const auto holds = [&](const tenants::Network& network) { return network.contains(*address); };
    return address && is_anothers(host) && !(known_ != nullptr && std::ranges::any_of(known_->networks, holds));
  }
  [[nodiscard]] bool is_msp() const { return known_ != nullptr && known_->role == tenants::Role::kMsp; }

  Json evidence(const std::vector<RecordRef>& records) const {
    Json out = Json::array();
    for (const RecordRef& record : records) {
      if (record.artifact == base::ArtifactId{}) continue;
      out.push_back({{"path", in_.path_of(record.artifact)}, {"offset", record.offset}});
    }
    return out;
  }

  Json window() const {
    if (reached_.empty()) return {{"first", nullptr}, {"last", nullptr}};
    base::Time first = reached_.front().since;
    for (const Reached& r : reached_) first = std::min(first, r.since);
    const base::Time last{(view_->flows.last_hour + 1) * kHour};
    return {{"first", base::iso8601(first)}, {"last", base::iso8601(std::max(first, last))}};
  }

  Json hosts() const {
    Json out = Json::array();
    for (const Reached& r : reached_)
      out.push_back({{"host", r.host}, {"since", base::iso8601(r.since)}, {"hops", r.hops}});
    return out;
  }

  std::string statement() const {
    if (reached_.empty())
      return "No host of this organisation is on a traced intrusion, so nothing was sized. That is no proof that "
             "nothing "
             "was taken.";
    if (!view_->flows.sensor)
      return "No sensor's log tells how much left this organisation: whether and how much was taken cannot be said "
             "from "
             "these logs.";
    const auto stands = std::ranges::count(destinations_, Judgement::kStandsOut, &Destination::judgement);
    const std::string partial =
        complete_.kept.measured && complete_.kept.share > 0.99
            ? "The logs of the sensors are nearly complete for what passed them; other ways out are not covered."
            : "Part of the traffic is not in these logs.";
    if (stands == 0)
      return "No transfer stands out from what these hosts always did. " + partial +
             " That is no proof that nothing was taken.";
    return fmt::format("{} destination{} from what these hosts always did. {}", stands,
                       stands == 1 ? " stands out" : "s stand out", partial);
  }

  std::vector<std::string> basis(const Destination& d) const {
    std::vector<std::string> out;
    if (d.by_sensor)
      out.push_back(fmt::format("network sensor: {:.0f} connections, {}", d.seen.flows, size_text(d.seen.bytes)));
    if (d.by_proxy) out.emplace_back("proxy log");
    if (d.seen.unsized >= 0.5)
      out.push_back(
          fmt::format("about {:.0f} more connections are told by other logs, without their size", d.seen.unsized));
    if (d.seen.missed > 0)
      out.push_back(fmt::format("{} within connections were not seen (missed_bytes)", size_text(d.seen.missed)));
    out.insert(out.end(), complete_.basis.begin(), complete_.basis.end());
    return out;
  }

  Json destination_json(const Destination& d) const {
    Json names = Json::array(), from = Json::array();
    if (const auto known = view_->flows.names_of.find(d.destination); known != view_->flows.names_of.end())
      for (const Text name : known->second) names.push_back(in_.ledger.text(name));
    for (const FromHost& host : d.hosts)
      from.push_back({{"host", host.host},
                      {"since", base::iso8601(host.since)},
                      {"bytes", range_json(host.bytes)},
                      {"connections", whole(host.seen.flows)}});
    return {{"destination", in_.ledger.text(d.destination)},
            {"names", std::move(names)},
            {"ports", d.ports},
            {"bytes", range_json(d.bytes)},
            {"interval", 0.9},
            {"bytes_back", whole(d.in)},
            {"first", base::iso8601({d.first_hour * kHour})},
            {"last", base::iso8601({(d.last_hour + 1) * kHour})},
            {"judgement", name(d.judgement)},
            {"weight", std::round(d.weight * 1000) / 1000},
            {"why", d.why},
            {"basis", basis(d)},
            {"hosts", std::move(from)},
            {"evidence", evidence(d.records)}};
  }

  Json destinations_json() const {
    Json out = Json::array();
    for (const Destination& d : destinations_) out.push_back(destination_json(d));
    return out;
  }

  Json totals() const {
    Json out = Json::object();
    for (const Judgement judgement :
         {Judgement::kStandsOut, Judgement::kSomeSigns, Judgement::kHabit, Judgement::kUntold}) {
      Range sum;
      sum.sized = true;
      for (const Destination& d : destinations_) {
        if (d.judgement != judgement || !d.bytes.sized) continue;
        sum.low += d.bytes.low, sum.best += d.bytes.best, sum.high += d.bytes.high;
      }
      out[std::string(name(judgement))] = range_json(sum);
    }
    return out;
  }

  Json staged() const {
    Json out = Json::array();
    for (const Gathering& g : gatherings_) {
      const bool here =
          std::ranges::any_of(reached_, [&](const Reached& r) { return short_host(r.host) == short_host(g.host); });
      if (here)
        out.push_back({{"time", base::iso8601(g.time)},
                       {"host", g.host},
                       {"what", g.title},
                       {"evidence", evidence({{g.artifact, g.offset, 0}})}});
    }
    return out;
  }

  Json in_reach() const {
    const InReach all = data_in_reach(*view_, known_ ? known_->crown_jewels : std::vector<std::string>{});
    Json opened = Json::array(), jewels = Json::array();
    double elsewhere = 0;
    std::vector<RecordRef> elsewhere_records;
    for (const Opened& o : all.opened) {
      if (is_only_anothers(o.host)) {  // whose shares and folders these are is not this tenant's to read
        elsewhere += o.files;
        if (elsewhere_records.size() < kMostElsewhere && !o.records.empty())
          elsewhere_records.push_back(o.records.front());
        continue;
      }
      opened.push_back({{"host", o.host},
                        {"place", o.place},
                        {"from", o.from},
                        {"accounts", o.accounts},
                        {"by_intruders_account", o.by_intruder},
                        {"files", whole(o.files)},
                        {"bytes", o.sized ? whole(o.bytes) : Json(nullptr)},
                        {"crown_jewel", o.jewel.empty() ? Json(nullptr) : Json(o.jewel)},
                        {"first", base::iso8601(o.first)},
                        {"last", base::iso8601(o.last)},
                        {"evidence", evidence(o.records)}});
    }
    for (const Jewel& j : all.jewels)
      jewels.push_back({{"path", j.path}, {"state", j.state}, {"why", j.why}, {"evidence", evidence(j.records)}});
    Json records = known_ && known_->personal_records ? Json(*known_->personal_records) : Json(nullptr);
    Json others = nullptr;
    if (elsewhere > 0) others = {{"files", whole(elsewhere)}, {"evidence", evidence(elsewhere_records)}};
    return {{"opened", std::move(opened)},
            {"opened_on_hosts_of_others", std::move(others)},
            {"crown_jewels", std::move(jewels)},
            {"personal_records", std::move(records)},
            {"personal_records_note",
             "how many are held (tenants.yaml); where they lie stands in no log, so how many are affected is under "
             "investigation"},
            {"shares_logged", all.shares_logged}};
  }

  // A client's own half; a provider's own half without anybody's name.
  Json through_msp() const {
    Json out{{"towards_msp", Json::array()}, {"note", nullptr}};
    if (known_ == nullptr) return out;
    if (!known_->msp.empty()) {
      for (const TowardsProvider& t : towards_provider(*view_, *known_))
        out["towards_msp"].push_back({{"host", t.host},
                                      {"address", t.address},
                                      {"bytes", whole(t.bytes)},
                                      {"first", base::iso8601(t.first)},
                                      {"last", base::iso8601(t.last)},
                                      {"evidence", evidence(t.records)}});
      out["note"] = fmt::format("what left {} after that is in its own records: ask it", known_->msp);
    } else if (is_msp()) {
      double came = 0, went = 0;
      for (const Passed& p : passed_through(*view_, destinations_, in_.tenants))
        came += p.came, went += p.passed.best;
      out["came_from_clients"] = whole(came);
      out["of_which_left"] = whole(went);
      out["note"] =
          "which client it came from stands in the document that is for nobody but whoever works on all of them";
    }
    return out;
  }

  Json not_known() const {
    Json out = Json::array();
    const Measures& m = view_->flows.measures;
    if (!view_->flows.sensor) out.push_back("how much left: there is no log of a network sensor or proxy with bytes");
    if (!complete_.kept.measured) out.push_back("how much of the traffic the sensors' logs hold");
    if (m.left_out > 0)
      out.push_back(fmt::format("{} connections with {} were beyond what is counted one by one", m.left_out,
                                size_text(static_cast<double>(m.left_out_bytes))));
    if (view_->flows.reads.empty())
      out.push_back("which files were opened: neither 5145 nor smb_files is in these logs");
    out.push_back("what the bytes were: they are counted, never read");
    out.push_back("what left on ways that no log here covers: other lines, media, mail, telephones, cloud to cloud");
    return out;
  }

  const Input& in_;
  std::string tenant_;
  const tenants::Tenant* known_;
  std::vector<Reached> reached_;
  std::vector<Gathering> gatherings_;
  TenantFlows nothing_;
  std::optional<TenantView> view_;
  Completeness complete_;
  std::vector<Destination> destinations_;
};

std::string shown(const Json& document) {
  return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::vector<Document> assess_impact(const Input& input) {
  std::vector<Document> out;
  Json passed = Json::array(), lookalikes = Json::array();
  for (const std::string& tenant : input.names) {
    Telling telling(input, tenant);
    Json document = telling.tell();
    std::optional<Awareness> aware;
    for (const Awareness& one : input.awareness)
      if (one.tenant == tenant) aware = one;
    tell_duties(document, aware);
    out.push_back({tenant, shown(document)});
    for (Json& one : telling.passed()) passed.push_back(std::move(one));
    for (Json& one : telling.lookalikes(true)) {
      one["seen_at"] = tenant;
      lookalikes.push_back(std::move(one));
    }
  }
  if (passed.empty() && lookalikes.empty()) return out;
  out.push_back(
      {"", shown({{"tenant", nullptr}, {"through_msp", std::move(passed)}, {"lookalikes", std::move(lookalikes)}})});
  return out;
}

std::string with_awareness(const std::string& text, const Awareness& aware) {
  Json document = Json::parse(text, nullptr, false);
  if (!document.is_object() || !document.contains("role")) return text;
  tell_duties(document, aware);
  return shown(document);
}

}  // namespace hoptrace::assess::impact
