// SmallCase: a case made by hand, some rows at a time, for this room's tests.
#pragma once

#include <string>

#include "report/reading_for_tests.h"

namespace hoptrace::page {

class SmallCase {
 public:
  report::ListedReading reading;

  static constexpr std::int64_t kNow = 1'700'000'000;  // seconds

  // One artifact a host, made when it is first named.
  base::ArtifactId artifact(const std::string& tenant, const std::string& host);
  void add_log(const std::string& tenant, const std::string& host, std::uint64_t records, std::int32_t day = 19'675);
  void add_finding(const std::string& tenant, const std::string& host, const std::string& level,
                   std::uint64_t offset);
  // Confirmed, by remote desktop, on the one intrusion.
  void add_hop(const std::string& from_tenant, const std::string& from, const std::string& to_tenant,
               const std::string& to);
  void add_record(const std::string& tenant, const std::string& host, std::uint64_t offset);
  // A logon and, ten minutes later, its end.
  void add_session(const std::string& tenant, const std::string& host, const std::string& account, int type,
                   const std::string& peer);
  void judge(const std::string& kind, const std::string& tenant, const std::string& document);
};

}  // namespace hoptrace::page
