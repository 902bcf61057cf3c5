#include "indicators/slow_lookup.h"

#include "base/unicode.h"
#include "indicators/address.h"
#include "indicators/borders.h"
#include "indicators/punycode.h"

namespace hoptrace::indicators {
namespace {

struct Place {
  std::size_t begin = 0, end = 0;
};

// Every place of `needle`, overlapping ones too.
std::vector<Place> places(std::string_view text, std::string_view needle) {
  std::vector<Place> out;
  if (needle.empty()) return out;
  for (std::size_t at = text.find(needle); at != std::string_view::npos; at = text.find(needle, at + 1)) {
    out.push_back({at, at + needle.size()});
  }
  return out;
}

std::size_t run_begin(std::string_view text, std::size_t at, std::uint8_t run) {
  while (at > 0 && is_in(text[at - 1], run)) --at;
  return at;
}

std::size_t run_end(std::string_view text, std::size_t at, std::uint8_t run) {
  while (at < text.size() && is_in(text[at], run)) ++at;
  return at;
}

bool is_whole_run(std::string_view text, const Place& place, std::uint8_t run) {
  return run_begin(text, place.begin, run) == place.begin && run_end(text, place.end, run) == place.end;
}

bool only_dots(std::string_view text) {
  return text.find_first_not_of('.') == std::string_view::npos;
}

bool is_host(std::string_view text, const Place& place, bool has_children) {
  const std::size_t begin = run_begin(text, place.begin, run_class::kHost);
  const std::size_t end = run_end(text, place.end, run_class::kHost);
  if (!only_dots(text.substr(place.end, end - place.end))) return false;
  if (text.substr(place.begin, place.end - place.begin).find('.') == std::string_view::npos) {
    // A name without a dot is a host only below others or where the run has a dot inside.
    if (only_dots(text.substr(begin, place.begin - begin))) return false;
  }
  if (only_dots(text.substr(begin, place.begin - begin))) return true;
  return has_children && text[place.begin - 1] == '.';
}

class SlowLookup {
 public:
  SlowLookup(const IndicatorIndex& index, const event::Event& event) : index_(index), event_(event) {}

  std::vector<Sighting> all() {
    for (std::uint32_t field = 0; field < event_.fields().size(); ++field) {
      original_ = event_.text(field);
      folded_ = base::fold(original_);
      field_ = field;
      const bool looked_at = is_looked_at(event_.fields()[field]);
      for (std::uint32_t indicator = 0; indicator < index_.all().size(); ++indicator) look(indicator, looked_at);
    }
    put_in_order(out_);
    return out_;
  }

 private:
  void look(std::uint32_t number, bool looked_at) {
    const Indicator& indicator = index_.all()[number];
    const std::string needle = needle_of(indicator);
    const Shape shape = info(indicator.type).shape;
    if (shape == Shape::kPort) {
      if (is_port_field(event_.fields()[field_].name) && folded_ == needle) add(number, {0, folded_.size()});
      return;
    }
    if (!looked_at) return;
    if (shape == Shape::kHost) return look_for_host(number, needle);
    if (shape == Shape::kAddress) return look_for_address(number, needle);
    for (const Place& place : places(folded_, needle)) {
      if (fits(indicator, shape, needle, place)) add(number, place);
    }
  }

  bool fits(const Indicator& indicator, Shape shape, std::string_view needle, const Place& place) const {
    if (shape == Shape::kDigest) {
      return is_whole_run(folded_, place, run_class::kWord) &&
             can_be(indicator.type, event_.fields()[field_].name, folded_, place.begin, needle.size());
    }
    if (shape == Shape::kFileName && is_one_name(needle)) return is_whole_run(folded_, place, run_class::kName);
    return needle.size() >= IndicatorIndex::kShortest && is_meant(indicator, folded_, place.begin, place.end);
  }

  void look_for_host(std::uint32_t number, std::string_view needle) {
    const std::string host(host_of(needle));
    std::vector<std::string> spellings{host};
    if (const auto ascii = ascii_domain(host)) spellings.push_back(*ascii);
    for (const std::string& spelling : spellings) {
      for (const Place& place : places(folded_, spelling)) {
        if (is_host(folded_, place, index_.has_children(number))) add(number, place);
      }
    }
  }

  void look_for_address(std::uint32_t number, std::string_view needle) {
    const auto wanted = parse_address(needle);
    if (!wanted) return;
    for (std::size_t begin = 0; begin < folded_.size(); ++begin) {
      for (std::size_t end = begin + 1; end <= folded_.size(); ++end) {
        const std::string_view part = std::string_view(folded_).substr(begin, end - begin);
        if (end - begin > 45 || parse_address(part) != wanted) continue;
        if (stands_alone_as_address({begin, end})) add(number, {begin, end});
      }
    }
  }

  bool stands_alone_as_address(const Place& place) const {
    const bool v6 = folded_.substr(place.begin, place.end - place.begin).find(':') != std::string::npos;
    if (v6) return is_whole_run(folded_, place, run_class::kNumeric);
    const std::size_t begin = run_begin(folded_, place.begin, run_class::kHost);
    const std::size_t end = run_end(folded_, place.end, run_class::kHost);
    return only_dots(std::string_view(folded_).substr(begin, place.begin - begin)) &&
           only_dots(std::string_view(folded_).substr(place.end, end - place.end));
  }

  void add(std::uint32_t number, const Place& place) {
    const std::string_view shown = original_.size() == folded_.size() ? original_ : event_.arena().copy(folded_);
    out_.push_back({number, field_, place.begin, shown.substr(place.begin, place.end - place.begin)});
  }

  const IndicatorIndex& index_;
  const event::Event& event_;
  std::string_view original_;
  std::string folded_;
  std::uint32_t field_ = 0;
  std::vector<Sighting> out_;
};

}  // namespace

std::vector<Sighting> slow_lookup(const IndicatorIndex& index, const event::Event& event) {
  return SlowLookup(index, event).all();
}

}  // namespace hoptrace::indicators
