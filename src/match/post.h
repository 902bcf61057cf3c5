// Post: a clause of a lane or route that waits for something, one of the clause's groups, and whether the witness
// alone proves the group (else the value is checked: verifier.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hoptrace::match {

using Post = std::uint32_t;
using Posts = std::vector<Post>;
[[nodiscard]] constexpr Post post_of(std::uint32_t clause, std::size_t group, bool sure = false) {
  return clause * 16 + (sure ? 8 : 0) + static_cast<Post>(group);
}
[[nodiscard]] constexpr std::uint32_t clause_of(Post post) {
  return post / 16;
}
[[nodiscard]] constexpr std::size_t group_of(Post post) {
  return post % 8;
}
[[nodiscard]] constexpr bool is_sure(Post post) {
  return (post & 8) != 0;
}
[[nodiscard]] constexpr std::uint8_t group_bit(Post post) {
  return static_cast<std::uint8_t>(1U << group_of(post));
}

}  // namespace hoptrace::match
