#include "cases/correlation_store.h"

#include <algorithm>
#include <map>

#include "base/digest.h"
#include "cases/identity.h"
#include "cases/packed.h"

namespace hoptrace::cases {
namespace {

constexpr const char* kItems =
    "SELECT item.id, member, tenant.value, item.time, host.value, channel.value, record_id, content, vals"
    " FROM correlation_item item JOIN text tenant ON tenant.id=item.tenant JOIN text host ON host.id=item.host"
    " JOIN text channel ON channel.id=item.channel JOIN artifact ON artifact.id=item.artifact WHERE grp=?1"
    " ORDER BY item.time, tenant.value, host.value, channel.value, record_id, content, member, artifact.path,"
    " item.offset, item.id";

CorrelationItem read_item(const Statement& query) {
  CorrelationItem item;
  item.id = query.integer(0);
  item.member = static_cast<std::uint32_t>(query.integer(1));
  item.tenant = query.text(2);
  item.event.time.ticks = query.integer(3);
  item.event.host = query.text(4);
  item.event.channel = query.text(5);
  item.event.record_id = query.natural(6);
  item.event.content = query.text(7);
  item.values = unpack_texts(query.text(8));
  return item;
}

bool copy_of(const CorrelationItem& a, const CorrelationItem& b) {
  return !a.event.content.empty() && a.member == b.member && a.tenant == b.tenant && a.event.time == b.event.time &&
         a.event.host == b.event.host && a.event.channel == b.event.channel &&
         a.event.record_id == b.event.record_id && a.event.content == b.event.content;
}

}  // namespace

base::Result<bool> CorrelationStore::next_stale(RuleRow correlation, std::int64_t after, CorrelationGroup& group) {
  Statement query(
      database_,
      "SELECT correlation_group.id, value, key, shown FROM correlation_group JOIN text ON text.id=tenant"
      " WHERE correlation=?1 AND stale AND correlation_group.id>?2 ORDER BY correlation_group.id LIMIT 1");
  const bool found = query.with(correlation, after).row();
  if (found) group = {query.integer(0), query.string(1), query.string(2), unpack_pairs(query.text(3))};
  query.finish();
  if (auto outcome = database_.outcome(); !outcome) return std::unexpected(outcome.error());
  return found;
}

base::Result<void> CorrelationStore::items(const CorrelationGroup& group,
                                           const std::function<void(const CorrelationItem&)>& each) {
  Statement query(database_, kItems);
  query.with(group.id);
  CorrelationItem last;
  bool any = false;
  while (query.row()) {
    CorrelationItem item = read_item(query);
    if (any && copy_of(last, item)) continue;
    each(item);
    last = std::move(item);
    any = true;
  }
  return database_.outcome();
}

// A group's findings as they are, set against its hits as they should be.
class CorrelationStore::Replacement {
 public:
  Replacement(CorrelationStore& store, RuleRow correlation, const CorrelationGroup& group)
      : store_(store),
        correlation_(correlation),
        part_(base::sha256_hex(group.tenant + '\n' + group.key).substr(0, 32)),
        item_(store.database_,
              "SELECT match, child, tenant, host, channel, record_id, content, time, artifact, offset, member"
              " FROM correlation_item WHERE id=?1"),
        match_(store.database_,
               "SELECT tenant.value, host.value, channel.value, provider.value FROM match"
               " JOIN text tenant ON tenant.id=tenant JOIN text host ON host.id=host"
               " JOIN text channel ON channel.id=channel JOIN text provider ON provider.id=provider"
               " WHERE match.id=(SELECT match FROM correlation_item WHERE id=?1)"),
        insert_(store.database_,
                "INSERT INTO correlation_finding(artifact, offset, rule, part, revision, run, withheld, level, time,"
                " log, event_id, record_id, detail, reached) SELECT artifact, offset, ?2, ?3, ?4, ?5, ?6, ?7, time,"
                " ?8, event_id, record_id, ?9, (SELECT match FROM correlation_item WHERE id=?10) FROM match"
                " WHERE id=(SELECT match FROM correlation_item WHERE id=?1)"),
        find_(store.database_, "SELECT id FROM correlation_finding WHERE rule=?1 AND part=?2 AND revision=?3"),
        add_part_(store.database_,
                  "INSERT INTO finding_part(finding, position, match, child) SELECT ?1, ?2, match,"
                  " nullif(child, 0) FROM correlation_item WHERE id=?3") {
    Statement live(store.database_,
                   "SELECT revision, id FROM correlation_finding WHERE rule=?1 AND part=?2 AND NOT withheld & 1");
    live.with(correlation, part_);
    while (live.row()) before_.emplace(live.string(0), live.integer(1));
  }

