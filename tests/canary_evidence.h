// Small evidence made up at random, of a provider and its clients, in which every name is a canary: a string that
// stands nowhere else, in every field where names stand in real logs, and under every key of tenants.yaml that a
// tenant has. The intruder goes from the provider into each client, so that hops, impact, posture and remediation
// have something to say, and the provider's own records name its clients' hosts, accounts and shares as such records
// do.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

namespace hoptrace {

struct CanaryOrganisation {
  std::string name, folder, domain, netbios, brand, network;  // network: "10.77.31."
  std::vector<std::string> hosts, accounts;
  std::string served, service_account, share, directory, file, project, command, zone, guest, attester, note, jewel;

  // What names it or what is its own. `redacted`: what no redacted export may hold; names on a host's own disk and in
  // command lines, which no log uses as names, stay there (docs/exports.md).
  [[nodiscard]] std::vector<std::string> canaries(bool redacted) const {
    std::vector<std::string> all{name, folder, domain, netbios, network, service_account, share, attester};
    all.insert(all.end(), hosts.begin(), hosts.end());
    all.insert(all.end(), accounts.begin(), accounts.end());
    if (!redacted) all.insert(all.end(), {brand, directory, file, project, command, zone, guest, note, jewel});
    return all;
  }
};

class CanaryEvidence {
 public:
  using Json = nlohmann::ordered_json;

  // The same number gives the same evidence.
  explicit CanaryEvidence(std::uint64_t seed) : dice_(seed) {
    const std::size_t clients = 2 + below(2);
    for (std::size_t i = 0; i <= clients; ++i) all_.push_back(organisation());
  }

  // The provider is the first.
  [[nodiscard]] const std::vector<CanaryOrganisation>& organisations() const { return all_; }

  // Writes `folder`/tenants.yaml and a folder an organisation.
  void write(const std::filesystem::path& folder) {
    folder_ = folder;
    const CanaryOrganisation& msp = all_.front();
    std::filesystem::create_directories(folder);
    std::ofstream tenants(folder / "tenants.yaml");
    tenants << "tenants:\n";
    for (const CanaryOrganisation& one : all_) tenants << tenant_text(one, &one == &msp);
    for (const CanaryOrganisation& one : all_) ordinary(one);
    for (std::size_t i = 1; i < all_.size(); ++i) provider_works(msp, all_[i]);
    intruder_begins(msp);
    for (std::size_t i = 1; i < all_.size(); ++i) intruder_enters(msp, all_[i], static_cast<int>(i));
    flush();
  }

 private:
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(dice_() % end); }
  // Letters only, beginning with one that no hexadecimal number has: never met by chance.
  std::string word(std::size_t letters) {
    std::string text(1, static_cast<char>('g' + below(20)));
    while (text.size() < letters) text += static_cast<char>('a' + below(26));
    return text;
  }
  template <class T>
  const T& any(const std::vector<T>& list) {
    return list[below(list.size())];
  }

  CanaryOrganisation organisation() {
    CanaryOrganisation o;
    o.brand = word(9);
    o.name = o.brand + "-" + word(6);
    o.folder = below(2) == 0 ? o.name : word(8);
    o.domain = o.brand + ".example";
    o.netbios = word(8);
    o.network = fmt::format("10.{}.{}.", 100 + below(100), 100 + below(100));
    for (int i = 0; i < 4; ++i) o.hosts.push_back(word(7));
    for (int i = 0; i < 4; ++i) o.accounts.push_back(word(1) + "." + word(8));
    o.service_account = "svc-" + word(7);
    for (std::string* text : {&o.share, &o.directory, &o.file, &o.project, &o.command, &o.zone, &o.guest, &o.attester,
                              &o.note, &o.jewel, &o.served})
      *text = word(8);
    return o;
  }

