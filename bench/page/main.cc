// Writes a case of any size without evidence: page_big_case --findings 1000000 --hops 10000 -o big.hop
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "fleet.h"

int main(int count, char** arguments) {
  CLI::App app("Writes a case of any size, of a fleet that never was");
  hoptrace::bench::Sizes sizes;
  std::string path;
  app.add_option("--findings", sizes.findings, "How many findings");
  app.add_option("--hops", sizes.hops, "How many hops, the first 300 of them on an intrusion");
  app.add_option("--seed", sizes.seed, "The same seed gives the same case");
  app.add_option("-o,--output", path, "The case to write; one that is there is replaced")->required();
  CLI11_PARSE(app, count, arguments);
  std::filesystem::remove(path);
  auto opened = hoptrace::cases::Case::open_for_writing(path);
  if (!opened) {
    std::fprintf(stderr, "%s\n", opened.error().sentence().c_str());
    return 4;
  }
  const auto written = hoptrace::bench::Fleet(**opened, sizes).write();
  if (written) return 0;
  std::fprintf(stderr, "%s\n", written.error().sentence().c_str());
  return 4;
}
