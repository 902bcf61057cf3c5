// The bytes: a version; how many texts, each with its length in front, in the order in which rows first name them;
// how many rows; the rows. A row is a mask of what differs from the row before, then those members in the mask's
// order: texts as their numbers, numbers as zigzag differences, all in groups of seven bits, the lowest first.
//
// unpack() takes nothing that pack() would not have written: no text unused or out of order, no number longer than
// need be, no member written that did not change.
#include "sessions/packed_facts.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <tuple>
#include <vector>

#include "base/unicode.h"
#include "base/zigzag.h"

namespace hoptrace::sessions {

using base::bits, base::unzigzag, base::zigzag;

namespace {

constexpr char kVersion = 1;

constexpr std::tuple kTexts{&Fact::tenant,    &Fact::host,         &Fact::account,     &Fact::actor,
                            &Fact::peer_host, &Fact::peer_address, &Fact::own_address, &Fact::detail};
constexpr std::tuple kNumbers{&Fact::offset,     &Fact::record_id, &Fact::logon_id,  &Fact::actor_logon, &Fact::guid,
                              &Fact::artifact,   &Fact::event_id,  &Fact::peer_port, &Fact::own_port,    &Fact::kind,
                              &Fact::logon_type, &Fact::witness,   &Fact::channel};
constexpr std::size_t kTextMembers = std::tuple_size_v<decltype(kTexts)>;
constexpr std::size_t kMembers = 1 + kTextMembers + std::tuple_size_v<decltype(kNumbers)>;  // the time is the first

template <class Members, class Visit>
void each(const Members& members, Visit&& visit) {
  std::apply([&](const auto... member) { (visit(member), ...); }, members);
}

void put(std::string& out, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) out.push_back(static_cast<char>((number & 0x7F) | 0x80));
  out.push_back(static_cast<char>(number));
}

class Packing {
 public:
  explicit Packing(const Facts& facts) : facts_(facts), numbers_(facts.texts.size(), kNoText) {}

  [[nodiscard]] std::string pack() {
    Fact last;
    for (const Fact& row : facts_.rows) {
      put_row(row, last);
      last = row;
    }
    std::string out(1, kVersion);
    put(out, texts_.size());
    for (const Text text : texts_) {
      const std::string_view view = facts_.texts.text(text);
      put(out, view.size());
      out.append(view);
    }
    put(out, facts_.rows.size());
    return out.append(rows_);
  }

 private:
  void put_row(const Fact& row, const Fact& last) {
    members_.clear();
    std::uint32_t mask = 0, bit = 1;
    const auto member = [&](bool differs, std::uint64_t number) {
      if (differs) mask |= bit, put(members_, number);
      bit <<= 1;
    };
    member(row.time != last.time, zigzag(bits(row.time.ticks) - bits(last.time.ticks)));
    each(kTexts, [&](const auto text) {
      const bool differs = row.*text != last.*text;
      member(differs, differs ? number_of(row.*text) : kNoText);
    });
    each(kNumbers, [&](const auto number) {
      member(row.*number != last.*number, zigzag(bits(row.*number) - bits(last.*number)));
    });
    put(rows_, mask);
    rows_.append(members_);
  }

  std::uint64_t number_of(Text text) {
    if (text == kNoText) return kNoText;
    if (numbers_[text] == kNoText) {
      texts_.push_back(text);
      numbers_[text] = static_cast<Text>(texts_.size());
    }
    return numbers_[text];
  }

  const Facts& facts_;
  std::vector<Text> numbers_;  // by the pool's number
  std::vector<Text> texts_;    // the pool's numbers
  std::string rows_, members_;
};

class Unpacking {
 public:
  Unpacking(std::string_view packed, Facts& facts) : rest_(packed), facts_(facts) {}

  [[nodiscard]] bool unpack() {
    if (rest_.empty() || rest_.front() != kVersion) return false;
    rest_.remove_prefix(1);
    return get_texts() && get_rows() && rest_.empty() && named_ + 1 == texts_.size();
  }

