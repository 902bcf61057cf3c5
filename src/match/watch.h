// Watch: a field, by the record's own name for it, or the keywords' "any value", with the postings of everything that
// is waited for there. Views of an image (index_image.h), immutable.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "event/field.h"
#include "match/text_pool.h"
#include "match/waiting.h"

namespace hoptrace::match {

// Whole texts: by a number made of each, so that few are compared.
struct ExactImage {
  WaitingImage<std::uint64_t> waiting;
  Part<TextTable::Number> texts;  // parallel to its keys
};
class ExactTexts {
 public:
  ExactTexts() = default;
  ExactTexts(const ExactImage& image, const TextPool& pool, ImageReader& from)
      : pool_(&pool), waiting_(image.waiting, from), texts_(from.get(image.texts)) {}

  [[nodiscard]] bool empty() const { return waiting_.empty(); }
  [[nodiscard]] std::size_t size() const { return waiting_.size(); }
  [[nodiscard]] std::string_view text(std::size_t i) const { return pool_->text(texts_[i]); }
  [[nodiscard]] std::span<const Post> posts(std::size_t i) const { return waiting_.posts(i); }
  [[nodiscard]] std::span<const Post> find(std::string_view folded) const;
  [[nodiscard]] static std::uint64_t key_of(std::string_view folded);

 private:
  const TextPool* pool_ = nullptr;
  Waiting<std::uint64_t> waiting_;
  std::span<const TextTable::Number> texts_;
};

struct WatchImage {
  event::FieldId field = event::FieldId::kOther;
  Part<Post> present, absent, any_value;
  WaitingImage<double> numbers;
  ExactImage exact;
  WaitingImage<std::uint32_t> literals;
};
struct Watch {
  Watch(const WatchImage& image, const TextPool& pool, ImageReader& from);

  std::span<const Post> present;
  std::span<const Post> absent;
  std::span<const Post> any_value;  // of every value that is not null
  Waiting<double> numbers;
  ExactTexts exact;
  Waiting<std::uint32_t> literals;  // by number among those of its field
};

}  // namespace hoptrace::match
