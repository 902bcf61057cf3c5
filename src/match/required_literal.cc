#include "match/required_literal.h"

#include <string_view>

#include "base/unicode.h"

namespace hoptrace::match {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_alphanumeric(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Walks an expression once. `ok` turns false at the first thing that it does not know for sure.
class Walk {
 public:
  Walk(std::string_view pattern, bool ignore_case) : rest_(pattern), ascii_only_(ignore_case) {}

  std::string longest() {
    while (ok_ && !rest_.empty()) step();
    end_run();
    return ok_ ? best_ : std::string();
  }

 private:
  void step() {
    const char c = rest_.front();
    switch (c) {
      case '|':
      case ')':
        ok_ = false;
        return;
      case '(':
        end_run();
        skip_group();
        return;
      case '[':
        end_run();
        skip_class();
        return;
      case '\\':
        escape();
        return;
      case '*':
      case '+':
      case '?':
      case '{':
        quantifier();
        return;
      case '.':
      case '^':
      case '$':
        end_run();
        drop(1);
        return;
      default:
        literal(base::code_point(rest_).length);
    }
  }

  // `\.` is a literal, `\d` ends a run; whatever takes arguments is not worth knowing.
  void escape() {
    if (rest_.size() < 2) {
      ok_ = false;
      return;
    }
    const char c = rest_[1];
    if (!is_alphanumeric(c) && static_cast<unsigned char>(c) < 0x80) {
      drop(1);
      literal(1);
    } else if (std::string_view("dDwWsSbBAzZhHvVRnrtfe").contains(c)) {
      end_run();
      drop(2);
    } else {
      ok_ = false;
    }
  }

  // The character before it may be missing (or come again: then what follows does not follow it directly).
  void quantifier() {
    const char c = rest_.front();
    if (c == '{' && !is_counted()) {  // a brace that stands for itself, as PCRE2 takes it; not worth keeping
      drop_last();
      end_run();
      drop(1);
      return;
    }
    if (c != '+') drop_last();
    end_run();
    drop(c == '{' ? rest_.find('}') + 1 : 1);
  }
  bool is_counted() const {
    const std::size_t end = rest_.find_first_not_of("0123456789, ", 1);
    return end != std::string_view::npos && rest_[end] == '}';
  }

  void literal(std::size_t length) {
    const std::string_view text = rest_.substr(0, length);
    if (ascii_only_ && !base::is_ascii(text)) {
      end_run();
    } else {
      last_ = run_.size();
      run_ += text;
    }
    drop(length);
  }
  void drop_last() {
    if (!run_.empty()) run_.resize(last_);
  }
  void end_run() {
    std::string folded = base::fold(run_);
    if (folded.size() > best_.size()) best_ = std::move(folded);
    run_.clear();
    last_ = 0;
  }

  // From `(` to behind its `)`.
  void skip_group() {
    if (rest_.starts_with("(*") || (rest_.starts_with("(?") && !known_group())) {
      ok_ = false;
      return;
    }
    drop(1);
    while (ok_ && !rest_.empty()) {
      const char c = rest_.front();
      if (c == ')') {
        drop(1);
        return;
      }
      if (c == '(') {
        skip_group();
      } else if (c == '[') {
        skip_class();
      } else if (c == '\\') {
        if (rest_.starts_with("\\Q") || rest_.starts_with("\\E")) ok_ = false;
        drop(2);
      } else {
        drop(1);
      }
    }
    ok_ = false;
  }
  // (?i) and (?i: change no more than what is folded anyway, but the rest may then be found in other letters.
  bool known_group() {
    if (rest_.starts_with("(?i)") || rest_.starts_with("(?i:")) {
      ascii_only_ = true;
      return true;
    }
    return rest_.starts_with("(?:") || rest_.starts_with("(?=") || rest_.starts_with("(?!");
  }

  // From `[` to behind its `]`.
  void skip_class() {
    drop(1);
    if (rest_.starts_with("^")) drop(1);
    if (rest_.starts_with("]")) drop(1);
    while (!rest_.empty()) {
      if (rest_.front() == ']') {
        drop(1);
        return;
      }
      if (rest_.starts_with("[:") || rest_.starts_with("[.") || rest_.starts_with("[=") || rest_.starts_with("\\Q") ||
          rest_.starts_with("\\E")) {
        break;
      }
      drop(rest_.front() == '\\' ? 2 : 1);
    }
    ok_ = false;
  }

  void drop(std::size_t count) { rest_.remove_prefix(std::min(count, rest_.size())); }

  std::string_view rest_;
  bool ascii_only_;
  bool ok_ = true;
  std::string run_, best_;
  std::size_t last_ = 0;  // where the run's last character starts
};

}  // namespace

std::string required_literal(const rules::Regex& regex) {
  return Walk(regex.pattern, regex.ignore_case).longest();
}

}  // namespace hoptrace::match
