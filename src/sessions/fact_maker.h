// FactMaker: makes Facts of the record at hand: what all have in common, names and addresses in the form that fact.h
// says, texts in the pool; and leaves out what was said already (keep_once).
//
// Each row of the table (fact_row.h) is a function that reads a RecordView and asks a FactMaker for facts. Texts are
// cut at kMostText, details at kMostDetail bytes: logs are hostile.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

#include "sessions/address.h"
#include "sessions/fact.h"
#include "sessions/fact_table.h"
#include "sessions/record_view.h"

namespace hoptrace::sessions {

constexpr std::size_t kMostText = 256;
constexpr std::size_t kMostDetail = 512;

using base::kHour, base::kMinute;
constexpr std::int64_t kMoment = 5 * base::kSecond;

class FactMaker {
 public:
  explicit FactMaker(Facts& facts) : facts_(&facts) {}

  // Whose record comes now; `channel`: its place in fact_channels().
  void begin(const RecordView& record, std::string_view tenant, std::string_view host, std::uint8_t channel);
  // From now on facts go there, and nothing was said yet.
  void turn_to(Facts& facts);

  [[nodiscard]] const RecordView& record() const { return *record_; }
  [[nodiscard]] std::string_view host() const { return host_; }

  // A fact of the record at hand with nothing but what all have.
  [[nodiscard]] Fact fact(FactKind kind, Witness witness = Witness::kHost);
  [[nodiscard]] Text text(std::string_view text);
  [[nodiscard]] Text address(std::string_view text) { return this->text(AddressText(text).view()); }
  // DOMAIN\name. A name that carries its domain itself ("DOMAIN\name", "name@REALM") is taken apart; without any
  // domain it is the name alone.
  [[nodiscard]] Text account(std::string_view domain, std::string_view name);
  // The same as a text that lives until the next record.
  [[nodiscard]] std::string_view joined(std::string_view domain, std::string_view name);
  [[nodiscard]] Text account(std::string_view name) { return account({}, name); }
  // The peer by whatever it is called: a name, or an address in its place. Not itself, "localhost" or "LOCAL".
  void name_peer(Fact& fact, std::string_view name);
  [[nodiscard]] Text detail(std::string_view a, char between, std::string_view b);
  [[nodiscard]] Text detail(std::string_view a, char ab, std::string_view b, char bc, std::string_view c);
  [[nodiscard]] Text detail(std::string_view whole);

  [[nodiscard]] bool is_here(std::string_view host_name) const;

  void keep(const Fact& fact);
  // Whether nothing of the same kind of record with the same tenant, host, kind, accounts, peer, detail and `port`
  // was asked about in the same `interval` (a number of ticks) since the last turn_to().
  [[nodiscard]] bool is_new(const Fact& fact, std::int64_t interval, std::uint16_t port = 0);
  // Only if it is new.
  void keep_once(const Fact& fact, std::int64_t interval, std::uint16_t port = 0);

 private:
  struct Said {
    std::uint64_t parts[5];
    std::int64_t interval;
    bool operator==(const Said&) const = default;
  };
  struct HashOfSaid {
    [[nodiscard]] std::size_t operator()(const Said& said) const;
  };

  Facts* facts_;
  const RecordView* record_ = nullptr;
  std::string_view tenant_, host_;  // of the record at hand
  std::uint8_t channel_ = 0;
  std::string account_, detail_;  // as they are put together
  std::unordered_set<Said, HashOfSaid> said_;
};

}  // namespace hoptrace::sessions
