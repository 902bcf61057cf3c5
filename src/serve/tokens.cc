#include "serve/tokens.h"

#include <openssl/crypto.h>

#include <algorithm>

#include "base/digest.h"
#include "base/unicode.h"

namespace hoptrace::serve {
namespace {

constexpr std::string_view kBlank = " \t\r";

std::string_view next_word(std::string_view& line) {
  line.remove_prefix(std::min(line.size(), line.find_first_not_of(kBlank)));
  const std::string_view word = line.substr(0, line.find_first_of(kBlank));
  line.remove_prefix(word.size());
  return word;
}

// What is left of a line, without blanks around it: a name may have some within.
std::string_view rest_of(std::string_view line) {
  line.remove_prefix(std::min(line.size(), line.find_first_not_of(kBlank)));
  return line.substr(0, line.find_last_not_of(kBlank) + 1);
}

// A header carries it, so it is printable ASCII (RFC 6750, section 2.1).
bool is_token(std::string_view word) {
  return word.size() >= TokenBook::kMinToken && word.size() <= TokenBook::kMaxToken &&
         std::ranges::all_of(word, [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

bool same_secret(std::string_view one, std::string_view other) {
  return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

base::Result<TokenBook> TokenBook::parse(std::string_view text, const std::string& place) {
  TokenBook book;
  std::size_t number = 0;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    ++number;
    const std::string here = place + ":" + std::to_string(number);
    const std::string_view token = next_word(line);
    if (token.empty() || token.starts_with('#')) continue;
    if (!is_token(token) || !base::is_valid_utf8(line)) {
      return base::fail(base::Code::kUsage, "a token has 16 to 256 printable ASCII characters without blanks", here,
                        "Make one with: openssl rand -hex 32");
    }
    if (book.entries_.size() >= kMaxTokens)
      return base::fail(base::Code::kLimit, "more than 10000 tokens", here, "Split the readers over several cases");
    if (book.find(token))
      return base::fail(base::Code::kUsage, "this token stands here twice", here, "Make new ones");
    const std::string_view tenant = next_word(line);
    const std::string_view name = rest_of(line);
    Reader reader;
    if (!tenant.empty() && tenant != "-") reader.tenant = tenant;
    reader.name =
        !name.empty() ? std::string(name) : reader.tenant.value_or("token in line " + std::to_string(number));
    book.entries_.push_back({base::sha256_hex(token), std::move(reader)});
  }
  if (book.entries_.empty())
    return base::fail(base::Code::kUsage, "there is no token in it", place,
                      "Write one a line: TOKEN [TENANT] [NAME]");
  return book;
}

std::optional<Reader> TokenBook::find(std::string_view token) const {
  const std::string hash = base::sha256_hex(token);
  const Entry* known = nullptr;
  for (const Entry& entry : entries_) {
    if (same_secret(entry.hash, hash)) known = &entry;
  }
  if (known == nullptr) return std::nullopt;
  return known->reader;
}

}  // namespace hoptrace::serve
