// Waiting: keys, in order, and for each the posts of all that waits for it. Views of an image (index_image.h).
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "match/index_image.h"
#include "match/post.h"

namespace hoptrace::match {

template <Flat Key>
struct WaitingImage {
  Part<Key> keys;
  Part<std::uint32_t> starts;  // into posts, by key; one more: where the last one's end
  Part<Post> posts;
};

template <Flat Key>
class Waiting {
 public:
  Waiting() = default;
  Waiting(const WaitingImage<Key>& image, ImageReader& from)
      : keys_(from.get(image.keys)), starts_(from.get(image.starts)), posts_(from.get(image.posts)) {}

  [[nodiscard]] bool empty() const { return keys_.empty(); }
  [[nodiscard]] std::size_t size() const { return keys_.size(); }
  [[nodiscard]] const Key& key(std::size_t i) const { return keys_[i]; }
  [[nodiscard]] std::span<const Post> posts(std::size_t i) const {
    return posts_.subspan(starts_[i], starts_[i + 1] - starts_[i]);
  }
  // The first key that is not less; size(): none.
  [[nodiscard]] std::size_t first_from(const Key& key) const {
    return static_cast<std::size_t>(std::lower_bound(keys_.begin(), keys_.end(), key) - keys_.begin());
  }
  [[nodiscard]] std::span<const Post> find(const Key& key) const {
    const std::size_t at = first_from(key);
    return at < keys_.size() && keys_[at] == key ? posts(at) : std::span<const Post>();
  }

 private:
  std::span<const Key> keys_;
  std::span<const std::uint32_t> starts_;
  std::span<const Post> posts_;
};

// Of rows of a key and its posts, in the order of their keys.
template <Flat Key, class Rows>
[[nodiscard]] WaitingImage<Key> put_waiting(const Rows& rows, ImageWriter& out) {
  std::vector<Key> keys;
  std::vector<std::uint32_t> starts;
  Posts posts;
  for (const auto& [key, own] : rows) {
    keys.push_back(key);
    starts.push_back(static_cast<std::uint32_t>(posts.size()));
    posts.insert(posts.end(), own.begin(), own.end());
  }
  starts.push_back(static_cast<std::uint32_t>(posts.size()));
  return {out.put(std::span<const Key>(keys)), out.put(std::span<const std::uint32_t>(starts)),
          out.put(std::span<const Post>(posts))};
}

}  // namespace hoptrace::match
