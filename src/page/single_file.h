// The single file: the page and all its documents as one HTML file that opens from anywhere, offline.
//
// One classic inline script and one inline style, each allowed by its SHA-256 in a Content-Security-Policy that
// allows nothing else; the documents as blocks of base64 (of gzip), which no text of the evidence can end. Sources:
// Content Security Policy Level 3; HTML, "Restrictions for contents of script elements"; RFC 1952.
#pragma once

#include "page/bundle.h"
#include "page/view.h"

namespace hoptrace::page {

// A bundle that would end its own element is an Error.
[[nodiscard]] base::Result<std::string> single_file(View& view, const Bundle& bundle);

}  // namespace hoptrace::page
