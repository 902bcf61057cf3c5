// AccountPattern: an account as DOMAIN\name, with * for any text and ? for one character; compared without case.
#pragma once

#include <string>
#include <string_view>

namespace hoptrace::tenants {

struct AccountPattern {
  std::string text;  // as written
  [[nodiscard]] bool matches(std::string_view account) const;
};

}  // namespace hoptrace::tenants
