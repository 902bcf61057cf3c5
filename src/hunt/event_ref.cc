#include "hunt/event_ref.h"

#include "base/digest.h"

namespace hoptrace::hunt {
namespace {

constexpr std::size_t kContentDigits = 32;  // of SHA-256, kept in the case

// Names and texts of the record's own data, each with its length, so that nothing reads as something else.
void put_content(const event::Event& event, std::string& bytes) {
  bytes.clear();
  for (std::size_t i = 0; i < event.fields().size(); ++i) {
    const event::Field& field = event.fields()[i];
    if (field.system) continue;
    const std::string_view text = event.text(i);
    const std::uint64_t sizes[2] = {field.name.size(), text.size()};
    bytes.append(reinterpret_cast<const char*>(sizes), sizeof sizes);
    bytes += field.name;
    bytes += text;
  }
}

}  // namespace

std::string host_of(std::string_view computer) {
  const bool address = computer.find_first_not_of("0123456789.:abcdefABCDEF") == std::string_view::npos &&
                       computer.find_first_of(".:") != std::string_view::npos;
  return std::string(address ? computer : computer.substr(0, computer.find('.')));
}

std::string exact_content(const event::Event& event, std::string& scratch) {
  put_content(event, scratch);
  return base::sha256_hex(scratch).substr(0, kContentDigits);
}

base::Fingerprint content_of(const event::Event& event, std::string& scratch) {
  put_content(event, scratch);
  return base::fingerprint(scratch);
}

}  // namespace hoptrace::hunt
