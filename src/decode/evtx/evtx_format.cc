#include "decode/evtx/evtx_format.h"

#include "decode/evtx/chunk_decoder.h"
#include "decode/evtx/layout.h"
#include "decode/evtx/splitter.h"

namespace hoptrace::decode::evtx {
namespace {

// A file whose header is lost is still told by its first chunk, where that stands as the header would have it.
bool is_evtx(base::Bytes head, const DecodeOptions&) {
  return base::text_of(head).starts_with(std::string_view("ElfFile\0", 8)) || is_plain_chunk(head) ||
         (head.size() > kFileHeaderBytes && is_plain_chunk(head.subspan(kFileHeaderBytes)));
}

std::unique_ptr<Splitter> make_splitter(const DecodeOptions&) {
  return std::make_unique<ChunkSplitter>();
}

std::unique_ptr<Decoder> make_decoder(const event::FieldDictionary& fields, const DecodeOptions& options) {
  return std::make_unique<ChunkDecoder>(fields, options);
}

constexpr Format kEvtx{"evtx",       "Windows event log (EVTX)", "evtx|",    is_evtx, make_splitter,
                       make_decoder, kFileHeaderBytes,           kChunkBytes};

}  // namespace

const Format& evtx_format() {
  return kEvtx;
}

}  // namespace hoptrace::decode::evtx
