#include "serve/mark_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "page/document_text.h"
#include "serve/http.h"

namespace hoptrace::serve {
namespace {

using report::Json, report::text_at;

constexpr std::array<std::string_view, 4> kWhat = {"finding", "hop", "rule", "host"};
constexpr std::array<std::string_view, 4> kMarks = {"seen", "false_positive", "note", "hidden"};

std::unexpected<base::Error> trouble(const std::string& path, int error) {
  const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
  return base::fail(full ? base::Code::kFull : base::Code::kUnreadable,
                    std::string("the marks cannot be kept (") + std::strerror(error) + ")", path,
                    full ? "Free space" : "Check the rights of the case's folder");
}

bool is_plain(const std::string& text, std::size_t most) {
  return !text.empty() && text.size() <= most &&
         std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

std::unexpected<base::Error> refused(std::string what) {
  return base::fail(base::Code::kUsage, std::move(what));
}

Json json_of(const Mark& mark) {
  return {{"time", base::iso8601(mark.time)},
          {"who", mark.who},
          {"what", mark.what},
          {"id", mark.id},
          {"mark", mark.mark},
          {"text", mark.text}};
}

bool may_see(const Reader& reader, const Mark& mark) {
  return !reader.tenant || mark.tenant == reader.tenant;
}

}  // namespace

base::Result<Mark> MarkLog::parse(std::string_view json) {
  const Json read = Json::parse(json, nullptr, false);
  if (!read.is_object()) return refused("A mark is an object with what, id, mark and text");
  for (const auto& [key, value] : read.items()) {
    const bool known = key == "what" || key == "id" || key == "mark" || key == "text";
    if (!known || !value.is_string())
      return refused("A mark has the texts what, id, mark and text, and nothing else");
  }
  Mark mark;
  mark.what = text_at(read, "what");
  mark.id = text_at(read, "id");
  mark.mark = text_at(read, "mark");
  mark.text = text_at(read, "text");
  if (std::ranges::count(kWhat, mark.what) == 0) return refused("`what` is finding, hop, rule or host");
  if (std::ranges::count(kMarks, mark.mark) == 0) return refused("`mark` is seen, false_positive, note or hidden");
  if (!is_plain(mark.id, kMaxId)) return refused("`id` is a text of 1 to 512 bytes without control characters");
  if (mark.text.size() > kMaxText) return refused("`text` has at most 4000 bytes");
  if (mark.mark == "note" && mark.text.empty()) return refused("A note has a text");
  return mark;
}

std::string MarkLog::text_of(const Mark& mark) {
  return page::text_of(json_of(mark));
}

base::Result<void> MarkLog::add(const Mark& mark) {
  Json json = json_of(mark);
  if (mark.tenant) json["tenant"] = *mark.tenant;
  std::string line = page::text_of(json) + "\n";
  const std::scoped_lock lock(mutex_);
  const OwnFile file{::open(path_.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
  struct stat now{};
  if (file.file() < 0 || ::fstat(file.file(), &now) != 0) return trouble(path_, errno);
  if (!S_ISREG(now.st_mode)) return trouble(path_, EINVAL);
  const auto size = static_cast<std::uint64_t>(now.st_size);
  if (size + line.size() > kMaxFile) return trouble(path_, EFBIG);
  char last = '\n';
  if (size > 0 && ::pread(file.file(), &last, 1, now.st_size - 1) != 1) return trouble(path_, errno);
  if (last != '\n') line.insert(line.begin(), '\n');  // what stands there was cut: it must not take ours with it
  const ssize_t written = ::write(file.file(), line.data(), line.size());
  if (written < 0) return trouble(path_, errno);
  if (static_cast<std::size_t>(written) != line.size()) return trouble(path_, ENOSPC);
  if (::fsync(file.file()) != 0) return trouble(path_, errno);
  return {};
}

void MarkLog::take_line(std::string_view line) {
  const Json json = Json::parse(line, nullptr, false);
  const auto time = base::parse_time(text_at(json, "time"));
  if (!time) {
    ++refused_lines_;
    return;
  }
  Mark mark{*time,
            text_at(json, "who"),
            {},
            text_at(json, "what"),
            text_at(json, "id"),
            text_at(json, "mark"),
            text_at(json, "text")};
  if (json.contains("tenant")) mark.tenant = text_at(json, "tenant");
  marks_.push_back(std::move(mark));
}

base::Result<void> MarkLog::catch_up() {
  const OwnFile file{::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
  if (file.file() < 0 && errno == ENOENT) {
    marks_.clear();
    read_to_ = 0;
    return {};
  }
  struct stat now{};
  if (file.file() < 0 || ::fstat(file.file(), &now) != 0) return trouble(path_, errno);
  if (!S_ISREG(now.st_mode)) return trouble(path_, EINVAL);
  const std::uint64_t size = std::min(static_cast<std::uint64_t>(now.st_size), kMaxFile);
  if (size < read_to_) {  // another file
    marks_.clear();
    read_to_ = 0;
  }
  std::string text(size - read_to_, '\0');
  std::size_t have = 0;
  while (have < text.size()) {
    const ssize_t got =
        ::pread(file.file(), text.data() + have, text.size() - have, static_cast<off_t>(read_to_ + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return trouble(path_, errno);
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  std::string_view rest(text.data(), have);
  for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
    if (end > 0) take_line(rest.substr(0, end));
    rest.remove_prefix(end + 1);
    read_to_ += end + 1;
  }
  return {};
}

base::Result<std::string> MarkLog::document(const Reader& reader) {
  const std::scoped_lock lock(mutex_);
  if (auto read = catch_up(); !read) return std::unexpected(read.error());
  Json list = Json::array();
  for (const Mark& mark : marks_) {
    if (may_see(reader, mark)) list.push_back(json_of(mark));
  }
  return page::text_of(list);
}

base::Result<std::uint64_t> MarkLog::count(const Reader& reader) {
  const std::scoped_lock lock(mutex_);
  if (auto read = catch_up(); !read) return std::unexpected(read.error());
  return static_cast<std::uint64_t>(
      std::ranges::count_if(marks_, [&](const Mark& mark) { return may_see(reader, mark); }));
}

}  // namespace hoptrace::serve
