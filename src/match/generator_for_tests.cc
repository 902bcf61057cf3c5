#include "match/generator_for_tests.h"

#include <array>

#include "base/unicode.h"

namespace hoptrace::match {
namespace {

using hand_built::RuleMaker;
using rules::NodeId;

constexpr std::string_view kLanes = R"(lanes:
  - {name: plain, product: windows, channel: A}
  - {name: lacking, product: windows, channel: A, fields: lacking}
  - {name: renamed, product: windows, channel: [A, B], fields: renamed}
  - {name: closed, product: windows, channel: B, event_id: 1, fields: closed}
  - {name: some, product: windows, channel: A, where: {F0: [a, b]}}
)";
constexpr std::string_view kTables = R"(tables:
  lacking: {cannot_have: [F1, F2], weak: [F3]}
  renamed: {map: {F0: F1, F2: [F3, F4], F3: {hex_to_decimal: F2}, F5: {constant: ab}}, cannot_have: [F6]}
  closed: {closed: true, has: [F0, F4], map: {F1: F2, F3: {hash_md5: F4}, F5: {device_path: F0}}}
)";

constexpr std::size_t kFields = 7;
constexpr std::array<std::string_view, 16> kCharacters{"a", "b", "A",  "B", "c", "é", "É",  "σ",
                                                       "ς", "Σ", "日", "0", "1", " ", "\\", "."};
// Whole values that some kinds of pattern need to have a chance.
constexpr std::array<std::string_view, 19> kPhrases{"10.0.0.1",
                                                    "10.1.2.3",
                                                    "::ffff:10.0.0.9",
                                                    "fe80::1",
                                                    "2020-02-03T04:05:06Z",
                                                    "2020-12-31T23:59:59+02:00",
                                                    "0x1",
                                                    "0xA",
                                                    "true",
                                                    "FALSE",
                                                    "10",
                                                    "-1.5",
                                                    "SHA1=b,MD5=ab",
                                                    "\\Device\\HarddiskVolume2\\a.b",
                                                    "c:\\a.b",
                                                    "-",
                                                    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
                                                    "a\nb",
                                                    "\xE9\xFF"
                                                    "a"};
constexpr std::array<std::string_view, 20> kExpressions{
    "a+b",  "^a",     "b$",        "[ab]{2}", "a.b",     "é",      "(a|b)c", "ab|ba", "(?i)AB",    "\\.",
    "a?bc", "\\w\\d", "(?:ab)*ca", "σ+",      "a{0,1}b", "^.{3}$", "日?a",   "aa",    "[^a]\\\\b", "^$"};

rules::Cidr network(std::array<std::uint8_t, 2> start, int prefix, bool v6) {
  rules::Cidr out;
  out.network[0] = start[0];
  out.network[1] = start[1];
  out.prefix = prefix;
  out.v6 = v6;
  return out;
}

}  // namespace

std::string Generator::field() {
  if (one_in(14)) return "EventID";
  return "F" + std::to_string(below(kFields));
}

std::string Generator::character() {
  return std::string(kCharacters[below(one_in(3) ? kCharacters.size() : 4)]);
}

std::string Generator::text(std::size_t most) {
  std::string out;
  for (std::size_t length = below(most + 1); length > 0; --length) out += character();
  return out;
}

std::string Generator::phrase() {
  return std::string(kPhrases[below(kPhrases.size())]);
}

rules::Glob Generator::glob() {
  using Part = rules::Glob::Part;
  rules::Glob out{.parts = {}, .cased = one_in(5)};
  if (one_in(8)) {
    out.parts.push_back({Part::Kind::kLiteral, phrase()});
    return out;
  }
  for (std::size_t parts = below(5); parts > 0; --parts) {
    switch (below(5)) {
      case 0:
        out.parts.push_back({Part::Kind::kOne, {}});
        break;
      case 1:
      case 2:
        out.parts.push_back({Part::Kind::kMany, {}});
        break;
      default:
        out.parts.push_back({Part::Kind::kLiteral, text(3)});
    }
  }
  return out;
}

rules::Regex Generator::regex() {
  return {.pattern = std::string(kExpressions[below(kExpressions.size())]),
          .ignore_case = one_in(3),
          .multi_line = one_in(4),
          .dot_all = one_in(4)};
}

