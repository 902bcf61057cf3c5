#include "assess/attribution/observation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "assess/attribution/table.h"

namespace hoptrace::assess {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostBytes = 16u << 20, kMostObservations = 20'000, kMostText = 4'096, kMostFrom = 10'000;
constexpr int kMostDepth = 16;

constexpr std::array kKinds{
    KindInfo{Kind::kSoftware, "software", EvidenceClass::kCapability},
    KindInfo{Kind::kArtifact, "artifact", EvidenceClass::kCapability},
    KindInfo{Kind::kTechnique, "technique", EvidenceClass::kTradecraft},
    KindInfo{Kind::kHopShape, "hop_shape", EvidenceClass::kTradecraft},
    KindInfo{Kind::kDomain, "domain", EvidenceClass::kInfrastructure},
    KindInfo{Kind::kAddress, "address", EvidenceClass::kInfrastructure},
    KindInfo{Kind::kCertificate, "certificate", EvidenceClass::kInfrastructure},
    KindInfo{Kind::kSector, "sector", EvidenceClass::kVictimology},
    KindInfo{Kind::kRegion, "region", EvidenceClass::kVictimology},
    KindInfo{Kind::kHours, "hours", EvidenceClass::kCircumstance},
    KindInfo{Kind::kLanguage, "language", EvidenceClass::kCircumstance},
};
constexpr std::array<std::string_view, 5> kClasses{"capability", "tradecraft", "infrastructure", "victimology",
                                                   "circumstance"};

std::unexpected<base::Error> wrong(std::string what, std::string place) {
  return base::fail(base::Code::kMalformed, std::move(what), std::move(place),
                    R"(Write {"observations":[{"kind":"software","id":"S0153"}]})");
}

// Text of an object; nothing where there is none, an error where it is no text or too long.
base::Result<std::optional<std::string>> text_of(const Json& object, const char* key, const std::string& place) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return std::nullopt;
  if (!found->is_string()) return wrong(fmt::format("`{}` is not text", key), place);
  if (found->get_ref<const std::string&>().size() > kMostText)
    return wrong(fmt::format("`{}` is longer than {} bytes", key, kMostText), place);
  return found->get<std::string>();
}

base::Result<void> read_from(const Json& object, Observation& out, const std::string& place) {
  const auto found = object.find("from");
  if (found == object.end()) return {};
  if (!found->is_array() || found->size() > kMostFrom) return wrong("`from` is not a list of ids", place);
  for (const Json& id : *found) {
    if (!id.is_string() || id.get_ref<const std::string&>().size() > kMostText)
      return wrong("`from` is not a list of ids", place);
    out.from.push_back(id.get<std::string>());
  }
  return {};
}

base::Result<Observation> read_one(const Json& object, const std::string& place) {
  if (!object.is_object()) return wrong("an observation is not an object", place);
  Observation out;
  const auto kind = text_of(object, "kind", place), id = text_of(object, "id", place),
             time = text_of(object, "time", place);
  for (const auto* const text : {&kind, &id, &time})
    if (!*text) return std::unexpected(text->error());
  const auto known = kind_of(kind->value_or(""));
  if (!known) return wrong(fmt::format("there is no kind of observation `{}`", kind->value_or("")), place);
  out.kind = *known;
  out.id = id->value_or("");
  if (out.id.empty()) return wrong("an observation has no `id`", place);
  if (const auto found = object.find("reliability"); found != object.end() && !found->is_null()) {
    if (!found->is_number()) return wrong("`reliability` is not a number", place);
    out.reliability = found->get<double>();
    if (!(out.reliability >= 0 && out.reliability <= 1)) return wrong("`reliability` is not within 0 and 1", place);
  }
  if (*time) {
    out.time = base::parse_time(**time, true);
    if (!out.time) return wrong(fmt::format("`{}` is no time", **time), place);
  }
  if (auto done = read_from(object, out, place); !done) return std::unexpected(done.error());
  return out;
}

// Brackets cannot be nested more deeply than this within a value of ours; strings do not count.
bool too_deep(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if ((c == '[' || c == '{') && ++depth > kMostDepth) {
      return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

}  // namespace

std::span<const KindInfo> kinds() {
  return kKinds;
}

const KindInfo& info(Kind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}

std::optional<Kind> kind_of(std::string_view name) {
  const auto found = std::ranges::find(kKinds, name, &KindInfo::name);
  if (found == kKinds.end()) return std::nullopt;
  return found->kind;
}

std::string_view name(EvidenceClass evidence_class) {
  return kClasses[static_cast<std::size_t>(evidence_class)];
}

base::Result<std::vector<Observation>> parse_observations(std::string_view text, std::string_view place) {
  if (text.size() > kMostBytes || too_deep(text))
    return wrong("the file is too large or too deep", std::string(place));
  const Json json = Json::parse(text, nullptr, false);
  const auto list = json.is_object() ? json.find("observations") : json.end();
  if (!json.is_object() || list == json.end() || !list->is_array())
    return wrong("this is not a JSON object with a list `observations`", std::string(place));
  if (list->size() > kMostObservations)
    return base::fail(base::Code::kLimit, fmt::format("more than {} observations", kMostObservations),
                      std::string(place));
  std::vector<Observation> out;
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto one = read_one((*list)[i], fmt::format("{}: observation {}", place, i + 1));
    if (!one) return std::unexpected(one.error());
    out.push_back(std::move(*one));
  }
  return out;
}

base::Result<std::vector<Observation>> read_observations(const std::string& path) {
  const auto text = read_text(path, kMostBytes);
  if (!text) return std::unexpected(text.error());
  return parse_observations(*text, path);
}

}  // namespace hoptrace::assess
