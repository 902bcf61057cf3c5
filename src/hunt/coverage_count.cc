#include "hunt/coverage_count.h"

#include <algorithm>

namespace hoptrace::hunt {
namespace {

using base::kDay;

std::int32_t day_of(base::Time time) {
  std::int64_t day = time.ticks / kDay;
  if (time.ticks % kDay < 0) --day;
  return static_cast<std::int32_t>(day);
}

void count(cases::CoverageRow& row, const RecordHeader& record) {
  const bool first = row.records == 0;
  row.first = first ? record.time : std::min(row.first, record.time);
  row.last = first ? record.time : std::max(row.last, record.time);
  row.first_record_id = first ? record.record_id : std::min(row.first_record_id, record.record_id);
  row.last_record_id = first ? record.record_id : std::max(row.last_record_id, record.record_id);
  ++row.records;
}

}  // namespace

// Logs without channels have kinds: zeek/conn.
std::string_view CoverageCount::log_of(const RecordHeader& record) {
  if (!record.channel.empty() || record.kind.product.empty()) return record.channel;
  const std::string_view part = record.kind.service.empty() ? record.kind.category : record.kind.service;
  log_.assign(record.kind.product).append(part.empty() ? "" : "/").append(part);
  return log_;
}

void CoverageCount::add(const RecordHeader& record, const std::string& tenant, std::string_view host) {
  if (!record.timed) return;
  const std::int32_t day = day_of(record.time);
  const std::string_view log = log_of(record);
  if (last_ == nullptr || last_->day != day || last_->channel != log || last_->host != host ||
      last_->tenant != tenant) {
    Key key{tenant, std::string(host), std::string(log), day};
    cases::CoverageRow& row = rows_[key];
    row.tenant = tenant;
    row.host = host;
    row.channel = log;
    row.day = day;
    last_ = &row;
  }
  count(*last_, record);
}

std::vector<cases::CoverageRow> CoverageCount::take() {
  std::vector<cases::CoverageRow> out;
  out.reserve(rows_.size());
  for (auto& [key, row] : rows_) out.push_back(std::move(row));
  rows_.clear();
  last_ = nullptr;
  return out;
}

}  // namespace hoptrace::hunt
