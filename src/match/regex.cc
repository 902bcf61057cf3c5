#include "match/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <mutex>
#include <new>
#include <string>
#include <utility>

#include "match/gap_regex.h"

namespace hoptrace::match {
namespace {

// Far beyond what any rule of SigmaHQ needs on a value of 64 KiB, and over in well under a second.
constexpr std::uint32_t kMatchLimit = 1'000'000;
constexpr std::uint32_t kDepthLimit = 10'000;
constexpr std::uint32_t kHeapKiB = 16 * 1024;
constexpr std::size_t kJitStackStart = 32 * 1024;
constexpr std::size_t kJitStackMost = 1024 * 1024;

struct Free {
  void operator()(pcre2_code* p) const { pcre2_code_free(p); }
  void operator()(pcre2_match_data* p) const { pcre2_match_data_free(p); }
  void operator()(pcre2_match_context* p) const { pcre2_match_context_free(p); }
  void operator()(pcre2_jit_stack* p) const { pcre2_jit_stack_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

template <class T>
Owned<T> own(T* made) {
  if (made == nullptr) throw std::bad_alloc();
  return Owned<T>(made);
}

std::uint32_t options_of(const rules::Regex& regex) {
  std::uint32_t options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C;
  if (regex.ignore_case) options |= PCRE2_CASELESS;
  if (regex.multi_line) options |= PCRE2_MULTILINE;
  if (regex.dot_all) options |= PCRE2_DOTALL;
  return options;
}

}  // namespace

struct RegexScratch::State {
  Owned<pcre2_match_data> data = own(pcre2_match_data_create(1, nullptr));
  Owned<pcre2_match_context> context = own(pcre2_match_context_create(nullptr));
  Owned<pcre2_jit_stack> stack;  // none where this build of PCRE2 has no compiler for the machine

  State() : stack(pcre2_jit_stack_create(kJitStackStart, kJitStackMost, nullptr)) {
    pcre2_set_match_limit(context.get(), kMatchLimit);
    pcre2_set_depth_limit(context.get(), kDepthLimit);
    pcre2_set_heap_limit(context.get(), kHeapKiB);
    if (stack) pcre2_jit_stack_assign(context.get(), nullptr, stack.get());
  }
};

RegexScratch::RegexScratch() : state_(std::make_unique<State>()) {}
RegexScratch::~RegexScratch() = default;
RegexScratch::RegexScratch(RegexScratch&&) noexcept = default;
RegexScratch& RegexScratch::operator=(RegexScratch&&) noexcept = default;

struct Regex::Code {
  rules::Regex source;
  std::once_flag asked;
  Owned<pcre2_code> code;  // null before, and where PCRE2 does not take the source

  explicit Code(rules::Regex regex) : source(std::move(regex)) {}
  // Zero, or PCRE2's error and where.
  std::pair<int, PCRE2_SIZE> compile();
};

std::pair<int, PCRE2_SIZE> Regex::Code::compile() {
  int error = 0;
  PCRE2_SIZE where = 0;
  const std::string pattern = without_going_back(source.pattern).value_or(source.pattern);
  code.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), options_of(source), &error,
                           &where, nullptr));
  if (!code) return {error, where};
  pcre2_jit_compile(code.get(), PCRE2_JIT_COMPLETE);  // where it cannot, the interpreter does the same work
  return {0, 0};
}

Regex::Regex(std::unique_ptr<Code> code) : code_(std::move(code)) {}
Regex::~Regex() = default;
Regex::Regex(Regex&&) noexcept = default;
Regex& Regex::operator=(Regex&&) noexcept = default;

base::Result<Regex> Regex::compile(const rules::Regex& regex) {
  auto made = std::make_unique<Code>(regex);
  std::pair<int, PCRE2_SIZE> fault;
  std::call_once(made->asked, [&] { fault = made->compile(); });
  if (made->code) return Regex(std::move(made));
  PCRE2_UCHAR words[256] = {};
  pcre2_get_error_message(fault.first, words, sizeof words);
  return base::fail(base::Code::kMalformed, std::string("the regular expression cannot be read at character ") +
                                                std::to_string(fault.second) + ": " + reinterpret_cast<char*>(words));
}

Regex Regex::on_demand(rules::Regex regex) {
  return Regex(std::make_unique<Code>(std::move(regex)));
}

bool Regex::found_in(std::string_view text, RegexScratch& scratch) const {
  std::call_once(code_->asked, [this] { (void)code_->compile(); });
  if (!code_->code) return false;
  const char* const start = text.data() == nullptr ? "" : text.data();
  const int found = pcre2_match(code_->code.get(), reinterpret_cast<PCRE2_SPTR>(start), text.size(), 0,
                                PCRE2_NO_UTF_CHECK, scratch.state_->data.get(), scratch.state_->context.get());
  if (found >= 0) return true;
  if (found != PCRE2_ERROR_NOMATCH) ++scratch.limits_hit_;
  return false;
}

}  // namespace hoptrace::match
