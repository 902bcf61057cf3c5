// TreeFields: a record's BinXML to fields by way of its whole tree. The slow, obvious twin of shaped_record.h, used
// for records that no plan fits, and in tests as the oracle for those that one does.
#pragma once

#include "decode/evtx/field_writer.h"
#include "decode/evtx/tree.h"

namespace hoptrace::decode::evtx {

class TreeFields {
 public:
  TreeFields(ChunkScope& scope, FieldNamer& namer, FieldWriter& writer)
      : scope_(scope), namer_(namer), writer_(writer) {}

  // Writes the fields of the BinXML in [begin, end) of the chunk. False with `trouble` filled if it cannot be read;
  // what was written until then is void.
  [[nodiscard]] bool write(std::size_t begin, std::size_t end, Trouble& trouble);

 private:
  [[nodiscard]] bool write_element(const Element& element, Section parent);
  [[nodiscard]] bool write_items(const FieldName& name, const std::vector<Item>& items);
  [[nodiscard]] std::string_view data_name(const Element& element);

  ChunkScope& scope_;
  FieldNamer& namer_;
  FieldWriter& writer_;
};

}  // namespace hoptrace::decode::evtx
