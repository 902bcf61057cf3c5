#include "indicators/punycode.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "base/unicode.h"

namespace hoptrace::indicators {
namespace {

// RFC 3492 section 5.
constexpr std::uint32_t kBase = 36, kTMin = 1, kTMax = 26, kSkew = 38, kDamp = 700, kBias = 72, kFirst = 128;
constexpr std::size_t kLongestLabel = 63;

std::uint32_t adapt(std::uint32_t delta, std::uint32_t points, bool first) {
  delta = first ? delta / kDamp : delta / 2;
  delta += delta / points;
  std::uint32_t k = 0;
  for (; delta > (kBase - kTMin) * kTMax / 2; k += kBase) delta /= kBase - kTMin;
  return k + (kBase - kTMin + 1) * delta / (delta + kSkew);
}

char digit(std::uint32_t value) {
  return static_cast<char>(value < 26 ? 'a' + value : '0' + (value - 26));
}

std::optional<std::uint32_t> value_of(char c) {
  if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a');
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0') + 26;
  return std::nullopt;
}

void append_delta(std::string& out, std::uint32_t delta, std::uint32_t bias) {
  for (std::uint32_t k = kBase;; k += kBase) {
    const std::uint32_t t = k <= bias ? kTMin : std::min(k - bias, kTMax);
    if (delta < t) break;
    out += digit(t + (delta - t) % (kBase - t));
    delta = (delta - t) / (kBase - t);
  }
  out += digit(delta);
}

std::vector<char32_t> code_points(std::string_view label) {
  std::vector<char32_t> out;
  while (!label.empty()) {
    const base::CodePoint point = base::code_point(label);
    out.push_back(point.value);
    label.remove_prefix(point.length);
  }
  return out;
}

// RFC 3492 section 6.3.
std::optional<std::string> encode(std::string_view label) {
  const std::vector<char32_t> points = code_points(label);
  if (points.size() > kLongestLabel) return std::nullopt;
  std::string out;
  for (const char32_t c : points) {
    if (c < kFirst) out += static_cast<char>(c);
  }
  std::uint32_t done = static_cast<std::uint32_t>(out.size());
  const std::uint32_t basic = done;
  if (basic > 0) out += '-';
  std::uint32_t n = kFirst, delta = 0, bias = kBias;
  while (done < points.size()) {
    char32_t next = std::numeric_limits<char32_t>::max();
    for (const char32_t c : points) {
      if (c >= n) next = std::min(next, c);
    }
    delta += (static_cast<std::uint32_t>(next) - n) * (done + 1);  // at most 0x10FFFF * 64: fits
    n = static_cast<std::uint32_t>(next);
    for (const char32_t c : points) {
      if (c < n) ++delta;
      if (c != n) continue;
      append_delta(out, delta, bias);
      bias = adapt(delta, done + 1, done == basic);
      delta = 0;
      ++done;
    }
    ++delta;
    ++n;
  }
  return "xn--" + out;
}

}  // namespace

std::optional<std::string> ascii_domain(std::string_view domain) {
  if (base::is_ascii(domain)) return std::nullopt;
  std::string out;
  while (true) {
    const std::size_t dot = domain.find('.');
    const std::string_view label = domain.substr(0, dot);
    const auto encoded = base::is_ascii(label) ? std::optional(std::string(label)) : encode(label);
    if (!encoded) return std::nullopt;
    out += *encoded;
    if (dot == std::string_view::npos) return out;
    out += '.';
    domain.remove_prefix(dot + 1);
  }
}

std::optional<std::string> decode_punycode(std::string_view label) {
  if (label.empty() || label.size() > kLongestLabel || !base::is_ascii(label)) return std::nullopt;
  std::vector<char32_t> points;
  const std::size_t dash = label.rfind('-');
  if (dash != std::string_view::npos && dash > 0) {
    for (const char c : label.substr(0, dash)) points.push_back(static_cast<unsigned char>(c));
    label.remove_prefix(dash + 1);
  } else if (dash == 0) {
    label.remove_prefix(1);
  }
  std::uint64_t n = kFirst, i = 0;
  std::uint32_t bias = kBias;
  while (!label.empty()) {
    const std::uint64_t before = i;
    std::uint64_t weight = 1;
    for (std::uint32_t k = kBase;; k += kBase) {
      if (label.empty()) return std::nullopt;
      const auto d = value_of(label.front());
      label.remove_prefix(1);
      if (!d) return std::nullopt;
      i += *d * weight;
      const std::uint32_t t = k <= bias ? kTMin : k >= bias + kTMax ? kTMax : k - bias;
      if (*d < t) break;
      weight *= kBase - t;
      if (weight > 0xFFFFFFFF || i > 0xFFFFFFFF) return std::nullopt;
    }
    const std::uint64_t size = points.size() + 1;
    bias = adapt(static_cast<std::uint32_t>(i - before), static_cast<std::uint32_t>(size), before == 0);
    n += i / size;
    i %= size;
    if (n > 0x10FFFF || (n >= 0xD800 && n < 0xE000)) return std::nullopt;
    points.insert(points.begin() + static_cast<std::ptrdiff_t>(i), static_cast<char32_t>(n));
    ++i;
  }
  std::string out;
  for (const char32_t point : points) base::append_utf8(out, point);
  return out;
}

}  // namespace hoptrace::indicators
