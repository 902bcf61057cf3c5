// JSON lines to events, by both ways: the quick way must be worth having, and the plain way must not become worse.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "decode/json/frames.h"
#include "decode/json/json_decoder.h"

namespace hoptrace::decode::json {
namespace {

class Counting : public EventSink {
 public:
  void on_event(event::Event& event) override { fields += event.fields().size(); }
  void on_anomaly(base::Anomaly) override {}
  std::size_t fields = 0;
};

// A process creation as Sysmon logs it, in Sigma's names.
std::string flat(int number) {
  return fmt::format(
      R"({{"Provider_Name":"Microsoft-Windows-Sysmon","EventID":1,"Version":5,"Level":4,"Task":1,"Opcode":0,)"
      R"("Keywords":"0x8000000000000000","TimeCreated_SystemTime":"2021-04-22T22:08:{:02}.123456Z","EventRecordID":{},)"
      R"("Execution_ProcessID":2984,"Execution_ThreadID":3728,"Channel":"Microsoft-Windows-Sysmon/Operational",)"
      R"("Computer":"WS01.example.corp","Security_UserID":"S-1-5-18","RuleName":"-","UtcTime":"2021-04-22 22:08:04.1",)"
      R"("ProcessId":{},"Image":"C:\\Windows\\System32\\svchost.exe","FileVersion":"10.0.19041.1",)"
      R"("CommandLine":"C:\\Windows\\system32\\svchost.exe -k netsvcs -p -s \"Schedule\"","User":"NT AUTHORITY\\SYSTEM",)"
      R"("CurrentDirectory":"C:\\Windows\\system32\\","LogonId":"0x3e7","IntegrityLevel":"System",)"
      R"("ParentImage":"C:\\Windows\\System32\\services.exe","ParentCommandLine":"C:\\Windows\\system32\\services.exe"}})",
      number % 60, number, 1000 + number % 7000);
}

// The same kind of record as evtx_dump writes it.
std::string nested(int number) {
  return fmt::format(
      R"({{"Event":{{"#attributes":{{"xmlns":"http://schemas.microsoft.com/win/2004/08/events/event"}},"System":)"
      R"({{"Provider":{{"#attributes":{{"Name":"Microsoft-Windows-Sysmon","Guid":"5770385F-C22A-43E0-BF4C-06F5698FFBD9"}}}},)"
      R"("EventID":1,"Version":5,"Level":4,"Task":1,"Opcode":0,"Keywords":"0x8000000000000000","TimeCreated":)"
      R"({{"#attributes":{{"SystemTime":"2021-04-22T22:08:{:02}.123456Z"}}}},"EventRecordID":{},"Correlation":null,)"
      R"("Execution":{{"#attributes":{{"ProcessID":2984,"ThreadID":3728}}}},"Channel":"Microsoft-Windows-Sysmon/Operational",)"
      R"("Computer":"WS01.example.corp","Security":{{"#attributes":{{"UserID":"S-1-5-18"}}}}}},"EventData":)"
      R"({{"ProcessId":{},"Image":"C:\\Windows\\System32\\svchost.exe","User":"NT AUTHORITY\\SYSTEM",)"
      R"("CommandLine":"C:\\Windows\\system32\\svchost.exe -k netsvcs -p -s \"Schedule\"","LogonId":"0x3e7",)"
      R"("ParentImage":"C:\\Windows\\System32\\services.exe"}}}}}})",
      number % 60, number, 1000 + number % 7000);
}

std::string zeek(int number) {
  return fmt::format(
      R"({{"ts":1591367999.{:06},"uid":"C5bLoe2Mvxqhawzqqd","id.orig_h":"192.168.4.76","id.orig_p":{},"id.resp_h":)"
      R"("31.3.245.133","id.resp_p":80,"proto":"tcp","service":"http","duration":0.25411,"orig_bytes":77,"resp_bytes":295,)"
      R"("conn_state":"SF","missed_bytes":0,"history":"ShADadFf","orig_pkts":6,"resp_pkts":4,"tunnel_parents":[]}})",
      number, 1024 + number % 60000);
}

void decode_lines(benchmark::State& state, std::string (*line)(int), JsonDecoder::Ways ways) {
  Piece piece;
  for (int i = 0; i < 1000; ++i) append_frame(piece, {piece.bytes.size(), false, line(i)});
  const event::FieldDictionary names;
  JsonDecoder decoder(names, nullptr, ways);
  Counting sink;
  for (auto _ : state) decoder.decode(piece, sink);
  benchmark::DoNotOptimize(sink.fields);
  state.SetItemsProcessed(state.iterations() * 1000);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(piece.bytes.size()));
}
BENCHMARK_CAPTURE(decode_lines, flat, flat, JsonDecoder::Ways::kBoth);
BENCHMARK_CAPTURE(decode_lines, flat_plain_way, flat, JsonDecoder::Ways::kPlainOnly);
BENCHMARK_CAPTURE(decode_lines, evtx_dump, nested, JsonDecoder::Ways::kBoth);
BENCHMARK_CAPTURE(decode_lines, evtx_dump_plain_way, nested, JsonDecoder::Ways::kPlainOnly);
BENCHMARK_CAPTURE(decode_lines, zeek, zeek, JsonDecoder::Ways::kBoth);
BENCHMARK_CAPTURE(decode_lines, zeek_plain_way, zeek, JsonDecoder::Ways::kPlainOnly);

}  // namespace
}  // namespace hoptrace::decode::json
