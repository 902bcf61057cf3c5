// KeptFolder: files that this program keeps for its own next runs.
//
// What is read from here is trusted with the process (a literal set is code for its engine), so the folder must
// belong to the user who runs this, and nobody else may write to it. Each file ends in a fingerprint of its name
// and content: one that was cut, changed or renamed by accident is as good as none (on purpose only this user can,
// who may do worse). A file is written under another name and then renamed, so that whoever reads at the same time
// sees the old one or the new one, whole. Only what was used last is kept.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/kept_bytes.h"
#include "base/result.h"

namespace hoptrace::hunt {

class KeptFolder {
 public:
  // Makes the folder where it is missing. Fails with kUsage where it is not for this user alone, with kUnreadable
  // where it cannot be had at all.
  [[nodiscard]] static base::Result<std::shared_ptr<const KeptFolder>> open(const std::string& path);
  ~KeptFolder();
  KeptFolder(const KeptFolder&) = delete;
  KeptFolder& operator=(const KeptFolder&) = delete;

  // Names are "kind-key"; of each kind the kMostOfAKind used last are kept, of literals (a rule set has several sets
  // of them) the kMostLiterals.
  static constexpr std::size_t kMostOfAKind = 8;
  static constexpr std::size_t kMostLiterals = 64;

  // What was written under that name, if it is there and whole.
  // The bytes are the file itself, which nobody writes to once it has this name.
  [[nodiscard]] std::optional<base::KeptBytes> read(const std::string& name) const;
  // Whether it could be written. Nothing depends on it: the next run does the work again.
  bool write(const std::string& name, std::string_view content) const;

 private:
  explicit KeptFolder(int folder) : folder_(folder) {}
  [[nodiscard]] bool write_file(const std::string& name, std::string_view content, std::string_view mark) const;
  void drop_old(std::string_view kind) const;

  int folder_;
};

}  // namespace hoptrace::hunt