  void set(const CorrelationHit& hit, std::string_view level, bool shown) {
    const std::string revision = revision_of(hit);
    if (before_.erase(revision) > 0) {
      ++result_.kept;
      return;
    }
    ++result_.added;
    if (find_.with(correlation_, part_, revision).row()) {  // held once, was superseded, holds again
      const std::int64_t known = find_.integer(0);
      find_.finish();
      Statement(store_.database_, "UPDATE correlation_finding SET withheld=?2 WHERE id=?1")
          .with(known, shown ? 0 : 2)
          .run();
      return;
    }
    insert_
        .with(hit.parts.back(), correlation_, part_, revision, store_.runs_.current(), shown ? 0 : 2,
              store_.texts_.row(level), log_of(hit.parts.back()), store_.details_.row(detail_of(hit.matched, {}, {})),
              hit.reached)
        .run();
    const std::int64_t finding = store_.database_.last_row();
    for (std::size_t i = 0; i < hit.parts.size(); ++i) add_part_.with(finding, i, hit.parts[i]).run();
  }

  void supersede_others(base::Time now) {
    Statement update(store_.database_, "UPDATE correlation_finding SET withheld=withheld | 1 WHERE id=?1");
    for (const auto& [revision, finding] : before_) {
      update.with(finding).run();
      store_.runs_.add_audit("superseded",
                             "correlation " + store_.rules_.rule_id(correlation_) + ": finding " +
                                 std::to_string(finding) + " no longer holds with the evidence that came later",
                             now);
      ++result_.superseded;
    }
  }

  [[nodiscard]] const Replaced& result() const { return result_; }

 private:
  std::int64_t log_of(std::int64_t item) {
    LogName log;
    if (match_.with(item).row()) {
      log = {match_.string(0), match_.string(1), match_.string(2), match_.string(3)};
    }
    match_.finish();
    return store_.logs_.row(log);
  }

  // A hit is the same if it was computed from the same events and shows the same: which copies of them is all one.
  std::string revision_of(const CorrelationHit& hit) {
    base::Sha256 digest;
    const auto add = [&digest](std::string_view text) {
      digest.add(base::bytes_of(std::to_string(text.size()) + ':'));
      digest.add(base::bytes_of(text));
    };
    for (const std::int64_t id : hit.parts) {
      if (!item_.with(id).row()) continue;
      const bool identified = !item_.text(6).empty();
      for (const int column : {2, 3, 4, 5, 6, 7, 10}) add(item_.text(column));
      if (!identified) {
        for (const int column : {8, 9}) add(item_.text(column));
      }
      item_.finish();
    }
    add(pack(hit.matched));
    return digest.hex().substr(0, 32);
  }

  CorrelationStore& store_;
  RuleRow correlation_;
  std::string part_;
  Statement item_, match_, insert_, find_, add_part_;
  std::map<std::string, std::int64_t> before_;
  Replaced result_;
};

base::Result<Replaced> CorrelationStore::replace(RuleRow correlation, const CorrelationGroup& group,
                                                 std::string_view level, bool shown, base::Time now,
                                                 const std::function<base::Result<void>(Emit)>& evaluate) {
  Transaction work(database_);
  Replaced result;
  {
    Replacement replacement(*this, correlation, group);
    auto outcome = evaluate([&](const CorrelationHit& hit) { replacement.set(hit, level, shown); });
    if (!outcome) return std::unexpected(outcome.error());  // and takes everything back
    replacement.supersede_others(now);
    result = replacement.result();
  }
  Statement(database_, "UPDATE correlation_group SET stale=0 WHERE id=?1").with(group.id).run();
  if (auto outcome = work.commit(); !outcome) return std::unexpected(outcome.error());
  return result;
}

base::Result<void> CorrelationStore::show(RuleRow correlation, bool shown) {
  Transaction work(database_);
  Statement(database_,
            "UPDATE correlation_finding SET withheld=?2 WHERE rule=?1 AND NOT withheld & 1 AND withheld<>?2")
      .with(correlation, shown ? 0 : 2)
      .run();
  return work.commit();
}

}  // namespace hoptrace::cases
