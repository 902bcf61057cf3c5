#include "hunt/kept_literals.h"

#include "base/bytes.h"
#include "base/digest.h"

namespace hoptrace::hunt {
namespace {

std::string name_of(std::span<const std::string> literals) {
  std::string all = match::LiteralSet::engine() + "\n";
  for (const std::string& literal : literals)
    all.append(std::to_string(literal.size())).append(1, ':').append(literal);
  return "literals-" + base::sha256_hex(all);
}

}  // namespace

base::Result<std::shared_ptr<const match::LiteralSet>> KeptLiterals::get(std::span<const std::string> literals) {
  const std::string name = name_of(literals);
  if (const auto kept = folder_->read(name)) {
    if (auto set = match::LiteralSet::from_bytes(base::bytes_of(*kept))) {
      if (profile_ != nullptr) profile_->note_index(true);
      return set;
    }
  }
  if (profile_ != nullptr) profile_->note_index(false);
  auto made = match::LiteralSet::compile(literals);
  if (!made) return made;
  if (const auto bytes = (*made)->serialize()) (void)folder_->write(name, base::text_of(*bytes));
  return made;
}

}  // namespace hoptrace::hunt
