#include "cases/logs.h"

#include <functional>

namespace hoptrace::cases {

Logs::Logs(Database& database, Interned& texts)
    : database_(database),
      texts_(texts),
      find_(database, "SELECT id FROM log WHERE tenant=?1 AND host=?2 AND channel=?3 AND provider=?4"),
      insert_(database, "INSERT INTO log(tenant, host, channel, provider) VALUES(?1, ?2, ?3, ?4)") {}

std::int64_t Logs::row(const LogName& log) {
  if (rollbacks_ != database_.rollbacks()) {
    known_.fill({});
    rollbacks_ = database_.rollbacks();
  }
  const std::hash<std::string> hash;
  const std::size_t place = hash(log.host) + 3 * hash(log.channel) + 5 * hash(log.provider) + 7 * hash(log.tenant);
  Known& known = known_[place % kKept];
  if (known.row != 0 && known.log == log) return known.row;
  const std::int64_t row = look_up(log);
  const std::size_t size = log.tenant.size() + log.host.size() + log.channel.size() + log.provider.size();
  if (!database_.failed() && size <= kLongest) known = {log, row};
  return row;
}

std::int64_t Logs::look_up(const LogName& log) {
  const std::int64_t parts[] = {texts_.row(log.tenant), texts_.row(log.host), texts_.row(log.channel),
                                texts_.row(log.provider)};
  std::int64_t row = 0;
  if (find_.with(parts[0], parts[1], parts[2], parts[3]).row()) {
    row = find_.integer(0);
    find_.finish();
    return row;
  }
  insert_.with(parts[0], parts[1], parts[2], parts[3]).run();
  return database_.last_row();
}

}  // namespace hoptrace::cases
