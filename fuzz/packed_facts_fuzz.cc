// Packed facts: any bytes as what a case keeps of facts. What must hold: they are taken back or refused; what is
// taken back packs to the same bytes, and every text and number of it is one that there is.
#include <string>

#include "base/bytes.h"
#include "base/check.h"
#include "base/unicode.h"
#include "sessions/packed_facts.h"

namespace {

using namespace hoptrace;

void check_row(const sessions::Facts& facts, const sessions::Fact& row) {
  for (const sessions::Text text :
       {row.tenant, row.host, row.account, row.actor, row.peer_host, row.peer_address, row.own_address, row.detail}) {
    base::check(text < facts.texts.size(), "a text is one of the pool's");
    base::check(base::is_valid_utf8(facts.texts.text(text)), "text is UTF-8");
  }
  base::check(row.channel < sessions::fact_channels().size(), "a channel is one of the table's");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view packed = base::text_of({data, size});
  sessions::Facts facts;
  if (!sessions::unpack(packed, facts)) {
    base::check(facts.rows.empty(), "nothing is kept of what is damaged");
    return 0;
  }
  for (const sessions::Fact& row : facts.rows) check_row(facts, row);
  base::check(sessions::pack(facts) == packed, "what was taken back packs to the same bytes");
  return 0;
}
