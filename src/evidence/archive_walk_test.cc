#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evidence/container.h"
#include "evidence/entry_name.h"
#include "evidence/evidence_for_tests.h"

namespace hoptrace::evidence {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

Notebook walked_file(const std::string& name, const std::string& content, const ArchiveBudget& budget = {}) {
  const TestFolder folder;
  folder.write(name, content);
  return walked(folder, {.budget = budget, .leave_out = {}});
}

const NamedContents kTwo{{"HOST/Security.evtx", "one"}, {"HOST/System.evtx", "two"}};

TEST(Archives, EveryKindIsReadInPlaceWhateverItsName) {
  const std::vector<Packing> kinds{{"zip", "none", "", ""},          {"zip", "none", "zip:compression=store", ""},
                                   {"zip", "none", "zip:zip64", ""}, {"pax", "none", "", ""},
                                   {"ustar", "none", "", ""},        {"gnutar", "none", "", ""},
                                   {"pax", "gzip", "", ""},          {"pax", "zstd", "", ""},
                                   {"pax", "bzip2", "", ""}};
  for (const Packing& kind : kinds) {
    const Notebook seen = walked_file("collection.bin", packed(kTwo, kind));
    EXPECT_THAT(seen.files,
                ElementsAre("collection.bin!/HOST/Security.evtx=one", "collection.bin!/HOST/System.evtx=two"))
        << kind.format << ' ' << kind.filter << ' ' << kind.options;
    EXPECT_THAT(seen.anomalies, IsEmpty());
    EXPECT_THAT(seen.ends, ElementsAre("collection.bin"));
  }
}

TEST(Archives, APackedFileIsAnArchiveOfOne) {
  EXPECT_THAT(walked_file("x.evtx.gz", gzipped("data")).files, ElementsAre("x.evtx.gz!/x.evtx=data"));
  const std::string zstd = packed({{"x", "data"}}, {.format = "raw", .filter = "zstd"});
  EXPECT_THAT(walked_file("x.json.zst", zstd).files, ElementsAre("x.json.zst!/x.json=data"));
  EXPECT_THAT(walked_file("renamed", gzipped("data")).files, ElementsAre("renamed!/renamed=data"));
}

TEST(Archives, ZerosThatArePackedAreNoEmptyTar) {
  EXPECT_THAT(walked_file("x.gz", gzipped(std::string(4096, '\0'))).files, ElementsAre("x.gz!/x=4096 bytes"));
}

TEST(Archives, GzipMembersInARowAreOneFile) {
  EXPECT_THAT(walked_file("x.gz", gzipped("one ") + gzipped("two")).files, ElementsAre("x.gz!/x=one two"));
}

TEST(Archives, NestedOnesAreOpenedDownToTheDepth) {
  const std::string inner = packed({{"deep.evtx", "d"}});
  const std::string tar = packed({{"inner.zip", inner}, {"beside", "b"}}, {"pax", "gzip", "", ""});
  const std::string outer = packed({{"tenant/host.tgz", tar}});
  const Notebook seen = walked_file("outer.zip", outer);
  EXPECT_THAT(seen.files, ElementsAre("outer.zip!/tenant/host.tgz!/inner.zip!/deep.evtx=d",
                                      "outer.zip!/tenant/host.tgz!/beside=b"));
  EXPECT_THAT(seen.anomalies, IsEmpty());

  const Notebook shallow = walked_file("outer.zip", outer, {.depth = 2});
  EXPECT_THAT(shallow.files, ElementsAre("outer.zip!/tenant/host.tgz!/beside=b"));
  EXPECT_THAT(
      shallow.anomalies,
      ElementsAre("outer.zip!/tenant/host.tgz!/inner.zip: archive_limit: it is an archive within 2 others and "
                  "was not opened"));
}

TEST(Archives, EntryNamesCannotLeave) {
  const std::string tar = packed(
      {{"../../etc/passwd", "1"}, {"/abs", "2"}, {"C:\\Windows\\x", "3"}, {"a/./b//c", "4"}}, {.format = "ustar"});
  const Notebook seen = walked_file("t.tar", tar);
  EXPECT_THAT(seen.files,
              ElementsAre("t.tar!/etc/passwd=1", "t.tar!/abs=2", "t.tar!/C/Windows/x=3", "t.tar!/a/b/c=4"));
  EXPECT_THAT(seen.anomalies,
              ElementsAre(StartsWith("t.tar!/etc/passwd: archive_path: "), StartsWith("t.tar!/abs: archive_path: "),
                          StartsWith("t.tar!/C/Windows/x: archive_path: ")));
}

TEST(Archives, EqualNamesGetPathsOfTheirOwn) {
  const std::string tar = packed({{"a", "1"}, {"a#2", "2"}, {"a", "3"}, {"./a", "4"}}, {.format = "ustar"});
  EXPECT_THAT(walked_file("t.tar", tar).files,
              ElementsAre("t.tar!/a=1", "t.tar!/a#2=2", "t.tar!/a#3=3", "t.tar!/a#4=4"));
}

TEST(Archives, NamesAreUtf8) {
  const std::string name = "Müller/日本.evtx";
  for (const char* format : {"zip", "pax", "ustar"}) {
    EXPECT_THAT(walked_file("t", packed({{name, "x"}}, {.format = format})).files, ElementsAre("t!/" + name + "=x"))
        << format;
  }
}

TEST(Archives, EncryptedEntriesAreToldAndTheOthersRead) {
  const std::string locked =
      packed({{"secret.evtx", "s"}}, {"zip", "none", "zip:encryption=traditional", "infected"});
  ASSERT_FALSE(locked.empty());
  const Notebook seen = walked_file("t.zip", packed({{"locked.zip", locked}, {"open", "o"}}));
  EXPECT_THAT(seen.files, ElementsAre("t.zip!/open=o"));
  EXPECT_THAT(seen.anomalies, ElementsAre("t.zip!/locked.zip!/secret.evtx: unreadable: entry is encrypted: unpack it "
                                          "with its password first"));
}

TEST(Archives, AesCountsAsEncryptedToo) {
  const std::string locked = packed({{"secret", "s"}}, {"zip", "none", "zip:encryption=aes256", "infected"});
  EXPECT_THAT(walked_file("t.zip", locked).anomalies,
              ElementsAre(HasSubstr("t.zip!/secret: unreadable: entry is encrypted")));
}

// Zips that libarchive does not write, written by Python's zipfile.
std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return bytes;
}

