// What each document of a case takes: page_documents CASE [--tenant NAME] [--redact] [--all]; one line a document:
// processor time in milliseconds, bytes, bytes packed.
#include "page/documents.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <ctime>

#include "page/gzip.h"

namespace {

double milliseconds(std::clock_t since) {
  return 1000.0 * static_cast<double>(std::clock() - since) / CLOCKS_PER_SEC;
}

int complain(const hoptrace::base::Error& error) {
  std::fprintf(stderr, "%s\n", error.sentence().c_str());
  return 4;
}

}  // namespace

int main(int count, char** arguments) {
  CLI::App app("What each document of a case takes");
  std::string path, tenant;
  bool redact = false, all = false;
  app.add_option("case", path, "The case")->required();
  app.add_option("--tenant", tenant, "Only this one's");
  app.add_flag("--redact", redact, "Under pseudonyms");
  app.add_flag("--all", all, "Every finding, as the server does it");
  CLI11_PARSE(app, count, arguments);
  auto reading = hoptrace::cases::Reading::open(path);
  if (!reading) return complain(reading.error());
  hoptrace::page::Input input{.reading = **reading, .redact = redact};
  if (!tenant.empty()) input.tenant = tenant;
  if (all) input.bounds.findings = input.bounds.grave_findings = SIZE_MAX;
  std::clock_t since = std::clock();
  const auto view = hoptrace::page::View::over(std::move(input));
  if (!view) return complain(view.error());
  std::printf("%-18s %9.0f ms\n", "(view)", milliseconds(since));
  for (const auto& document : hoptrace::page::documents()) {
    since = std::clock();
    const auto bytes = document.make(**view);
    const double made = milliseconds(since);
    if (!bytes) return complain(bytes.error());
    since = std::clock();
    const std::size_t packed = hoptrace::page::gzip(*bytes).size();
    std::printf("%-18s %9.0f ms %12zu bytes, packed in %6.0f ms to %10zu\n", std::string(document.name).c_str(), made,
                bytes->size(), milliseconds(since), packed);
  }
  return 0;
}
