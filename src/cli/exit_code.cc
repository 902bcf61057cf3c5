#include "cli/exit_code.h"

namespace hoptrace::cli {

ExitCode exit_code(const base::Error& error) {
  switch (error.code) {
    case base::Code::kFull:
    case base::Code::kBusy:
    case base::Code::kLimit:
      return kFailed;
    case base::Code::kNotFound:
    case base::Code::kUnreadable:
    case base::Code::kMalformed:
    case base::Code::kUnsupported:
    case base::Code::kUsage:
      return kUsage;
  }
  return kFailed;
}

}  // namespace hoptrace::cli