TEST(Archives, LzmaInAZipIsRefused) {
  const std::string zip = from_hex(
      "504b03043f0002000e00000021508316dc8c14000000010000000100000061090405005d00008000003c41fbffffffe0000000504b0102"
      "3f03"
      "3f0002000e00000021508316dc8c140000000100000001000000000000000000000080010000000061504b050600000000010001002f00"
      "0000"
      "330000000000");
  const Notebook seen = walked_file("t.zip", zip);
  EXPECT_THAT(seen.files, IsEmpty());
  EXPECT_THAT(seen.anomalies,
              ElementsAre(HasSubstr("t.zip!/a: unreadable: it is packed by a method (lzma) that could take")));
}

TEST(Archives, NamesThatSayTheyAreUtf8AreRead) {
  const std::string zip = from_hex(
      "504b0304140000080000000021508316dc8c010000000100000002000000c3a478504b01021403140000080000000021508316dc8c0100"
      "0000"
      "01000000020000000000000000000000800100000000c3a4504b0506000000000100010030000000210000000000");
  EXPECT_THAT(walked_file("t.zip", zip).files, ElementsAre("t.zip!/ä=x"));
}

std::string replaced(std::string text, std::string_view what, std::string_view with, bool only_first = false) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
    text.replace(at, what.size(), with);
    if (only_first) break;
  }
  return text;
}

TEST(Archives, NamesInAnotherCodePageStayTheBytesThatTheyAre) {
  const std::string zip = replaced(packed({{"aXb", "x"}}), "aXb",
                                   "a\xe4"
                                   "b");
  EXPECT_THAT(walked_file("t.zip", zip).files, ElementsAre("t.zip!/a\xe4"
                                                           "b=x"));
}

TEST(Archives, ALocalHeaderThatNamesAnotherPathCannotLeaveEither) {
  const std::string zip = replaced(packed({{"aX/b", "x"}}), "aX/b", "../b", true);
  const Notebook seen = walked_file("t.zip", zip);
  EXPECT_THAT(seen.files, ElementsAre(testing::AnyOf("t.zip!/b=x", "t.zip!/aX/b=x")));
}

