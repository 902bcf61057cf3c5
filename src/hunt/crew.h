// Crew: workers that turn pieces into results, and give the results back in the order in which the pieces came.
//
// submit() from one thread; it hands the piece to a free worker and calls `deliver` (on the calling thread, in order
// of submission) for whatever is ready; finish() delivers the rest. What is under way is bounded in number and in
// weight, so memory does not grow with the evidence. With one job nothing runs beside the caller: work and delivery
// happen inside submit().
//
// A piece may come with a Link: work that has to be done in order, link after link of one chain (a hash that runs
// over all pieces of a file), while pieces themselves are worked on in any order and by all at once. Any worker takes
// the next link of a chain once the one before it is done; a piece is delivered when its own link is done as well.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/result.h"

namespace hoptrace::hunt {

template <class Task, class Product>
class Crew {
 public:
  using Work = std::function<Product(Task&)>;  // one per worker: may keep scratch memory
  using Deliver = std::function<base::Result<void>(Product&)>;
  struct Link {
    const void* chain = nullptr;  // links of one chain are submitted one after the other, no other chain's between
    std::function<void()> work;   // empty: there is none
  };
  // Of pieces under way for each worker: more would only cost memory, fewer would let workers wait for each other.
  static constexpr std::size_t kNumber = 4, kWeight = std::size_t{8} << 20;

  Crew(std::vector<Work> workers, Deliver deliver) : deliver_(std::move(deliver)) {
    most_ = workers.size() * kNumber;
    heaviest_ = workers.size() * kWeight;
    if (workers.size() == 1) {
      alone_ = std::move(workers.front());
      return;
    }
    for (Work& work : workers) threads_.emplace_back([this, work = std::move(work)]() mutable { run(work); });
  }
  ~Crew() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    work_ready_.notify_all();
  }
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  // `weight`: what it holds in memory, in bytes.
  [[nodiscard]] base::Result<void> submit(Task task, std::size_t weight = 0, Link link = {}) {
    if (alone_) {
      if (link.work) link.work();
      Product product = alone_(task);
      return deliver_(product);
    }
    enqueue(std::make_unique<Slot>(std::move(task), weight, std::move(link)));
    return deliver_what_must_go();
  }

  // Something that needs no work, and has its place in the order.
  [[nodiscard]] base::Result<void> pass(Product product) {
    if (alone_) return deliver_(product);
    auto slot = std::make_unique<Slot>(Task{}, 0, Link{});
    slot->product = std::move(product);
    slot->worked = slot->passed = true;
    enqueue(std::move(slot));
    return deliver_what_must_go();
  }

  [[nodiscard]] base::Result<void> finish() {
    while (!slots_.empty()) {
      if (auto delivered = deliver_front(); !delivered) return delivered;
    }
    return {};
  }

 private:
  struct Slot {
    Slot(Task t, std::size_t w, Link l)
        : task(std::move(t)), weight(w), link(std::move(l)), linked(link.work == nullptr) {}
    Task task;
    std::size_t weight;
    Link link;
    Product product{};
    bool worked = false, passed = false;
    bool linked;  // its link is done, or it has none
    [[nodiscard]] bool ready() const { return worked && linked; }
    Slot* after = nullptr;  // whose link waits for this one's
  };

  void enqueue(std::unique_ptr<Slot> slot) {
    {
      const std::lock_guard lock(mutex_);
      Slot* const before = slots_.empty() ? nullptr : slots_.back().get();
      if (before != nullptr && !before->linked && before->link.chain == slot->link.chain) {
        before->after = slot.get();
      } else if (!slot->linked) {
        links_.push_back(slot.get());
      }
      if (!slot->passed) waiting_.push_back(slot.get());
      number_ += slot->passed ? 0 : 1;
      weight_ += slot->weight;
      slots_.push_back(std::move(slot));
    }
    work_ready_.notify_one();
  }

  // Whatever is ready, and as much more as there is too much under way.
  base::Result<void> deliver_what_must_go() {
    while (number_ >= most_ || (weight_ > heaviest_ && number_ > 1) || front_is_ready()) {
      if (auto delivered = deliver_front(); !delivered) return delivered;
    }
    return {};
  }
  bool front_is_ready() {
    const std::lock_guard lock(mutex_);
    return !slots_.empty() && slots_.front()->ready();
  }

  void run(Work& work) {
    std::unique_lock lock(mutex_);
    while (true) {
      work_ready_.wait(lock, [this] { return stopping_ || !waiting_.empty() || !links_.empty(); });
      if (stopping_) return;
      if (!links_.empty()) {  // first, as others wait behind it
        run_link(lock);
      } else {
        run_task(work, lock);
      }
      if (slots_.front()->ready()) slot_done_.notify_one();
    }
  }

  void run_task(Work& work, std::unique_lock<std::mutex>& lock) {
    Slot* const slot = waiting_.front();
    waiting_.pop_front();
    lock.unlock();
    Product product = work(slot->task);
    lock.lock();
    slot->product = std::move(product);
    slot->worked = true;
  }

  void run_link(std::unique_lock<std::mutex>& lock) {
    Slot* const slot = links_.front();
    links_.pop_front();
    lock.unlock();
    slot->link.work();
    lock.lock();
    slot->linked = true;
    if (slot->after != nullptr)
      links_.push_front(slot->after);  // this worker goes on with it: what it needs is at hand
  }

  base::Result<void> deliver_front() {
    std::unique_ptr<Slot> slot;
    {
      std::unique_lock lock(mutex_);
      slot_done_.wait(lock, [this] { return slots_.front()->ready(); });
      slot = std::move(slots_.front());
      slots_.pop_front();
      number_ -= slot->passed ? 0 : 1;
      weight_ -= slot->weight;
    }
    return deliver_(slot->product);
  }

  Deliver deliver_;
  Work alone_;
  std::size_t most_ = 1, heaviest_ = 0;  // pieces under way at most, and their weight
  std::size_t number_ = 0, weight_ = 0;  // of now; the caller's
  std::mutex mutex_;
  std::condition_variable work_ready_, slot_done_;
  std::deque<std::unique_ptr<Slot>>
      slots_;                  // in order of submission; touched by the caller, under the lock by workers
  std::deque<Slot*> waiting_;  // for a worker
  std::deque<Slot*> links_;    // whose turn it is in their chain
  bool stopping_ = false;
  std::vector<std::jthread> threads_;  // last: joined before anything above goes
};

}  // namespace hoptrace::hunt
