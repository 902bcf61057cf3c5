#include "indicators/indicator_index.h"

#include <algorithm>

#include "base/unicode.h"
#include "indicators/address.h"
#include "indicators/borders.h"
#include "indicators/punycode.h"

namespace hoptrace::indicators {

IndicatorIndex::IndicatorIndex(std::vector<Indicator> indicators, std::span<const std::string> shared_names) {
  merge(std::move(indicators));
  std::vector<std::string> shared;
  for (const std::string& name : shared_names) shared.push_back(base::fold(name));
  std::vector<std::pair<std::string, std::uint32_t>> literals;
  for (std::uint32_t number = 0; number < all_.size(); ++number) {
    const std::string folded = base::fold(all_[number].value);
    alone_.push_back(std::find(shared.begin(), shared.end(), folded) != shared.end());
    file(number, literals);
  }
  literals_.build(std::move(literals));
}

void IndicatorIndex::merge(std::vector<Indicator> indicators) {
  std::unordered_map<std::string, std::size_t> known;
  for (Indicator& indicator : indicators) {
    const auto [row, is_new] = known.emplace(id_of(indicator), all_.size());
    if (is_new) {
      all_.push_back(std::move(indicator));
      continue;
    }
    Indicator& kept = all_[row->second];
    kept.confidence = std::max(kept.confidence, indicator.confidence);
    if (!kept.published || (indicator.published && *indicator.published < *kept.published)) {
      kept.published = indicator.published;
    }
    if (kept.source.find(indicator.source) == std::string::npos) kept.source.append("; ").append(indicator.source);
  }
}

void IndicatorIndex::file(std::uint32_t number, std::vector<std::pair<std::string, std::uint32_t>>& literals) {
  const Indicator& indicator = all_[number];
  std::string needle = needle_of(indicator);
  switch (info(indicator.type).shape) {
    case Shape::kHost: {
      const std::string host(host_of(needle));
      hosts_[host].push_back(number);
      host_sieve_.add(host);
      if (const auto ascii = ascii_domain(host)) {
        hosts_[*ascii].push_back(number);
        host_sieve_.add(*ascii);
      }
      return;
    }
    case Shape::kAddress:
      if (const auto address = parse_address(needle)) addresses_[key_of(*address)].push_back(number);
      return;
    case Shape::kDigest:
      digests_[needle].push_back(number);
      return;
    case Shape::kPort:
      ports_[needle].push_back(number);
      return;
    case Shape::kFileName:
      if (!is_one_name(needle)) break;
      name_sieve_.add(needle);
      names_[std::move(needle)].push_back(number);
      return;
    case Shape::kLiteral:
      break;
  }
  if (needle.size() < kShortest) {
    too_short_.push_back(number);
  } else {
    literals.emplace_back(std::move(needle), number);
  }
}

}  // namespace hoptrace::indicators
