// The rows of PostureReader: which records it reads and how, and the names of their fields.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sessions/posture_reader.h"

namespace hoptrace::sessions {

struct PostureRow {
  std::string_view channel, provider;  // empty channel: by kind
  std::uint32_t event_id = 0;
  event::LogKind kind;
  void (*read)(PostureReader& reader);
};
[[nodiscard]] std::span<const PostureRow> posture_rows();

enum class PostureReader::Name : std::uint8_t {
  kTargetUser,
  kTargetDomain,
  kTargetSid,
  kMemberName,
  kMemberSid,
  kIpAddress,
  kOrigHost,
  kRespHost,
  kRespPort,
  kService,
  kOrigBytes,
  kRespBytes,
  kQuery,
  kPrincipal,
  kAuthentication,
  kMfaMethod,
  kAccess,
  kHome,
  kErrorCode,
};
struct PostureName {
  PostureReader::Name name;
  std::string_view text;
};
[[nodiscard]] std::span<const PostureName> posture_names();

// The last two labels of a name.
[[nodiscard]] std::string posture_domain(std::string_view name);

}  // namespace hoptrace::sessions
