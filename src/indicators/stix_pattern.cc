#include "indicators/stix_pattern.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/unicode.h"

namespace hoptrace::indicators {
namespace {

using enum Type;

// Object paths without quotes, folded, and what they are.
struct Path {
  std::string_view path;
  Type type;
};
constexpr std::array kPaths{
    Path{"domain-name:value", kDomain},
    Path{"ipv4-addr:value", kAddress},
    Path{"ipv6-addr:value", kAddress},
    Path{"network-traffic:dst_ref.value", kAddress},
    Path{"url:value", kUrl},
    Path{"file:hashes.md5", kMd5},
    Path{"file:hashes.sha-1", kSha1},
    Path{"file:hashes.sha1", kSha1},
    Path{"file:hashes.sha-256", kSha256},
    Path{"file:hashes.sha256", kSha256},
    Path{"file:name", kFileName},
    Path{"file:parent_directory_ref.path", kPath},
    Path{"directory:path", kPath},
    Path{"mutex:name", kMutex},
    Path{"windows-registry-key:key", kRegistryKey},
    Path{"email-addr:value", kEmail},
    Path{"email-message:from_ref.value", kEmail},
    Path{"email-message:sender_ref.value", kEmail},
    Path{"network-traffic:extensions.http-request-ext.request_header.user-agent", kUserAgent},
    Path{"process:command_line", kText},
    Path{"process:name", kFileName},
    Path{"process:extensions.windows-service-ext.service_name", kService},
    Path{"x509-certificate:subject", kText},
};

struct Token {
  enum class Kind { kEnd, kWord, kText, kSign } kind = Kind::kEnd;
  std::string text;
};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  // A word is an object path as well: everything up to a blank or a sign, quotes in it dropped.
  Token next() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    if (at_ >= text_.size()) return {};
    const char c = text_[at_];
    if (c == '\'') return {Token::Kind::kText, quoted()};
    if (is_sign(c)) {
      ++at_;
      return {Token::Kind::kSign, std::string(1, c)};
    }
    Token token{Token::Kind::kWord, {}};
    while (at_ < text_.size() && !is_blank(text_[at_]) && !is_sign(text_[at_])) {
      if (text_[at_] == '\'' || text_[at_] == '"') {
        token.text += quoted();
      } else {
        token.text += text_[at_++];
      }
    }
    return token;
  }

 private:
  static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
  static bool is_sign(char c) { return std::string_view("[]()=,!<>").find(c) != std::string_view::npos; }

  // A string literal: backslash escapes a quote or itself.
  std::string quoted() {
    const char quote = text_[at_++];
    std::string out;
    while (at_ < text_.size() && text_[at_] != quote) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      out += text_[at_++];
    }
    if (at_ < text_.size()) ++at_;
    return out;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

class PatternReader {
 public:
  explicit PatternReader(std::string_view pattern) : lexer_(pattern) { step(); }

  base::Result<std::vector<PatternItem>> read() {
    if (auto fault = observations(); !fault.empty()) return base::fail(base::Code::kUnsupported, fault);
    return items_;
  }

 private:
  void step() { token_ = lexer_.next(); }
  bool is(Token::Kind kind, std::string_view text) const { return token_.kind == kind && token_.text == text; }
  bool take(Token::Kind kind, std::string_view text) {
    if (!is(kind, text)) return false;
    step();
    return true;
  }

  // [ … ] OR [ … ]
  std::string observations() {
    do {
      while (take(Token::Kind::kSign, "(")) {
      }
      if (!take(Token::Kind::kSign, "[")) return "the pattern does not begin with '['";
      if (auto fault = comparisons(); !fault.empty()) return fault;
      if (!take(Token::Kind::kSign, "]")) return fmt::format("{:?} is beyond single comparisons", token_.text);
      while (take(Token::Kind::kSign, ")")) {
      }
    } while (take(Token::Kind::kWord, "OR"));
    if (token_.kind == Token::Kind::kEnd) return {};
    return fmt::format("{:?} between observations is beyond single indicators", token_.text);
  }

  // a = 'x' OR b IN ('y', 'z')
  std::string comparisons() {
    do {
      while (take(Token::Kind::kSign, "(")) {
      }
      if (auto fault = comparison(); !fault.empty()) return fault;
      while (take(Token::Kind::kSign, ")")) {
      }
    } while (take(Token::Kind::kWord, "OR"));
    return {};
  }

  std::string comparison() {
    if (token_.kind != Token::Kind::kWord) return "an object path was expected";
    const std::string path = base::fold(token_.text);
    const auto row = std::find_if(kPaths.begin(), kPaths.end(), [&](const Path& p) { return p.path == path; });
    if (row == kPaths.end()) return fmt::format("{:?} is not an object that records show", token_.text);
    step();
    if (take(Token::Kind::kSign, "=")) return value(row->type);
    if (!take(Token::Kind::kWord, "IN")) return fmt::format("operator {:?} is not '=' or IN", token_.text);
    if (!take(Token::Kind::kSign, "(")) return "a list was expected behind IN";
    do {
      if (auto fault = value(row->type); !fault.empty()) return fault;
    } while (take(Token::Kind::kSign, ","));
    return take(Token::Kind::kSign, ")") ? std::string{} : "the list behind IN does not end";
  }

  std::string value(Type type) {
    if (token_.kind != Token::Kind::kText) return "a text in quotes was expected";
    items_.push_back({type, token_.text});
    step();
    return {};
  }

  Lexer lexer_;
  Token token_;
  std::vector<PatternItem> items_;
};

}  // namespace

base::Result<std::vector<PatternItem>> parse_pattern(std::string_view pattern) {
  return PatternReader(pattern).read();
}

}  // namespace hoptrace::indicators
