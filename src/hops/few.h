// Few: a vector of what is mostly two or three things, which need no memory of their own then.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace hoptrace::hops {

template <typename T, std::size_t kInside>
class Few {
 public:
  Few() = default;
  Few(const Few&) = delete;
  Few& operator=(const Few&) = delete;
  Few(Few&& other) noexcept { swap(other); }
  Few& operator=(Few&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Few() = default;

  void push_back(const T& value) {
    if (more_ == nullptr && size_ == kInside) more_ = std::make_unique<std::vector<T>>(begin(), end());
    if (more_ != nullptr)
      more_->push_back(value);
    else
      inside_[size_] = value;
    ++size_;
  }
  // To fewer than there are.
  void shorten(std::size_t size) {
    if (more_ != nullptr) more_->resize(size);
    size_ = static_cast<std::uint32_t>(size);
  }
  void clear() { shorten(0); }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] const T* begin() const { return more_ != nullptr ? more_->data() : inside_.data(); }
  [[nodiscard]] const T* end() const { return begin() + size_; }
  [[nodiscard]] const T& front() const { return *begin(); }

 private:
  void swap(Few& other) noexcept {
    std::swap(inside_, other.inside_);
    std::swap(size_, other.size_);
    more_.swap(other.more_);
  }

  std::unique_ptr<std::vector<T>> more_;
  std::uint32_t size_ = 0;
  std::array<T, kInside> inside_{};
};

}  // namespace hoptrace::hops
