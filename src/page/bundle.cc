#include "page/bundle.h"

#include <fstream>
#include <iterator>

namespace hoptrace::page {
namespace {

base::Result<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    return base::fail(base::Code::kNotFound, "the page's bundle is not there", path.string(),
                      "`./dev build` builds it; HOPTRACE_WEB names a folder that holds page.js and page.css");
  }
  return std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
}

}  // namespace

base::Result<Bundle> read_bundle(const std::filesystem::path& folder) {
  auto script = read_file(folder / "page.js");
  if (!script) return std::unexpected(script.error());
  auto style = read_file(folder / "page.css");
  if (!style) return std::unexpected(style.error());
  return Bundle{std::move(*script), std::move(*style)};
}

}  // namespace hoptrace::page
