#include "decode/evtx/raw_value.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hoptrace::decode::evtx {
namespace {

using namespace std::string_literals;

std::string text_of(std::uint8_t value_type, const std::string& bytes, bool* sound_out = nullptr) {
  base::Arena arena;
  bool sound = true;
  const std::string text(to_value({value_type, base::bytes_of(bytes)}, arena, sound).as_text(arena));
  if (sound_out != nullptr) *sound_out = sound;
  return text;
}

struct Row {
  std::uint8_t value_type;
  std::string bytes;
  std::string text;
};

TEST(RawValue, EveryTypeIsRenderedAsWindowsDoes) {
  const std::vector<Row> rows{
      {type::kNull, "", ""},
      {type::kString, "h\0i\0\0\0\0\0"s, "hi"},
      {type::kString, "a\0\0\0b\0"s, "a\0b"s},
      {type::kString, " \0x\0 \0"s, " x "},
      {type::kAnsiString, "caf\xE9 \x80\0"s, "caf\u00E9 \u20AC"},
      {type::kInt8, "\xFF"s, "-1"},
      {type::kUint8, "\xFF"s, "255"},
      {type::kInt16, "\x00\x80"s, "-32768"},
      {type::kUint16, "\x10\x12"s, "4624"},
      {type::kInt32, "\xFE\xFF\xFF\xFF"s, "-2"},
      {type::kUint32, "\xFE\xFF\xFF\xFF"s, "4294967294"},
      {type::kInt64, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s, "-1"},
      {type::kUint64, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s, "18446744073709551615"},
      {type::kReal32, "\xCD\xCC\xCC\x3D"s, "0.1"},
      {type::kReal64, "\0\0\0\0\0\0\xF8\x3F"s, "1.5"},
      {type::kBool, "\1\0\0\0"s, "true"},
      {type::kBool, "\0\0\0\0"s, "false"},
      {type::kBinary, "\x01\xAB"s, "01AB"},
      {type::kGuid, "\x72\xBB\x5A\x36\xF8\x1F\xD8\x5C\0\0\0\x10\x2A\x34\x20\0"s,
       "{365abb72-1ff8-5cd8-0000-00102a342000}"},
      {type::kSizeT, "\x2A\0\0\0"s, "0x2a"},
      {type::kSizeT, "\x2A\0\0\0\0\0\0\x80"s, "0x800000000000002a"},
      {type::kFileTime, "\x00\x80\x3E\xD5\xDE\xB1\x9D\x01"s, "1970-01-01T00:00:00.0000000Z"},
      {type::kSysTime, "\xE2\x07\x0C\0\4\0\x14\0\x09\0\x0E\0\x03\0\x7B\0"s, "2018-12-20T09:14:03.1230000Z"},
      {type::kSid, "\1\2\0\0\0\0\0\5\x20\0\0\0\x20\2\0\0"s, "S-1-5-32-544"},
      {type::kHexInt32, "\x3E\7\0\0"s, "0x73e"},
      {type::kHexInt64, "\0\0\0\0\0\0\0\x80"s, "0x8000000000000000"},
      {type::kEvtHandle, "\7\0\0\0\0\0\0\0"s, "0x7"},
      {type::kEvtXml, "<\0a\0/\0>\0"s, "<a/>"},
  };
  for (const Row& row : rows) {
    bool sound = false;
    EXPECT_EQ(text_of(row.value_type, row.bytes, &sound), row.text) << int{row.value_type};
    EXPECT_TRUE(sound) << int{row.value_type};
  }
}

TEST(RawValue, BytesThatCannotBeOfTheirTypeAreKeptAsBytesAndSaid) {
  for (const std::uint8_t value_type : {type::kGuid, type::kSid, type::kFileTime, type::kSysTime, type::kUint32,
                                        type::kReal32, type::kBool, std::uint8_t{0x1F}, std::uint8_t{0x7F}}) {
    bool sound = true;
    EXPECT_EQ(text_of(value_type, "\x0A\x0B\x0C"s, &sound), "0A0B0C") << int{value_type};
    EXPECT_FALSE(sound) << int{value_type};
  }
}

TEST(RawValue, NothingIsAnEmptyTextWhateverItsType) {
  for (int value_type = 0; value_type < 256; ++value_type) {
    bool sound = false;
    EXPECT_EQ(text_of(static_cast<std::uint8_t>(value_type), "", &sound), "");
    EXPECT_TRUE(sound);
  }
}

std::vector<std::string> elements(std::uint8_t value_type, const std::string& bytes, bool* sound_out = nullptr) {
  const RawValue array{static_cast<std::uint8_t>(value_type | type::kArray), base::bytes_of(bytes)};
  std::vector<std::string> out;
  base::Arena arena;
  ArrayWalk walk(array);
  RawValue element;
  bool sound = true;
  while (walk.next(element, sound)) out.emplace_back(to_value(element, arena, sound).as_text(arena));
  if (sound_out != nullptr) *sound_out = sound;
  return out;
}

TEST(ArrayWalk, StringsEndWithTheirNulAndMayBeEmpty) {
  const std::vector<std::string> expected{"a", "", "bc"};
  EXPECT_EQ(elements(type::kString, "a\0\0\0\0\0b\0c\0\0\0"s), expected);
  EXPECT_EQ(elements(type::kString, "a\0\0\0\0\0b\0c\0"s), expected);
  EXPECT_EQ(elements(type::kAnsiString, "a\0\0bc\0"s), expected);
}

TEST(ArrayWalk, FixedWidthsAndSids) {
  EXPECT_EQ(elements(type::kUint16, "\1\0\2\0"s), (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(elements(type::kSizeT, "\1\0\0\0\2\0\0\0\3\0\0\0"s), (std::vector<std::string>{"0x1", "0x2", "0x3"}));
  const std::string sid = "\1\1\0\0\0\0\0\5\x12\0\0\0"s;
  EXPECT_EQ(elements(type::kSid, sid + sid), (std::vector<std::string>{"S-1-5-18", "S-1-5-18"}));
}

TEST(ArrayWalk, WhatIsLeftOverIsKeptAndSaid) {
  bool sound = true;
  EXPECT_EQ(elements(type::kUint32, "\1\0\0\0\xAA"s, &sound), (std::vector<std::string>{"1", "AA"}));
  EXPECT_FALSE(sound);
  EXPECT_EQ(elements(type::kSid, "\1\xFF\0"s, &sound), (std::vector<std::string>{"01FF00"}));
  EXPECT_FALSE(sound);
}

}  // namespace
}  // namespace hoptrace::decode::evtx
