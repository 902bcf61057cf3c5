// TokenBook: who may read, by a secret that he shows. The file has one a line, `TOKEN [TENANT] [NAME]`; `-` is no
// tenant; `#` begins a comment. In memory stands only what SHA-256 makes of a token, and to see whether one is known
// all are compared, each in constant time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hoptrace::serve {

// Who asks. Without a tenant he may see all of the case.
struct Reader {
  std::string name;
  std::optional<std::string> tenant;
};

class TokenBook {
 public:
  static constexpr std::size_t kMinToken = 16, kMaxToken = 256, kMaxTokens = 10'000;

  // `place` is the file's path, for messages. A book without a token is an Error: nobody could come in.
  [[nodiscard]] static base::Result<TokenBook> parse(std::string_view text, const std::string& place);

  [[nodiscard]] std::optional<Reader> find(std::string_view token) const;
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::string hash;
    Reader reader;
  };
  std::vector<Entry> entries_;
};

// Whether two texts of equal length are the same, in a time that does not depend on where they differ.
[[nodiscard]] bool same_secret(std::string_view one, std::string_view other);

}  // namespace hoptrace::serve
