// What decides a rule's verdict, as one SHA-256: its log source, items, patterns and tree. Title, description, level
// and the way it was written (order of keys in metadata, comments, file) are no part of it.
#pragma once

#include <string>
#include <string_view>

#include "base/yaml.h"
#include "rules/rule.h"

namespace hoptrace::rules {

[[nodiscard]] std::string hash_of(const Rule& rule);
// Of the correlation alone; its members' hashes are joined when names are resolved.
[[nodiscard]] std::string hash_of(const Correlation& correlation);
// Of everything that a document says: two documents with the same digest are the same rule, read twice.
[[nodiscard]] std::string digest_of(const base::Yaml& document);
// An id for a rule that has none, from its hash and what it is called.
[[nodiscard]] std::string make_id(std::string_view hash, std::string_view title, std::string_view rule_name);

// One pattern as unambiguous text, for hashing and for tests.
[[nodiscard]] std::string canonical(const Pattern& pattern);

}  // namespace hoptrace::rules
