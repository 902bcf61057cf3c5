// A served case for this room's tests and the fuzzer: two organisations, of which one is served to its own token.
// Every name and value of the other one holds "globex", in one spelling or another: that is the canary.
#pragma once

#include <memory>
#include <string>

#include "serve/service.h"

namespace hoptrace::serve {

inline constexpr std::string_view kAllToken = "all-all-all-all-all-all-all-all-",
                                  kAcmeToken = "acme-acme-acme-acme-acme-acme-ac",
                                  kGlobexToken = "glbx-glbx-glbx-glbx-glbx-glbx-gl",
                                  kNobodyToken = "none-none-none-none-none-none-no";

class ServedCase {
 public:
  explicit ServedCase(Rate rate = {.per_second = 1e9, .burst = 1e9});
  ~ServedCase();
  ServedCase(const ServedCase&) = delete;
  ServedCase& operator=(const ServedCase&) = delete;

  [[nodiscard]] Service& service() { return *service_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  // As a browser or curl would ask with this token; an empty one: without.
  [[nodiscard]] Response ask(std::string_view token, std::string target, std::string method = "GET",
                             std::string body = {});
  // More findings, as a hunt that goes on would add them.
  void hunt_on();

 private:
  std::string folder_, path_;
  std::unique_ptr<Service> service_;
};

}  // namespace hoptrace::serve