TEST(Archives, KindsThatAreNotReadSaySo) {
  const Notebook seen = walked_file("t.7z", std::string("7z\xbc\xaf\x27\x1c\x00\x04", 8));
  EXPECT_THAT(seen.files, IsEmpty());
  EXPECT_THAT(seen.anomalies, ElementsAre(HasSubstr("it is a 7z archive, and reading it in place could take")));
}

TEST(Archives, AnOfficeFileIsOneFile) {
  const std::string docx = packed({{"[Content_Types].xml", "<x/>"}, {"word/document.xml", "<y/>"}});
  const Notebook seen = walked_file("letter.docx", docx);
  EXPECT_THAT(seen.files, ElementsAre(StartsWith("letter.docx=")));
}

TEST(Archives, AnEmptyOneIsTold) {
  EXPECT_THAT(walked_file("t.zip", packed({})).anomalies,
              ElementsAre("t.zip: empty_file: the archive holds nothing"));
  EXPECT_THAT(walked_file("t.gz", gzipped("")).anomalies, ElementsAre("t.gz: empty_file: the archive holds nothing"));
}

TEST(EntryNames, AreCleaned) {
  const auto clean = [](std::string_view written) {
    const EntryName name = clean_entry_name(written);
    return name.clean + (name.leaves ? " !" : "");
  };
  EXPECT_EQ(clean("a/b"), "a/b");
  EXPECT_EQ(clean("./a//b/."), "a/b");
  EXPECT_EQ(clean("a\\b"), "a/b");
  EXPECT_EQ(clean("a/../b"), "a/b !");
  EXPECT_EQ(clean("/a"), "a !");
  EXPECT_EQ(clean("\\\\server\\share\\x"), "server/share/x !");
  EXPECT_EQ(clean("c:/x"), "c/x !");
  EXPECT_EQ(clean("C%3A/x"), "C%3A/x");
  EXPECT_EQ(clean(""), "unnamed");
  EXPECT_EQ(clean(".."), "unnamed !");
  EXPECT_EQ(clean("..a/b.."), "..a/b..");
  EXPECT_EQ(clean(std::string(10'000, 'a')).size(), 4096U);
}

TEST(EntryNames, AreDistinctWithoutTryingAllOver) {
  DistinctNames names;
  for (int i = 2; i < 20'000; ++i) EXPECT_EQ(names.distinct(fmt::format("a#{}", i)), fmt::format("a#{}", i));
  EXPECT_EQ(names.distinct("a"), "a");
  for (int i = 20'000; i < 40'000; ++i) EXPECT_EQ(names.distinct("a"), fmt::format("a#{}", i));
}

TEST(PackedNames, LoseTheirPackersEnding) {
  EXPECT_EQ(packed_inner_name("t/x.evtx.gz"), "x.evtx");
  EXPECT_EQ(packed_inner_name("x.tgz"), "x.tar");
  EXPECT_EQ(packed_inner_name("a.zip!/x.json.zst"), "x.json");
  EXPECT_EQ(packed_inner_name(".gz"), ".gz");
  EXPECT_EQ(packed_inner_name("x"), "x");
}

// ---- damage

std::string many_bytes(std::size_t count) {  // that do not pack well
  std::string bytes(count, '\0');
  std::uint32_t state = 1;
  for (char& c : bytes) c = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
  return bytes;
}

TEST(DamagedArchives, ATruncatedOneGivesWhatThereIs) {
  const NamedContents three{{"a", "1"}, {"b", many_bytes(500'000)}, {"c", "3"}};
  for (const Packing& kind : {Packing{}, Packing{"pax", "gzip", "", ""}, Packing{"pax", "none", "", ""}}) {
    const std::string whole = packed(three, kind);
    const Notebook seen = walked_file("t", whole.substr(0, whole.size() / 2));
    ASSERT_THAT(seen.files, SizeIs(2)) << kind.format;
    EXPECT_EQ(seen.files[0], "t!/a=1");
    EXPECT_THAT(seen.files[1], testing::MatchesRegex("t!/b=[1-9][0-9]* bytes"));
    EXPECT_THAT(seen.anomalies, testing::Contains(HasSubstr("archive_damaged"))) << kind.format;
  }
}

TEST(DamagedArchives, ADamagedEntryLeavesTheOthers) {
  std::string zip = packed({{"a", many_bytes(5'000)}, {"b", "2"}}, {.options = "zip:compression=store"});
  zip[200] = static_cast<char>(zip[200] ^ 1);
  const Notebook seen = walked_file("t.zip", zip);
  EXPECT_THAT(seen.files, ElementsAre("t.zip!/a=5000 bytes", "t.zip!/b=2"));
  EXPECT_THAT(seen.anomalies, ElementsAre(HasSubstr("t.zip!/a: bad_checksum: ")));
}

TEST(DamagedArchives, BytesBehindTheEndDoNoHarm) {
  for (const Packing& kind : {Packing{}, Packing{"pax", "none", "", ""}, Packing{"pax", "gzip", "", ""}}) {
    const Notebook seen = walked_file("t", packed(kTwo, kind) + std::string(100, 'x'));
    EXPECT_THAT(seen.files, ElementsAre("t!/HOST/Security.evtx=one", "t!/HOST/System.evtx=two")) << kind.format;
  }
}

TEST(DamagedArchives, ADirectoryThatLiesLeavesTheEntriesThemselves) {
  std::string zip = packed(kTwo);
  const std::size_t end = zip.rfind("PK\x05\x06");
  zip[end + 16] = static_cast<char>(zip[end + 16] + 7);  // the directory's offset
  const Notebook seen = walked_file("t.zip", zip);
  EXPECT_THAT(seen.files, ElementsAre("t.zip!/HOST/Security.evtx=one", "t.zip!/HOST/System.evtx=two"));
}

// ---- bombs

TEST(ArchiveBombs, TheRatioEndsTheArchiveAndTheWalkGoesOn) {
  const TestFolder folder;
  folder.write("a.gz", gzipped(std::string(20 << 20, '\0')));
  folder.write("b", "b");
  const Notebook seen = walked(folder, {.budget = {.ratio = 100, .ratio_from = 1 << 20}, .leave_out = {}});
  ASSERT_THAT(seen.files, SizeIs(2));
  EXPECT_EQ(seen.files[1], "b=b");
  EXPECT_THAT(seen.anomalies, ElementsAre(HasSubstr("a.gz: archive_limit: it unpacks to")));
  EXPECT_THAT(seen.ends, ElementsAre("a.gz", "b"));
}

TEST(ArchiveBombs, UnreadEntriesCountAsWell) {
  const TestFolder folder;
  folder.write("a.tgz", packed({{"zeros", std::string(20 << 20, '\0')}, {"b", "b"}}, {"pax", "gzip", "", ""}));
  Notebook seen;
  seen.read_at_most = 0;
  const WalkOptions options{.budget = {.bytes = 1 << 20}, .leave_out = {}};
  ASSERT_TRUE(walk({folder.path()}, folder.path(), options, seen));
  EXPECT_THAT(seen.files, ElementsAre("a.tgz!/zeros="));
  EXPECT_THAT(seen.anomalies,
              ElementsAre("a.tgz: archive_limit: it unpacks to more than 1048576 bytes; what is behind "
                          "that was not read"));
}

TEST(ArchiveBombs, NestedOnesSpendFromOnePurse) {
  const std::string zeros = gzipped(std::string(4 << 20, '\0'));
  NamedContents many;
  for (int i = 0; i < 10; ++i) many.emplace_back(fmt::format("{}.gz", i), zeros);
  const Notebook seen = walked_file("t.zip", packed(many), {.bytes = 10 << 20});
  EXPECT_THAT(seen.files, SizeIs(3));
  EXPECT_THAT(seen.anomalies, ElementsAre(HasSubstr("t.zip: archive_limit: ")));
}

TEST(ArchiveBombs, EntriesAreCounted) {
  NamedContents many;
  for (int i = 0; i < 50; ++i) many.emplace_back(fmt::format("{}", i), "x");
  const Notebook seen = walked_file("t.zip", packed(many), {.entries = 20});
  EXPECT_THAT(seen.files, SizeIs(20));
  EXPECT_THAT(seen.anomalies, ElementsAre(HasSubstr("it holds more than 20 entries")));
}

}  // namespace
}  // namespace hoptrace::evidence
