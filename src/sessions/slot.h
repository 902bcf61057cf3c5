// Slot: what a value of a record means for facts, whatever the log calls it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace hoptrace::sessions {

enum class Slot : std::uint8_t {
  kNone,
  // Windows: who and which session
  kSubjectSid,
  kSubjectName,
  kSubjectDomain,
  kSubjectLogonId,
  kTargetSid,
  kTargetName,
  kTargetDomain,
  kTargetLogonId,
  kOutboundName,
  kOutboundDomain,
  kLogonType,
  kLogonGuid,
  kTargetLogonGuid,
  kLogonProcess,
  kSessionLogonId,
  kAccountName,
  kAccountDomain,
  kNxlogDomain,
  kUser,
  kRecordUser,
  kStatus,
  // Windows: the other end
  kWorkstation,
  kIpAddress,
  kIpPort,
  kTargetServer,
  kTargetInfo,
  kServiceName,
  kServiceFile,
  kShareName,
  kShareFile,
  kTaskName,
  kProperties,
  kDirection,
  kSourceAddress,
  kSourcePort,
  kDestAddress,
  kDestPort,
  kSourceHost,
  kDestHost,
  kInitiated,
  // Windows: what ran
  kApplication,
  kImage,
  kParentImage,
  kParentCommand,
  kCommandLine,
  kProcessGuid,
  kSourceImage,
  kTargetImage,
  kGrantedAccess,
  kTargetFile,
  kPipe,
  kQueryName,
  kQueryResults,
  // Windows: logs, clocks, remote shells
  kPreviousTime,
  kNewTime,
  kSubcategory,
  kLogChannel,
  kParam1,
  kParam2,
  kParam3,
  kRdpServer,
  kConnection,
  kResourceUri,
  kClientMachine,
  kOperation,
  kQuery,
  kWmiProvider,
  kWmiPath,
  kConsumer,
  kData,
  kContextInfo,
  kPayload,
  kScriptBlock,
  kMessage,
  // Zeek
  kOrigHost,
  kOrigPort,
  kRespHost,
  kRespPort,
  kUid,
  kService,
  kConnState,
  kOrigBytes,
  kRespBytes,
  kCookie,
  kClientLabel,
  kZeekPath,
  kZeekName,
  kAction,
  kEndpoint,
  kZeekOperation,
  kClient,
  kSuccess,
  kClientHost,
  kClientDomain,
  kServerName,
  kServerFullName,
  kLeaseHost,
  kLeaseFullName,
  kLeaseAddress,
  kLeaseTime,
  kDnsQuery,
  kAnswers,
  kAuthSuccess,
  // VPN
  kPublicAddress,
  kAssignedAddress,
  kGateway,
  // Cloud
  kPrincipal,
  kServicePrincipal,
  kCloudAddress,
  kCrossTenant,
  kHomeTenant,
  kResourceTenant,
  kAppName,
  kResourceName,
  kErrorCode,
  kDevice,
  kCloudActivity,
  kInitiator,
  kInitiatorApp,
  kInitiatorAddress,
  kCloudTarget,
  kWorkload,
  kCount
};
constexpr auto kSlots = static_cast<std::size_t>(Slot::kCount);

// A field's name and what it means. A slot can have several names: exports of the same log differ in them.
struct SlotName {
  Slot slot;
  std::string_view name;
};
[[nodiscard]] std::span<const SlotName> slot_names();

}  // namespace hoptrace::sessions
