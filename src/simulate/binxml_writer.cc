#include "simulate/binxml_writer.h"

#include <charconv>
#include <cstring>

#include "base/digest.h"
#include "base/unicode.h"

namespace hoptrace::simulate {
namespace {

using Buffer = std::vector<std::uint8_t>;

enum Token : std::uint8_t {
  kEndOfStream = 0x00,
  kOpenElement = 0x01,
  kCloseStart = 0x02,
  kCloseEmpty = 0x03,
  kEndElement = 0x04,
  kText = 0x05,
  kAttribute = 0x06,
  kTemplate = 0x0C,
  kSubstitution = 0x0D,
  kFragment = 0x0F,
  kMore = 0x40,
};
enum ValueType : std::uint8_t {
  kString = 0x01,
  kUint8 = 0x04,
  kUint16 = 0x06,
  kUint32 = 0x08,
  kUint64 = 0x0A,
  kGuid = 0x0F,
  kFileTime = 0x11,
  kSid = 0x13,
  kHex64 = 0x15,
  kBinXml = 0x21,
  kNullType = 0x00,
};
constexpr std::uint16_t kNoDependency = 0xFFFF;
constexpr std::uint64_t kFiletimeEpoch = 116'444'736'000'000'000;

template <class Integer>
void put(Buffer& out, Integer value) {
  const std::size_t at = out.size();
  out.resize(at + sizeof value);
  std::memcpy(out.data() + at, &value, sizeof value);
}
template <class Integer>
void put_at(Buffer& out, std::size_t at, Integer value) {
  std::memcpy(out.data() + at, &value, sizeof value);
}
void put_bytes(Buffer& out, std::string_view bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}

// Most texts of a log are ASCII, and quick.
void append_utf16(Buffer& out, std::string_view text) {
  const std::size_t at = out.size();
  out.resize(at + text.size() * 2);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (static_cast<unsigned char>(text[i]) >= 0x80) {
      const std::string utf16 = base::utf16le_from_utf8(text);
      out.resize(at);
      out.insert(out.end(), utf16.begin(), utf16.end());
      return;
    }
    out[at + 2 * i] = static_cast<std::uint8_t>(text[i]);
    out[at + 2 * i + 1] = 0;
  }
}

// The hash by which a chunk's name table is looked up.
std::uint16_t name_hash(std::string_view utf16le) {
  std::uint32_t hash = 0;
  for (std::size_t i = 0; i + 1 < utf16le.size(); i += 2) {
    hash =
        hash * 65599 + (static_cast<unsigned char>(utf16le[i]) | (static_cast<unsigned char>(utf16le[i + 1]) << 8));
  }
  return static_cast<std::uint16_t>(hash);
}

// The values of one template instance: their types and sizes, and their bytes one behind the other.
struct Values {
  std::vector<std::pair<std::uint8_t, std::uint16_t>> kinds;
  Buffer bytes;

  void add(std::uint8_t type, const Buffer& value) {
    kinds.emplace_back(type, static_cast<std::uint16_t>(value.size()));
    bytes.insert(bytes.end(), value.begin(), value.end());
  }
  template <class Integer>
  void number(std::uint8_t type, Integer value) {
    kinds.emplace_back(type, static_cast<std::uint16_t>(sizeof value));
    put(bytes, value);
  }
  void text(std::string_view value) {
    const std::size_t before = bytes.size();
    append_utf16(bytes, value);
    kinds.emplace_back(kString, static_cast<std::uint16_t>(bytes.size() - before));
  }
};
Buffer guid_value(std::string_view digits) {  // 32 digits as written in a GUID: three numbers, then eight bytes
  Buffer raw;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    std::uint8_t byte = 0;
    std::from_chars(digits.data() + i, digits.data() + i + 2, byte, 16);
    raw.push_back(byte);
  }
  raw.resize(16);
  return {raw[3], raw[2], raw[1],  raw[0],  raw[5],  raw[4],  raw[7],  raw[6],
          raw[8], raw[9], raw[10], raw[11], raw[12], raw[13], raw[14], raw[15]};
}

Buffer sid_value(std::string_view text) {  // "S-1-5-18"
  std::vector<std::uint64_t> parts;
  for (std::size_t at = text.find('-'); at != std::string_view::npos; at = text.find('-', at + 1)) {
    std::uint64_t part = 0;
    std::from_chars(text.data() + at + 1, text.data() + text.size(), part);
    parts.push_back(part);
  }
  if (parts.size() < 2) return {};
  Buffer out{static_cast<std::uint8_t>(parts[0]), static_cast<std::uint8_t>(parts.size() - 2), 0, 0};
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(parts[1] >> shift));
  for (std::size_t i = 2; i < parts.size(); ++i) put(out, static_cast<std::uint32_t>(parts[i]));
  return out;
}

