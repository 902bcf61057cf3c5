// The document `evidence`: what was read and what of it could not be, which rules looked at it and which could not,
// and who ran what. With a tenant chosen nothing that names another one or tells of the responder's machine.
#pragma once

#include "page/view.h"

namespace hoptrace::page {

[[nodiscard]] base::Result<std::string> make_evidence(View& view);

}  // namespace hoptrace::page