rules::Pattern Generator::pattern() {
  const auto comparison = static_cast<rules::Comparison>(below(5));
  const auto small = static_cast<double>(below(12));
  switch (below(20)) {
    case 0:
      return rules::NumberEquals{small, std::to_string(static_cast<int>(small))};
    case 1:
      return rules::NumberEquals{10, "0xA"};
    case 2:
      return rules::BoolEquals{one_in(2)};
    case 3:
      return rules::IsNull{};
    case 4:
      return rules::Exists{one_in(2)};
    case 5:
    case 6:
      return regex();
    case 7:
      return one_in(2) ? network({10, 0}, static_cast<int>(below(33)), false)
                       : network({0xFE, 0x80}, static_cast<int>(below(129)), true);
    case 8:
      return rules::Compare{comparison, small - 2};
    case 9:
      return rules::TimeCompare{static_cast<rules::TimePart>(below(6)), comparison, small};
    case 10:
    case 11:
      return rules::FieldReference{field(), static_cast<rules::Placement>(below(4)), one_in(4)};
    default:
      return glob();
  }
}

NodeId Generator::item(RuleMaker& maker) {
  const bool keyword = one_in(8);
  std::vector<rules::Pattern> patterns;
  for (std::size_t count = 1 + (one_in(2) ? 0 : below(4)); count > 0; --count) {
    patterns.push_back(keyword ? rules::Pattern(glob()) : pattern());
  }
  const std::string name = keyword ? "" : field();
  if (one_in(6)) return maker.all(name, std::move(patterns));
  if (!keyword && one_in(8)) return maker.neq(name, std::move(patterns));
  return maker.item(name, std::move(patterns));
}

NodeId Generator::node(RuleMaker& maker, std::size_t depth) {
  if (depth == 0 || one_in(4)) return item(maker);
  if (one_in(5)) return maker.no(node(maker, depth - 1));
  std::vector<NodeId> children;
  for (std::size_t count = 1 + below(3); count > 0; --count) children.push_back(node(maker, depth - 1));
  return one_in(3) ? maker.either(std::move(children)) : maker.both(std::move(children));
}

std::shared_ptr<const rules::RuleSet> Generator::rule_set(std::size_t rules) {
  hand_built::SetMaker set(kLanes, kTables);
  for (std::size_t i = 0; i < rules; ++i) {
    RuleMaker maker("rule " + std::to_string(i));
    const NodeId root = node(maker, 3);
    set.add(maker.finish(root));
  }
  auto frozen = set.finish();
  fields_ = event::FieldDictionary();
  for (std::size_t id = 1; id < set.fields().size(); ++id) {
    static_cast<void>(fields_.intern(set.fields().name(static_cast<event::FieldId>(id))));
  }
  return frozen;
}

event::Value Generator::bytes(event::Kind kind, std::string content) {
  return event::Value::view(kind, base::bytes_of(kept_.emplace_back(std::move(content))));
}

event::Value Generator::value() {
  const auto small = static_cast<std::int64_t>(below(12));
  switch (below(20)) {
    case 0:
      return event::Value::null();
    case 1:
      return event::Value::integer(small - 2);
    case 2:
      return event::Value::unsigned_integer(static_cast<std::uint64_t>(small));
    case 3:
      return event::Value::hex(static_cast<std::uint64_t>(small));
    case 4:
      return event::Value::boolean(one_in(2));
    case 5:
      return event::Value::real(static_cast<double>(small) / 2);
    case 6:
      return event::Value::time(base::Time::from_seconds(small * 3'000'000));
    case 7:
      return bytes(event::Kind::kBinary, text(2));
    case 8:
    case 9:
      return bytes(event::Kind::kUtf16, base::utf16le_from_utf8(text(6)));
    case 10:
    case 11:
      return bytes(event::Kind::kText, phrase());
    default:
      return bytes(event::Kind::kText, text(6));
  }
}

void Generator::record(event::Event& event) {
  event.clear();
  kept_.clear();
  event.kind.product = "windows";
  event.channel = one_in(3) ? "B" : "A";
  event.event_id = one_in(2) ? 1 : 2;
  if (!one_in(4)) {
    const std::string& text = kept_.emplace_back(std::to_string(event.event_id));
    event.add(event::field::kEventId, "EventID",
              one_in(5) ? event::Value::text(text) : event::Value::unsigned_integer(event.event_id), true);
  }
  for (std::size_t count = below(9); count > 0; --count) {
    const std::string_view name = kept_.emplace_back(one_in(10) ? "Unasked" : field());
    event.add(fields_.find(name), name, value(), one_in(10));
  }
}

}  // namespace hoptrace::match
