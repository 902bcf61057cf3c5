// KeptBytes: bytes that stay where they are for as long as anybody has them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace hoptrace::base {

struct KeptBytes {
  KeptBytes() = default;
  KeptBytes(std::shared_ptr<const void> keeper, std::string_view bytes) : owner(std::move(keeper)), text(bytes) {}
  explicit KeptBytes(std::string bytes) {
    auto kept = std::make_shared<const std::string>(std::move(bytes));
    text = *kept;
    owner = std::move(kept);
  }
  friend bool operator==(const KeptBytes& bytes, std::string_view other) { return bytes.text == other; }

  std::shared_ptr<const void> owner;
  std::string_view text;
};

}  // namespace hoptrace::base
