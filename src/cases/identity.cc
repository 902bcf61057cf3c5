#include "cases/identity.h"

#include <array>

#include "base/digest.h"

namespace hoptrace::cases {
namespace {

constexpr std::size_t kHexDigits = 32;  // 16 bytes

void add_number(std::string& text, std::uint64_t number) {
  text.append(reinterpret_cast<const char*>(&number), sizeof number);
}

}  // namespace

std::string finding_id(std::string_view rule_id, std::string_view tenant, std::string_view sha256,
                       std::uint64_t offset, std::string_view part) {
  std::string text;
  for (const std::string_view field : {rule_id, tenant, sha256}) text.append(field) += '\n';
  text += std::to_string(offset) + '\n';
  if (!part.empty()) text.append(part) += '\n';
  return base::sha256_hex(text).substr(0, kHexDigits);
}

base::Fingerprint identity_of(const RecordName& record, std::string& scratch) {
  scratch.clear();
  for (const std::string_view field : {record.tenant, record.host, record.channel, record.content}) {
    add_number(scratch, field.size());
    scratch += field;
  }
  add_number(scratch, record.record_id);
  add_number(scratch, record.timed ? 1 : 0);
  add_number(scratch, record.timed ? static_cast<std::uint64_t>(record.time.ticks) : 0);
  if (record.content.empty()) {
    add_number(scratch, static_cast<std::uint64_t>(record.origin.artifact));
    add_number(scratch, record.origin.offset);
  }
  return base::fingerprint(scratch);
}

base::Fingerprint event_key(const base::Fingerprint& event, const base::Fingerprint& rule) {
  const std::array<std::uint64_t, 4> parts{event.high, event.low, rule.high, rule.low};
  return base::fingerprint({reinterpret_cast<const char*>(parts.data()), sizeof parts});
}

}  // namespace hoptrace::cases
