// Containers: what may hold other files. One row each, told by content, never by name.
//
// Sources: PKWARE APPNOTE 4.3 (zip), POSIX.1-2017 pax "ustar Interchange Format" (tar), RFC 1952 (gzip), RFC 8878
// (zstd), and the published signatures of bzip2, xz, 7z and rar.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"

namespace hoptrace::evidence {

struct Container {
  std::string_view name;
  bool (*is_this)(base::Bytes head);
  bool seeks;                // has a directory at its end, which is worth reading first
  bool one_file;             // one packed file (which may be a tar), not a collection of its own
  bool expands;              // what comes out is more than what went in
  std::string_view refusal;  // not empty: known, but not read in place, and why
};

constexpr std::size_t kContainerHead = 1024;  // enough for every row, and for the name of a zip's first entry

// The row whose content begins with `head`, or nullptr. A zip that is a document by construction (an Office file, a
// Java archive, an OpenDocument file) is no container: it is handed on as the one file that it is.
[[nodiscard]] const Container* find_container(base::Bytes head);

// The name of the one file that is packed as `packed_name`: "x.evtx.gz" holds "x.evtx", "logs.tgz" holds "logs.tar".
[[nodiscard]] std::string packed_inner_name(std::string_view packed_name);

}  // namespace hoptrace::evidence
