// Which records flows are counted from: Zeek's conn, http, files, ssl, dns, smb_files and capture_loss
// (docs.zeek.org/en/master/script-reference/log-files.html), proxies' requests in W3C's names
// (www.w3.org/TR/WD-logfile), Security 5145, Sysmon 3 and 22 (learn.microsoft.com).
//
// Zeek takes orig_bytes from TCP's sequence numbers: they count what the sensor did not see, too (missed_bytes). A
// connection that ended in no way Zeek knows has none; then the packets' sizes without their headers stand for them.
#include <algorithm>

#include "sessions/address.h"
#include "sessions/fact_maker.h"
#include "sessions/flow_source.h"
#include "sessions/text_match.h"

namespace hoptrace::sessions {
namespace {

using enum FlowValue;

// Of IPv4 and TCP without options.
constexpr std::uint64_t kHeaders = 40;

struct Ends {
  AddressText from, to;
  std::uint16_t from_port, to_port;
  [[nodiscard]] bool whole() const { return !from.view().empty() && !to.view().empty(); }
};

Ends zeek_ends(const FlowView& r) {
  return {AddressText(r.text(kOrigHost)), AddressText(r.text(kRespHost)), r.port(kOrigPort), r.port(kRespPort)};
}

struct Bytes {
  std::uint64_t count = 0;
  bool known = true;
};

Bytes bytes_of(const FlowView& r, FlowValue payload, FlowValue with_headers, FlowValue packets) {
  if (const auto count = r.number(payload)) return {*count, true};
  const auto all = r.number(with_headers), number = r.number(packets);
  if (!all || !number) return {0, false};
  const std::uint64_t headers = *number * kHeaders;
  return {*all > headers ? *all - headers : 0, true};
}

// From an inner address to an outer one, whoever of the two began.
bool read_conn(const FlowView& r, FlowTally& t) {
  const Ends ends = zeek_ends(r);
  if (!ends.whole()) return false;
  const bool inner_began = is_private(ends.from.view()), inner_answered = is_private(ends.to.view());
  if (!inner_began && !inner_answered) return false;
  Bytes sent = bytes_of(r, kOrigBytes, kOrigIpBytes, kOrigPackets);
  Bytes answered = bytes_of(r, kRespBytes, kRespIpBytes, kRespPackets);
  t.row.kind = inner_began && inner_answered ? FlowKind::kInner : FlowKind::kConnection;
  t.row.port = ends.to_port;
  t.row.seen = t.bit_of(ends.from.view(), ends.from_port, ends.to.view(), ends.to_port);
  t.row.source = t.text(ends.from.view());
  t.row.destination = t.text(ends.to.view());
  if (!inner_began) std::swap(t.row.source, t.row.destination), std::swap(sent, answered);
  if (t.row.kind == FlowKind::kInner && std::max(sent.count, answered.count) < kInnerBytes) return false;
  t.row.out = sent.count;
  t.row.in = answered.count;
  t.row.unsized = sent.known ? 0 : 1;
  t.row.missed = r.number(kMissedBytes).value_or(0);
  return true;
}

bool name_flow(const FlowView& r, FlowTally& t, FlowKind kind, std::string_view name) {
  const Ends ends = zeek_ends(r);
  if (!ends.whole() || !is_private(ends.from.view()) || is_private(ends.to.view())) return false;
  t.row.kind = kind;
  t.row.source = t.text(ends.from.view());
  t.row.destination = t.text(ends.to.view());
  t.row.port = ends.to_port;
  t.row.detail = t.text(name);
  t.row.seen = t.bit_of(ends.from.view(), ends.from_port, ends.to.view(), ends.to_port);
  return true;
}

bool read_http(const FlowView& r, FlowTally& t) {
  if (!name_flow(r, t, FlowKind::kRequest, r.text(kHost))) return false;
  t.row.out = r.number(kRequestBody).value_or(0);
  t.row.in = r.number(kResponseBody).value_or(0);
  return true;
}

// A file that went to the outside within a connection (files.log names its ends since Zeek 5.1): bytes of a flow that
// conn may lack. Of what came back, and of two files within one connection, http does the same.
bool read_file(const FlowView& r, FlowTally& t) {
  if (!name_flow(r, t, FlowKind::kRequest, {})) return false;
  const bool sent = same(r.text(kIsOrig), "T") || same(r.text(kIsOrig), "true");
  (sent ? t.row.out : t.row.in) = r.number(kSeenBytes).value_or(0);
  return true;
}

bool read_ssl(const FlowView& r, FlowTally& t) {
  return name_flow(r, t, FlowKind::kName, r.text(kServerName));
}

bool is_name(std::string_view text) {
  return text.find('.') != std::string_view::npos && text.size() <= 253 && !text.ends_with(".arpa") &&
         !text.starts_with('_') && !AddressText(text).is_address();
}

bool lookup(FlowTally& t, std::string_view who, std::string_view name) {
  if (!is_name(name) || who.empty()) return false;
  t.row.kind = FlowKind::kLookup;
  t.row.source = t.text(who);
  t.row.detail = t.text(name);
  t.row.hour -= t.row.hour % 24;
  return true;
}

bool read_dns(const FlowView& r, FlowTally& t) {
  return lookup(t, AddressText(r.text(kOrigHost)).view(), r.text(kQuery));
}

bool read_query(const FlowView& r, FlowTally& t) {
  return lookup(t, r.computer, r.text(kQueryName));
}

bool read_loss(const FlowView& r, FlowTally& t) {
  const auto acks = r.number(kAcks), gaps = r.number(kGaps);
  if (!acks || !gaps || *acks == 0) return false;
  t.row.kind = FlowKind::kLoss;
  t.row.source = t.text(r.text(kPeer));
  t.row.out = *acks;
  t.row.missed = std::min(*gaps, *acks);
  return true;
}

bool read_host(const FlowView& r, FlowTally& t) {
  if (same(r.text(kInitiated), "false")) return false;
  const AddressText from(r.text(kSourceIp)), to(r.text(kDestinationIp));
  if (from.view().empty() || to.view().empty() || is_private(to.view()) || !is_private(from.view())) return false;
  t.row.kind = FlowKind::kHost;
  t.row.source = t.text(from.view());
  t.row.destination = t.text(to.view());
  t.row.port = r.port(kDestinationPort);
  t.row.detail = t.text(file_name(r.text(kImage)));
  t.row.account = t.text(r.computer);
  t.row.unsized = 1;
  t.row.seen = t.bit_of(from.view(), r.port(kSourcePort), to.view(), t.row.port);
  return true;
}

// "designs\2024\a.dwg" on "\\*\data": "data\designs".
std::string place_of(std::string_view share, std::string_view file) {
  while (share.starts_with('\\') || share.starts_with('*')) share.remove_prefix(1);
  std::string place(share);
  const std::size_t slash = file.find('\\');
  if (slash != std::string_view::npos && slash > 0) place.append(1, '\\').append(file.substr(0, slash));
  return place;
}

// FILE_READ_DATA; of a folder it is listing it.
bool reads_data(std::string_view mask) {
  const auto number = event::parse_number(mask);
  return !number || (static_cast<std::uint64_t>(std::clamp(*number, 0.0, 4e9)) & 1) != 0;
}

bool is_store(std::string_view share) {
  while (share.starts_with('\\') || share.starts_with('*')) share.remove_prefix(1);
  return !share.empty() && !same(share, "IPC$") && !same(share, "SYSVOL") && !same(share, "NETLOGON") &&
         !same(share, "print$");
}

bool read_share(const FlowView& r, FlowTally& t) {
  const std::string_view share = r.text(kShareName), file = r.text(kShareFile);
  const AddressText who(r.text(kIpAddress));
  if (!is_store(share) || file.empty() || file == "\\" || !reads_data(r.text(kAccessMask))) return false;
  if (who.view().empty() || r.text(kSubjectUser).ends_with('$')) return false;
  t.row.kind = FlowKind::kRead;
  t.row.source = t.text(who.view());
  t.row.destination = t.text(r.computer);
  t.row.detail = t.text(place_of(share, file));
  t.row.account = t.text(std::string(r.text(kSubjectDomain)) + "\\" + std::string(r.text(kSubjectUser)));
  t.row.unsized = 1;
  t.row.seen = t.bit_of(file, 0, share, 0);  // of the file: how many different ones
  return true;
}

// "\\fs01\data", "designs\a.dwg"
bool read_smb_file(const FlowView& r, FlowTally& t) {
  const Ends ends = zeek_ends(r);
  const std::string_view action = r.text(kAction), file = r.text(kName);
  if (!ends.whole() || file.empty() ||
      !(ends_in_one_of(action, std::array{std::string_view{"FILE_OPEN"}, std::string_view{"FILE_READ"}}))) {
    return false;
  }
  std::string_view path = r.text(kPath);
  while (path.starts_with('\\')) path.remove_prefix(1);
  const std::size_t slash = path.find('\\');
  const std::string_view share = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
  if (!is_store(share)) return false;
  t.row.kind = FlowKind::kRead;
  t.row.source = t.text(ends.from.view());
  t.row.destination = t.text(ends.to.view());
  t.row.port = ends.to_port;
  t.row.detail = t.text(place_of(share, file));
  t.row.out = r.number(kSize).value_or(0);
  t.row.unsized = r.number(kSize) ? 0 : 1;
  t.row.seen = t.bit_of(file, 0, share, 0);
  return true;
}

// "https://files.example:8443/up": "files.example"
std::string_view host_of(std::string_view uri) {
  if (const std::size_t scheme = uri.find("://"); scheme != std::string_view::npos) uri.remove_prefix(scheme + 3);
  if (const std::size_t at = uri.substr(0, uri.find('/')).rfind('@'); at != std::string_view::npos)
    uri.remove_prefix(at + 1);
  return uri.substr(0, uri.find_first_of(uri.starts_with('[') ? "]/" : ":/?#"));
}

bool read_proxy(const FlowView& r, FlowTally& t) {
  std::string_view host = r.text(kClientHost);
  if (host.empty() || host == "-") host = host_of(r.text(kUri));
  const AddressText who(r.text(kClientIp));
  if (host.empty() || host == "-" || who.view().empty()) return false;
  t.row.kind = FlowKind::kProxy;
  t.row.source = t.text(who.view());
  t.row.destination = t.text(host);
  const auto out = r.number(kClientBytes);
  t.row.out = out.value_or(0);
  t.row.unsized = out ? 0 : 1;
  t.row.in = r.number(kServerBytes).value_or(0);
  return true;
}

constexpr std::string_view kSysmon = "Microsoft-Windows-Sysmon/Operational";
constexpr std::string_view kSysmonProvider = "Microsoft-Windows-Sysmon";
constexpr FlowSource kFlowSources[]{
    {{}, {}, 0, {"zeek", {}, "conn"}, read_conn},
    {{}, {}, 0, {"zeek", {}, "http"}, read_http},
    {{}, {}, 0, {"zeek", {}, "files"}, read_file},
    {{}, {}, 0, {"zeek", {}, "ssl"}, read_ssl},
    {{}, {}, 0, {"zeek", {}, "dns"}, read_dns},
    {{}, {}, 0, {"zeek", {}, "smb_files"}, read_smb_file},
    {{}, {}, 0, {"zeek", {}, "capture_loss"}, read_loss},
    {{}, {}, 0, {{}, "proxy", {}}, read_proxy},
    {"Security", "Microsoft-Windows-Security-Auditing", 5145, {}, read_share},
    {kSysmon, kSysmonProvider, 3, {}, read_host},
    {kSysmon, kSysmonProvider, 22, {}, read_query},
};

}  // namespace

std::span<const FlowSource> flow_sources() {
  return kFlowSources;
}

}  // namespace hoptrace::sessions
