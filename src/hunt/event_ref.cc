#include "hunt/event_ref.h"

#include "base/digest.h"

namespace hoptrace::hunt {
namespace {

constexpr std::size_t kContentDigits = 32;  // of the hash, kept in the case

std::string content_hash(const event::Event& event) {
  base::Sha256 digest;
  for (std::size_t i = 0; i < event.fields().size(); ++i) {
    const event::Field& field = event.fields()[i];
    if (field.system) continue;
    const std::string_view text = event.text(i);
    const std::uint64_t sizes[2] = {field.name.size(), text.size()};
    digest.add({reinterpret_cast<const std::uint8_t*>(sizes), sizeof sizes});
    digest.add(base::bytes_of(field.name));
    digest.add(base::bytes_of(text));
  }
  return digest.hex().substr(0, kContentDigits);
}

}  // namespace

std::string host_of(std::string_view computer) {
  const bool address = computer.find_first_not_of("0123456789.:abcdefABCDEF") == std::string_view::npos &&
                       computer.find_first_of(".:") != std::string_view::npos;
  return std::string(address ? computer : computer.substr(0, computer.find('.')));
}

cases::EventRef event_ref(const event::Event& event) {
  return {.time = event.time,
          .timed = event.timed,
          .host = host_of(event.computer),
          .channel = std::string(event.channel),
          .provider = std::string(event.provider),
          .event_id = event.event_id,
          .record_id = event.record_id,
          .content = content_hash(event)};
}

}  // namespace hoptrace::hunt
