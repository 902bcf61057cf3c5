// Documents of every dialect, damaged and odd ones, and what a decoder makes of them, in words: for the tests that
// hold the ways through the decoder against each other.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "decode/decoder.h"
#include "decode/sieve.h"

namespace hoptrace::decode::json {

// Writes events and anomalies down, a line each and one for each field.
class Written final : public EventSink {
 public:
  void on_event(event::Event& event) override;
  void on_anomaly(base::Anomaly anomaly) override;
  std::vector<std::string> lines;
};

// A field, in such a line.
[[nodiscard]] std::string written_field(const event::Field& field, std::string_view text);
// The members that an Event and a Glance have in common.
template <class Record>
[[nodiscard]] std::string written_members(const Record& record);

// The lines of all golden inputs below the folder of the sources: every dialect, and what damage there is.
[[nodiscard]] std::vector<std::string> golden_lines(const std::string& source);
// So often that every dialect's habits are formed.
[[nodiscard]] std::vector<std::string> repeated(const std::vector<std::string>& lines, int times);
// `line` again and again, each time followed by one that is damaged or changed in one place.
[[nodiscard]] std::vector<std::string> damaged(const std::string& line, std::mt19937& random);
// For every dialect: its records with values of every kind and damage, between good ones.
[[nodiscard]] std::vector<std::vector<std::string>> odd_documents();
// More keys than are kept, keys that are too long, records of more fields than the quick way takes.
[[nodiscard]] std::vector<std::string> documents_beyond_bounds();
// As a piece with nothing between them.
[[nodiscard]] Piece piece_of(const std::vector<std::string>& documents);
// Names of which some are known.
[[nodiscard]] event::FieldDictionary names_for_tests();

}  // namespace hoptrace::decode::json
