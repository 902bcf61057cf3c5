// VpnPatterns: the VPNs whose logs are understood, one file of content/vpn each: how their lines read
// (line_pattern.h).
//
// A file is a map: `name` (as people call the product), `programs` (names in syslog whose every line is this VPN's; a
// trailing * matches any end), `signs` (texts that only lines of this device have: its log is taken for a VPN's even
// where its first lines are about other things), `own_file: true` (it writes files of its own with neither host nor
// program in a line), and `lines`: a list of {line: pattern or list of patterns, action: …, event_id: number}. The
// first line that fits is used, in the order of the files' names. Read once, then shared by all threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "decode/vpn/line_pattern.h"
#include "decode/vpn/log_head.h"

namespace hoptrace::decode::vpn {

// What a line says of a session. tunnel_*: one of the transports that a session may have, which come and go while the
// session goes on.
enum class Action : std::uint8_t { kNone, kBegin, kEnd, kFailed, kTunnelBegin, kTunnelEnd };
[[nodiscard]] std::string_view name_of(Action action);

struct Product {
  std::string name;
  std::vector<std::string> programs, signs;
  bool own_file = false;
};

struct VpnLine {
  const Product* product = nullptr;
  Action action = Action::kNone;
  std::uint32_t event_id = 0;
  Captured captured{};
};

class VpnPatterns {
 public:
  // Reads every *.yml and *.yaml of `content`/vpn.
  [[nodiscard]] static base::Result<VpnPatterns> load(const std::string& content);
  // One file's text; `place` names it in errors.
  [[nodiscard]] static base::Result<VpnPatterns> parse(std::string_view text, const std::string& place);

  // What the line says, if some pattern knows it …
  [[nodiscard]] std::optional<VpnLine> read(const LogHead& line) const;
  // … and the VPN whose line it is, if only its head says that; or nullptr.
  [[nodiscard]] const Product* product_of(const LogHead& line) const;
  // Whether a VPN's log has such a line, whatever it says.
  [[nodiscard]] bool has_sign(const LogHead& line) const;

  [[nodiscard]] std::size_t size() const { return rows_.size(); }

 private:
  struct Row {
    std::size_t product;
    LinePattern pattern;
    Action action;
    std::uint32_t event_id;
  };
  std::vector<Product> products_;
  std::vector<Row> rows_;
  friend class VpnPatternsReader;
};

}  // namespace hoptrace::decode::vpn
