// Workers: a fixed number of threads that take work from a bounded queue, so that neither many who ask nor work that
// is long takes more than this of the machine. Call order: make, submit() from any thread, stop() (or let it go).
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace hoptrace::serve {

class Workers {
 public:
  Workers(std::size_t threads, std::size_t most_waiting);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // False where too much waits, or after stop(): then `work` is not done.
  [[nodiscard]] bool submit(std::function<void()> work);
  // Does what was submitted and ends.
  void stop();

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable there_is_work_;
  std::deque<std::function<void()>> waiting_;
  std::size_t most_waiting_;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace hoptrace::serve
