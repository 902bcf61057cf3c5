// Address: IP addresses as logs write them, in the one form that facts have.
#pragma once

#include <array>
#include <string_view>

namespace hoptrace::sessions {

class AddressText {
 public:
  // Nothing unless the whole of `text` is an address: then without "::ffff:", brackets and zone, IPv6 as RFC 5952
  // writes it. Loopback, unspecified, multicast and broadcast addresses are nothing either, but is_loopback() tells.
  explicit AddressText(std::string_view text);

  [[nodiscard]] std::string_view view() const { return {text_.data(), size_}; }
  [[nodiscard]] bool is_loopback() const { return loopback_; }
  [[nodiscard]] bool is_address() const { return address_; }  // also of those that view() hides

 private:
  [[nodiscard]] bool read_four(std::string_view text);
  [[nodiscard]] bool read_six(std::string_view text);

  std::array<char, 48> text_{};
  std::size_t size_ = 0;
  bool loopback_ = false, address_ = false;
};

// Of the ranges that organisations give to their own hosts: RFC 1918, RFC 6598, RFC 4193.
[[nodiscard]] bool is_private(std::string_view address);

}  // namespace hoptrace::sessions
