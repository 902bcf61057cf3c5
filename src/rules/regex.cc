#include "rules/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <fmt/format.h>
#include <pcre2.h>

#include <array>
#include <memory>

namespace hoptrace::rules {
namespace {

constexpr std::size_t kLongestPattern = 64 * 1024;

struct Freed {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
};

std::string message(int error) {
  std::array<PCRE2_UCHAR, 256> text{};
  pcre2_get_error_message(error, text.data(), text.size());
  return reinterpret_cast<const char*>(text.data());
}

}  // namespace

std::uint32_t pcre2_options(const Regex& regex) {
  std::uint32_t options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C;
  if (regex.ignore_case) options |= PCRE2_CASELESS;
  if (regex.multi_line) options |= PCRE2_MULTILINE;
  if (regex.dot_all) options |= PCRE2_DOTALL;
  return options;
}

std::optional<std::string> regex_fault(const Regex& regex) {
  if (regex.pattern.size() > kLongestPattern) return "the regular expression is longer than 64 KiB";
  int error = 0;
  PCRE2_SIZE offset = 0;
  const std::unique_ptr<pcre2_code, Freed> code(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(regex.pattern.data()),
                                                              regex.pattern.size(), pcre2_options(regex), &error,
                                                              &offset, nullptr));
  if (code) return std::nullopt;
  return fmt::format("the regular expression does not compile: {} at offset {}", message(error), offset);
}

}  // namespace hoptrace::rules
