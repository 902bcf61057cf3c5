#include "sessions/posture_reader.h"

#include <algorithm>

#include "sessions/posture_rows.h"
#include "sessions/text_match.h"

namespace hoptrace::sessions {
namespace {

constexpr std::size_t kMostPostureText = 256;

const PostureRow* row_of(std::string_view channel, std::string_view provider, std::uint32_t event_id,
                         const event::LogKind& kind) {
  const bool windows = kind.product.empty() || kind.product == "windows";
  for (const PostureRow& row : posture_rows()) {
    if (!windows) {
      if (row.channel.empty() && row.kind.product == kind.product && row.kind.service == kind.service) return &row;
      continue;
    }
    if (row.channel.empty() || row.event_id != event_id) continue;
    const bool in_channel = channel.empty() ? same(provider, row.provider) : same(channel, row.channel);
    if (in_channel && (provider.empty() || row.provider.empty() || same(provider, row.provider))) return &row;
  }
  return nullptr;
}

void cut(std::string& text) {
  if (text.size() <= kMostPostureText) return;
  std::size_t end = kMostPostureText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
}

}  // namespace

void PostureReader::declare(event::FieldDictionary& fields) {
  for (const PostureName& name : posture_names()) fields.intern(name.text);
}

PostureReader::PostureReader(const event::FieldDictionary& fields) {
  for (const PostureName& name : posture_names()) {
    const auto place = static_cast<std::size_t>(name.name);
    if (place >= ids_.size()) ids_.resize(place + 1);
    if (const event::FieldId id = fields.find(name.text); id != event::FieldId::kOther) ids_[place].push_back(id);
  }
}

bool PostureReader::asks(std::string_view channel, std::string_view provider, std::uint32_t event_id,
                         const event::LogKind& kind) const {
  return row_of(channel, provider, event_id, kind) != nullptr;
}

void PostureReader::read(const event::Event& event, const std::string& tenant, const std::string& host) {
  const PostureRow* const row = row_of(event.channel, event.provider, event.event_id, event.kind);
  if (row == nullptr || !event.timed) return;
  event_ = &event;
  tenant_ = tenant;
  host_ = event.computer.empty() ? std::string_view(host) : event.computer;
  row->read(*this);
}

std::string_view PostureReader::text(Name name) const {
  for (const event::FieldId id : ids_[static_cast<std::size_t>(name)]) {
    const std::string_view text = trimmed(event_->first_text(id));
    if (!text.empty() && text != "-") return text;
  }
  return {};
}

std::string_view PostureReader::data(std::size_t index) const {
  std::string_view found;
  event_->any_of(event::field::kData, [&](std::size_t at) {
    if (index-- != 0) return false;
    found = trimmed(event_->text(at));
    return true;
  });
  return found;
}

void PostureReader::count(PostureCount count, std::int64_t span) {
  count.tenant = tenant_;
  count.host = host_;
  for (std::string* text : {&count.tenant, &count.host, &count.account, &count.sid, &count.address, &count.to_address,
                            &count.access, &count.detail})
    cut(*text);
  // A detail that is a name stands for all of its domain, the other end of what goes out for all others.
  const std::string domain = count.kind == PostureKind::kLookup ? posture_domain(count.detail) : count.detail;
  Key key{count.kind,    count.host, count.account, count.sid + "|" + count.access,
          count.address, domain,     count.port,    span};
  const auto there = counts_.find(key);
  if (there != counts_.end()) {
    ++there->second.count;
    return;
  }
  if (counts_.size() >= kMostPostureKeys) return;
  count.count = 1;
  count.first = event_->time;
  count.offset = event_->origin.offset;
  count.record_id = event_->record_id;
  count.event_id = event_->event_id;
  counts_.emplace(std::move(key), std::move(count));
}

std::string PostureReader::take() {
  std::vector<PostureCount> out;
  out.reserve(counts_.size());
  for (auto& [key, count] : counts_) out.push_back(std::move(count));
  counts_.clear();
  return out.empty() ? std::string() : pack(out);
}

std::string pack(const std::vector<PostureCount>& counts) {
  base::Packer packer;
  packer.put(counts);
  return packer.take();
}

base::Result<std::vector<PostureCount>> unpack_posture(std::string_view packed) {
  if (packed.empty()) return std::vector<PostureCount>{};
  base::Unpacker unpacker(base::bytes_of(packed));
  std::vector<PostureCount> counts;
  unpacker.get(counts);
  const bool known = std::ranges::all_of(counts, [](const PostureCount& c) { return c.kind <= kLastPostureKind; });
  if (unpacker.whole() && known) return counts;
  return base::fail(base::Code::kMalformed, "what the case keeps of posture is damaged", {},
                    "Hunt the evidence again into a new case");
}

}  // namespace hoptrace::sessions
