// Packing: plain values as bytes and back, for what this program keeps for itself from run to run.
//
// A struct says once what it is made of, for both directions, beside it or in a header of its room:
//
//   auto members(base::Either<Rule> auto& rule) { return std::tie(rule.id, rule.title, rule.items); }
//
// Members may be numbers, enumerations, texts, std::bitset, other such structs, and lists, pairs, options, variants,
// maps and shared pointers of all these. The bytes have no version in them: whoever keeps them must know that the
// same program reads them. Bytes that were cut or changed are never read beyond their end, and what is allocated for
// them is in proportion to them; what comes out may then hold any values, so they must be told from whole ones before
// (a digest), not after.
#pragma once

#include <algorithm>
#include <bitset>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"

namespace hoptrace::base {

// A struct, to be read or to be filled.
template <class Given, class Struct>
concept Either = std::same_as<std::remove_const_t<Given>, Struct>;

auto members(Either<Time> auto& time) {
  return std::tie(time.ticks);
}

namespace packing {

template <class T>
constexpr bool kBitset = false;
template <std::size_t kBits>
constexpr bool kBitset<std::bitset<kBits>> = true;
template <class T>
concept Plain = std::is_arithmetic_v<T> || std::is_enum_v<T> || kBitset<T>;

template <class T>
concept Map = requires { typename T::mapped_type; };
template <class T>
concept List = !Map<T> && requires(T list) { list.emplace_back(); };

}  // namespace packing

class Packer {
 public:
  template <packing::Plain T>
  void put(const T& value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void put(const std::string& text) {
    put_count(text.size());
    bytes_.append(text);
  }
  void put(const std::vector<bool>& bits) {
    put_count(bits.size());
    for (const bool bit : bits) put(bit);
  }
  template <packing::List T>
  void put(const T& list) {
    put_count(list.size());
    for (const auto& value : list) put(value);
  }
  template <packing::Map T>
  void put(const T& map) {
    put_count(map.size());
    for (const auto& [key, value] : map) {
      put(key);
      put(value);
    }
  }
  template <class T, std::size_t kSize>
  void put(const T (&array)[kSize]) {
    for (const T& value : array) put(value);
  }
  template <class A, class B>
  void put(const std::pair<A, B>& pair) {
    put(pair.first);
    put(pair.second);
  }
  template <class T>
  void put(const std::optional<T>& option) {
    put(option.has_value());
    if (option) put(*option);
  }
  template <class... T>
  void put(const std::variant<T...>& variant) {
    put(static_cast<std::uint8_t>(variant.index()));
    std::visit([this](const auto& value) { put(value); }, variant);
  }
  template <class T>
  void put(const std::shared_ptr<T>& value) {
    put(*value);
  }
  template <class T>
    requires requires(const T& value, Packer& packer) { value.pack(packer); }
  void put(const T& value) {
    value.pack(*this);
  }
  template <class T>
    requires requires(const T& value) { members(value); }
  void put(const T& value) {
    std::apply([this](const auto&... each) { (put(each), ...); }, members(value));
  }

  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  // Seven bits a byte: nearly every count is below 128.
  void put_count(std::uint64_t count) {
    for (; count >= 0x80; count >>= 7) bytes_.push_back(static_cast<char>((count & 0x7F) | 0x80));
    bytes_.push_back(static_cast<char>(count));
  }

  std::string bytes_;
};

class Unpacker {
 public:
  // `owner` keeps `bytes` where they are for what is unpacked on demand; null: all is unpacked at once.
  explicit Unpacker(Bytes bytes, std::shared_ptr<const void> owner = nullptr)
      : rest_(bytes), owner_(std::move(owner)) {}

  [[nodiscard]] const std::shared_ptr<const void>& owner() const { return owner_; }
  // What was put as a text, in its place.
  [[nodiscard]] Bytes get_bytes() {
    const std::size_t size = get_count();
    const Bytes bytes = rest_.first(size);
    rest_ = rest_.subspan(size);
    return bytes;
  }

