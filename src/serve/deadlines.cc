#include "serve/deadlines.h"

#include <sys/socket.h>

namespace hoptrace::serve {

Deadlines::Deadlines(std::chrono::milliseconds every) : thread_([this, every] { run(every); }) {}

Deadlines::~Deadlines() {
  {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
  }
  stopping_.notify_all();
  thread_.join();
  for (const Line* line : lines_) delete line;
}

Deadlines::Line* Deadlines::begin(int socket, std::chrono::seconds within) {
  auto* const line = new Line{socket, Clock::now() + within};
  const std::scoped_lock lock(mutex_);
  lines_.insert(line);
  return line;
}

void Deadlines::expect(Line* line, std::chrono::seconds within) {
  const std::scoped_lock lock(mutex_);
  line->ends = Clock::now() + within;
}

void Deadlines::end(Line* line) {
  const std::scoped_lock lock(mutex_);
  lines_.erase(line);
  delete line;
}

void Deadlines::run(std::chrono::milliseconds every) {
  std::unique_lock lock(mutex_);
  while (!stopping_.wait_for(lock, every, [this] { return stopped_; })) {
    const Clock::time_point now = Clock::now();
    for (const Line* line : lines_) {
      if (line->ends <= now) ::shutdown(line->socket, SHUT_RDWR);
    }
  }
}

}  // namespace hoptrace::serve
