// PostureReader: counts what records say of posture (posture_count.h). One row a kind of record in posture_rows.cc;
// what is in no row costs nothing. The rows are of records that are rare in Windows' logs; those of networks and
// clouds are read whole.
//
// One a worker: asks() is decided once a kind of record; read() takes the Events of such; take() gives what a stretch
// has, and begins anew. At most kMostPostureKeys counts a stretch: what comes after them is counted under the keys
// that there are, or left out.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "event/event.h"
#include "sessions/posture_count.h"
#include "sessions/record_reader.h"

namespace hoptrace::sessions {

constexpr int kPostureVersion = 1;
constexpr std::size_t kMostPostureKeys = 20'000;

class PostureReader final : public RecordReader {
 public:
  // While the dictionary is still being filled: the names that are read.
  static void declare(event::FieldDictionary& fields);
  explicit PostureReader(const event::FieldDictionary& fields);

  [[nodiscard]] bool asks(std::string_view channel, std::string_view provider, std::uint32_t event_id,
                          const event::LogKind& kind) const override;
  void read(const event::Event& event, const std::string& tenant, const std::string& host) override;
  [[nodiscard]] std::string take() override;

  // ---- For the rows.
  enum class Name : std::uint8_t;
  // The first of the names that mean this and has a value; empty: none.
  [[nodiscard]] std::string_view text(Name name) const;
  [[nodiscard]] std::string_view data(std::size_t index) const;  // of Data without names, from 0
  [[nodiscard]] const event::Event& event() const { return *event_; }
  // A count of the record at hand; the key is all of its texts, its port, and `span`.
  void count(PostureCount count, std::int64_t span = 0);

 private:
  using Key = std::tuple<PostureKind, std::string, std::string, std::string, std::string, std::string, std::uint16_t,
                         std::int64_t>;

  std::vector<std::vector<event::FieldId>> ids_;  // by Name
  const event::Event* event_ = nullptr;
  std::string_view tenant_, host_;
  std::map<Key, PostureCount> counts_;
};

}  // namespace hoptrace::sessions
