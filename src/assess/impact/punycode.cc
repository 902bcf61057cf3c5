#include "assess/impact/punycode.h"

#include <cstdint>
#include <vector>

#include "base/unicode.h"

namespace hoptrace::assess::impact {
namespace {

constexpr std::uint32_t kBase = 36, kLeast = 1, kMost = 26, kSkew = 38, kDamp = 700, kFirst = 0x80;

std::uint32_t adapt(std::uint32_t delta, std::uint32_t points, bool first) {
  delta = first ? delta / kDamp : delta / 2;
  delta += delta / points;
  std::uint32_t k = 0;
  for (; delta > (kBase - kLeast) * kMost / 2; k += kBase) delta /= kBase - kLeast;
  return k + (kBase - kLeast + 1) * delta / (delta + kSkew);
}

std::optional<std::uint32_t> digit(char c) {
  if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a');
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0') + 26;
  return std::nullopt;
}

}  // namespace

std::optional<std::string> decode_punycode(std::string_view label) {
  if (label.empty() || label.size() > 63 || !base::is_ascii(label)) return std::nullopt;
  std::vector<char32_t> points;
  const std::size_t dash = label.rfind('-');
  if (dash != std::string_view::npos && dash > 0) {
    for (const char c : label.substr(0, dash)) points.push_back(static_cast<unsigned char>(c));
    label.remove_prefix(dash + 1);
  } else if (dash == 0) {
    label.remove_prefix(1);
  }
  std::uint64_t n = kFirst, i = 0;
  std::uint32_t bias = 72;
  while (!label.empty()) {
    const std::uint64_t before = i;
    std::uint64_t weight = 1;
    for (std::uint32_t k = kBase;; k += kBase) {
      if (label.empty()) return std::nullopt;
      const auto d = digit(label.front());
      label.remove_prefix(1);
      if (!d) return std::nullopt;
      i += *d * weight;
      const std::uint32_t t = k <= bias ? kLeast : k >= bias + kMost ? kMost : k - bias;
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

}  // namespace hoptrace::assess::impact
