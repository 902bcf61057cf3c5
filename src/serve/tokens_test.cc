#include "serve/tokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoptrace::serve {
namespace {

using testing::HasSubstr;

constexpr std::string_view kOne = "0123456789abcdef0123456789abcdef", kTwo = "fedcba9876543210",
                           kThree = "AAAABBBBCCCCDDDD";

TEST(Tokens, NameWhoseTheyAre) {
  const std::string text = "# who may read\n\n" + std::string(kOne) + "\r\n  " + std::string(kTwo) +
                           "\tacme  Ann  Lee \n" + std::string(kThree) + " - Bob";
  const auto book = TokenBook::parse(text, "tokens");
  ASSERT_TRUE(book);
  EXPECT_EQ(book->size(), 3U);
  EXPECT_EQ(book->find(kOne)->tenant, std::nullopt);
  EXPECT_EQ(book->find(kOne)->name, "token in line 3");
  EXPECT_EQ(book->find(kTwo)->tenant, "acme");
  EXPECT_EQ(book->find(kTwo)->name, "Ann  Lee");
  EXPECT_EQ(book->find(kThree)->tenant, std::nullopt);
  EXPECT_EQ(book->find(kThree)->name, "Bob");
}

TEST(Tokens, OthersAreNotKnown) {
  const auto book = TokenBook::parse(std::string(kOne) + " acme", "tokens");
  ASSERT_TRUE(book);
  for (const std::string_view wrong : {std::string_view(), kTwo, kOne.substr(1), kOne.substr(0, 31)})
    EXPECT_FALSE(book->find(wrong)) << wrong;
  EXPECT_FALSE(book->find(std::string(kOne) + " acme"));
}

TEST(Tokens, WeakOrDoubledOnesAreRefused) {
  for (const auto& [text, says] : {std::pair<std::string, std::string>{"short acme", "tokens:1"},
                                   {"\n" + std::string(300, 'a'), "tokens:2"},
                                   {"# nobody\n", "no token"},
                                   {std::string(kOne) + "\n" + std::string(kOne) + " acme", "twice"},
                                   {"0123456789abcdef\xff", "printable"},
                                   {std::string(kOne) + " \xff", "tokens:1"}}) {
    const auto book = TokenBook::parse(text, "tokens");
    ASSERT_FALSE(book) << text;
    EXPECT_EQ(book.error().code, base::Code::kUsage);
    EXPECT_THAT(book.error().sentence(), HasSubstr(says));
    EXPECT_THAT(book.error().sentence(), testing::Not(HasSubstr("0123456789")));
  }
}

}  // namespace
}  // namespace hoptrace::serve
