// EVTX, the Windows event log since Vista: the row for the table of formats (decode/format.cc).
//
// splitter.h cuts a file into pieces of whole chunks; chunk_decoder.h turns a piece into events. docs/evtx.md says
// what is decoded, how damage is treated, and where other decoders differ.
#pragma once

#include "decode/format.h"

namespace hoptrace::decode::evtx {

[[nodiscard]] const Format& evtx_format();

}  // namespace hoptrace::decode::evtx
