#include "hunt/fingerprint.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

namespace hoptrace::hunt {
namespace {

class Text final : public evidence::ByteStream {
 public:
  explicit Text(std::string text) : text_(std::move(text)) {}
  base::Result<std::size_t> read(std::span<std::uint8_t> into) override {
    const std::size_t size = std::min(into.size(), text_.size() - at_);
    std::memcpy(into.data(), text_.data() + at_, size);
    at_ += size;
    return size;
  }
  bool rewind() override {
    at_ = 0;
    return true;
  }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

class FingerprintOf : public testing::TestWithParam<bool> {};

TEST_P(FingerprintOf, EveryMarkIsOfAllBytesUpToIt) {
  const std::string text = "eight by";
  for (std::size_t known = 0; known <= text.size(); ++known) {
    Text stream(text);
    base::Sha256 begun;
    EXPECT_EQ(hash_stream(stream, known, begun, nullptr).to, known);
    stream.rewind();
    Fingerprint fingerprint(stream, std::move(begun), known, GetParam(), nullptr);
    std::vector<std::uint8_t> piece(3);
    std::size_t at = 0;
    for (bool more = true; more;) {
      const std::size_t got = *fingerprint.read(piece);
      more = got > 0;
      at += got;
      const auto mark = fingerprint.mark();
      mark->take();
      EXPECT_EQ(mark->hashed().to, std::max(at, known));
      EXPECT_EQ(mark->hashed().sha256, base::sha256_hex(text.substr(0, std::max(at, known))));
    }
  }
}

TEST(Fingerprint, MarksTakenLaterSayTheSame) {
  const std::string text = "some bytes that are hashed long after they were read";
  Text stream(text);
  Fingerprint fingerprint(stream, {}, 0, true, nullptr);
  std::vector<std::shared_ptr<Fingerprint::Mark>> marks;
  std::vector<std::uint8_t> piece(5);
  while (*fingerprint.read(piece) > 0) marks.push_back(fingerprint.mark());
  for (const auto& mark : marks) {
    mark->take();
    EXPECT_EQ(mark->hashed().sha256, base::sha256_hex(text.substr(0, mark->hashed().to)));
  }
  EXPECT_EQ(marks.back()->hashed().to, text.size());
}

INSTANTIATE_TEST_SUITE_P(Apart, FingerprintOf, testing::Bool());

}  // namespace
}  // namespace hoptrace::hunt
