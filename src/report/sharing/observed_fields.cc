#include "report/sharing/observed_fields.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "base/unicode.h"

namespace hoptrace::report {
namespace {

struct Row {
  std::string_view field;  // folded
  Observed kind;
};

using enum Observed;
constexpr std::array kRows{
    Row{"image", kFile},
    Row{"imageloaded", kFile},
    Row{"parentimage", kFile},
    Row{"sourceimage", kFile},
    Row{"targetimage", kFile},
    Row{"targetfilename", kFile},
    Row{"newprocessname", kFile},
    Row{"parentprocessname", kFile},
    Row{"processname", kFile},
    Row{"commandline", kCommand},
    Row{"parentcommandline", kCommand},
    Row{"processcommandline", kCommand},
    Row{"destinationip", kAddress},
    Row{"sourceip", kAddress},
    Row{"ipaddress", kAddress},
    Row{"destaddress", kAddress},
    Row{"sourceaddress", kAddress},
    Row{"id.orig_h", kAddress},
    Row{"id.resp_h", kAddress},
    Row{"queryname", kDomain},
    Row{"query", kDomain},
    Row{"destinationhostname", kDomain},
    Row{"server_name", kDomain},
    Row{"cs-host", kDomain},
    Row{"user", kAccount},
    Row{"targetusername", kAccount},
    Row{"subjectusername", kAccount},
    Row{"sourceuser", kAccount},
    Row{"targetuser", kAccount},
    Row{"parentuser", kAccount},
    Row{"targetobject", kRegistryKey},
    Row{"uri", kUrl},
    Row{"url", kUrl},
    Row{"cs-uri", kUrl},
    Row{"hashes", kHashes},
};

bool is_domain(std::string_view text) {
  return text.size() > 3 && text.size() < 254 && text.find('.') != std::string_view::npos && text.front() != '.' &&
         std::ranges::all_of(
             text,
             [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                      c == '-' || c == '_';
             });
}

bool holds(Observed kind, std::string_view value) {
  switch (kind) {
    case kAddress:
      return address_kind(value) != AddressKind::kNone;
    case kDomain:
      return is_domain(value) && address_kind(value) == AddressKind::kNone;
    case kFile:
      return !folder_and_name(value).second.empty();
    case kUrl:
      return value.find("://") != std::string_view::npos;
    default:
      return !value.empty() && value != "-";
  }
}

}  // namespace

Observed observed_as(std::string_view field, std::string_view value) {
  const std::string folded = base::fold(field);
  const auto* const row = std::ranges::find(kRows, folded, &Row::field);
  return row != kRows.end() && holds(row->kind, value) ? row->kind : kNothing;
}

AddressKind address_kind(std::string_view text) {
  const std::string copy(text);
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET, copy.c_str(), bytes.data()) == 1) return AddressKind::kFour;
  return inet_pton(AF_INET6, copy.c_str(), bytes.data()) == 1 ? AddressKind::kSix : AddressKind::kNone;
}

std::pair<std::string, std::string> folder_and_name(std::string_view path) {
  const std::size_t slash = path.find_last_of("\\/");
  if (slash == std::string_view::npos) return {{}, std::string(path)};
  return {std::string(path.substr(0, slash)), std::string(path.substr(slash + 1))};
}

}  // namespace hoptrace::report
