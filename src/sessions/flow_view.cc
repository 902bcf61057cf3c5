#include "sessions/flow_view.h"

#include "sessions/text_match.h"

namespace hoptrace::sessions {
namespace {

constexpr std::array kNames{std::string_view{"id.orig_h"},
                            std::string_view{"id.orig_p"},
                            std::string_view{"id.resp_h"},
                            std::string_view{"id.resp_p"},
                            std::string_view{"orig_bytes"},
                            std::string_view{"resp_bytes"},
                            std::string_view{"missed_bytes"},
                            std::string_view{"orig_ip_bytes"},
                            std::string_view{"orig_pkts"},
                            std::string_view{"resp_ip_bytes"},
                            std::string_view{"resp_pkts"},
                            std::string_view{"conn_state"},
                            std::string_view{"host"},
                            std::string_view{"request_body_len"},
                            std::string_view{"response_body_len"},
                            std::string_view{"server_name"},
                            std::string_view{"action"},
                            std::string_view{"path"},
                            std::string_view{"name"},
                            std::string_view{"size"},
                            std::string_view{"peer"},
                            std::string_view{"gaps"},
                            std::string_view{"acks"},
                            std::string_view{"query"},
                            std::string_view{"answers"},
                            std::string_view{"SourceIp"},
                            std::string_view{"SourcePort"},
                            std::string_view{"DestinationIp"},
                            std::string_view{"DestinationPort"},
                            std::string_view{"Initiated"},
                            std::string_view{"Image"},
                            std::string_view{"QueryName"},
                            std::string_view{"QueryResults"},
                            std::string_view{"SubjectUserName"},
                            std::string_view{"SubjectDomainName"},
                            std::string_view{"IpAddress"},
                            std::string_view{"ShareName"},
                            std::string_view{"RelativeTargetName"},
                            std::string_view{"AccessMask"},
                            std::string_view{"c-ip"},
                            std::string_view{"cs-host"},
                            std::string_view{"cs-bytes"},
                            std::string_view{"sc-bytes"},
                            std::string_view{"c-uri"},
                            std::string_view{"cs-method"},
                            std::string_view{"is_orig"},
                            std::string_view{"seen_bytes"}};
static_assert(kNames.size() == kFlowValues);

}  // namespace

std::span<const std::string_view, kFlowValues> flow_value_names() {
  return kNames;
}

FlowPlaces::FlowPlaces(const FlowFieldIds& ids, std::span<const SlotPlaces::Field> fields) {
  const std::size_t count = std::min<std::size_t>(fields.size(), SlotPlaces::kNowhere);
  for (std::size_t value = 0; value < kFlowValues; ++value) {
    if (ids[value] == event::FieldId::kOther) continue;
    for (const bool system : {false, true}) {
      for (std::size_t i = 0; i < count; ++i) {
        if (fields[i].id == ids[value] && fields[i].system == system)
          places_[value].push_back(static_cast<std::uint16_t>(i));
      }
    }
  }
}

std::optional<event::Value> FlowPlaces::find(FlowValue value, const RecordValues& values) const {
  for (const std::uint16_t place : places_[static_cast<std::size_t>(value)]) {
    if (auto found = values.value(place)) return found;
  }
  return std::nullopt;
}

std::string_view FlowView::text(FlowValue value) const {
  if (event_ != nullptr) return trimmed(event_->first_text((*ids_)[static_cast<std::size_t>(value)]));
  const std::optional<event::Value> found = places_->find(value, *values_);
  return found ? trimmed(found->as_text(*arena_)) : std::string_view{};
}

std::optional<std::uint64_t> FlowView::number(FlowValue value) const {
  const std::string_view text = this->text(value);
  if (text.empty()) return std::nullopt;
  const auto number = event::parse_number(text);
  if (!number || *number < 0 || *number > 1e18) return std::nullopt;
  return static_cast<std::uint64_t>(*number);
}

std::uint16_t FlowView::port(FlowValue value) const {
  const std::uint64_t number = this->number(value).value_or(0);
  return number <= 0xFFFF ? static_cast<std::uint16_t>(number) : std::uint16_t{0};
}

}  // namespace hoptrace::sessions
