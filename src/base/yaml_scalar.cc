#include "base/yaml_scalar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <string_view>

namespace hoptrace::base {
namespace {

bool one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view without_sign(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  return text;
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool is_decimal_float(std::string_view text) {
  text = without_sign(text);
  if (const auto e = text.find_first_of("eE"); e != std::string_view::npos) {
    if (!all_digits(without_sign(text.substr(e + 1)))) return false;
    text = text.substr(0, e);
  }
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return all_digits(text);
  const std::string_view whole = text.substr(0, dot), part = text.substr(dot + 1);
  if (whole.empty()) return all_digits(part);
  return all_digits(whole) && (part.empty() || all_digits(part));
}

template <class Number>
std::optional<Number> read(std::string_view text, auto... how) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, how...);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> integer_of(std::string_view text) {
  if (text.starts_with("0x")) return read<std::int64_t>(text.substr(2), 16);
  if (text.starts_with("0o")) return read<std::int64_t>(text.substr(2), 8);
  if (!all_digits(without_sign(text))) return std::nullopt;
  if (text.front() == '+') text.remove_prefix(1);
  return read<std::int64_t>(text, 10);
}

std::optional<double> float_of(std::string_view text) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (one_of(without_sign(text), {".inf", ".Inf", ".INF"})) return text.front() == '-' ? -kInfinity : kInfinity;
  if (one_of(text, {".nan", ".NaN", ".NAN"})) return std::numeric_limits<double>::quiet_NaN();
  if (!is_decimal_float(text)) return std::nullopt;
  if (text.front() == '+') text.remove_prefix(1);
  return read<double>(text);
}

}  // namespace

Yaml plain_scalar(std::string text) {
  Yaml out;
  out.text = std::move(text);
  if (out.text.empty() || one_of(out.text, {"~", "null", "Null", "NULL"})) {
    out.kind = Yaml::Kind::kNull;
  } else if (one_of(out.text, {"true", "True", "TRUE", "false", "False", "FALSE"})) {
    out.kind = Yaml::Kind::kBool;
    out.boolean = (out.text.front() | 0x20) == 't';
  } else if (const auto integer = integer_of(out.text)) {
    out.kind = Yaml::Kind::kInteger;
    out.integer = *integer;
    out.number = static_cast<double>(*integer);
  } else if (const auto number = float_of(out.text)) {
    out.kind = Yaml::Kind::kFloat;
    out.number = *number;
  } else {
    out.kind = Yaml::Kind::kText;
  }
  return out;
}

}  // namespace hoptrace::base
