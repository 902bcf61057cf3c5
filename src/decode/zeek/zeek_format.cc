#include "decode/zeek/zeek_format.h"

#include "decode/zeek/zeek_decoder.h"
#include "decode/zeek/zeek_header.h"
#include "decode/zeek/zeek_splitter.h"

namespace hoptrace::decode::zeek {
namespace {

// Every log of Zeek's ASCII writer begins so, whatever its separator is.
bool is_zeek(base::Bytes head, const DecodeOptions&) {
  std::string_view text = base::text_of(head);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (!ZeekHeader::is_first(text)) return false;
  const std::size_t line = text.find('\n');
  return line != std::string_view::npos && text.substr(line + 1).starts_with("#set_separator");
}

std::unique_ptr<Splitter> make_splitter(const DecodeOptions&) {
  return std::make_unique<ZeekSplitter>();
}

std::unique_ptr<Decoder> make_decoder(const event::FieldDictionary& names, const DecodeOptions&) {
  return std::make_unique<ZeekDecoder>(names);
}

}  // namespace

const Format& zeek_format() {
  static constexpr Format kRow{.name = "zeek",
                               .title = "Zeek log (tab separated)",
                               .extensions = "",
                               .is_this = is_zeek,
                               .splitter = make_splitter,
                               .decoder = make_decoder};
  return kRow;
}

}  // namespace hoptrace::decode::zeek
