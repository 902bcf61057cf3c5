#include "hunt/event_ref.h"

#include "base/fingerprint.h"

namespace hoptrace::hunt {
namespace {

void add(std::string& bytes, std::string_view text) {
  const std::uint64_t size = text.size();
  bytes.append(reinterpret_cast<const char*>(&size), sizeof size);
  bytes += text;
}

std::string content_of(const event::Event& event, std::string& scratch) {
  scratch.clear();
  for (std::size_t i = 0; i < event.fields().size(); ++i) {
    const event::Field& field = event.fields()[i];
    if (field.system) continue;
    add(scratch, field.name);
    add(scratch, event.text(i));
  }
  return base::fingerprint(scratch).bytes();
}

}  // namespace

std::string host_of(std::string_view computer) {
  const bool address = computer.find_first_not_of("0123456789.:abcdefABCDEF") == std::string_view::npos &&
                       computer.find_first_of(".:") != std::string_view::npos;
  return std::string(address ? computer : computer.substr(0, computer.find('.')));
}

cases::EventRef event_ref(const event::Event& event, std::string& scratch) {
  return {.time = event.time,
          .timed = event.timed,
          .host = host_of(event.computer),
          .channel = std::string(event.channel),
          .provider = std::string(event.provider),
          .event_id = event.event_id,
          .record_id = event.record_id,
          .content = content_of(event, scratch)};
}

}  // namespace hoptrace::hunt