// Writes one template's definition and one instance of it at the end of the chunk.
class Instance {
 public:
  explicit Instance(ChunkTables& chunk) : chunk_(chunk), out_(chunk.bytes) {}

  // `shape` tells templates apart; `define` writes the body, `values` follow the instance.
  template <class Define>
  void write(const std::string& shape, Define&& define, const Values& values) {
    put_bytes(out_, std::string_view("\x0F\x01\x01\x00", 4));
    put(out_, std::uint8_t{kTemplate});
    put(out_, std::uint8_t{1});
    const auto known = chunk_.templates.find(shape);
    if (known != chunk_.templates.end()) {
      put(out_, known->second.identity);
      put(out_, known->second.at);
    } else {
      const std::string digest = base::sha256_hex(shape);
      const auto identity = static_cast<std::uint32_t>(std::stoul(digest.substr(0, 8), nullptr, 16));
      put(out_, identity);
      const auto at = static_cast<std::uint32_t>(out_.size() + 4);
      put(out_, at);
      chunk_.templates.emplace(shape, ChunkTables::Template{at, identity});
      definition(digest, define);
    }
    instance_values(values);
    put(out_, std::uint8_t{kEndOfStream});
  }

  void open(std::string_view name, bool attributes) {
    put(out_, static_cast<std::uint8_t>(kOpenElement | (attributes ? kMore : 0)));
    put(out_, kNoDependency);
    sizes_.push_back(out_.size());
    put(out_, std::uint32_t{0});
    name_here(name);
    if (attributes) attribute_list_ = out_.size(), put(out_, std::uint32_t{0});
  }
  void attribute(std::string_view name, bool more) {
    put(out_, static_cast<std::uint8_t>(kAttribute | (more ? kMore : 0)));
    name_here(name);
  }
  void end_attributes() {
    put_at(out_, attribute_list_, static_cast<std::uint32_t>(out_.size() - attribute_list_ - 4));
  }
  void close_start() { put(out_, std::uint8_t{kCloseStart}); }
  void close_empty() { put(out_, std::uint8_t{kCloseEmpty}), size_here(); }
  void end() { put(out_, std::uint8_t{kEndElement}), size_here(); }
  void literal(std::string_view text) {
    const std::string utf16 = base::utf16le_from_utf8(text);
    put(out_, std::uint8_t{kText});
    put(out_, std::uint8_t{kString});
    put(out_, static_cast<std::uint16_t>(utf16.size() / 2));
    put_bytes(out_, utf16);
  }
  void substitute(std::uint16_t index, std::uint8_t type) {
    put(out_, std::uint8_t{kSubstitution});
    put(out_, index);
    put(out_, type);
  }

 private:
  template <class Define>
  void definition(const std::string& digest, Define&& define) {
    put(out_, std::uint32_t{0});
    const Buffer guid = guid_value(digest.substr(0, 32));
    out_.insert(out_.end(), guid.begin(), guid.end());
    const std::size_t size_at = out_.size();
    put(out_, std::uint32_t{0});
    put_bytes(out_, std::string_view("\x0F\x01\x01\x00", 4));
    define(*this);
    put(out_, std::uint8_t{kEndOfStream});
    put_at(out_, size_at, static_cast<std::uint32_t>(out_.size() - size_at - 4));
  }
  void instance_values(const Values& values) {
    put(out_, static_cast<std::uint32_t>(values.kinds.size()));
    for (const auto& [type, size] : values.kinds) {
      put(out_, size);
      put(out_, type);
      put(out_, std::uint8_t{0});
    }
    out_.insert(out_.end(), values.bytes.begin(), values.bytes.end());
  }
  void size_here() {
    put_at(out_, sizes_.back(), static_cast<std::uint32_t>(out_.size() - sizes_.back() - 4));
    sizes_.pop_back();
  }
  void name_here(std::string_view name) {
    const std::string utf16 = base::utf16le_from_utf8(name);
    std::u16string key(utf16.size() / 2, u'\0');
    std::memcpy(key.data(), utf16.data(), key.size() * 2);
    if (const auto known = chunk_.names.find(key); known != chunk_.names.end()) return put(out_, known->second);
    const auto at = static_cast<std::uint32_t>(out_.size() + 4);
    put(out_, at);
    chunk_.names.emplace(std::move(key), at);
    put(out_, std::uint32_t{0});
    put(out_, name_hash(utf16));
    put(out_, static_cast<std::uint16_t>(utf16.size() / 2));
    put_bytes(out_, utf16);
    put(out_, std::uint16_t{0});
  }

  ChunkTables& chunk_;
  Buffer& out_;
  std::vector<std::size_t> sizes_;
  std::size_t attribute_list_ = 0;
};

// The order of the System section's values; the writer and its template agree on it here and nowhere else.
enum SystemValue : std::uint16_t {
  kLevel,
  kTask,
  kOpcode,
  kKeywords,
  kTime,
  kEventId,
  kVersion,
  kProcessId,
  kThreadId,
  kRecordId,
  kComputer,
  kUserId,
  kBody,
};

