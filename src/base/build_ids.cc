#include "base/build_ids.h"

#include <fmt/format.h>
#include <link.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <string_view>
#include <utility>

#include "base/bytes.h"

namespace hoptrace::base {
namespace {

constexpr std::size_t kHeader = sizeof(ElfW(Nhdr));

std::size_t padded(std::size_t size) {
  return (size + 3) & ~std::size_t{3};
}

// The id among the notes of one segment, or nothing.
Bytes id_among(Bytes notes) {
  while (notes.size() >= kHeader) {
    ElfW(Nhdr) note;
    std::memcpy(&note, notes.data(), kHeader);
    const auto name = slice(notes, kHeader, note.n_namesz);
    const auto content = slice(notes, kHeader + padded(note.n_namesz), note.n_descsz);
    if (!name || !content) return {};
    if (note.n_type == NT_GNU_BUILD_ID && text_of(*name) == std::string_view("GNU\0", 4)) return *content;
    const std::size_t size = kHeader + padded(note.n_namesz) + padded(note.n_descsz);
    notes = notes.subspan(std::min(size, notes.size()));
  }
  return {};
}

Bytes id_of(const dl_phdr_info& object) {
  for (std::size_t i = 0; i < object.dlpi_phnum; ++i) {
    const auto& segment = object.dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    // The loader gives addresses as numbers.
    const auto* const note = reinterpret_cast<const std::uint8_t*>(  // NOLINT(performance-no-int-to-ptr)
        object.dlpi_addr + segment.p_vaddr);
    const Bytes id = id_among({note, segment.p_memsz});
    if (!id.empty()) return id;
  }
  return {};
}

struct Found {
  std::string text;
  bool first = true;
  bool program_has_one = false;
};

// The program comes first. What has a name without a path is the kernel's own (vDSO) and changes nothing.
int on_object(dl_phdr_info* object, std::size_t, void* data) {
  auto& found = *static_cast<Found*>(data);
  const std::string_view path = object->dlpi_name;
  const bool program = std::exchange(found.first, false);
  if (!program && !path.starts_with('/')) return 0;
  const Bytes id = id_of(*object);
  if (program) found.program_has_one = !id.empty();
  for (const std::uint8_t byte : id) fmt::format_to(std::back_inserter(found.text), "{:02x}", byte);
  if (id.empty()) found.text += path;
  found.text += '\n';
  return 0;
}

}  // namespace

std::string build_ids() {
  Found found;
  dl_iterate_phdr(on_object, &found);
  return found.program_has_one ? std::move(found.text) : std::string();
}

}  // namespace hoptrace::base
