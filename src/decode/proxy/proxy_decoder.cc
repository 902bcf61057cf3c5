#include "decode/proxy/proxy_decoder.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/unicode.h"

namespace hoptrace::decode::proxy {
namespace {

using base::AnomalyKind;
using event::Value;

// Columns that are counts; any other is text.
constexpr std::array<std::string_view, 7> kCounts{"cs-bytes",   "sc-bytes", "bytes", "sc-status",
                                                  "time-taken", "c-port",   "s-port"};

std::optional<std::uint64_t> count_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// What a proxy's record says of the address that was asked for: Blue Coat and others write it in parts.
struct Asked {
  std::string_view scheme, cs_host, r_host, port, path, query, whole;

  void note(std::string_view name, std::string_view value) {
    struct Part {
      std::string_view name;
      std::string_view Asked::* member;
    };
    static constexpr std::array kMembers{Part{"cs-uri-scheme", &Asked::scheme}, Part{"cs-host", &Asked::cs_host},
                                         Part{"r-host", &Asked::r_host},        Part{"cs-uri-port", &Asked::port},
                                         Part{"cs-uri-path", &Asked::path},     Part{"c-uri-stem", &Asked::path},
                                         Part{"c-uri-query", &Asked::query},    Part{"c-uri", &Asked::whole}};
    const auto* const part = std::ranges::find(kMembers, name, &Part::name);
    if (part != kMembers.end()) this->*part->member = value;
  }
  [[nodiscard]] std::string_view host() const {
    return !cs_host.empty() ? cs_host : !r_host.empty() ? r_host : host_of(whole);
  }
  [[nodiscard]] std::string url() const {
    std::string url;
    if (!scheme.empty()) url.append(scheme).append("://");
    url.append(host());
    if (!port.empty() && port != "0" && port != "80" && port != "443") url.append(":").append(port);
    if (!path.empty() && !path.starts_with('/')) url += '/';
    url.append(path);
    if (!query.empty()) url.append(query.starts_with('?') ? "" : "?").append(query);
    return url;
  }
};

}  // namespace

base::Result<bool> ProxySplitter::next(evidence::ByteStream& stream, Piece& piece) {
  auto more = cutter_.next(stream, piece);
  if (!more || !*more) return more;
  piece.context = header_;
  LineWalk lines(piece);
  while (const auto line = lines.next()) {
    if (!line->text.starts_with('#') || !W3cHeader::is_part(line->text)) continue;
    if (base::fold(line->text.substr(0, 9)) == "#software") header_.clear();
    if (header_.size() + line->text.size() > kMaxHeader) header_.clear();
    if (line->text.size() <= kMaxHeader) header_.append(line->text).append("\n");
  }
  return true;
}

void ProxyDecoder::decode(const Piece& piece, EventSink& sink) {
  header_ = {};
  LineWalk context(base::bytes_of(piece.context), 0);
  while (const auto line = context.next())
    if (const char* wrong = header_.add(line->text, names_))
      troubles_.add(AnomalyKind::kBadHeader, piece.offset, wrong);
  LineWalk lines(piece);
  while (const auto line = lines.next()) {
    if (line->text.empty()) continue;
    if (line->text.starts_with('#')) {
      if (!W3cHeader::is_part(line->text)) continue;
      if (const char* wrong = header_.add(line->text, names_))
        troubles_.add(AnomalyKind::kBadHeader, line->offset, wrong);
    } else if (form_ == Form::kW3c) {
      take_w3c(*line, sink);
    } else {
      take_squid(*line, sink);
    }
  }
  troubles_.tell(sink);
}

void ProxyDecoder::begin(const Line& line) {
  event_.clear();
  event_.origin.offset = line.offset;
}

void ProxyDecoder::take_w3c(const Line& line, EventSink& sink) {
  if (header_.columns().empty())
    return troubles_.add(AnomalyKind::kBadRecord, line.offset, "no header says what the values of this line are");
  begin(line);
  event_.kind = {.product = "w3c", .category = header_.category(), .service = {}};
  std::string_view rest = base::valid_utf8(line.text, event_.arena());
  if (rest.data() != line.text.data())
    troubles_.add(AnomalyKind::kBadText, line.offset, "the line is not valid UTF-8");
  std::string_view date = header_.date(), time;
  Asked asked;
  std::size_t taken = 0;
  for (const W3cHeader::Column& column : header_.columns()) {
    const auto value = take_value(rest, event_.arena());
    if (!value) break;
    ++taken;
    if (*value == "-" || value->empty()) continue;
    const auto number = std::ranges::find(kCounts, column.name) != kCounts.end() ? count_of(*value) : std::nullopt;
    event_.add(column.id, column.name, number ? Value::unsigned_integer(*number) : Value::text(*value));
    if (column.name == "date") date = *value;
    if (column.name == "time") time = *value;
    asked.note(column.name, *value);
  }
  if (taken != header_.columns().size() || rest.find_first_not_of(" \t") != std::string_view::npos)
    return tell_broken(line, "the line has not as many values as the header has fields");
  if (event_.kind.category == "proxy" && !asked.host().empty()) {
    if (asked.whole.empty()) add("c-uri", event_.arena().copy(asked.url()));
    if (asked.cs_host.empty()) add("cs-host", asked.host());
  }
  note_time(line, date, time);
  sink.on_event(event_);
}

void ProxyDecoder::tell_broken(const Line& line, const char* how) {
  if (line.whole) {
    troubles_.add(AnomalyKind::kBadRecord, line.offset, how);
  } else {
    troubles_.add(AnomalyKind::kTruncated, line.offset, "the file ends in the middle of a line");
  }
}

// "2016-11-11" and "01:24:05"; the format says GMT.
void ProxyDecoder::note_time(const Line& line, std::string_view date, std::string_view time) {
  const std::string text = std::string(date).append("T").append(time).append("Z");
  if (const auto read = date.empty() || time.empty() ? std::nullopt : base::parse_time(text, true)) {
    event_.time = *read;
    event_.timed = true;
  } else {
    troubles_.add(AnomalyKind::kBadTime, line.offset, "the record does not say when it happened");
  }
}

void ProxyDecoder::take_squid(const Line& line, EventSink& sink) {
  begin(line);
  const std::string_view text = base::valid_utf8(line.text, event_.arena());
  if (text.data() != line.text.data())
    troubles_.add(AnomalyKind::kBadText, line.offset, "the line is not valid UTF-8");
  const auto read = read_squid(text);
  if (!read) return tell_broken(line, "the line is not of Squid's native format");
  event_.kind = {.product = "squid", .category = "proxy", .service = {}};
  event_.time = read->time;
  event_.timed = true;
  add("c-ip", read->client);
  add("cs-username", read->user);
  add("cs-method", read->method);
  add("c-uri", read->url);
  if (!read->url.starts_with("error:")) add("cs-host", host_of(read->url));  // nobody was asked
  add("sc-status", read->status);
  add("sc-bytes", read->bytes);
  add("time-taken", read->elapsed_ms);
  add("s-action", read->action);
  add("s-hierarchy", read->hierarchy);
  add("r-ip", read->peer);
  add("cs-mime-type", read->type);
  sink.on_event(event_);
}

void ProxyDecoder::add(std::string_view name, std::string_view text) {
  if (text.empty() || text == "-") return;
  event_.add(names_.find(name), name, Value::text(text));
}

void ProxyDecoder::add(std::string_view name, std::uint64_t number) {
  event_.add(names_.find(name), name, Value::unsigned_integer(number));
}

}  // namespace hoptrace::decode::proxy
