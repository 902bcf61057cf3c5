// Crew: workers that turn pieces into results, and give the results back in the order in which the pieces came.
//
// submit() from one thread; it hands the piece to a free worker and calls `deliver` (on the calling thread, in order
// of submission) for whatever is ready; finish() delivers the rest. At most `window` pieces are under way, so memory
// does not grow with the evidence. With one job nothing runs beside the caller: work and delivery happen inside
// submit().
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

  Crew(std::vector<Work> workers, Deliver deliver) : deliver_(std::move(deliver)) {
    window_ = workers.size() * 4;
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

  [[nodiscard]] base::Result<void> submit(Task task) {
    if (alone_) {
      Product product = alone_(task);
      return deliver_(product);
    }
    {
      const std::lock_guard lock(mutex_);
      slots_.push_back(std::make_unique<Slot>(std::move(task)));
      waiting_.push_back(slots_.back().get());
    }
    work_ready_.notify_one();
    while (slots_.size() >= window_) {
      if (auto delivered = deliver_front(); !delivered) return delivered;
    }
    return {};
  }

  [[nodiscard]] base::Result<void> finish() {
    while (!slots_.empty()) {
      if (auto delivered = deliver_front(); !delivered) return delivered;
    }
    return {};
  }

 private:
  struct Slot {
    explicit Slot(Task t) : task(std::move(t)) {}
    Task task;
    Product product{};
    bool done = false;
  };

  void run(Work& work) {
    std::unique_lock lock(mutex_);
    while (true) {
      work_ready_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      Slot* const slot = waiting_.front();
      waiting_.pop_front();
      lock.unlock();
      Product product = work(slot->task);
      lock.lock();
      slot->product = std::move(product);
      slot->done = true;
      slot_done_.notify_all();
    }
  }

  base::Result<void> deliver_front() {
    std::unique_ptr<Slot> slot;
    {
      std::unique_lock lock(mutex_);
      slot_done_.wait(lock, [this] { return slots_.front()->done; });
      slot = std::move(slots_.front());
      slots_.pop_front();
    }
    return deliver_(slot->product);
  }

  Deliver deliver_;
  Work alone_;
  std::size_t window_ = 1;
  std::mutex mutex_;
  std::condition_variable work_ready_, slot_done_;
  std::deque<std::unique_ptr<Slot>>
      slots_;  // in order of submission; touched by the caller, under the lock by workers
  std::deque<Slot*> waiting_;
  bool stopping_ = false;
  std::vector<std::jthread> threads_;  // last: joined before anything above goes
};

}  // namespace hoptrace::hunt
