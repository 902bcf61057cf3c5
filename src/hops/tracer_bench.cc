// What tracing costs: sessions, arrivals, clocks, suspicion and intrusions of generated logons, in one pass. Logons
// are of users, with a source, on a fleet of a hundred hosts that grows with nothing; a tenth has a ticket and a
// share beside it. The counter `bytes_a_logon` is what the process took at most, without the facts themselves, which
// are made piece by piece as a hunt hands them on.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <string>

#include "hops/tracer.h"

namespace hoptrace::hops {
namespace {

constexpr std::uint64_t kPiece = 20'000;
constexpr std::uint64_t kHosts = 100, kUsers = 400, kDays = 30;

// A number that looks like chance and is the same every time.
std::uint64_t mixed(std::uint64_t number) {
  number += 0x9E3779B97F4A7C15ULL;
  number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9ULL;
  number = (number ^ (number >> 27)) * 0x94D049BB133111EBULL;
  return number ^ (number >> 31);
}

std::string host(std::uint64_t number) {
  return "HOST" + std::to_string(number) + ".corp.example";
}

std::string address(std::uint64_t number) {
  return "10.0." + std::to_string(number / 250) + '.' + std::to_string(number % 250 + 1);
}

// The facts of logons `from` to `to` of `all`, in the order of time.
sessions::Facts piece(std::uint64_t from, std::uint64_t to, std::uint64_t all, std::uint64_t machines) {
  sessions::Facts facts;
  const auto tenant = facts.texts.intern("corp");
  for (std::uint64_t i = from; i < to; ++i) {
    const std::uint64_t chance = mixed(i), user = chance % kUsers;
    const std::uint64_t source = user % kHosts, target = (user * 7 + (chance >> 20) % 5) % kHosts;
    sessions::Fact fact;
    fact.time = base::Time::from_seconds(static_cast<std::int64_t>(1'500'000'000 + i * kDays * 86'400 / all));
    fact.tenant = tenant;
    fact.host = facts.texts.intern(host(target));
    fact.account = facts.texts.intern("CORP\\user" + std::to_string(user));
    fact.peer_address = facts.texts.intern(address(source));
    fact.peer_port = static_cast<std::uint16_t>(1024 + chance % 60'000);
    fact.logon_id = 0x10000 + i;
    fact.logon_type = 3;
    fact.event_id = 4624;
    fact.offset = i * 900;
    fact.record_id = i;
    fact.kind = sessions::FactKind::kLogon;
    const bool machine = mixed(chance) % 100 < machines;
    if (machine) fact.account = facts.texts.intern("CORP\\HOST" + std::to_string(source) + '$');
    facts.rows.push_back(fact);
    if (i % 10 == 0 && !machine) {
      fact.kind = sessions::FactKind::kShare;
      fact.detail = facts.texts.intern("C$");
      fact.event_id = 5140;
      fact.offset += 500;
      facts.rows.push_back(fact);
    }
    if (i % 100 == 0) {  // who has which address
      fact.kind = sessions::FactKind::kTicketGranted;
      fact.witness = sessions::Witness::kDomainController;
      fact.host = facts.texts.intern(host(0));
      fact.account = facts.texts.intern("CORP\\HOST" + std::to_string(source) + '$');
      facts.rows.push_back(fact);
    }
  }
  return facts;
}

double peak_bytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) * 1024;
}

// What a hunt would have found: one thing a day, on some host.
std::vector<Seed> findings() {
  std::vector<Seed> seeds;
  for (std::uint64_t day = 0; day < kDays; ++day)
    seeds.push_back(
        {.tenant = "corp",
         .host = host(mixed(day) % kHosts),
         .account = {},
         .time = base::Time::from_seconds(static_cast<std::int64_t>(1'500'000'000 + day * 86'400 + 40'000)),
         .weight = 0.6,
         .why = "finding"});
  return seeds;
}

void trace(benchmark::State& state, std::uint64_t machines) {
  const auto all = static_cast<std::uint64_t>(state.range(0));
  const auto tenants = tenants::Tenants::only_default();
  const double before = peak_bytes();
  for (auto _ : state) {
    Tracer tracer(tenants);
    for (std::uint64_t from = 0; from < all; from += kPiece) {
      state.PauseTiming();
      const sessions::Facts facts = piece(from, std::min(all, from + kPiece), all, machines);
      state.ResumeTiming();
      tracer.add(facts);
    }
    TraceOptions options;
    options.seeds = findings();
    benchmark::DoNotOptimize(tracer.trace(options));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(all) * state.iterations());
  state.counters["bytes_a_logon"] = (peak_bytes() - before) / static_cast<double>(all);
  state.counters["peak_MB"] = peak_bytes() / 1e6;
}
void trace_logons(benchmark::State& state) {
  trace(state, 84);
}
void trace_users(benchmark::State& state) {
  trace(state, 0);
}
BENCHMARK(trace_logons)->Arg(100'000)->Arg(1'000'000)->Arg(10'000'000)->Unit(benchmark::kSecond)->Iterations(1);
BENCHMARK(trace_users)->Arg(1'000'000)->Arg(10'000'000)->Unit(benchmark::kSecond)->Iterations(1);

}  // namespace
}  // namespace hoptrace::hops
