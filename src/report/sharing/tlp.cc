#include "report/sharing/tlp.h"

#include <algorithm>
#include <array>

namespace hoptrace::report {
namespace {

constexpr std::array kMarks{
    TlpMark{Tlp::kClear, "clear", "TLP:CLEAR", "94868c89-83c2-464b-929b-a1a8aa3c8487"},
    TlpMark{Tlp::kGreen, "green", "TLP:GREEN", "bab4a63c-aed9-4cf5-a766-dfca5abac2bb"},
    TlpMark{Tlp::kAmber, "amber", "TLP:AMBER", "55d920b0-5e8b-4f79-9ee9-91f868d9b421"},
    TlpMark{Tlp::kAmberStrict, "amber+strict", "TLP:AMBER+STRICT", "939a9414-2ddd-4d32-a0cd-375ea402b003"},
    TlpMark{Tlp::kRed, "red", "TLP:RED", "e828b379-4e03-4974-9ac4-e53a884c97c1"},
};

}  // namespace

std::span<const TlpMark> tlp_marks() {
  return kMarks;
}

const TlpMark& mark_of(Tlp tlp) {
  return kMarks[static_cast<std::size_t>(tlp)];
}

std::optional<Tlp> tlp_named(std::string_view name) {
  const auto* const row = std::ranges::find(kMarks, name, &TlpMark::name);
  return row == kMarks.end() ? std::nullopt : std::optional(row->tlp);
}

}  // namespace hoptrace::report
