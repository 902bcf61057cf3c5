#include "evidence/container.h"

#include <algorithm>
#include <array>

namespace hoptrace::evidence {
namespace {

using base::Bytes;
using namespace std::string_view_literals;

bool begins_with(Bytes head, std::string_view signature) {
  return base::text_of(head).starts_with(signature);
}

// The name in the local header at the front of a zip (APPNOTE 4.3.7).
std::string_view first_entry_name(Bytes head) {
  const auto length = base::read_le<std::uint16_t>(head, 26);
  if (!length) return {};
  const auto name = base::slice(head, 30, *length);
  return name ? base::text_of(*name) : std::string_view{};
}

bool is_document(Bytes head) {
  const std::string_view name = first_entry_name(head);
  return name == "[Content_Types].xml" || name == "mimetype" || name.starts_with("META-INF/") ||
         name.starts_with("_rels/");
}

bool is_zip(Bytes head) {
  if (begins_with(head, "PK\x05\x06"sv) || begins_with(head, "PK\x07\x08PK\x03\x04"sv)) return true;
  return begins_with(head, "PK\x03\x04"sv) && !is_document(head);
}

bool is_gzip(Bytes head) {
  return begins_with(head, "\x1f\x8b\x08"sv);
}
bool is_bzip2(Bytes head) {
  return begins_with(head, "BZh"sv) && head.size() >= 10 && head[3] >= '1' && head[3] <= '9' &&
         base::text_of(head.subspan(4, 6)) == "\x31\x41\x59\x26\x53\x59"sv;
}
bool is_zstd(Bytes head) {
  return begins_with(head, "\x28\xb5\x2f\xfd"sv);
}
bool is_xz(Bytes head) {
  return begins_with(head, "\xfd\x37\x7a\x58\x5a\x00"sv);
}
bool is_7z(Bytes head) {
  return begins_with(head, "7z\xbc\xaf\x27\x1c"sv);
}
bool is_rar(Bytes head) {
  return begins_with(head, "Rar!\x1a\x07"sv);
}

// A tar has no signature in its oldest form, but each header has a checksum over itself.
constexpr std::size_t kTarBlock = 512, kTarSum = 148, kTarSumSize = 8;

bool is_tar(Bytes head) {
  if (head.size() < kTarBlock || head[0] == 0) return false;
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < kTarBlock; ++i) {
    sum += i >= kTarSum && i < kTarSum + kTarSumSize ? std::uint8_t{' '} : head[i];
  }
  std::uint64_t stated = 0;
  std::size_t digits = 0;
  for (const std::uint8_t c : head.subspan(kTarSum, kTarSumSize)) {
    if (c == ' ' && digits == 0) continue;
    if (c < '0' || c > '7') break;
    stated = stated * 8 + (c - '0');
    ++digits;
  }
  return digits > 0 && stated == sum;
}

// xz, 7z and rar name in their headers how much memory unpacking takes, up to gigabytes, and libarchive grants it.
constexpr std::string_view kNoBound = "reading it in place could take any amount of memory: unpack it first";

constexpr std::array kContainers{
    Container{"zip", is_zip, true, false, true, {}},     Container{"gzip", is_gzip, false, true, true, {}},
    Container{"zstd", is_zstd, false, true, true, {}},   Container{"bzip2", is_bzip2, false, true, true, {}},
    Container{"tar", is_tar, false, false, false, {}},   Container{"xz", is_xz, false, true, true, kNoBound},
    Container{"7z", is_7z, true, false, true, kNoBound}, Container{"rar", is_rar, false, false, true, kNoBound},
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kPackedEndings{{
    {".gz", ""},
    {".tgz", ".tar"},
    {".zst", ""},
    {".tzst", ".tar"},
    {".bz2", ""},
    {".tbz2", ".tar"},
}};

}  // namespace

const Container* find_container(Bytes head) {
  const auto* row = std::ranges::find_if(kContainers, [&](const Container& c) { return c.is_this(head); });
  return row == kContainers.end() ? nullptr : row;
}

std::string packed_inner_name(std::string_view packed_name) {
  const std::string_view name = packed_name.substr(packed_name.rfind('/') + 1);  // npos + 1 is 0
  for (const auto& [ending, instead] : kPackedEndings) {
    if (name.size() > ending.size() && name.ends_with(ending)) {
      return std::string(name.substr(0, name.size() - ending.size())).append(instead);
    }
  }
  return std::string(name);
}

}  // namespace hoptrace::evidence
