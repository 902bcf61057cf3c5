// Columns: a table as bytes, one column after another, that a page reads in place through typed arrays.
//
//   "HOPCOLS1", u32 length of the header, u32 0, the header (JSON, padded with blanks to a multiple of 8), then the
//   columns, each padded with zeros to a multiple of 8; little endian.
//
// Add the columns with as many values each as there are rows, then bytes(). One thread's.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "page/document_text.h"

namespace hoptrace::page {

class Columns {
 public:
  void add(std::string_view name, std::span<const std::uint8_t> values);
  void add(std::string_view name, std::span<const std::uint16_t> values);
  void add(std::string_view name, std::span<const std::uint32_t> values);
  void add(std::string_view name, std::span<const double> values);
  // 16 bytes a value.
  void add_hex16(std::string_view name, std::string_view bytes);

  // `header`: what stands in it beside "columns".
  [[nodiscard]] std::string bytes(Json header) const;

 private:
  template <class Number>
  void add_numbers(std::string_view name, std::string_view type, std::span<const Number> values);
  void add_bytes(std::string_view name, std::string_view type, std::string_view bytes);

  Json listed_ = Json::array();
  std::string data_;
};

}  // namespace hoptrace::page