  [[nodiscard]] std::size_t left() const { return rest_.size(); }
  // Whether all was read as it was put, and nothing is left.
  [[nodiscard]] bool whole() const { return !broken_ && rest_.empty(); }

  template <packing::Plain T>
  void get(T& value) {
    if (!has(sizeof value)) return;
    if constexpr (std::same_as<T, bool>) {
      value = rest_[0] != 0;
    } else {
      std::memcpy(&value, rest_.data(), sizeof value);
    }
    rest_ = rest_.subspan(sizeof value);
  }
  void get(std::string& text) { text = std::string(text_of(get_bytes())); }
  void get(std::vector<bool>& bits) {
    const std::size_t count = get_count();
    for (std::size_t i = 0; i < count && !broken_; ++i) {
      bool bit = false;
      get(bit);
      bits.push_back(bit);
    }
  }
  template <packing::List T>
  void get(T& list) {
    const std::size_t count = get_count();
    if constexpr (requires { list.reserve(count); }) list.reserve(std::min(count, kReserved));
    for (std::size_t i = 0; i < count && !broken_; ++i) get(list.emplace_back());
  }
  template <packing::Map T>
  void get(T& map) {
    const std::size_t count = get_count();
    if constexpr (requires { map.reserve(count); }) map.reserve(std::min(count, kReserved));
    for (std::size_t i = 0; i < count && !broken_; ++i) {
      typename T::key_type key{};
      get(key);
      get(map[std::move(key)]);
    }
  }
  template <class T, std::size_t kSize>
  void get(T (&array)[kSize]) {
    for (T& value : array) get(value);
  }
  template <class A, class B>
  void get(std::pair<A, B>& pair) {
    get(pair.first);
    get(pair.second);
  }
  template <class T>
  void get(std::optional<T>& option) {
    bool there = false;
    get(there);
    if (there) get(option.emplace());
  }
  template <class... T>
  void get(std::variant<T...>& variant) {
    std::uint8_t index = 0;
    get(index);
    get_alternative(variant, index, std::index_sequence_for<T...>());
  }
  template <class T>
  void get(std::shared_ptr<T>& value) {
    auto made = std::make_shared<std::remove_const_t<T>>();
    get(*made);
    value = std::move(made);
  }
  template <class T>
    requires requires(T& value, Unpacker& unpacker) { value.unpack(unpacker); }
  void get(T& value) {
    value.unpack(*this);
  }
  template <class T>
    requires requires(T& value) { members(value); }
  void get(T& value) {
    std::apply([this](auto&... each) { (get(each), ...); }, members(value));
  }

 private:
  static constexpr std::size_t kReserved = 4096;  // elements, until as many have been read

  [[nodiscard]] bool has(std::size_t size) {
    if (size <= rest_.size()) return true;
    broken_ = true;
    rest_ = {};
    return false;
  }
  // Never more than there are bytes left: each element has one at least.
  [[nodiscard]] std::size_t get_count() {
    std::uint64_t count = 0;
    std::uint8_t byte = 0x80;
    for (unsigned shift = 0; (byte & 0x80) != 0 && shift < 63; shift += 7) {
      byte = 0;
      get(byte);
      count |= std::uint64_t{byte & 0x7FU} << shift;
    }
    return (byte & 0x80) == 0 && has(count) ? static_cast<std::size_t>(count) : 0;
  }
  template <class... T, std::size_t... kIndex>
  void get_alternative(std::variant<T...>& variant, std::size_t index, std::index_sequence<kIndex...>) {
    if (!((index == kIndex && (get(variant.template emplace<kIndex>()), true)) || ...)) {
      broken_ = true;
      rest_ = {};
    }
  }

  Bytes rest_;
  std::shared_ptr<const void> owner_;
  bool broken_ = false;
};

}  // namespace hoptrace::base
