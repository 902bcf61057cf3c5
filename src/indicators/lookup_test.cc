#include "indicators/lookup.h"

#include <gtest/gtest.h>

#include <random>

#include "base/unicode.h"
#include "indicators/slow_lookup.h"

namespace hoptrace::indicators {
namespace {

Indicator of(Type type, std::string value) {
  Indicator indicator;
  indicator.type = type;
  indicator.value = std::move(value);
  return indicator;
}

class Record {
 public:
  Record& with(std::string_view name, std::string_view text) {
    event_.add(event::FieldId::kOther, event_.arena().copy(name), event::Value::text(event_.arena().copy(text)));
    return *this;
  }
  event::Event& event() { return event_; }

 private:
  event::Event event_;
};

// What the scanner finds in one text, after the slow twin agreed.
std::vector<std::string> found(const IndicatorIndex& index, std::string_view text, std::string_view field = "Text") {
  Record record;
  record.with(field, text);
  Scanner scanner(index);
  std::vector<Sighting> fast;
  scanner.scan(record.event(), fast);
  EXPECT_EQ(fast, slow_lookup(index, record.event())) << text;
  std::vector<std::string> out;
  for (const Sighting& s : fast) out.emplace_back(s.matched);
  return out;
}

bool is_found(Type type, std::string value, std::string_view text, std::string_view field = "Text") {
  return !found(IndicatorIndex({of(type, std::move(value))}), text, field).empty();
}

TEST(Lookup, DomainsMatchThemselvesAndWhatIsBelow) {
  EXPECT_TRUE(is_found(Type::kDomain, "evil.com", "evil.com"));
  EXPECT_TRUE(is_found(Type::kDomain, "evil.com", "EVIL.com."));
  EXPECT_TRUE(is_found(Type::kDomain, "evil.com", "a.b.evil.com"));
  EXPECT_TRUE(is_found(Type::kDomain, "evil.com", "GET http://www.evil.com:8080/x?y=1"));
  EXPECT_TRUE(is_found(Type::kDomain, "evil.com", "joe@evil.com"));
  EXPECT_FALSE(is_found(Type::kDomain, "evil.com", "notevil.com"));
  EXPECT_FALSE(is_found(Type::kDomain, "evil.com", "evil.com.au"));
  EXPECT_FALSE(is_found(Type::kDomain, "evil.com", "evil.common"));
  EXPECT_FALSE(is_found(Type::kDomain, "evil.com", "evil.com-cdn.net"));
  EXPECT_FALSE(is_found(Type::kDomain, "a.evil.com", "evil.com"));
}

TEST(Lookup, SharedNamesMatchOnlyThemselves) {
  const std::vector<std::string> shared{"ddns.example"};
  const IndicatorIndex index({of(Type::kDomain, "ddns.example"), of(Type::kDomain, "bad.ddns.example")}, shared);
  EXPECT_EQ(found(index, "ddns.example").size(), 1U);
  EXPECT_EQ(found(index, "innocent.ddns.example").size(), 0U);
  EXPECT_EQ(found(index, "x.bad.ddns.example").size(), 1U);
}

TEST(Lookup, InternationalDomainsMatchInBothSpellings) {
  EXPECT_TRUE(is_found(Type::kDomain, "B\u00fccher.example", "b\u00fccher.example"));
  EXPECT_TRUE(is_found(Type::kDomain, "B\u00fccher.example", "www.xn--bcher-kva.example"));
  EXPECT_TRUE(is_found(Type::kDomain, "xn--bcher-kva.example", "XN--BCHER-KVA.EXAMPLE"));
}

TEST(Lookup, AddressesMatchWholeInAnySpelling) {
  EXPECT_TRUE(is_found(Type::kAddress, "10.0.0.1", "10.0.0.1"));
  EXPECT_TRUE(is_found(Type::kAddress, "10.0.0.1", "tcp://10.0.0.1:443/"));
  EXPECT_TRUE(is_found(Type::kAddress, "10.0.0.1", "::ffff:10.0.0.1"));
  EXPECT_FALSE(is_found(Type::kAddress, "10.0.0.1", "110.0.0.1"));
  EXPECT_FALSE(is_found(Type::kAddress, "10.0.0.1", "10.0.0.11"));
  EXPECT_FALSE(is_found(Type::kAddress, "10.0.0.1", "10.0.0.1.2"));
  EXPECT_FALSE(is_found(Type::kAddress, "10.0.0.1", "version-10.0.0.1"));
  EXPECT_TRUE(is_found(Type::kAddress, "2001:db8::1", "http://[2001:DB8:0:0:0:0:0:1]:443/"));
  EXPECT_TRUE(is_found(Type::kAddress, "2001:db8::1", "fe80::1%eth0 2001:db8::1"));
  EXPECT_FALSE(is_found(Type::kAddress, "2001:db8::1", "2001:db8::11"));
  EXPECT_FALSE(is_found(Type::kAddress, "2001:db8::1", "22001:db8::1"));
}

TEST(Lookup, DigestsMatchAsWholeRuns) {
  const std::string md5 = "0123456789abcdef0123456789abcdef";
  EXPECT_TRUE(is_found(Type::kMd5, md5, "SHA1=00,MD5=0123456789ABCDEF0123456789ABCDEF,IMPHASH=11"));
  EXPECT_FALSE(is_found(Type::kMd5, md5, "IMPHASH=" + md5));
  EXPECT_TRUE(is_found(Type::kImphash, md5, "MD5=ffffffffffffffffffffffffffffffff,IMPHASH=" + md5));
  EXPECT_TRUE(is_found(Type::kImphash, md5, md5, "Imphash"));
  EXPECT_FALSE(is_found(Type::kImphash, md5, md5, "Hashes"));
  EXPECT_FALSE(is_found(Type::kMd5, md5, md5 + "0"));
  EXPECT_TRUE(is_found(Type::kJa3, md5, md5, "ja3"));
  EXPECT_FALSE(is_found(Type::kJa3, md5, md5, "md5"));
}

TEST(Lookup, FileNamesAreWholeNames) {
  EXPECT_TRUE(is_found(Type::kFileName, "t.vbs", "cscript.exe //nologo C:\\x\\T.VBS /shell"));
  EXPECT_TRUE(is_found(Type::kFileName, "t.vbs", "t.vbs"));
  EXPECT_FALSE(is_found(Type::kFileName, "t.vbs", "start.vbs"));
  EXPECT_FALSE(is_found(Type::kFileName, "t.vbs", "t.vbs.cfg"));
  EXPECT_TRUE(is_found(Type::kFileName, "3D Tetris.exe", "\"C:\\Games\\3d tetris.exe\" -x"));
  EXPECT_FALSE(is_found(Type::kFileName, "3D Tetris.exe", "C:\\43D Tetris.exe"));
}

TEST(Lookup, PathsKeysPipesAndServices) {
  EXPECT_TRUE(is_found(Type::kPath, "C:\\recovery\\mpsvc.dll", "c:\\Recovery\\MpSvc.dll"));
  EXPECT_FALSE(is_found(Type::kPath, "C:\\recovery\\mpsvc.dll", "C:\\recovery\\mpsvc.dll.bak"));
  EXPECT_TRUE(is_found(Type::kPath, "%APPDATA%\\notron.exe", "C:\\Users\\x\\AppData\\Roaming\\notron.exe"));
  EXPECT_TRUE(
      is_found(Type::kRegistryKey, "HKEY_CURRENT_USER\\SOFTWARE\\EGGORG", "HKU\\S-1-5-21-1\\Software\\EGGORG\\x"));
  EXPECT_TRUE(is_found(Type::kRegistryKey, "HKLM\\Software\\X1", "\\REGISTRY\\MACHINE\\SOFTWARE\\X1"));
  EXPECT_FALSE(is_found(Type::kRegistryKey, "HKLM\\Software\\X1", "HKU\\S-1-5-21-1\\Software\\X1"));
  EXPECT_FALSE(is_found(Type::kRegistryKey, "HKCU\\Software\\X1", "HKLM\\Software\\X12"));
  EXPECT_TRUE(is_found(Type::kPipe, "\\\\.\\pipe\\NamePipe_MoreWindows", "\\NamePipe_MoreWindows"));
  EXPECT_TRUE(is_found(Type::kPipe, "\\\\.\\pipe\\NamePipe_MoreWindows", "\\\\srv\\pipe\\namepipe_morewindows"));
  EXPECT_TRUE(is_found(Type::kPipe, "\\\\.\\pipe\\NamePipe_MoreWindows", "NamePipe_MoreWindows"));
  EXPECT_FALSE(is_found(Type::kPipe, "\\\\.\\pipe\\NamePipe_MoreWindows", "\\NamePipe_MoreWindows2"));
  EXPECT_TRUE(
      is_found(Type::kService, "HxUpdateServiceInfo", "HKLM\\System\\Services\\HxUpdateServiceInfo\\ImagePath"));
  EXPECT_TRUE(is_found(Type::kMutex, "DY&F*#KJK", "mutex DY&F*#KJK."));
  EXPECT_FALSE(is_found(Type::kMutex, "g6nncn1m1", "g6nncn1m12"));
}

TEST(Lookup, PortsOnlyInTheirFields) {
  EXPECT_TRUE(is_found(Type::kPort, "4782", "4782", "DestinationPort"));
  EXPECT_FALSE(is_found(Type::kPort, "4782", "4782", "SourcePort"));
  Record record;
  record.event().add(event::FieldId::kOther, "id.resp_p", event::Value::integer(4782));
  const IndicatorIndex index({of(Type::kPort, "4782")});
  std::vector<Sighting> sightings;
  Scanner(index).scan(record.event(), sightings);
  EXPECT_EQ(sightings.size(), 1U);
}

TEST(Lookup, NamesOfChannelProviderAndComputerAreNotLookedAt) {
  event::Event event;
  event.add(event::field::kComputer, "Computer", event::Value::text("evil.com"), true);
  event.add(event::field::kUserId, "Security_UserID", event::Value::text("x evil.com"), true);
  const IndicatorIndex index({of(Type::kDomain, "evil.com")});
  std::vector<Sighting> sightings;
  Scanner(index).scan(event, sightings);
  ASSERT_EQ(sightings.size(), 1U);
  EXPECT_EQ(sightings[0].field, 1U);
  EXPECT_EQ(sightings[0].offset, 2U);
}

TEST(Lookup, Utf16AndRepeatedValues) {
  const std::string wide = base::utf16le_from_utf8("ping EVIL.com");
  const IndicatorIndex index({of(Type::kDomain, "evil.com")});
  Scanner scanner(index);
  std::vector<Sighting> sightings;
  for (int round = 0; round < 3; ++round) {
    event::Event event;
    event.add(event::FieldId::kOther, "a", event::Value::text("nothing here"));
    event.add(event::FieldId::kOther, "b", event::Value::view(event::Kind::kUtf16, base::bytes_of(wide)));
    scanner.scan(event, sightings);
    ASSERT_EQ(sightings.size(), 1U);
    EXPECT_EQ(sightings[0].matched, "EVIL.com");
  }
}

TEST(Lookup, TheSameFromTwoListsIsOne) {
  Indicator first = of(Type::kDomain, "evil.com"), second = of(Type::kDomain, "EVIL.com");
  first.source = "a";
  second.source = "b";
  second.confidence = Confidence::kHigh;
  const IndicatorIndex index({first, second});
  ASSERT_EQ(index.all().size(), 1U);
  EXPECT_EQ(index.all()[0].confidence, Confidence::kHigh);
  EXPECT_EQ(index.all()[0].source, "a; b");
}

// Texts put together from indicators, near misses and separators: both ways must find the same.
TEST(Lookup, FastAndSlowAgreeOnRandomTexts) {
  const std::vector<Indicator> indicators{
      of(Type::kDomain, "evil.com"),
      of(Type::kDomain, "a.evil.com"),
      of(Type::kDomain, "x-y.example"),
      of(Type::kDomain, "b\u00fccher.example"),
      of(Type::kAddress, "10.0.0.1"),
      of(Type::kAddress, "2001:db8::1"),
      of(Type::kMd5, std::string(32, 'a')),
      of(Type::kImphash, std::string(32, 'a')),
      of(Type::kSha1, std::string(40, 'b')),
      of(Type::kFileName, "t.vbs"),
      of(Type::kFileName, "my tool.exe"),
      of(Type::kPath, "C:\\recovery\\x.dll"),
      of(Type::kPath, "\\Temp\\x.dll"),
      of(Type::kRegistryKey, "HKLM\\Software\\K1"),
      of(Type::kRegistryKey, "HKCU\\Software\\K1"),
      of(Type::kPipe, "\\\\.\\pipe\\pipe1"),
      of(Type::kService, "Bad Service"),
      of(Type::kMutex, "&#@tz931("),
      of(Type::kUrl, "http://evil.com/a"),
      of(Type::kUserAgent, "Mozilla/4.0 (x)"),
  };
  const IndicatorIndex index(indicators);
  const std::vector<std::string> parts{"evil.com",
                                       "a.evil.com",
                                       "x-y.example",
                                       "xn--bcher-kva.example",
                                       "B\u00dccher.example",
                                       "10.0.0.1",
                                       "2001:DB8::1",
                                       "2001:db8:0:0:0:0:0:1",
                                       "::ffff:10.0.0.1",
                                       std::string(32, 'A'),
                                       std::string(40, 'b'),
                                       "IMPHASH=",
                                       "MD5=",
                                       "T.vbs",
                                       "my tool.exe",
                                       "c:\\Recovery\\x.dll",
                                       "\\temp\\X.dll",
                                       "HKLM",
                                       "\\SOFTWARE\\k1",
                                       "\\REGISTRY\\MACHINE",
                                       "HKU\\S-1-5-18",
                                       "\\pipe\\pipe1",
                                       "pipe1",
                                       "bad service",
                                       "&#@tz931(",
                                       "http://evil.com/a",
                                       "Mozilla/4.0 (x)",
                                       ".",
                                       "-",
                                       "_",
                                       ":",
                                       "/",
                                       "\\",
                                       " ",
                                       "\"",
                                       "a",
                                       "1",
                                       "\xC3\xA9",
                                       "\xE2\x84\xAA",
                                       "%",
                                       ",",
                                       "(",
                                       "[",
                                       "\t"};
  std::mt19937 random(20181220);
  std::uniform_int_distribution<std::size_t> pick(0, parts.size() - 1), length(1, 7);
  Scanner scanner(index);
  std::size_t total = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (std::size_t n = length(random); n > 0; --n) text += parts[pick(random)];
    Record record;
    record.with(round % 5 == 0 ? "Imphash" : "Text", text);
    std::vector<Sighting> fast;
    scanner.scan(record.event(), fast);
    ASSERT_EQ(fast, slow_lookup(index, record.event())) << text;
    total += fast.size();
  }
  EXPECT_GT(total, 1000U);
}

}  // namespace
}  // namespace hoptrace::indicators
