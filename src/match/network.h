// Networks: whether a text is an IP address within a rule's network (|cidr).
//
// Source: sigma-appendix-modifiers 2.1.0, "IP Modifiers". A v6 address that carries a v4 address (::ffff:10.0.0.1, as
// Windows and Zeek write them) is that v4 address as well. A zone behind the address (fe80::1%12) is no part of it.
// Text that is no address as a whole lies in no network.
#pragma once

#include <string_view>

#include "rules/rule.h"

namespace hoptrace::match {

[[nodiscard]] bool lies_within(std::string_view text, const rules::Cidr& network);

}  // namespace hoptrace::match
