// Replay: feeds every file of the folders (or files) given as arguments to a harness, once, in the order of their
// paths. Seeds and past crashes are run this way in the ordinary tests, under whatever sanitizers the preset has; no
// fuzzing engine is needed. A folder that is not there has nothing to replay.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::vector<std::filesystem::path> files_under(const std::filesystem::path& root) {
  std::vector<std::filesystem::path> files;
  if (std::filesystem::is_regular_file(root)) files.push_back(root);
  if (std::filesystem::is_directory(root)) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool replay(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    std::cerr << path.string() << ": cannot be read\n";
    return false;
  }
  const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  bool all_read = true;
  for (int i = 1; i < argc; ++i) {
    const auto files = files_under(argv[i]);
    for (const auto& file : files) {
      std::cout << file.string() << std::endl;  // before it is run, so that a crash names its input
      all_read = replay(file) && all_read;
    }
    std::cout << argv[i] << ": " << files.size() << " files replayed\n";
  }
  return all_read ? 0 : 1;
}
