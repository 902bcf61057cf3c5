// member_count<T>(): how many members an aggregate has, so that tests see when a list of them (packing.h) lacks one.
// Not for aggregates with an array in them.
#pragma once

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace hoptrace::base {

struct AnyMember {
  template <class T>
  operator T() const;  // declared only: never called
};

template <class T, std::size_t... kIndex>
consteval bool takes(std::index_sequence<kIndex...>) {
  return requires { T{((void)kIndex, AnyMember())...}; };
}
template <class T, std::size_t kCount = 1>
consteval std::size_t member_count() {
  if constexpr (takes<T>(std::make_index_sequence<kCount>())) {
    return member_count<T, kCount + 1>();
  } else {
    return kCount - 1;
  }
}

// Whether members() names every member of T.
template <class T>
constexpr bool kAllNamed = member_count<T>() == std::tuple_size_v<decltype(members(std::declval<T&>()))>;

}  // namespace hoptrace::base
