// Story: facts of a few hosts, written down by hand, for tests of the tracer.
#pragma once

#include <string_view>
#include <vector>

#include "hops/tracer.h"

namespace hoptrace::hops {

class Story {
 public:
  explicit Story(std::string_view tenant = "default") : tenant_(tenant) {}

  // Seconds after the story's beginning; `record` numbers the records of one artifact.
  sessions::Fact& say(sessions::FactKind kind, double second, std::string_view host, std::string_view account = {});
  // A logon over the network from an address, with its connection; "" for an address that the record lacks.
  sessions::Fact& logon(double second, std::string_view host, std::string_view account, std::string_view address,
                        std::uint64_t logon_id, std::uint8_t type = 3);
  sessions::Fact& flow_in(double second, std::string_view host, std::string_view from, std::uint16_t from_port,
                          std::string_view own, std::uint16_t port);
  sessions::Fact& flow_out(double second, std::string_view host, std::string_view own, std::uint16_t own_port,
                           std::string_view to, std::uint16_t port);
  [[nodiscard]] sessions::Text text(std::string_view words) { return facts_.texts.intern(words); }
  [[nodiscard]] const sessions::Facts& facts() const { return facts_; }
  [[nodiscard]] sessions::Facts& facts() { return facts_; }
  void turn_to_tenant(std::string_view tenant) { tenant_ = tenant; }

  static constexpr std::int64_t kBegin = 1'600'000'000;

 private:
  std::string_view tenant_;
  sessions::Facts facts_;
  std::uint64_t records_ = 0;
};

[[nodiscard]] TraceResult trace(const Story& story, const tenants::Tenants& tenants,
                                const TraceOptions& options = {});

}  // namespace hoptrace::hops
