// What a record costs: asking whether it can be a fact, and reading it.
#include <benchmark/benchmark.h>

#include "sessions/record_for_tests.h"

namespace hoptrace::sessions {
namespace {

Written logon() {
  return security(4624, {{"SubjectUserSid", "S-1-0-0"},
                         {"SubjectUserName", "-"},
                         {"SubjectDomainName", "-"},
                         {"SubjectLogonId", "0x0"},
                         {"TargetUserSid", "S-1-5-21-1-2-3-1104"},
                         {"TargetUserName", "anna"},
                         {"TargetDomainName", "ACME"},
                         {"TargetLogonId", "0x1a2b3c"},
                         {"LogonType", "3"},
                         {"LogonProcessName", "Kerberos"},
                         {"AuthenticationPackageName", "Kerberos"},
                         {"WorkstationName", "-"},
                         {"LogonGuid", "{ca57ec33-2e4b-499b-d832-a80818e844fa}"},
                         {"TransmittedServices", "-"},
                         {"LmPackageName", "-"},
                         {"KeyLength", "0"},
                         {"ProcessId", "0x0"},
                         {"ProcessName", "-"},
                         {"IpAddress", "10.1.2.3"},
                         {"IpPort", "50123"},
                         {"ImpersonationLevel", "%%1833"},
                         {"RestrictedAdminMode", "-"},
                         {"TargetOutboundUserName", "-"},
                         {"TargetOutboundDomainName", "-"},
                         {"VirtualAccount", "%%1843"},
                         {"TargetLinkedLogonId", "0x0"},
                         {"ElevatedToken", "%%1842"}});
}

void kind_of(benchmark::State& state) {
  Reading reading;
  const FactReader& reader = reading.reader();
  for (auto _ : state) {
    benchmark::DoNotOptimize(reader.kind_of("Security", kAuditing, 4624, {}));
    benchmark::DoNotOptimize(reader.kind_of("Security", kAuditing, 4663, {}));
  }
  state.SetItemsProcessed(2 * state.iterations());
}
BENCHMARK(kind_of);

void read(benchmark::State& state) {
  Reading reading;
  FactReader& reader = reading.reader();
  const event::Event& event = reading.fill(logon(), 0);
  std::size_t read = 0;
  for (auto _ : state) {
    reader.read(event, "acme", "FS01");
    if (++read % 1000 == 0) benchmark::DoNotOptimize(reader.take());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(read);

}  // namespace
}  // namespace hoptrace::sessions
