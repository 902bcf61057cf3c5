#include "page/single_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/base64.h"
#include "base/digest.h"
#include "page/documents.h"
#include "page/gzip.h"

namespace hoptrace::page {
namespace {

bool holds(std::string_view text, std::string_view folded) {
  const auto fold = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::search(text, folded, {}, fold).begin() != text.end();
}

base::Result<void> check_bundle(const Bundle& bundle) {
  if (!holds(bundle.script, "</script") && !(holds(bundle.script, "<!--") && holds(bundle.script, "<script")) &&
      !holds(bundle.style, "</style"))
    return {};
  return base::fail(base::Code::kMalformed, "the page's bundle holds what would end its own element in HTML", {},
                    "Build it again: `./dev build`");
}

// As Content-Security-Policy names an inline element by its text.
std::string hash_source(std::string_view text) {
  return "'sha256-" + base::base64(base::sha256_bytes(text)) + "'";
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

}  // namespace

base::Result<std::string> single_file(View& view, const Bundle& bundle) {
  if (auto sound = check_bundle(bundle); !sound) return std::unexpected(sound.error());
  std::string page = fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {}; style-src {}; "
      "img-src data:; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<title>hoptrace: {}</title>\n<style>{}</style>\n</head>\n<body>\n<div id=\"page\"></div>\n"
      "<noscript>This report is shown by a script within it, which this browser does not run.</noscript>\n",
      hash_source(bundle.script), hash_source(bundle.style), escaped(view.input().case_name), bundle.style);
  for (const Document& document : documents()) {
    const auto bytes = document.make(view);
    if (!bytes) return std::unexpected(bytes.error());
    page += fmt::format("<script type=\"text/plain\" data-document=\"{}\">{}</script>\n", document.name,
                        base::base64(gzip(*bytes)));
  }
  return page + "<script>" + bundle.script + "</script>\n</body>\n</html>\n";
}

}  // namespace hoptrace::page
