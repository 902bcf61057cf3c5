// KeyTree: what a decoder has learnt about the keys of one dialect: for every key, at its place among the nested
// ones, what becomes of its value. Looked up once a key, instead of asking the dialect's tables again for every
// record.
//
// The objects of one log have mostly the same keys in the same order, so each key remembers which one came behind it
// last time; only where that guess fails a hash is looked up. A key not met before is learnt from the dialect. Log
// text is the attacker's: the tree is bounded (kMostNodes, forgotten when it is full), and so is each search in it;
// where a bound is met, find() gives nothing and the record goes the slow way. One thread.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <deque>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "decode/json/signs.h"
#include "decode/json/system_field.h"
#include "event/field.h"

namespace hoptrace::decode::json {

struct Dialect;

enum class Treat : std::uint8_t {
  kAdd,       // a field of the event
  kAddNull,   // a field without a value
  kAddEmpty,  // a field with an empty text
  kDescend,   // what it holds is looked at, piece by piece
  kPassOver,  // nothing of it is kept
  kGiveUp,    // the dialect has more to say about it than fits here: the slow way
};

struct KeyNode {
  std::string_view key;  // as the document writes it
  // The key with those above it, joined as the dialect joins them.
  std::string_view path;
  // The field that a scalar becomes. Where it is one of Windows' System, that says the other three.
  const SystemField* field = nullptr;
  event::FieldId id = event::FieldId::kOther;
  std::string_view name;
  bool system = false;
  bool guid = false;  // a GUID as evtx_dump writes it is put back into Windows' form
  Treat scalar = Treat::kAdd;
  Treat null = Treat::kAddNull;
  Treat object = Treat::kDescend;
  Treat array = Treat::kDescend;   // each item is treated like a value of this key itself
  Treat hollow = Treat::kAddNull;  // an object or array with nothing inside, where those are kDescend
  std::uint8_t place = 0;          // where in its document the dialect sees it, in the dialect's own numbers
  Signs signs = 0;                 // what its presence says of the record

  KeyNode* first = nullptr;  // inside it, last time
  KeyNode* next = nullptr;   // behind it, last time
  std::uint32_t number = 0;
  std::uint32_t parent = 0;
};

// Everything a dialect may look at when it learns of a key.
struct Lesson {
  const event::FieldDictionary& names;
  base::Arena& memory;  // for names; lives as long as the node
  const KeyNode& parent;
};

// Fills in what becomes of the node's values; its key is there already, and its path and name are the key.
using Learn = void (*)(const Dialect& dialect, const Lesson& lesson, KeyNode& node);

class KeyTree {
 public:
  static constexpr std::size_t kMostNodes = 4096;
  static constexpr std::size_t kLongestKey = 256;

  KeyTree(const event::FieldDictionary& names, const Dialect& dialect);
  KeyTree(const KeyTree&) = delete;
  KeyTree& operator=(const KeyTree&) = delete;

  // The node above all others. Forgets everything if there was too much: no node of an earlier record may be in use.
  [[nodiscard]] KeyNode& root();
  // `key` below `parent`, where `guess` points at what came here last time and is corrected; or nullptr.
  [[nodiscard]] KeyNode* find(KeyNode& parent, KeyNode*& guess, std::string_view key) {
    KeyNode* const last = guess;
    if (last != nullptr && last->key.size() == key.size() &&
        std::memcmp(last->key.data(), key.data(), key.size()) == 0) {
      return last;
    }
    return guess = search(parent, key);
  }

 private:
  static constexpr std::size_t kSlots = 4 * kMostNodes;
  static constexpr std::size_t kProbes = 32;

  [[nodiscard]] KeyNode* search(const KeyNode& parent, std::string_view key);
  [[nodiscard]] KeyNode* learn(const KeyNode& parent, std::string_view key);

  const event::FieldDictionary& names_;
  const Dialect& dialect_;
  std::deque<KeyNode> nodes_;    // stable addresses; the first is the root
  std::vector<KeyNode*> slots_;  // by hash, open addressing
  base::Arena memory_;
};

}  // namespace hoptrace::decode::json
