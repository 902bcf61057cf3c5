#include "base/anomaly.h"

#include <array>

#include "base/check.h"

namespace hoptrace::base {
namespace {

using enum AnomalyKind;
constexpr std::array kKinds{
    AnomalyKindInfo{kUnreadable, "unreadable", "The system refused to read it.", true},
    AnomalyKindInfo{kUnknownFormat, "unknown_format", "No decoder knows these bytes; they were passed over.", false},
    AnomalyKindInfo{kFormatAndName, "format_and_name", "The name promises another format than the content has.",
                    false},
    AnomalyKindInfo{kNotAsNamed, "not_as_named", "The name promises a format that is read, but the content is none.",
                    true},
    AnomalyKindInfo{kEmptyFile, "empty_file", "There is nothing in it.", false},
    AnomalyKindInfo{kTruncated, "truncated", "It ends in the middle of something.", true},
    AnomalyKindInfo{kBadHeader, "bad_header", "The file's header is damaged; what follows was read all the same.",
                    false},
    AnomalyKindInfo{kDirtyHeader, "dirty_header", "The log was not closed; the counts in its header are stale.",
                    false},
    AnomalyKindInfo{kBadChunk, "bad_chunk", "A chunk of the log could not be read.", true},
    AnomalyKindInfo{kBadChecksum, "bad_checksum", "Bytes do not match their checksum; they were read all the same.",
                    false},
    AnomalyKindInfo{kBadCount, "bad_count", "A count, size or offset cannot be true.", true},
    AnomalyKindInfo{kBadRecord, "bad_record", "A record could not be decoded.", true},
    AnomalyKindInfo{kBadTemplate, "bad_template", "A record's template is damaged or missing.", true},
    AnomalyKindInfo{kBadValue, "bad_value", "A value could not be decoded.", true},
    AnomalyKindInfo{kBadText, "bad_text", "Text is not valid in its encoding; odd characters were replaced.", false},
    AnomalyKindInfo{kBadDocument, "bad_document", "A line or document is not valid JSON.", true},
    AnomalyKindInfo{kBadTime, "bad_time", "A record has no usable time of its own.", false},
    AnomalyKindInfo{kRecordGap, "record_gap", "Record ids are missing within one log.", false},
    AnomalyKindInfo{kLogCleared, "log_cleared", "The log says that it was cleared.", false},
    AnomalyKindInfo{kSlackRecord, "slack_record", "A record was found in slack space.", false},
    AnomalyKindInfo{kArchiveLimit, "archive_limit", "An archive goes beyond the budget; the rest was not read.",
                    true},
    AnomalyKindInfo{kArchivePath, "archive_path", "An archive entry's path would leave the archive.", false},
    AnomalyKindInfo{kArchiveDamaged, "archive_damaged", "An archive could not be read to its end.", true},
    AnomalyKindInfo{kTenantContradiction, "tenant_contradiction", "Folder and host's domain name different tenants.",
                    false},
    AnomalyKindInfo{kUnknownShape, "unknown_shape", "No log source describes these records.", false},
    AnomalyKindInfo{kMatchLimit, "match_limit",
                    "A rule's expression gave up at its bound on a record; it may have missed it.", false},
    AnomalyKindInfo{kTooLarge, "too_large", "A record is beyond the bounds and was left out.", true},
    AnomalyKindInfo{kAssumedZone, "assumed_zone", "A time is written without its zone; it was taken as UTC.", false},
};

}  // namespace

std::span<const AnomalyKindInfo> anomaly_kinds() {
  return kKinds;
}

const AnomalyKindInfo& info(AnomalyKind kind) {
  const auto at = static_cast<std::size_t>(kind);
  check(at < kKinds.size() && kKinds[at].kind == kind,
        "the table of anomaly kinds is in the order of the enumeration");
  return kKinds[at];
}

const AnomalyKindInfo* find_anomaly_kind(std::string_view name) {
  for (const AnomalyKindInfo& row : kKinds) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

}  // namespace hoptrace::base
