#include "sessions/record_user.h"

#include "sessions/principal.h"

namespace hoptrace::sessions {

Text record_user(const RecordView& record, FactMaker& maker) {
  const std::string_view domain = record.text(Slot::kNxlogDomain);
  const std::string_view sid = record.text(Slot::kRecordUser);
  const std::string_view name = domain.empty() ? sid : record.text(Slot::kAccountName);
  if (principal_of(sid, name) != Principal::kUser) return kNoText;
  return maker.account(domain, name);
}

}  // namespace hoptrace::sessions
