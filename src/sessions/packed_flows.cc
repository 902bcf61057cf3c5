// The bytes: a version; how many texts, each with its length in front; what was left out; how many rows; the rows,
// each all its members in order.
#include "sessions/packed_flows.h"

#include <bit>

#include "base/unicode.h"

namespace hoptrace::sessions {
namespace {

constexpr char kVersion = 1;

void put(std::string& out, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) out.push_back(static_cast<char>((number & 0x7F) | 0x80));
  out.push_back(static_cast<char>(number));
}

class Unpacking {
 public:
  Unpacking(std::string_view packed, Flows& flows) : rest_(packed), flows_(flows) {}

  [[nodiscard]] bool unpack() {
    if (rest_.empty() || rest_.front() != kVersion) return false;
    rest_.remove_prefix(1);
    std::uint64_t left_out = 0, left_out_bytes = 0;
    if (!get_texts() || !get(left_out) || !get(left_out_bytes) || !get_rows() || !rest_.empty()) return false;
    flows_.left_out += left_out;
    flows_.left_out_bytes += left_out_bytes;
    return true;
  }

 private:
  [[nodiscard]] bool get(std::uint64_t& number) {
    number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) return false;
      const auto byte = static_cast<std::uint8_t>(rest_.front());
      rest_.remove_prefix(1);
      const std::uint64_t part = byte & 0x7FU;
      if (part << shift >> shift != part) return false;
      number |= part << shift;
      if ((byte & 0x80) == 0) return true;
    }
    return false;
  }
  // As many as there are bytes at most: each takes one at least.
  [[nodiscard]] bool get_count(std::uint64_t& count) { return get(count) && count <= rest_.size(); }

  [[nodiscard]] bool get_texts() {
    std::uint64_t count = 0;
    if (!get_count(count)) return false;
    texts_.reserve(count + 1);
    texts_.push_back(kNoText);
    for (std::uint64_t i = 0; i < count; ++i) {
      std::uint64_t size = 0;
      if (!get_count(size)) return false;
      const std::string_view text = rest_.substr(0, size);
      rest_.remove_prefix(size);
      if (!base::is_valid_utf8(text)) return false;
      texts_.push_back(flows_.texts.intern(text));
    }
    return true;
  }

  [[nodiscard]] bool get_text(Text& text) {
    std::uint64_t number = 0;
    if (!get(number) || number >= texts_.size()) return false;
    text = texts_[number];
    return true;
  }

  [[nodiscard]] bool get_rows() {
    std::uint64_t count = 0;
    if (!get_count(count)) return false;
    for (std::uint64_t i = 0; i < count; ++i) {
      FlowRow row;
      std::uint64_t kind = 0, port = 0, hour = 0, squares = 0;
      const bool read = get(kind) && get_text(row.tenant) && get_text(row.source) && get_text(row.destination) &&
                        get_text(row.detail) && get_text(row.account) && get(port) && get(hour) && get(row.flows) &&
                        get(row.out) && get(row.in) && get(row.missed) && get(squares) && get(row.seen) &&
                        get(row.unsized) && get(row.biggest) && get(row.offset);
      if (!read || kind > static_cast<std::uint64_t>(kLastFlowKind) || port > 0xFFFF) return false;
      row.kind = static_cast<FlowKind>(kind);
      row.port = static_cast<std::uint16_t>(port);
      row.hour = static_cast<std::int64_t>(hour);
      row.squares = std::bit_cast<double>(squares);
      if (!(row.squares >= 0 && row.squares <= 1e40)) return false;
      flows_.rows.push_back(row);
    }
    return true;
  }

  std::string_view rest_;
  Flows& flows_;
  std::vector<Text> texts_;
};

}  // namespace

std::string pack(const Flows& flows) {
  std::string out(1, kVersion);
  put(out, flows.texts.size() - 1);
  for (Text text = 1; text < flows.texts.size(); ++text) {
    const std::string_view view = flows.texts.text(text);
    put(out, view.size());
    out.append(view);
  }
  put(out, flows.left_out);
  put(out, flows.left_out_bytes);
  put(out, flows.rows.size());
  for (const FlowRow& row : flows.rows) {
    for (const std::uint64_t number :
         {static_cast<std::uint64_t>(row.kind), std::uint64_t{row.tenant}, std::uint64_t{row.source},
          std::uint64_t{row.destination}, std::uint64_t{row.detail}, std::uint64_t{row.account},
          std::uint64_t{row.port}, static_cast<std::uint64_t>(row.hour), row.flows, row.out, row.in, row.missed,
          std::bit_cast<std::uint64_t>(row.squares), row.seen, row.unsized, row.biggest, row.offset}) {
      put(out, number);
    }
  }
  return out;
}

base::Result<void> unpack(std::string_view packed, Flows& flows) {
  if (Unpacking(packed, flows).unpack()) return {};
  return base::fail(base::Code::kMalformed, "the case's flows are not as they were written");
}

}  // namespace hoptrace::sessions
