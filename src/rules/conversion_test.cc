#include "rules/conversion.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

namespace hoptrace::rules {
namespace {

// The converted text, or "nothing".
std::string made(Conversion conversion, std::initializer_list<std::string_view> texts) {
  base::Arena arena;
  const auto text = convert(conversion, {texts.begin(), texts.size()}, arena);
  return text ? std::string(*text) : "nothing";
}
constexpr std::string_view kNotThere;

TEST(Convert, NamesLeadBack) {
  for (const Conversion one : {Conversion::kSame, Conversion::kDomainUser, Conversion::kConstant}) {
    EXPECT_EQ(conversion_of(name(one)), one);
  }
  EXPECT_FALSE(conversion_of("rot13"));
}

TEST(Convert, HexToDecimal) {
  EXPECT_EQ(made(Conversion::kHexToDecimal, {"0x1f4"}), "500");
  EXPECT_EQ(made(Conversion::kHexToDecimal, {"0X1F4"}), "500");
  EXPECT_EQ(made(Conversion::kHexToDecimal, {"500"}), "500");
  EXPECT_EQ(made(Conversion::kHexToDecimal, {kNotThere, "0x10"}), "16");
  EXPECT_EQ(made(Conversion::kHexToDecimal, {"0xffffffffffffffff"}), "18446744073709551615");
  EXPECT_EQ(made(Conversion::kHexToDecimal, {"0x1ffffffffffffffff"}), "0x1ffffffffffffffff");
  EXPECT_EQ(made(Conversion::kHexToDecimal, {"0x"}), "0x");
  EXPECT_EQ(made(Conversion::kHexToDecimal, {""}), "");
  EXPECT_EQ(made(Conversion::kHexToDecimal, {kNotThere}), "nothing");
}

TEST(Convert, HexLowerTakesTheFirstThatIsNotZero) {
  EXPECT_EQ(made(Conversion::kHexLower, {"0x0", "0x3E7"}), "0x3e7");
  EXPECT_EQ(made(Conversion::kHexLower, {"0x7ED5AA", "0x3e7"}), "0x7ed5aa");
  EXPECT_EQ(made(Conversion::kHexLower, {kNotThere, "999"}), "0x3e7");
  EXPECT_EQ(made(Conversion::kHexLower, {"0x0", "0x0"}), "0x0");
  EXPECT_EQ(made(Conversion::kHexLower, {kNotThere, kNotThere}), "nothing");
}

TEST(Convert, DomainUser) {
  EXPECT_EQ(made(Conversion::kDomainUser, {"S-1-5-21-1", "0x1", "ACME", "ann"}), "ACME\\ann");
  EXPECT_EQ(made(Conversion::kDomainUser, {"S-1-5-21-1", "0x1", "-", "ann"}), "ann");
  EXPECT_EQ(made(Conversion::kDomainUser, {"S-1-5-18", "0x3e7", "ACME", "PC$"}), "NT AUTHORITY\\SYSTEM");
  EXPECT_EQ(made(Conversion::kDomainUser, {"S-1-0-0", "0x3e4", "ACME", "PC$", "S-1-5-18", "0x3e7", "ACME", "PC$"}),
            "NT AUTHORITY\\NETWORK SERVICE");
  EXPECT_EQ(made(Conversion::kDomainUser, {"S-1-0-0", "0x0", "-", "-", "S-1-5-21-1", "0x1", "ACME", "ann"}),
            "ACME\\ann");
  EXPECT_EQ(made(Conversion::kDomainUser, {kNotThere, kNotThere, kNotThere, kNotThere}), "nothing");
  EXPECT_EQ(made(Conversion::kDomainUser, {"S-1-0-0", "0x0", "-", "-"}), "-");
}

TEST(Convert, Integrity) {
  EXPECT_EQ(made(Conversion::kIntegritySid, {"S-1-16-4096"}), "Low");
  EXPECT_EQ(made(Conversion::kIntegritySid, {"S-1-16-12288"}), "High");
  EXPECT_EQ(made(Conversion::kIntegritySid, {"S-1-16-16384"}), "System");
  EXPECT_EQ(made(Conversion::kIntegritySid, {"S-1-16-99"}), "S-1-16-99");
}

TEST(Convert, DevicePath) {
  EXPECT_EQ(made(Conversion::kDevicePath, {"\\device\\harddiskvolume2\\windows\\x.exe"}), "C:\\windows\\x.exe");
  EXPECT_EQ(made(Conversion::kDevicePath, {"\\Device\\HarddiskVolume12\\a"}), "C:\\a");
  EXPECT_EQ(made(Conversion::kDevicePath, {"\\device\\mup\\fs01\\share\\a.exe"}), "\\\\fs01\\share\\a.exe");
  EXPECT_EQ(made(Conversion::kDevicePath, {"\\device\\harddiskvolume\\a"}), "\\device\\harddiskvolume\\a");
  EXPECT_EQ(made(Conversion::kDevicePath, {"\\device\\harddiskvolume2"}), "\\device\\harddiskvolume2");
  EXPECT_EQ(made(Conversion::kDevicePath, {"System"}), "System");
  EXPECT_EQ(made(Conversion::kDevicePath, {kNotThere}), "nothing");
}

TEST(Convert, NetworkCodes) {
  EXPECT_EQ(made(Conversion::kProtocolNumber, {"6"}), "tcp");
  EXPECT_EQ(made(Conversion::kProtocolNumber, {"17"}), "udp");
  EXPECT_EQ(made(Conversion::kProtocolNumber, {"132"}), "132");
  EXPECT_EQ(made(Conversion::kDirectionCode, {"%%14592"}), "false");
  EXPECT_EQ(made(Conversion::kDirectionCode, {"%%14593"}), "true");
  EXPECT_EQ(made(Conversion::kIsIpv6, {"fe80::1"}), "true");
  EXPECT_EQ(made(Conversion::kIsIpv6, {"10.0.0.1"}), "false");
}

TEST(Convert, HashesAreTakenApart) {
  constexpr std::string_view kHashes = "SHA1=06,MD5=EE,SHA256=0F,IMPHASH=63";
  EXPECT_EQ(made(Conversion::kHashMd5, {kHashes}), "EE");
  EXPECT_EQ(made(Conversion::kHashSha1, {kHashes}), "06");
  EXPECT_EQ(made(Conversion::kHashSha256, {kHashes}), "0F");
  EXPECT_EQ(made(Conversion::kHashImphash, {kHashes}), "63");
  EXPECT_EQ(made(Conversion::kHashMd5, {"SHA256=0F,"}), "nothing");
  EXPECT_EQ(made(Conversion::kHashMd5, {""}), "nothing");
  EXPECT_EQ(made(Conversion::kHashMd5, {kNotThere}), "nothing");
}

TEST(Convert, RegistryPath) {
  EXPECT_EQ(made(Conversion::kRegistryPath, {"\\REGISTRY\\MACHINE\\SOFTWARE\\Microsoft"}),
            "HKLM\\SOFTWARE\\Microsoft");
  EXPECT_EQ(made(Conversion::kRegistryPath, {"\\REGISTRY\\MACHINE\\SOFTWARE\\Classes\\CLSID"}), "HKCR\\CLSID");
  EXPECT_EQ(made(Conversion::kRegistryPath, {"\\REGISTRY\\MACHINE\\SOFTWARE\\ClassesX"}), "HKLM\\SOFTWARE\\ClassesX");
  EXPECT_EQ(made(Conversion::kRegistryPath, {"\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet001\\Services"}),
            "HKLM\\System\\CurrentControlSet\\Services");
  EXPECT_EQ(made(Conversion::kRegistryPath, {"\\Registry\\User\\S-1-5-20\\Software"}), "HKU\\S-1-5-20\\Software");
  EXPECT_EQ(made(Conversion::kRegistryPath, {"\\REGISTRY\\MACHINE"}), "HKLM");
  EXPECT_EQ(made(Conversion::kRegistryPath, {"\\REGISTRY\\A\\{x}"}), "\\REGISTRY\\A\\{x}");
  EXPECT_EQ(made(Conversion::kRegistryPath, {"\\REGISTRY\\MACHINERY"}), "\\REGISTRY\\MACHINERY");
}

TEST(Convert, RegistryValue) {
  EXPECT_EQ(made(Conversion::kRegistryValue, {"\\REGISTRY\\MACHINE\\SOFTWARE\\A", "B"}), "HKLM\\SOFTWARE\\A\\B");
  EXPECT_EQ(made(Conversion::kRegistryValue, {"\\REGISTRY\\MACHINE\\SOFTWARE\\A", "-"}), "HKLM\\SOFTWARE\\A");
  EXPECT_EQ(made(Conversion::kRegistryValue, {kNotThere, "B"}), "nothing");
}

TEST(Convert, RegistryTypeAndData) {
  EXPECT_EQ(made(Conversion::kRegistryType, {"%%1905"}), "SetValue");
  EXPECT_EQ(made(Conversion::kRegistryType, {"%%1906"}), "DeleteValue");
  EXPECT_EQ(made(Conversion::kRegistryData, {"%%1876", "1"}), "DWORD (0x00000001)");
  EXPECT_EQ(made(Conversion::kRegistryData, {"%%1876", "0xFF"}), "DWORD (0x000000ff)");
  EXPECT_EQ(made(Conversion::kRegistryData, {"%%1883", "4294967297"}), "QWORD (0x00000001-0x00000001)");
  EXPECT_EQ(made(Conversion::kRegistryData, {"%%1875", "de ad"}), "Binary Data");
  EXPECT_EQ(made(Conversion::kRegistryData, {"%%1873", "C:\\a.exe"}), "C:\\a.exe");
  EXPECT_EQ(made(Conversion::kRegistryData, {"%%1876", "many"}), "many");
  EXPECT_EQ(made(Conversion::kRegistryData, {"%%1876", kNotThere}), "nothing");
}

}  // namespace
}  // namespace hoptrace::rules
