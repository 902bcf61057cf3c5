#pragma once
namespace hoptrace::assess { inline constexpr double kNamed = 0.55; }
