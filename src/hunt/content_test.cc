#include "hunt/content.h"

#include <gtest/gtest.h>

#include <deque>
#include <random>
#include <string>

namespace hoptrace::hunt {
namespace {

using event::Value;

// What content is, written down plainly: the judge of both ways.
std::string plainly(const event::Event& event) {
  std::string out;
  for (std::size_t i = 0; i < event.fields().size(); ++i) {
    const event::Field& field = event.fields()[i];
    if (field.system) continue;
    const std::string_view text = event.text(i);
    const std::uint64_t lengths[2] = {field.name.size(), text.size()};
    out.append(reinterpret_cast<const char*>(lengths), sizeof lengths).append(field.name).append(text);
  }
  return out;
}

// Slots as a decoder has them: some of which the record does not fill, and one that may not be plain.
class Shown final : public decode::Glance {
 public:
  void add(std::string_view name, bool system, std::optional<Value> value) {
    slots.push_back({event::FieldId::kOther, system, name});
    values_.push_back(value);
  }
  [[nodiscard]] std::optional<Value> value(std::size_t slot, bool& plain) const override {
    if (slot == odd) plain = false;
    return slot == odd ? std::nullopt : values_[slot];
  }
  std::vector<decode::Slot> slots;
  std::size_t odd = static_cast<std::size_t>(-1);

 private:
  std::vector<std::optional<Value>> values_;
};

// Values of all kinds and sizes, with names of all sizes; `bytes` holds what they are views of.
std::optional<Value> value_of(std::mt19937_64& random, std::string& bytes) {
  const std::size_t size = random() % 200;
  bytes.resize(2 * size);
  const bool ascii = random() % 3 != 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = ascii && i % 2 == 1 ? '\0' : static_cast<char>(ascii ? 'a' + random() % 26 : random());
  }
  switch (random() % 10) {
    case 0:
      return std::nullopt;
    case 1:
      return Value::null();
    case 2:
      return Value::text({bytes.data(), size});
    case 3:
      return Value::integer(-static_cast<std::int64_t>(random() % 100'000));
    case 4:
      return Value::hex(random());
    case 5:
      return Value::time(base::Time::from_seconds(static_cast<std::int64_t>(random() % 2'000'000'000)));
    case 6:
      return Value::view(event::Kind::kBinary, base::bytes_of(bytes));
    case 7:
      return Value::boolean(size % 2 == 0);
    default:
      return Value::view(event::Kind::kUtf16, base::bytes_of(bytes));
  }
}

TEST(Content, IsTheSameByAPlanAsFromTheEvent) {
  std::mt19937_64 random(20);
  ContentText by_plan, by_event;
  for (int round = 0; round < 2000; ++round) {
    std::deque<std::string> names, bytes;
    event::Event event;
    Shown shown;
    for (std::size_t i = random() % 12; i > 0; --i) {
      const std::string& name = names.emplace_back(random() % 80, static_cast<char>('A' + i));
      const std::optional<Value> value = value_of(random, bytes.emplace_back());
      const bool system = random() % 4 == 0;
      shown.add(name, system, value);
      if (value) event.add(event::FieldId::kOther, name, *value, system);
    }
    const std::string right = plainly(event);
    ASSERT_TRUE(ContentPlan(shown.slots).write(shown, by_plan));
    ASSERT_EQ(by_plan.bytes(), right);
    by_event.write(event);
    ASSERT_EQ(by_event.bytes(), right);
    ASSERT_EQ(content_of(event, by_event), base::fingerprint(right));
  }
}

TEST(Content, IsLeftToTheEventWhereAValueIsNotPlain) {
  Shown shown;
  shown.add("Computer", true, Value::text("FS01"));
  shown.add("Data", false, std::nullopt);
  ContentText content;
  shown.odd = 0;  // of the header: nobody asks
  EXPECT_TRUE(ContentPlan(shown.slots).write(shown, content));
  shown.odd = 1;
  EXPECT_FALSE(ContentPlan(shown.slots).write(shown, content));
}

}  // namespace
}  // namespace hoptrace::hunt
