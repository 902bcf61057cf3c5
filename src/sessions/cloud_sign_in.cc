#include "sessions/cloud_sign_in.h"

#include <algorithm>
#include <array>

namespace hoptrace::sessions {
namespace {

// A part without what would be taken for the joint, and no longer than tenant ids and names of programs are.
void append(std::string& out, std::string_view part) {
  constexpr std::size_t kMost = 96;
  part = part.substr(0, part.find('|'));
  if (part.size() > kMost) {
    std::size_t end = kMost;
    while (end > 0 && (static_cast<unsigned char>(part[end]) & 0xC0) == 0x80) --end;  // within a character
    part = part.substr(0, end);
  }
  out.append(part);
}

}  // namespace

std::string CloudSignIn::joined() const {
  std::string out;
  append(out, access);
  for (const std::string_view part : {home, resource, app, target}) append(out.append(1, '|'), part);
  return out;
}

CloudSignIn CloudSignIn::of(std::string_view detail) {
  std::array<std::string_view, 5> parts{};
  for (std::string_view& part : parts) {
    const std::size_t end = std::min(detail.find('|'), detail.size());
    part = detail.substr(0, end);
    detail.remove_prefix(std::min(end + 1, detail.size()));
  }
  return {parts[0], parts[1], parts[2], parts[3], parts[4]};
}

}  // namespace hoptrace::sessions
