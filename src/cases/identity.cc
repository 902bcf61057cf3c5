#include "cases/identity.h"

#include "base/digest.h"

namespace hoptrace::cases {
namespace {

constexpr std::size_t kHexDigits = 32;  // 16 bytes

// Lengths keep fields apart whatever text they hold.
void add(std::string& text, std::string_view field) {
  text += std::to_string(field.size());
  text += ':';
  text += field;
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

std::string event_key(std::string_view rule_id, std::string_view tenant, const EventRef& event, std::string_view part,
                      const base::Origin& origin) {
  std::string text;
  for (const std::string_view field : {rule_id, tenant, std::string_view(event.host), std::string_view(event.channel),
                                       std::string_view(event.content), part}) {
    add(text, field);
  }
  add(text, std::to_string(event.record_id));
  add(text, event.timed ? std::to_string(event.time.ticks) : "");
  if (event.content.empty()) {
    add(text, std::to_string(static_cast<std::int64_t>(origin.artifact)));
    add(text, std::to_string(origin.offset));
  }
  return base::sha256_hex(text).substr(0, kHexDigits);
}

}  // namespace hoptrace::cases