void element(Instance& t, std::string_view name, std::uint16_t index, std::uint8_t type) {
  t.open(name, false);
  t.close_start();
  t.substitute(index, type);
  t.end();
}

void define_system(Instance& t, const LogRecord& r) {
  t.open("Event", true);
  t.attribute("xmlns", false);
  t.literal("http://schemas.microsoft.com/win/2004/08/events/event");
  t.end_attributes();
  t.close_start();
  t.open("System", false);
  t.close_start();
  t.open("Provider", true);
  t.attribute("Name", !r.log.guid.empty());
  t.literal(r.log.provider);
  if (!r.log.guid.empty()) t.attribute("Guid", false), t.literal(std::string(r.log.guid));
  t.end_attributes();
  t.close_empty();
  element(t, "EventID", kEventId, kUint16);
  element(t, "Version", kVersion, kUint8);
  element(t, "Level", kLevel, kUint8);
  element(t, "Task", kTask, kUint16);
  element(t, "Opcode", kOpcode, kUint8);
  element(t, "Keywords", kKeywords, kHex64);
  t.open("TimeCreated", true);
  t.attribute("SystemTime", false);
  t.substitute(kTime, kFileTime);
  t.end_attributes();
  t.close_empty();
  element(t, "EventRecordID", kRecordId, kUint64);
  t.open("Execution", true);
  t.attribute("ProcessID", true);
  t.substitute(kProcessId, kUint32);
  t.attribute("ThreadID", false);
  t.substitute(kThreadId, kUint32);
  t.end_attributes();
  t.close_empty();
  t.open("Channel", false);
  t.close_start();
  t.literal(r.log.channel);
  t.end();
  element(t, "Computer", kComputer, kString);
  t.open("Security", true);
  t.attribute("UserID", false);
  t.substitute(kUserId, kSid);
  t.end_attributes();
  t.close_empty();
  t.end();
  t.substitute(kBody, kBinXml);
  t.end();
}

void define_body(Instance& t, const LogRecord& r) {
  const bool user_data = !r.user_data.empty();
  t.open(user_data ? "UserData" : "EventData", false);
  t.close_start();
  if (user_data) t.open(r.user_data, false), t.close_start();
  std::uint16_t index = 0;
  for (const auto& [name, text] : r.data) {
    const bool attribute = !user_data && !name.empty();
    t.open(user_data ? std::string_view(name) : "Data", attribute);
    if (attribute) t.attribute("Name", false), t.literal(name), t.end_attributes();
    t.close_start();
    t.substitute(index++, kString);
    t.end();
  }
  if (user_data) t.end();
  t.end();
}

std::string body_shape(const LogRecord& r) {
  std::string shape(r.user_data);
  shape += '|';
  for (const auto& [name, text] : r.data) (shape += name) += '|';
  return shape;
}

Values system_values(const LogRecord& r) {
  const Buffer sid = sid_value(r.user_sid);
  Values v;
  v.number(kUint8, r.level);
  v.number(kUint16, r.task);
  v.number(kUint8, std::uint8_t{0});
  v.number(kHex64, r.keywords);
  v.number(kFileTime, static_cast<std::uint64_t>(r.time.ticks) + kFiletimeEpoch);
  v.number(kUint16, r.event_id);
  v.number(kUint8, r.version);
  v.number(kUint32, r.process_id);
  v.number(kUint32, r.thread_id);
  v.number(kUint64, r.record_id);
  v.text(r.computer);
  v.add(sid.empty() ? kNullType : kSid, sid);
  return v;
}

}  // namespace

void write_binxml(const LogRecord& record, ChunkTables& chunk) {
  // The body stands inside the outer instance's last value, so the outer instance is written first with that value
  // empty, and its size patched once the body is there.
  Values values = system_values(record);
  values.add(kBinXml, {});
  Instance outer(chunk);
  const std::string log =
      std::string(record.log.provider) + "|" + std::string(record.log.guid) + "|" + std::string(record.log.channel);
  outer.write("system|" + log, [&](Instance& t) { define_system(t, record); }, values);
  chunk.bytes.pop_back();  // the end-of-stream token comes behind the body
  const std::size_t body_at = chunk.bytes.size();
  Values body;
  for (const auto& [name, text] : record.data) body.text(text);
  Instance inner(chunk);
  inner.write("body|" + log + "|" + body_shape(record), [&](Instance& t) { define_body(t, record); }, body);
  const std::size_t body_size = chunk.bytes.size() - body_at;
  const std::size_t descriptor = body_at - values.bytes.size() - 4;  // of the last value, which the body is
  put_at(chunk.bytes, descriptor, static_cast<std::uint16_t>(body_size));
  put(chunk.bytes, std::uint8_t{kEndOfStream});
}

}  // namespace hoptrace::simulate
