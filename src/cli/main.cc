#include "cli/program.h"

int main(int argc, char** argv) {
  return hoptrace::cli::run(argc, argv);
}
