#include "page/columns.h"

#include <bit>
#include <utility>

namespace hoptrace::page {
namespace {

constexpr std::string_view kMark = "HOPCOLS1";
constexpr std::size_t kStep = 8;

void pad(std::string& text, char with) {
  while (text.size() % kStep != 0) text += with;
}

void put_u32(std::string& out, std::uint32_t value) {
  constexpr unsigned kByte = 8;
  for (unsigned i = 0; i < sizeof value; ++i) out += static_cast<char>((value >> (i * kByte)) & 0xffU);
}

}  // namespace

static_assert(std::endian::native == std::endian::little, "columns are written as they lie in memory");

template <class Number>
void Columns::add_numbers(std::string_view name, std::string_view type, std::span<const Number> values) {
  const auto raw = std::as_bytes(values);
  add_bytes(name, type, {reinterpret_cast<const char*>(raw.data()), raw.size()});
}

void Columns::add_bytes(std::string_view name, std::string_view type, std::string_view bytes) {
  listed_.push_back({{"name", name}, {"type", type}, {"at", data_.size()}});
  data_ += bytes;
  pad(data_, '\0');
}

void Columns::add(std::string_view name, std::span<const std::uint8_t> values) {
  add_numbers(name, "u8", values);
}
void Columns::add(std::string_view name, std::span<const std::uint16_t> values) {
  add_numbers(name, "u16", values);
}
void Columns::add(std::string_view name, std::span<const std::uint32_t> values) {
  add_numbers(name, "u32", values);
}
void Columns::add(std::string_view name, std::span<const double> values) {
  add_numbers(name, "f64", values);
}
void Columns::add_hex16(std::string_view name, std::string_view bytes) {
  add_bytes(name, "hex16", bytes);
}

std::string Columns::bytes(Json header) const {
  header["columns"] = listed_;
  std::string text = text_of(header);
  pad(text, ' ');
  std::string out(kMark);
  put_u32(out, static_cast<std::uint32_t>(text.size()));
  put_u32(out, 0);
  return out + text + data_;
}

}  // namespace hoptrace::page
