#include "simulate/evtx_writer.h"

#include <cstring>
#include <fstream>

#include "base/check.h"
#include "base/crc32.h"

namespace hoptrace::simulate {
namespace {

constexpr std::size_t kHeader = 4096, kChunk = 65536, kRecords = 512;
constexpr std::uint64_t kFiletimeEpoch = 116'444'736'000'000'000;

template <class Integer>
void put_at(std::vector<std::uint8_t>& out, std::size_t at, Integer value) {
  std::memcpy(out.data() + at, &value, sizeof value);
}

std::vector<std::uint8_t> file_header(std::uint64_t chunks, std::uint64_t next_record_id) {
  std::vector<std::uint8_t> h(kHeader);
  std::memcpy(h.data(), "ElfFile", 8);
  put_at(h, 16, chunks == 0 ? 0 : chunks - 1);
  put_at(h, 24, next_record_id);
  put_at(h, 32, std::uint32_t{128});
  put_at(h, 36, std::uint16_t{1});
  put_at(h, 38, std::uint16_t{3});
  put_at(h, 40, static_cast<std::uint16_t>(kHeader));
  put_at(h, 42, static_cast<std::uint16_t>(chunks));
  put_at(h, 124, base::crc32(base::Bytes(h).first(120)));
  return h;
}

}  // namespace

EvtxWriter::EvtxWriter() {
  open_chunk();
}

void EvtxWriter::open_chunk() {
  chunk_ = {};
  chunk_.bytes.reserve(kChunk);
  chunk_.bytes.resize(kRecords);
  first_id_ = last_id_ = 0;
  records_before_ += records_;
  records_ = 0;
  last_record_ = kRecords;
}

void EvtxWriter::append_record(const LogRecord& record) {
  std::vector<std::uint8_t>& out = chunk_.bytes;
  const std::size_t at = out.size();
  out.resize(at + 24);
  write_binxml(record, chunk_);
  const std::size_t padded = (out.size() - at + 4 + 7) / 8 * 8;
  out.resize(at + padded);
  put_at(out, at, std::uint32_t{0x00002A2A});
  put_at(out, at + 4, static_cast<std::uint32_t>(padded));
  put_at(out, at + 8, record.record_id);
  put_at(out, at + 16, static_cast<std::uint64_t>(record.time.ticks) + kFiletimeEpoch);
  put_at(out, at + padded - 4, static_cast<std::uint32_t>(padded));
}

void EvtxWriter::roll_back(std::size_t size) {
  std::erase_if(chunk_.names, [size](const auto& entry) { return entry.second >= size; });
  std::erase_if(chunk_.templates, [size](const auto& entry) { return entry.second.at >= size; });
  chunk_.bytes.resize(size);
}

void EvtxWriter::add(const LogRecord& record) {
  std::size_t at = chunk_.bytes.size();
  append_record(record);
  if (chunk_.bytes.size() > kChunk) {
    base::check(records_ > 0, "a simulated record is larger than a chunk");
    roll_back(at);
    close_chunk();
    at = chunk_.bytes.size();
    append_record(record);
  }
  last_record_ = at;
  if (records_++ == 0) first_id_ = record.record_id;
  last_id_ = record.record_id;
  next_id_ = record.record_id + 1;
}

void EvtxWriter::close_chunk() {
  std::vector<std::uint8_t>& c = chunk_.bytes;
  const std::size_t used = c.size();
  c.resize(kChunk);
  std::memcpy(c.data(), "ElfChnk", 8);
  put_at(c, 8, records_before_ + 1);
  put_at(c, 16, records_before_ + records_);
  put_at(c, 24, first_id_);
  put_at(c, 32, last_id_);
  put_at(c, 40, std::uint32_t{128});
  put_at(c, 44, static_cast<std::uint32_t>(last_record_));
  put_at(c, 48, static_cast<std::uint32_t>(used));
  put_at(c, 52, base::crc32(base::Bytes(c).subspan(kRecords, used - kRecords)));
  const std::uint32_t head = base::crc32(base::Bytes(c).first(120));
  put_at(c, 124, base::crc32(base::Bytes(c).subspan(128, kRecords - 128), head));
  chunks_.insert(chunks_.end(), c.begin(), c.end());
  open_chunk();
}

std::vector<std::uint8_t> EvtxWriter::finish() {
  if (records_ > 0) close_chunk();
  std::vector<std::uint8_t> out = file_header(chunks_.size() / kChunk, next_id_);
  out.insert(out.end(), chunks_.begin(), chunks_.end());
  chunks_.clear();
  return out;
}

base::Result<void> EvtxWriter::write_to(const std::string& path) {
  const std::vector<std::uint8_t> bytes = finish();
  std::ofstream out(path, std::ios::binary);
  out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) return base::fail(base::Code::kUnreadable, "the file could not be written", path);
  return {};
}

}  // namespace hoptrace::simulate
