// Deadlines: ends connections that take longer than they may. The library's own time-out asks whether anything moved,
// so that one byte now and then would hold a connection for ever; this one asks how long all of it took.
//
// A connection has a Line from its first moment to its last. expect() says when what goes on now must be over. The
// socket is only shut down here; who has it closes it, after end(). Any thread may call.
#pragma once

#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "serve/sign_ins.h"

namespace hoptrace::serve {

class Deadlines {
 public:
  struct Line {
    int socket;
    Clock::time_point ends;
  };

  explicit Deadlines(std::chrono::milliseconds every);
  ~Deadlines();
  Deadlines(const Deadlines&) = delete;
  Deadlines& operator=(const Deadlines&) = delete;

  [[nodiscard]] Line* begin(int socket, std::chrono::seconds within);
  void expect(Line* line, std::chrono::seconds within);
  void end(Line* line);

 private:
  void run(std::chrono::milliseconds every);

  std::mutex mutex_;
  std::condition_variable stopping_;
  bool stopped_ = false;
  std::set<Line*> lines_;
  std::thread thread_;
};

}  // namespace hoptrace::serve
