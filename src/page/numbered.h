// Numbered: texts that repeat, each told once and then by its place in the list.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "page/document_text.h"

namespace hoptrace::page {

class Numbered {
 public:
  std::uint32_t operator[](const std::string& text) {
    const auto [at, added] = places_.try_emplace(text, static_cast<std::uint32_t>(texts_.size()));
    if (added) texts_.push_back(text);
    return at->second;
  }
  [[nodiscard]] std::optional<std::uint32_t> find(const std::string& text) const {
    const auto at = places_.find(text);
    return at == places_.end() ? std::nullopt : std::optional(at->second);
  }
  [[nodiscard]] std::size_t size() const { return texts_.size(); }
  [[nodiscard]] const Json& texts() const { return texts_; }

 private:
  Json texts_ = Json::array();
  std::unordered_map<std::string, std::uint32_t> places_;
};

}  // namespace hoptrace::page
