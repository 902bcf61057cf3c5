#include "decode/evtx/template_ref.h"

namespace hoptrace::decode::evtx {
namespace {

constexpr std::size_t kDefinitionHeader = 24;

bool fail(Trouble& trouble, base::AnomalyKind kind, std::size_t at, const char* what) {
  trouble = {kind, at, what};
  return false;
}

// The definition at `offset`; its id must be the one that the instance names, so that a template which was
// overwritten is never taken for another.
bool read_definition(base::Bytes chunk, std::uint32_t offset, std::uint32_t id, TemplateDefinition& out) {
  const auto stored_id = base::read_le<std::uint32_t>(chunk, std::size_t{offset} + 4);
  const auto size = base::read_le<std::uint32_t>(chunk, std::size_t{offset} + 20);
  if (!stored_id || !size || *stored_id != id) return false;
  out.begin = std::size_t{offset} + kDefinitionHeader;
  if (*size > chunk.size() - out.begin) return false;
  out.end = out.begin + *size;
  return true;
}

bool read_values(ChunkScope& scope, Cursor& cursor, std::vector<RawValue>& values, Trouble& trouble) {
  using enum base::AnomalyKind;
  const std::size_t start = cursor.at();
  const auto count = cursor.take<std::uint32_t>();
  const std::size_t specs_size = std::size_t{count} * 4;
  const base::Bytes specs = cursor.take_bytes(specs_size);
  if (!cursor.ok()) return fail(trouble, kBadRecord, start, "the number of its values cannot be true");
  if (!scope.work(count)) return fail(trouble, kTooLarge, start, "it costs more work than one record may");
  values.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    values[i].type = specs[4 * i + 2];
    values[i].bytes = cursor.take_bytes(*base::read_le<std::uint16_t>(specs, 4 * i));
  }
  return cursor.ok() || fail(trouble, kBadRecord, start, "its values reach beyond its end");
}

}  // namespace

bool find_definition(ChunkScope& scope, std::uint32_t id, TemplateInstance& instance) {
  if (read_definition(scope.chunk(), instance.definition, id, instance.body)) {
    scope.note_template(id, instance.definition);
    return true;
  }
  const auto moved = scope.find_template(id);
  if (!moved) return false;
  instance.definition = *moved;
  return read_definition(scope.chunk(), *moved, id, instance.body);
}

bool read_instance(ChunkScope& scope, Cursor& cursor, TemplateInstance& instance, std::vector<RawValue>& values,
                   Trouble& trouble) {
  const std::size_t start = cursor.at();
  (void)cursor.take<std::uint16_t>();  // the token, and a byte that is always 1
  const auto id = cursor.take<std::uint32_t>();
  instance.definition = cursor.take<std::uint32_t>();
  if (!cursor.ok()) return fail(trouble, base::AnomalyKind::kBadRecord, start, "its template instance is cut off");
  const bool inline_here = instance.definition == cursor.at();
  if (!find_definition(scope, id, instance) || (inline_here && instance.definition != cursor.at())) {
    return fail(trouble, base::AnomalyKind::kBadTemplate, start, "its template is not where it should be");
  }
  if (inline_here) {
    (void)cursor.take_bytes(instance.body.end - instance.definition);
    if (!cursor.ok()) return fail(trouble, base::AnomalyKind::kBadTemplate, start, "its template reaches beyond it");
  }
  return read_values(scope, cursor, values, trouble);
}

void skip_fragment_header(Cursor& cursor) {
  if (cursor.peek() == 0x0F) (void)cursor.take<std::uint32_t>();
}

}  // namespace hoptrace::decode::evtx
