// IndexImage: arrays of plain values laid out in one block of bytes, which is read in place: so an index that was
// kept from an earlier run costs no more than reading its file.
//
// Order: ImageWriter::put() each array, which gives the Part that names it; arrays of structs that hold Parts come
// after what they name; finish() with the one struct that names all. The bytes have no version in them: whoever keeps
// them must know that the same program reads them, and that no byte has changed (a digest). A Part that leaves the
// bytes is none the less never read; numbers within the arrays are trusted.
#pragma once

#include <concepts>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/bytes.h"

namespace hoptrace::match {

// Without bytes between its members that nobody sets: the same index is the same bytes.
template <class T>
concept Flat =
    std::is_trivially_copyable_v<T> && (std::has_unique_object_representations_v<T> || std::same_as<T, double>);

template <class T>
struct Part {
  std::uint32_t at = 0;  // in steps of kImageStep bytes
  std::uint32_t count = 0;
};
constexpr std::size_t kImageStep = 8;

class ImageWriter {
 public:
  template <Flat T>
  [[nodiscard]] Part<T> put(std::span<const T> values) {
    static_assert(alignof(T) <= kImageStep);
    const Part<T> part{static_cast<std::uint32_t>(bytes_.size() / kImageStep),
                       static_cast<std::uint32_t>(values.size())};
    if (!values.empty()) bytes_.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
    bytes_.resize((bytes_.size() + kImageStep - 1) / kImageStep * kImageStep);
    return part;
  }
  template <Flat T>
  [[nodiscard]] std::string finish(const T& root) {
    bytes_.append(reinterpret_cast<const char*>(&root), sizeof root);
    return std::move(bytes_);
  }

 private:
  std::string bytes_;
};

class ImageReader {
 public:
  // `bytes` begin at an address that a double may have, and outlive what is read.
  explicit ImageReader(std::string_view bytes) : bytes_(base::bytes_of(bytes)) {}

  // Whether all that was asked for was there.
  [[nodiscard]] bool whole() const { return whole_; }
  template <Flat T>
  [[nodiscard]] T root() {
    T out{};
    if (bytes_.size() < sizeof out) {
      whole_ = false;
    } else {
      std::memcpy(&out, bytes_.last(sizeof out).data(), sizeof out);
    }
    return out;
  }
  template <Flat T>
  [[nodiscard]] std::span<const T> get(Part<T> part) {
    const auto there = base::slice(bytes_, std::size_t{part.at} * kImageStep, std::size_t{part.count} * sizeof(T));
    if (!there) {
      whole_ = false;
      return {};
    }
    return {reinterpret_cast<const T*>(there->data()), part.count};
  }

 private:
  base::Bytes bytes_;
  bool whole_ = true;
};

}  // namespace hoptrace::match
