#include "assess/impact/reach.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/unicode.h"

namespace hoptrace::assess::impact {
namespace {

using base::kHour;
constexpr std::size_t kMostRecords = 3;

void note(std::vector<std::string>& list, std::string_view text) {
  if (!text.empty() && list.size() < 50 && std::ranges::find(list, text) == list.end()) list.emplace_back(text);
}

// "\\fs01\data\designs" → "fs01", "data\designs"
struct Place {
  std::string host, path;
};
Place place_of(std::string_view written) {
  while (written.starts_with('\\')) written.remove_prefix(1);
  const std::size_t slash = std::min(written.find('\\'), written.size());
  return {short_host(written.substr(0, slash)), base::fold(written.substr(std::min(slash + 1, written.size())))};
}

bool is_within(std::string_view path, std::string_view folder) {
  return path == folder || (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '\\');
}

class Gathered {
 public:
  Gathered(const TenantView& view, const std::vector<std::string>& jewels) : view_(view) {
    for (const std::string& jewel : jewels) jewels_.emplace_back(jewel, place_of(jewel));
  }

  InReach gather() {
    InReach out;
    out.shares_logged = !view_.flows.reads.empty();
    for (const Read& read : view_.flows.reads) count(read);
    for (auto& [key, opened] : opened_) out.opened.push_back(std::move(opened));
    std::ranges::stable_sort(out.opened, [](const Opened& a, const Opened& b) {
      return std::tuple(!a.by_intruder, a.jewel.empty(), -a.bytes, -a.files) <
             std::tuple(!b.by_intruder, b.jewel.empty(), -b.bytes, -b.files);
    });
    for (const auto& [path, place] : jewels_) out.jewels.push_back(judged(path, place, out));
    return out;
  }

 private:
  void count(const Read& read) {
    const Reached* const from = reached_at(view_, view_.ledger.text(read.from), read.hour);
    if (from == nullptr || read.hour < from->since.ticks / kHour) return;
    const std::string_view named = view_.ledger.text(read.host);
    const std::string_view by_address = view_.addresses.host_at(view_.tenant, named, {read.hour * kHour});
    const std::string host = by_address.empty() ? short_host(named) : std::string(by_address);
    const std::string place = base::fold(view_.ledger.text(read.place));
    Opened& to = opened_[host + "\n" + place];
    if (to.host.empty())
      to.host = host, to.place = place, to.first = {read.hour * kHour}, to.jewel = jewel_of(host, place);
    // The file server and the network tell of the same files: the larger of the two counts.
    Sum& sum = sums_[&to];
    (read.by_network ? sum.network_files : sum.server_files) += read.files;
    to.files = std::max(sum.network_files, sum.server_files);
    to.bytes += read.bytes, to.sized |= read.bytes > 0;
    to.first = std::min(to.first, base::Time{read.hour * kHour});
    to.last = std::max(to.last, base::Time{(read.hour + 1) * kHour});
    note(to.from, from->host);
    note(to.accounts, view_.ledger.text(read.account));
    to.by_intruder = to.by_intruder || is_intruders(view_.ledger.text(read.account));
    if (to.records.size() < kMostRecords) to.records.push_back(read.record);
  }

  // Domains are written in several ways: the name alone decides.
  bool is_intruders(std::string_view account) const {
    const auto name = [](std::string_view text) { return base::fold(text.substr(text.rfind('\\') + 1)); };
    return std::ranges::any_of(view_.reached, [&](const Reached& host) {
      return std::ranges::any_of(host.accounts, [&](const std::string& one) { return name(one) == name(account); });
    });
  }

  std::string jewel_of(std::string_view host, std::string_view place) const {
    for (const auto& [path, jewel] : jewels_)
      if (jewel.host == host && (is_within(place, jewel.path) || is_within(jewel.path, place))) return path;
    return {};
  }

  Jewel judged(const std::string& path, const Place& place, const InReach& all) const {
    for (const Opened& opened : all.opened)
      if (opened.jewel == path)
        return {path, "opened", fmt::format("about {:.0f} files there were opened from a reached host", opened.files),
                opened.records};
    for (const Reached& reached : view_.reached)
      if (short_host(reached.host) == place.host)
        return {path,
                "in reach",
                "the host that has it was reached; on the host itself, reading leaves no record here",
                {}};
    if (!view_.reached.empty() && !all.shares_logged)
      return {path, "not known", "no log here tells who opens files on shares", {}};
    return {path, "not seen", "no record tells that a reached host opened it", {}};
  }

  struct Sum {
    double network_files = 0, server_files = 0;
  };
  const TenantView& view_;
  std::vector<std::pair<std::string, Place>> jewels_;
  std::map<std::string, Opened> opened_;
  std::map<const Opened*, Sum> sums_;
};

}  // namespace

InReach data_in_reach(const TenantView& view, const std::vector<std::string>& crown_jewels) {
  return Gathered(view, crown_jewels).gather();
}

}  // namespace hoptrace::assess::impact