  std::string tenant_text(const CanaryOrganisation& o, bool is_msp) {
    std::string text = fmt::format(
        "  - name: {0}\n    role: {1}\n    evidence: {2}\n    domains: [{3}]\n    networks: [{4}0/24]\n"
        "    jump_hosts: [{5}]\n    timezone: Etc/GMT-1\n    sector: manufacturing\n"
        "    data: {{personal_records: 1200, crown_jewels: ['\\\\{6}\\{7}\\{8}']}}\n"
        "    zones: {{{9}: {{networks: [{4}0/25]}}, {10}: {{networks: [{4}128/25], may_reach: [{9}]}}}}\n"
        "    inventory: ['{11}*']\n    attestations:\n      - {{check: 18, by: '{12}', date: '2026-01-31', note: "
        "'{13}'}}\n",
        o.name, is_msp ? "msp" : "client", o.folder, o.domain, o.network, o.hosts[0], o.hosts[2], o.share, o.jewel,
        o.zone + "a", o.zone + "b", o.guest, o.attester, o.note);
    if (!is_msp)
      text += fmt::format(
          "    msp: {}\n    msp_accounts: ['{}\\{}']\n    vpn_pools: [{}250/32]\n    change_windows: ['Mon-Fri "
          "05:00-20:00']\n    delegated_admins: [{}]\n",
          all_.front().name, o.netbios, o.service_account, o.network, kDirectory);
    return text;
  }

  static constexpr const char* kDirectory = "5826a7f3-1b5f-4a7c-a059-82036613d30e";
  static constexpr std::int64_t kBegin = 1'737'417'600;  // 2025-01-21

  std::string fqdn(const CanaryOrganisation& o, std::size_t host) { return o.hosts[host] + "." + o.domain; }
  std::string address(const CanaryOrganisation& o, std::size_t host) {
    return o.network + std::to_string(10 + 130 * (host / 2) + host);
  }

  void record(const CanaryOrganisation& whose, std::size_t host, const char* channel, const char* provider, int event,
              std::int64_t at, Json data) {
    const std::time_t second = kBegin + at;
    std::tm parts{};
    ::gmtime_r(&second, &parts);
    const std::string time = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.0000000Z", parts.tm_year + 1900,
                                         parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
    const Json line{{"@timestamp", time},
                    {"agent", {{"type", "winlogbeat"}, {"version", "8.11.1"}}},
                    {"event", {{"code", std::to_string(event)}, {"provider", provider}}},
                    {"host", {{"name", fqdn(whose, host)}}},
                    {"winlog",
                     {{"provider_name", provider},
                      {"channel", channel},
                      {"computer_name", fqdn(whose, host)},
                      {"event_id", std::to_string(event)},
                      {"record_id", ++number_},
                      {"event_data", std::move(data)}}}};
    lines_[whose.folder + "/" + whose.project + "-" + whose.hosts[host] + ".jsonl"].emplace_back(at, line.dump());
  }
  void security(const CanaryOrganisation& whose, std::size_t host, int event, std::int64_t at, Json data) {
    record(whose, host, "Security", "Microsoft-Windows-Security-Auditing", event, at, std::move(data));
  }
  void sysmon(const CanaryOrganisation& whose, std::size_t host, int event, std::int64_t at, Json data) {
    record(whose, host, "Microsoft-Windows-Sysmon/Operational", "Microsoft-Windows-Sysmon", event, at,
           std::move(data));
  }
  void zeek(const CanaryOrganisation& whose, const char* log, std::int64_t at, const std::string& from,
            const std::string& to, int port, Json more) {
    Json line{{"ts", static_cast<double>(kBegin + at)},
              {"uid", fmt::format("C{}", word(16))},
              {"id.orig_h", from},
              {"id.orig_p", 40000 + below(20000)},
              {"id.resp_h", to},
              {"id.resp_p", port}};
    line.update(more);
    lines_[fmt::format("{}/zeek/{}.log", whose.folder, log)].emplace_back(at, line.dump());
  }
  void conn(const CanaryOrganisation& whose, std::int64_t at, const std::string& from, const std::string& to,
            int port, std::uint64_t out, std::uint64_t in) {
    zeek(whose, "conn", at, from, to, port,
         {{"proto", "tcp"},
          {"service", "ssl"},
          {"duration", 3.5},
          {"orig_bytes", out},
          {"resp_bytes", in},
          {"conn_state", "SF"},
          {"missed_bytes", 0}});
  }