 private:
  [[nodiscard]] bool get(std::uint64_t& number) {
    number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) return false;
      const auto byte = static_cast<std::uint8_t>(rest_.front());
      rest_.remove_prefix(1);
      const std::uint64_t part = byte & 0x7FU;
      if (part << shift >> shift != part) return false;
      number |= part << shift;
      if ((byte & 0x80) == 0) return shift == 0 || byte != 0;
    }
    return false;
  }

  // As many as there are bytes at most: each takes one at least.
  [[nodiscard]] bool get_count(std::uint64_t& count) { return get(count) && count <= rest_.size(); }

  [[nodiscard]] bool get_texts() {
    std::uint64_t count = 0;
    if (!get_count(count)) return false;
    texts_.reserve(count + 1);
    texts_.push_back(kNoText);
    TextPool seen;
    for (std::uint64_t i = 0; i < count; ++i) {
      std::uint64_t size = 0;
      if (!get_count(size) || size == 0) return false;
      const std::string_view text = rest_.substr(0, size);
      rest_.remove_prefix(size);
      if (!base::is_valid_utf8(text) || seen.intern(text) != i + 1) return false;
      texts_.push_back(facts_.texts.intern(text));
    }
    return true;
  }

  [[nodiscard]] bool get_rows() {
    std::uint64_t count = 0;
    if (!get_count(count)) return false;
    facts_.rows.reserve(facts_.rows.size() + count);
    Fact row;
    Numbers numbers{};
    for (std::uint64_t i = 0; i < count; ++i) {
      if (!get_row(row, numbers)) return false;
      facts_.rows.push_back(row);
    }
    return true;
  }

  using Numbers = std::array<std::uint64_t, kTextMembers>;  // of the row before, as packed

  [[nodiscard]] bool get_row(Fact& row, Numbers& last) {
    std::uint64_t mask = 0;
    if (!get(mask) || mask >> kMembers != 0) return false;
    bool good = true;
    const auto next = [&](std::uint64_t& number) {
      const bool there = (mask & 1) != 0;
      mask >>= 1;
      if (there) good = good && get(number);
      return there && good;
    };
    std::uint64_t value = 0;
    if (next(value)) {
      good = value != 0;
      row.time.ticks = static_cast<std::int64_t>(bits(row.time.ticks) + unzigzag(value));
    }
    std::size_t place = 0;
    each(kTexts, [&](const auto text) {
      std::uint64_t& before = last[place++];
      if (!next(value)) return;
      good = value != before && name(value);
      before = value;
      if (good) row.*text = texts_[value];
    });
    each(kNumbers, [&](const auto number) {
      if (next(value)) good = value != 0 && add(row.*number, unzigzag(value));
    });
    return good && is_fact(row);
  }

  // Texts are named in the order of their numbers.
  [[nodiscard]] bool name(std::uint64_t number) {
    if (number >= texts_.size() || number > named_ + 1) return false;
    named_ = std::max<std::uint64_t>(named_, number);
    return true;
  }

  template <class Number>
  [[nodiscard]] static bool add(Number& number, std::uint64_t difference) {
    const std::uint64_t sum = bits(number) + difference;
    number = static_cast<Number>(sum);
    return bits(number) == sum;
  }
  [[nodiscard]] static bool is_fact(const Fact& row) {
    return row.kind <= kLastFactKind && row.witness <= Witness::kCloud && row.channel < fact_channels().size();
  }

  std::string_view rest_;
  Facts& facts_;
  std::vector<Text> texts_;  // in facts_, by the packed number
  std::uint64_t named_ = 0;
};

}  // namespace

std::string pack(const Facts& facts) {
  return Packing(facts).pack();
}

base::Result<void> unpack(std::string_view packed, Facts& facts) {
  const std::size_t rows = facts.rows.size();
  if (Unpacking(packed, facts).unpack()) return {};
  facts.rows.resize(rows);
  return base::fail(base::Code::kMalformed, "The facts kept are damaged");
}

}  // namespace hoptrace::sessions
