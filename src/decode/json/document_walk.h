// DocumentWalk: the documents in a text that holds them one after another in whatever wrapping: concatenated, pretty
// printed over many lines, in an array, in an array under a known key of one outer object ("envelope").
//
// Between documents commas, brackets and blanks are passed over, so a damaged wrapping costs nothing. After a broken
// document reading goes on at the next plausible start: a line that begins with '{' and stands no deeper than the
// broken one did, or, within one line, "},{" followed by the key that the last good document began with. Looking for
// it costs time; hostile text could make that cost grow with its square, so it is bounded by what was read so far,
// and beyond that bound reading goes on where the broken document stopped making sense.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "decode/json/document_scan.h"

namespace hoptrace::decode::json {

struct Found {
  enum class Kind {
    kDocument,  // [begin, end) is one
    kBroken,    // a document begins at `begin` and is damaged; reading goes on at `end`
    kJunk,      // [begin, end) is no JSON
    kMore,      // nothing can be said without more text; what stands before `begin` can go (before `end`, if the
                // document itself is not wanted)
    kEnd,       // no more documents
  };
  Kind kind = Kind::kEnd;
  std::size_t begin = 0;
  std::size_t end = 0;
  const char* why = "";
};

class DocumentWalk {
 public:
  // The next document in `text`, which is the same text as before, perhaps longer; `all` says that it will not grow.
  Found next(std::string_view text, bool all);
  // The text lost its first `size` bytes; they must lie before the `begin` of the last kMore or what was returned.
  void shift(std::size_t size);
  // Behind the last document.
  [[nodiscard]] std::size_t position() const { return position_; }
  // Gives up on the document that kMore asked to finish: kBroken if a later start is in sight, else nothing.
  std::optional<Found> give_up(std::string_view text);

 private:
  // Each gives nothing where it only moved on and the next step must say more.
  std::optional<Found> start(std::string_view text, bool all);
  std::optional<Found> finish(std::string_view text, bool all);
  std::optional<Found> junk(std::string_view text, bool all);
  Found broken(std::string_view text, const char* why);
  bool skip_between(std::string_view text);
  [[nodiscard]] std::size_t same_line_start(std::string_view text, std::size_t from) const;
  [[nodiscard]] std::size_t find_again(std::string_view text, std::size_t stopped);
  void resume_at(std::size_t position);

  std::size_t position_ = 0;
  std::size_t begin_ = 0;             // of the document being scanned
  std::optional<DocumentScan> scan_;  // while one is unfinished
  bool tail_ = false;                 // the scan is of an envelope's rest, not of a document
  bool in_envelope_ = false;
  std::uint64_t passed_ = 0;  // bytes left behind for good
  std::uint64_t spent_ = 0;   // bytes searched for new beginnings, and those that will be walked twice
  std::string first_key_;     // of the last good document, with its quotes
};

// Where the items of an envelope begin (behind its '['), if the object at text[begin] is one.
[[nodiscard]] std::optional<std::size_t> envelope_items(std::string_view text, std::size_t begin);

}  // namespace hoptrace::decode::json
