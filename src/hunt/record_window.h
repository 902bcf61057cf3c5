// RecordWindow: a record as it stands in the evidence, and those around it in the same log, read again from there.
//
// The artifact is walked from its beginning, as a piece may need what stands before it; only the pieces around the
// place are decoded. That it is what was hunted is checked by its size and, up to kHashed bytes, by its SHA-256. Any
// thread may call a RecordWindow.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cases/kept_record.h"

namespace hoptrace::hunt {

struct WindowPlace {
  base::ArtifactId artifact{};
  std::string path;  // relative to the evidence root; "archive.zip!/inner/path" inside an archive
  std::string sha256;
  std::uint64_t size = 0, offset = 0;
  std::size_t before = 0, after = 0;  // how many records around it, at most
};

class RecordWindow {
 public:
  static constexpr std::uint64_t kHashed = std::uint64_t{256} << 20;

  // `content`: the tables that formats are told by. (content/)
  [[nodiscard]] static base::Result<RecordWindow> over(const std::string& content, const std::string& evidence_root);
  ~RecordWindow();
  RecordWindow(RecordWindow&&) noexcept;
  RecordWindow& operator=(RecordWindow&&) noexcept;

  // By offset. Without a record at the place itself: none. Errors: kNotFound where the artifact is not there any
  // more, kMalformed where it is not what was hunted.
  [[nodiscard]] base::Result<std::vector<cases::KeptRecord>> read(const WindowPlace& place) const;

 private:
  struct Tables;
  explicit RecordWindow(std::unique_ptr<Tables> tables);
  std::unique_ptr<Tables> tables_;
};

}  // namespace hoptrace::hunt