  void logon(const CanaryOrganisation& whose, std::size_t host, std::int64_t at, int type, const std::string& account,
             const std::string& domain, const std::string& workstation, const std::string& from) {
    const std::string id = fmt::format("0x{:x}", 0x10000 + number_ * 7);
    security(whose, host, 4624, at,
             {{"SubjectUserSid", "S-1-0-0"},
              {"SubjectUserName", "-"},
              {"SubjectDomainName", "-"},
              {"SubjectLogonId", "0x0"},
              {"TargetUserSid", sid(whose, account)},
              {"TargetUserName", account},
              {"TargetDomainName", domain},
              {"TargetLogonId", id},
              {"LogonType", std::to_string(type)},
              {"LogonProcessName", "NtLmSsp "},
              {"AuthenticationPackageName", "NTLM"},
              {"WorkstationName", workstation},
              {"IpAddress", from},
              {"IpPort", "51000"},
              {"ProcessName", "-"}});
    security(whose, host, 4672, at,
             {{"SubjectUserSid", sid(whose, account)},
              {"SubjectUserName", account},
              {"SubjectDomainName", domain},
              {"SubjectLogonId", id},
              {"PrivilegeList", "SeDebugPrivilege"}});
  }
  std::string sid(const CanaryOrganisation& whose, const std::string& account) {
    return fmt::format("S-1-5-21-{}-{}-1", whose.name.size() * 100 + static_cast<unsigned char>(whose.name[0]),
                       1000 + account.size());
  }
  void run(const CanaryOrganisation& whose, std::size_t host, std::int64_t at, const std::string& account,
           const std::string& image, const std::string& command) {
    sysmon(whose, host, 1, at,
           {{"UtcTime", "-"},
            {"ProcessGuid", "-"},
            {"ProcessId", "4242"},
            {"Image", image},
            {"CommandLine", command},
            {"CurrentDirectory", "C:\\" + whose.directory + "\\"},
            {"User", whose.netbios + "\\" + account},
            {"LogonId", "0x1"},
            {"Hashes", "SHA256=" + std::string(64, 'c')},
            {"ParentProcessId", "4"},
            {"ParentImage", "C:\\Users\\" + account + "\\" + whose.file + ".exe"},
            {"ParentCommandLine", whose.command}});
  }

