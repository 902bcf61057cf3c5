#include "indicators/lookup.h"

#include <algorithm>
#include <tuple>

#include "base/unicode.h"
#include "indicators/address.h"
#include "indicators/borders.h"

namespace hoptrace::indicators {
namespace {

using event::FieldId;
using event::Kind;

constexpr std::size_t kLongestBinary = 64;  // bytes: the longest digest

bool is_hex(std::string_view run) {
  return run.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

bool is_looked_at(FieldId field) {
  return field != event::field::kChannel && field != event::field::kProviderName && field != event::field::kComputer;
}

bool is_looked_at(const event::Field& field) {
  if (!is_looked_at(field.id)) return false;
  if (field.value.is_text()) return true;
  return field.value.kind() == Kind::kBinary && field.value.bytes().size() <= kLongestBinary;
}

void put_in_order(std::vector<Sighting>& sightings) {
  const auto key = [](const Sighting& s) { return std::tie(s.field, s.offset, s.indicator); };
  std::sort(sightings.begin(), sightings.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  sightings.erase(std::unique(sightings.begin(), sightings.end()), sightings.end());
}

Scanner::Scanner(const IndicatorIndex& index) : index_(index), remembered_(kRemembered) {}

void Scanner::scan(const event::Event& event, std::vector<Sighting>& out) {
  out.clear();
  if (index_.empty()) return;
  out_ = &out;
  const auto& fields = event.fields();
  for (std::uint32_t i = 0; i < fields.size(); ++i) {
    field_name_ = fields[i].name;
    field_ = i;
    port(event, i);
    if (!is_looked_at(fields[i])) continue;
    const base::Bytes raw = fields[i].value.bytes();
    if (raw.empty()) continue;
    auto place = place_of(fields[i]);
    if (place && place->known()) continue;
    const std::size_t before = out.size();
    scan_field(event, i);
    if (place && out.size() == before) place->remember(0);
  }
  put_in_order(out);
}

// The field's name is part of the key (import hashes and JA3 depend on it), and so is the kind: the same bytes may be
// another text.
std::optional<base::ValueMemory::Place> Scanner::place_of(const event::Field& field) {
  const base::Bytes raw = field.value.bytes();
  if (raw.size() + field.name.size() + 1 > base::ValueMemory::kMostBytes) return std::nullopt;
  key_.assign(base::text_of(raw)).append(1, '\0').append(field.name);
  return remembered_.place((raw.size() << 8) | static_cast<std::uint64_t>(field.value.kind()), base::bytes_of(key_));
}

void Scanner::scan_field(const event::Event& event, std::uint32_t field) {
  original_ = event.text(field);
  folded_ = base::fold(original_, event.arena());
  scan_runs();
  index_.literals_.scan(folded_, [&](std::uint32_t indicator, std::size_t begin, std::size_t end) {
    if (is_meant(index_.all()[indicator], folded_, begin, end)) add(indicator, begin, end);
  });
}

// One walk over the bytes; where a byte leaves the runs that the last one was in, those runs end.
void Scanner::scan_runs() {
  constexpr std::array<std::uint8_t, 4> kRuns{run_class::kHost, run_class::kName, run_class::kWord,
                                              run_class::kNumeric};
  std::array<std::size_t, 4> begins{};
  std::uint8_t inside = 0;
  for (std::size_t i = 0; i <= folded_.size(); ++i) {
    const std::uint8_t now = i < folded_.size() ? kRunClasses[static_cast<unsigned char>(folded_[i])] : 0;
    if (now == inside) continue;
    for (std::size_t run = 0; run < kRuns.size(); ++run) {
      const bool was = (inside & kRuns[run]) != 0, is = (now & kRuns[run]) != 0;
      if (was && !is) end_of_run(kRuns[run], begins[run], i);
      if (!was && is) begins[run] = i;
    }
    inside = now;
  }
}

void Scanner::end_of_run(std::uint8_t run, std::size_t begin, std::size_t end) {
  switch (run) {
    case run_class::kHost:
      return host(begin, end);
    case run_class::kName:
      return name(begin, end);
    case run_class::kWord:
      return digest(begin, end);
    default:
      return numeric(begin, end);
  }
}

void Scanner::host(std::size_t begin, std::size_t end) {
  const std::string_view whole = host_of(folded_.substr(begin, end - begin));
  const std::size_t first_dot = whole.find('.');
  if (first_dot == std::string_view::npos) return;
  const auto start = static_cast<std::size_t>(whole.data() - folded_.data());
  if (whole.front() >= '0' && whole.front() <= '9') {
    if (const auto address = parse_address(whole)) {
      const auto row = index_.addresses_.find(key_of(*address));
      if (row != index_.addresses_.end()) add(row->second, start, start + whole.size());
    }
  }
  for (std::size_t at = 0;;) {
    const std::string_view suffix = whole.substr(at);
    if (index_.host_sieve_.may_have(suffix)) {
      if (const auto row = index_.hosts_.find(suffix); row != index_.hosts_.end()) {
        for (const std::uint32_t indicator : row->second) {
          if (at == 0 || index_.has_children(indicator)) add(indicator, start + at, start + whole.size());
        }
      }
    }
    const std::size_t dot = whole.find('.', at);
    if (dot == std::string_view::npos) return;
    at = dot + 1;
  }
}

// IPv6: at least two colons.
void Scanner::numeric(std::size_t begin, std::size_t end) {
  const std::string_view run = folded_.substr(begin, end - begin);
  if (index_.addresses_.empty() || std::count(run.begin(), run.end(), ':') < 2) return;
  const auto address = parse_address(run);
  if (!address) return;
  const auto row = index_.addresses_.find(key_of(*address));
  if (row != index_.addresses_.end()) add(row->second, begin, end);
}

void Scanner::digest(std::size_t begin, std::size_t end) {
  const std::size_t size = end - begin;
  if (size != 32 && size != 40 && size != 64) return;
  const std::string_view run = folded_.substr(begin, size);
  if (!is_hex(run)) return;
  const auto row = index_.digests_.find(run);
  if (row == index_.digests_.end()) return;
  for (const std::uint32_t indicator : row->second) {
    if (can_be(index_.all()[indicator].type, field_name_, folded_, begin, size)) add(indicator, begin, end);
  }
}

void Scanner::name(std::size_t begin, std::size_t end) {
  const std::string_view run = folded_.substr(begin, end - begin);
  if (!index_.name_sieve_.may_have(run)) return;
  const auto row = index_.names_.find(run);
  if (row != index_.names_.end()) add(row->second, begin, end);
}

void Scanner::port(const event::Event& event, std::uint32_t field) {
  if (index_.ports_.empty() || !is_port_field(field_name_)) return;
  original_ = folded_ = event.text(field);
  const auto row = index_.ports_.find(folded_);
  if (row != index_.ports_.end()) add(row->second, 0, folded_.size());
}

void Scanner::add(const std::vector<std::uint32_t>& indicators, std::size_t begin, std::size_t end) {
  for (const std::uint32_t indicator : indicators) add(indicator, begin, end);
}

void Scanner::add(std::uint32_t indicator, std::size_t begin, std::size_t end) {
  const std::string_view shown = original_.size() == folded_.size() ? original_ : folded_;
  out_->push_back({indicator, field_, begin, shown.substr(begin, end - begin)});
}

}  // namespace hoptrace::indicators
