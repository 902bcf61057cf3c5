// OnDemand: a value that was packed (packing.h) and is unpacked when somebody first asks for it, by whichever thread.
//
// Copies share the value, which is the same for all of them; edit() gives its owner one of his own. Bytes that were
// cut or changed must be told from whole ones before: what is unpacked of them may be anything.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

#include "base/bytes.h"

namespace hoptrace::base {

template <class T>
class OnDemand {
 public:
  [[nodiscard]] const T& operator*() const {
    static const T kEmpty{};
    if (!state_) return kEmpty;
    State& state = *state_;
    if (!state.there.load(std::memory_order_acquire)) std::call_once(state.once, [&state] { state.read(state); });
    return state.value;
  }
  [[nodiscard]] const T* operator->() const { return &**this; }
  // Not while another thread has this very object.
  [[nodiscard]] T& edit() {
    if (state_.use_count() != 1) {
      auto own = std::make_shared<State>();
      own->value = **this;
      state_ = std::move(own);
    }
    (void)**this;  // read, if it was not yet
    return state_->value;
  }

  // For base::Packer and base::Unpacker.
  template <class Packer>
  void pack(Packer& out) const {
    Packer apart;
    apart.put(**this);
    out.put(apart.take());
  }
  template <class Unpacker>
  void unpack(Unpacker& from) {
    auto state = std::make_shared<State>();
    state->packed = from.get_bytes();
    state->owner = from.owner();
    state->there = false;
    state->read = [](State& unread) {
      Unpacker(unread.packed).get(unread.value);
      unread.there.store(true, std::memory_order_release);
    };
    state_ = std::move(state);
    if (state_->owner == nullptr) (void)**this;  // the bytes may be gone soon
  }

 private:
  struct State {
    T value{};
    std::atomic<bool> there = true;
    std::once_flag once;
    Bytes packed;
    std::shared_ptr<const void> owner;  // of the bytes
    void (*read)(State&) = nullptr;
  };

  std::shared_ptr<State> state_;  // null: the value is empty
};

}  // namespace hoptrace::base
