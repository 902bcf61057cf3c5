#include "cases/logs.h"

#include <functional>

namespace hoptrace::cases {

Logs::Logs(Database& database, Interned& texts)
    : database_(database),
      texts_(texts),
      find_(database, "SELECT id FROM log WHERE tenant=?1 AND host=?2 AND channel=?3 AND provider=?4"),
      insert_(database, "INSERT INTO log(tenant, host, channel, provider) VALUES(?1, ?2, ?3, ?4)") {}

std::int64_t Logs::row(const std::string& tenant, const EventRef& event) {
  if (rollbacks_ != database_.rollbacks()) {
    known_.fill({});
    rollbacks_ = database_.rollbacks();
  }
  const std::hash<std::string> hash;
  const std::size_t place = hash(event.host) + 3 * hash(event.channel) + 5 * hash(event.provider) + 7 * hash(tenant);
  Known& known = known_[place % kKept];
  if (known.row != 0 && known.host == event.host && known.channel == event.channel &&
      known.provider == event.provider && known.tenant == tenant) {
    return known.row;
  }
  const std::int64_t row = look_up(tenant, event);
  const std::size_t size = tenant.size() + event.host.size() + event.channel.size() + event.provider.size();
  if (!database_.failed() && size <= kLongest) known = {tenant, event.host, event.channel, event.provider, row};
  return row;
}

std::int64_t Logs::look_up(const std::string& tenant, const EventRef& event) {
  const std::int64_t parts[] = {texts_.row(tenant), texts_.row(event.host), texts_.row(event.channel),
                                texts_.row(event.provider)};
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