  void ordinary(const CanaryOrganisation& o) {
    for (int day = 0; day < 3; ++day) {
      for (std::size_t i = 0; i < o.accounts.size(); ++i) {
        const std::int64_t at = day * 86400LL + 8 * 3600 + static_cast<std::int64_t>(i) * 600;
        logon(o, 2, at, 3, o.accounts[i], o.netbios, o.hosts[i % 4], address(o, i % 4));
        security(o, 2, 5145, at + 5, share_read(o, i % 4, o.accounts[i], o.directory));
        conn(o, at + 20, address(o, i % 4), "192.0.2.70", 443, 4000 + below(4000), 90'000);
        zeek(o, "dns", at + 19, address(o, i % 4), address(o, 2), 53,
             {{"proto", "udp"}, {"query", "www." + o.domain}, {"qtype_name", "A"}, {"answers", {address(o, 2)}}});
      }
    }
    for (int i = 0; i < 12; ++i)
      security(o, 2, 4625, 9 * 3600 + i,
               {{"TargetUserName", o.accounts[0]},
                {"TargetDomainName", o.netbios},
                {"WorkstationName", o.hosts[1]},
                {"LogonType", "3"},
                {"Status", "0xc000006d"},
                {"IpAddress", address(o, 1)}});
    logon(o, 2, 9 * 3600 + 60, 3, o.accounts[0], o.netbios, o.hosts[1], address(o, 1));
    security(o, 2, 4728, 9 * 3600 + 70,
             {{"MemberName", "CN=" + o.accounts[1]},
              {"MemberSid", sid(o, o.accounts[1])},
              {"TargetUserName", "Domain Admins"},
              {"TargetDomainName", o.netbios},
              {"SubjectUserName", o.accounts[0]},
              {"SubjectDomainName", o.netbios}});
    const Json sign_ins{{"value",
                         {{{"id", fmt::format("{:08x}-0000-4000-8000-000000000000", below(0xffffffff))},
                           {"createdDateTime", "2025-01-21T09:20:00Z"},
                           {"userPrincipalName", o.accounts[2] + "@" + o.domain},
                           {"userDisplayName", o.accounts[2]},
                           {"appDisplayName", "Azure Portal"},
                           {"ipAddress", "203.0.113.77"},
                           {"homeTenantId", kDirectory},
                           {"resourceTenantId", "488c887e-3093-41c7-af5b-1c0c52fb123b"},
                           {"crossTenantAccessType", "serviceProvider"},
                           {"authenticationRequirement", "singleFactorAuthentication"},
                           {"isInteractive", true},
                           {"status", {{"errorCode", 0}}}}}}};
    lines_[o.folder + "/entra/" + o.file + ".json"].emplace_back(0, sign_ins.dump());
  }
  Json share_read(const CanaryOrganisation& o, std::size_t from, const std::string& account,
                  const std::string& folder) {
    return {{"SubjectUserSid", sid(o, account)},
            {"SubjectUserName", account},
            {"SubjectDomainName", o.netbios},
            {"SubjectLogonId", "0x5"},
            {"ObjectType", "File"},
            {"IpAddress", address(o, from)},
            {"IpPort", "51001"},
            {"ShareName", "\\\\*\\" + o.share},
            {"ShareLocalPath", "\\??\\D:\\" + o.share},
            {"RelativeTargetName", folder + "\\" + o.file + ".docx"},
            {"AccessMask", "0x1"},
            {"AccessList", "%%4416\r\n\t\t\t\t"}};
  }

  // The provider's people come to a client's first host by day.
  void provider_works(const CanaryOrganisation& msp, const CanaryOrganisation& client) {
    for (int day = 0; day < 3; ++day) {
      const std::int64_t at = day * 86400LL + 10 * 3600;
      credentials(msp, 0, at, msp.accounts[3], client, 0);
      logon(client, 0, at + 2, 10, client.service_account, client.netbios, msp.hosts[0], client.network + "250");
    }
  }
  void credentials(const CanaryOrganisation& from, std::size_t host, std::int64_t at, const std::string& account,
                   const CanaryOrganisation& to, std::size_t target) {
    security(from, host, 4648, at,
             {{"SubjectUserName", account},
              {"SubjectDomainName", from.netbios},
              {"SubjectLogonId", "0x9"},
              {"TargetUserName", to.service_account},
              {"TargetDomainName", to.netbios},
              {"TargetServerName", fqdn(to, target)},
              {"TargetInfo", "TERMSRV/" + fqdn(to, target)},
              {"ProcessId", "0x10"},
              {"ProcessName", "C:\\Windows\\System32\\mstsc.exe"},
              {"IpAddress", address(to, target)},
              {"IpPort", "3389"}});
  }

  // On the provider's administrator's host, and from there to its jump host.
  void intruder_begins(const CanaryOrganisation& msp) {
    const std::int64_t at = 2 * 86400LL + 22 * 3600;
    run(msp, 1, at, msp.accounts[1], "C:\\recovery\\MsMpEng.exe",
        "C:\\recovery\\MsMpEng.exe " + msp.command + " \\\\" + msp.hosts[2] + "\\" + msp.share);
    sysmon(msp, 1, 22, at + 10,
           {{"QueryName", "ctldl.windowsupdate.fartit.com"},
            {"QueryResults", "::ffff:203.0.113.9;"},
            {"Image", "C:\\recovery\\MsMpEng.exe"},
            {"User", msp.netbios + "\\" + msp.accounts[1]}});
    security(msp, 1, 4648, at + 60,
             {{"SubjectUserName", msp.accounts[1]},
              {"SubjectDomainName", msp.netbios},
              {"SubjectLogonId", "0x9"},
              {"TargetUserName", msp.accounts[1]},
              {"TargetDomainName", msp.netbios},
              {"TargetServerName", fqdn(msp, 0)},
              {"TargetInfo", "TERMSRV/" + fqdn(msp, 0)},
              {"ProcessId", "0x10"},
              {"ProcessName", "C:\\Windows\\System32\\mstsc.exe"}});
    logon(msp, 0, at + 62, 10, msp.accounts[1], msp.netbios, msp.hosts[1], address(msp, 1));
    zeek(msp, "dns", at + 70, address(msp, 0), address(msp, 2), 53,
         {{"proto", "udp"}, {"query", "portal." + msp.brand + "-support.example"}, {"qtype_name", "A"}});
  }

  // From the jump host into a client, to its files, back through the provider and out.
  void intruder_enters(const CanaryOrganisation& msp, const CanaryOrganisation& client, int turn) {
    const std::int64_t at = 2 * 86400LL + 22 * 3600 + turn * 900;
    const std::string pool = client.network + "250", drop = "203.0.113.215";
    run(msp, 0, at - 30, msp.accounts[1], "C:\\recovery\\csvde.exe",
        fmt::format("C:\\recovery\\csvde.exe -s {} -f C:\\Windows\\Web\\{}.txt -b {} {}", fqdn(client, 3),
                    client.brand, client.service_account, client.netbios));
    run(msp, 0, at - 20, msp.accounts[1], "C:\\Windows\\System32\\cscript.exe",
        fmt::format("cscript //nologo C:\\recovery\\t.vbs /shell {} {}\\{} secret", address(client, 2),
                    client.netbios, client.service_account));
    credentials(msp, 0, at, msp.accounts[1], client, 1);
    conn(msp, at, address(msp, 0), address(client, 1), 3389, 80'000, 900'000);
    zeek(msp, "rdp", at, address(msp, 0), address(client, 1), 3389,
         {{"cookie", client.service_account}, {"client_name", msp.hosts[0]}, {"result", "Success"}});
    conn(client, at, pool, address(client, 1), 3389, 80'000, 900'000);
    logon(client, 1, at + 2, 10, client.service_account, client.netbios, msp.hosts[0], pool);
    run(client, 1, at + 60, client.service_account, "C:\\recovery\\MsMpEng.exe",
        "C:\\recovery\\MsMpEng.exe " + client.command + " " + client.project);
    run(client, 1, at + 70, client.service_account, "C:\\Windows\\System32\\cscript.exe",
        "cscript //nologo C:\\recovery\\t.vbs /shell " + address(client, 2) + " " + client.accounts[0] + " secret");
    credentials(client, 1, at + 100, client.service_account, client, 2);
    logon(client, 2, at + 101, 3, client.service_account, client.netbios, client.hosts[1], address(client, 1));
    security(client, 2, 5145, at + 110, share_read(client, 1, client.service_account, client.jewel));
    record(client, 2, "Security", "Microsoft-Windows-Eventlog", 1102, at + 400,
           {{"SubjectUserName", client.service_account}, {"SubjectDomainName", client.netbios}});
    // What is taken: from the client to the jump host, as files, and from there outside.
    conn(client, at + 600, address(client, 1), pool, 445, 90'000'000, 70'000);
    zeek(msp, "smb_files", at + 600, address(msp, 0), address(client, 1), 445,
         {{"action", "SMB::FILE_OPEN"},
          {"path", "\\\\" + address(client, 1) + "\\" + client.share},
          {"name", client.directory + "\\" + client.file + ".rar"},
          {"size", 90'000'000}});
    conn(msp, at + 600, address(client, 1), address(msp, 0), 445, 90'000'000, 70'000);
    conn(msp, at + 1800, address(msp, 0), drop, 443, 91'000'000, 40'000);
    conn(client, at + 1000, address(client, 1), drop, 443, 30'000'000, 9'000);
    zeek(client, "dns", at + 90, address(client, 1), address(client, 2), 53,
         {{"proto", "udp"}, {"query", client.brand + "-files.example"}, {"qtype_name", "A"}});
    zeek(msp, "dns", at + 91, address(msp, 0), address(msp, 2), 53,
         {{"proto", "udp"}, {"query", client.brand + "-login.example"}, {"qtype_name", "A"}});
    // The provider's collector has a copy of a client's record, as some do.
    if (below(2) == 0) {
      const std::string from = client.folder + "/" + client.project + "-" + client.hosts[1] + ".jsonl";
      lines_[msp.folder + "/forwarded.jsonl"].push_back(lines_[from].front());
    }
  }

  void flush() {
    for (auto& [path, lines] : lines_) {
      std::ranges::stable_sort(lines, {}, &std::pair<std::int64_t, std::string>::first);
      std::filesystem::create_directories((folder_ / path).parent_path());
      std::ofstream out(folder_ / path, std::ios::binary);
      for (const auto& [at, line] : lines) out << line << '\n';
    }
  }

  std::mt19937_64 dice_;
  std::vector<CanaryOrganisation> all_;
  std::filesystem::path folder_;
  std::map<std::string, std::vector<std::pair<std::int64_t, std::string>>> lines_;
  std::uint64_t number_ = 1000;
};

}  // namespace hoptrace
