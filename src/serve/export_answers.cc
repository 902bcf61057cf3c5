// Exports over HTTP: written to a file without a name first, so that a reader who is slow in taking one holds nothing
// but that file.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "cases/reading.h"
#include "report/exports.h"
#include "serve/answers.h"
#include "serve/service.h"

namespace hoptrace::serve {
namespace {

constexpr std::uint64_t kMaxExport = std::uint64_t{4} << 30;
constexpr double kExportCost = 20;

base::Result<void> write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return base::fail(base::Code::kFull, "there is no room for the export");
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

base::Result<std::shared_ptr<const OwnFile>> write(Service& service, const report::ExportFormat& format,
                                                   const Scope& scope) {
  const std::string folder = std::filesystem::temp_directory_path();
  const int number = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (number < 0) return base::fail(base::Code::kFull, "there is no place for the export", folder);
  auto file = std::make_shared<const OwnFile>(number);
  auto reading = cases::Reading::open(service.options().case_path);
  if (!reading) return std::unexpected(reading.error());
  report::ExportOptions options;
  options.tenant = scope;
  options.names = service.options().names;
  std::uint64_t size = 0;
  auto done = report::write_export(format, **reading, options, [&](std::string_view text) -> base::Result<void> {
    size += text.size();
    if (size > kMaxExport) return base::fail(base::Code::kFull, "the export is too long to be served");
    return write_all(number, text);
  });
  if (!done) return std::unexpected(done.error());
  return file;
}

}  // namespace

Response answer_export(Service& service, const Call& call) {
  const auto format = report::find_export(call.values.front());
  if (!format) return not_there();
  const std::unique_lock alone(service.exporting(), std::try_to_lock);
  if (!alone) return problem(429, "Another export is being written").with("Retry-After", "5");
  service.gate().charge(call.request, kExportCost, service.now());
  auto file = write(service, **format, call.reader.tenant);
  if (!file) return refusal_of(file.error());
  Response response;
  response.media_type = (*format)->media_type;
  response.file = std::move(*file);
  return response.with("Content-Disposition", "attachment; filename=\"" + std::string((*format)->name) + "\"");
}

}  // namespace hoptrace::serve
