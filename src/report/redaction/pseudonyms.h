// Pseudonyms: the names of a case, and what stands for each. A pseudonym is a keyed hash of the name, so the same
// name has the same pseudonym in every export of a case, and another one in any other case (the key is the case's
// own).
//
// First learn() all names there are, then seal(), then rewrite texts. Names are replaced wherever they stand, without
// regard to case, the longest first; see Where. Addresses need not be known: every one is replaced but loopback and
// published ones, by one of the documentation range 2001:db8::/32 (RFC 3849). What has been published stays: it is
// what sharing is for. Not for sharing between threads.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hoptrace::report {

enum class NameKind : std::uint8_t {
  kTenant,
  kHost,
  kDomain,
  kAccount,
  kShare,
  kPerson
};  // the first kind learnt wins, in this order

class Pseudonyms {
 public:
  explicit Pseudonyms(std::string key) : key_(std::move(key)) {}

  void learn_tenant(std::string_view name);
  void learn_host(std::string_view name);     // in full or short: FS01.acme.example
  void learn_account(std::string_view name);  // ACME\svc, svc@acme.example, svc
  void learn_person(std::string_view words);  // who attested or decided something, and what was noted with it
  // Names that stand in a text by their place: \\HOST\share, \Users\NAME\, /home/….
  void learn_from(std::string_view text);
  void learn_published(std::string_view value);
  void seal();

  enum class Where {
    kAnywhere,  // texts of records: a name counts within a word as well, if it has four characters
    kWords,     // texts of programs and people: only whole words
  };
  [[nodiscard]] std::string rewrite(std::string_view text, Where where) const;
  // A whole value: the name itself where it is one, else its text.
  [[nodiscard]] std::string tenant(const std::string& name) const;
  [[nodiscard]] std::string host(const std::string& name) const;
  [[nodiscard]] std::string path(const std::string& path) const;
  [[nodiscard]] std::string id(const std::string& id) const;  // as long as it was
  [[nodiscard]] bool is_published(std::string_view value) const;

 private:
  struct Name {
    std::string folded, pseudonym;
    NameKind kind = NameKind::kTenant;
  };
  void learn(NameKind kind, std::string_view name);
  [[nodiscard]] std::string made(NameKind kind, const std::string& folded) const;
  [[nodiscard]] const Name* name_at(std::string_view folded, std::size_t at, Where where) const;
  // Behind "DOMAIN\" at `at`: a name, known or not, that everybody's names are not. How many bytes it is.
  [[nodiscard]] std::size_t account_at(std::string_view text, std::size_t at, std::string& out) const;
  [[nodiscard]] std::string address(const std::string& text) const;
  // How many bytes at `at` are an address, a SID or something encoded, with what stands for it.
  [[nodiscard]] std::size_t special_at(std::string_view text, std::size_t at, std::string& out) const;

  std::string key_;
  std::map<std::string, NameKind> learnt_;
  std::set<std::string> published_;
  std::unordered_map<std::uint32_t, std::vector<Name>> by_beginning_;  // first two bytes; the longest first
};

}  // namespace hoptrace::report
