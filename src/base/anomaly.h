// Anomaly: evidence that is odd. It is kept, counted and shown; the hunt goes on.
//
// The list of kinds is closed: what a kind means, and whether it means that evidence was lost (then `hunt` ends with
// exit code 3), stands in one table (anomaly.cc), from which the closing table and docs/anomalies.md are made.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hoptrace::base {

enum class AnomalyKind : std::uint8_t {
  kUnreadable,           // the system refuses to read it
  kUnknownFormat,        // no decoder knows these bytes
  kFormatAndName,        // the name promises another format than the content has
  kNotAsNamed,           // the name promises a format that is read, the content is none
  kEmptyFile,            // nothing in it
  kTruncated,            // ends in the middle of something
  kBadHeader,            // a file header that lies or is damaged
  kDirtyHeader,          // a log that was not closed: counts in the header are stale
  kBadChunk,             // a chunk that cannot be read at all
  kBadChecksum,          // bytes that do not match their checksum
  kBadCount,             // a count, size or offset that cannot be true
  kBadRecord,            // one record that cannot be decoded
  kBadTemplate,          // a record whose template is damaged or missing
  kBadValue,             // one value that cannot be decoded
  kBadText,              // text that is not valid in its encoding
  kBadDocument,          // a line or document that is not valid JSON
  kBadTime,              // a record without a usable time of its own
  kRecordGap,            // record ids missing within one log
  kLogCleared,           // a log that says it was cleared
  kSlackRecord,          // a record found in slack space (with --carve)
  kArchiveLimit,         // an archive that goes beyond the budget
  kArchivePath,          // an archive entry whose path would leave the archive
  kArchiveDamaged,       // an archive that cannot be read to its end
  kTenantContradiction,  // folder and host's domain name different tenants
  kUnknownShape,         // a record that no log source describes
  kMatchLimit,           // a rule gave up at a bound on this record
  kTooLarge,             // a record beyond the bounds
  kAssumedZone,          // a time without a zone that was taken as UTC
};

struct AnomalyKindInfo {
  AnomalyKind kind;
  std::string_view name;     // as written in the case and in exports
  std::string_view meaning;  // one sentence for the reader
  bool loses_evidence;       // something was not read
};
[[nodiscard]] std::span<const AnomalyKindInfo> anomaly_kinds();
[[nodiscard]] const AnomalyKindInfo& info(AnomalyKind kind);
// By its name as the case keeps it; nullptr for a name that no version knows.
[[nodiscard]] const AnomalyKindInfo* find_anomaly_kind(std::string_view name);

struct Anomaly {
  AnomalyKind kind = AnomalyKind::kBadRecord;
  std::uint64_t offset = 0;  // in the artifact
  std::string detail;        // what was found, in words; may hold text of the evidence, so escape it when shown
};

using Anomalies = std::vector<Anomaly>;

}  // namespace hoptrace::base
