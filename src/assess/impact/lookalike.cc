#include "assess/impact/lookalike.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "base/unicode.h"
#include "indicators/punycode.h"

namespace hoptrace::assess::impact {
namespace {

// Letters outside ASCII that are read as one of it (from Unicode's confusables.txt, the common ones of Cyrillic,
// Greek and Latin with marks).
struct Confusable {
  char32_t letter;
  char like;
};
constexpr std::array kConfusables{
    Confusable{0x430, 'a'}, Confusable{0x435, 'e'},  Confusable{0x43E, 'o'}, Confusable{0x440, 'p'},
    Confusable{0x441, 'c'}, Confusable{0x443, 'y'},  Confusable{0x445, 'x'}, Confusable{0x456, 'i'},
    Confusable{0x458, 'j'}, Confusable{0x455, 's'},  Confusable{0x501, 'd'}, Confusable{0x51B, 'q'},
    Confusable{0x51D, 'w'}, Confusable{0x4BB, 'h'},  Confusable{0x432, 'b'}, Confusable{0x43A, 'k'},
    Confusable{0x43C, 'm'}, Confusable{0x43D, 'h'},  Confusable{0x442, 't'}, Confusable{0x4CF, 'l'},
    Confusable{0x3B1, 'a'}, Confusable{0x3BF, 'o'},  Confusable{0x3C1, 'p'}, Confusable{0x3BD, 'v'},
    Confusable{0x3B9, 'i'}, Confusable{0x3BA, 'k'},  Confusable{0x3C5, 'u'}, Confusable{0x3B5, 'e'},
    Confusable{0x131, 'i'}, Confusable{0x1E37, 'l'}, Confusable{0x142, 'l'}, Confusable{0xE0, 'a'},
    Confusable{0xE1, 'a'},  Confusable{0xE2, 'a'},   Confusable{0xE4, 'a'},  Confusable{0xE5, 'a'},
    Confusable{0xE7, 'c'},  Confusable{0xE8, 'e'},   Confusable{0xE9, 'e'},  Confusable{0xEA, 'e'},
    Confusable{0xEB, 'e'},  Confusable{0xEC, 'i'},   Confusable{0xED, 'i'},  Confusable{0xEE, 'i'},
    Confusable{0xEF, 'i'},  Confusable{0xF1, 'n'},   Confusable{0xF2, 'o'},  Confusable{0xF3, 'o'},
    Confusable{0xF4, 'o'},  Confusable{0xF6, 'o'},   Confusable{0xF8, 'o'},  Confusable{0xF9, 'u'},
    Confusable{0xFA, 'u'},  Confusable{0xFB, 'u'},   Confusable{0xFC, 'u'},  Confusable{0xFD, 'y'},
    Confusable{0x101, 'a'}, Confusable{0x113, 'e'},  Confusable{0x12B, 'i'}, Confusable{0x14D, 'o'},
    Confusable{0x16B, 'u'}, Confusable{0x10D, 'c'},  Confusable{0x161, 's'}, Confusable{0x17E, 'z'},
};

char ascii_like(char32_t letter) {
  const auto* const row = std::ranges::find(kConfusables, letter, &Confusable::letter);
  return row == kConfusables.end() ? '?' : row->like;
}

char digit_like(char c) {
  switch (c) {
    case '0':
      return 'o';
    case '1':
    case '|':
      return 'l';
    case '3':
      return 'e';
    case '5':
      return 's';
    default:
      return c;
  }
}

std::vector<std::string_view> labels_of(std::string_view name) {
  std::vector<std::string_view> labels;
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('.', begin), name.size());
    labels.push_back(name.substr(begin, end - begin));
    begin = end + 1;
  }
  return labels;
}

bool is_under(std::string_view name, std::string_view domain) {
  return name == domain ||
         (name.size() > domain.size() && name.ends_with(domain) && name[name.size() - domain.size() - 1] == '.');
}

// Second levels under which others register: "co" of "co.uk".
bool is_registry_label(std::string_view label) {
  constexpr std::array<std::string_view, 8> kLabels{"co", "com", "org", "net", "ac", "gov", "edu", "or"};
  return std::ranges::find(kLabels, label) != kLabels.end();
}

// Whether `label` has `word` beside other words: "acme-login", "vpnacme" only where a word is left.
bool holds_word(std::string_view label, std::string_view word) {
  const std::size_t at = label.find(word);
  if (at == std::string_view::npos || label.size() == word.size()) return false;
  const bool before = at == 0 || label[at - 1] == '-',
             behind = at + word.size() == label.size() || label[at + word.size()] == '-';
  return (before && behind) || (word.size() >= 6 && (before || behind));
}

}  // namespace

std::string skeleton(std::string_view name) {
  std::string plain;
  for (const std::string_view label : labels_of(name)) {
    if (!plain.empty()) plain += '.';
    const std::string shown = label.starts_with("xn--")
                                  ? indicators::decode_punycode(label.substr(4)).value_or(std::string(label))
                                  : std::string(label);
    for (std::string_view rest = shown; !rest.empty();) {
      const auto [letter, length] = base::code_point(rest);
      rest.remove_prefix(length);
      plain += letter < 0x80 ? digit_like(static_cast<char>(letter)) : ascii_like(base::fold(letter));
    }
  }
  std::string out;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const std::string_view pair = std::string_view(plain).substr(i, 2);
    if (pair == "rn") {
      out += 'm', ++i;
    } else if (pair == "vv") {
      out += 'w', ++i;
    } else if (pair == "cl") {
      out += 'd', ++i;
    } else {
      out += plain[i] == 'i' ? 'l' : plain[i];
    }
  }
  return out;
}

int edits(std::string_view a, std::string_view b, int most) {
  constexpr std::size_t kLongest = 64;
  const std::size_t apart = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (a.size() > kLongest || b.size() > kLongest || apart > static_cast<std::size_t>(most)) return most + 1;
  std::vector<int> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(last.begin(), last.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return std::min(last[b.size()], most + 1);
}

Lookalikes::Lookalikes(std::vector<Brand> brands) : brands_(std::move(brands)) {
  for (Brand& brand : brands_) brand.domain = base::fold(brand.domain), brand.label = base::fold(brand.label);
}

std::string Lookalikes::label_of(std::string_view domain) {
  const auto labels = labels_of(domain);
  if (labels.size() < 2) return std::string(domain);
  const std::size_t at =
      labels.size() >= 3 && is_registry_label(labels[labels.size() - 2]) ? labels.size() - 3 : labels.size() - 2;
  return std::string(labels[at]);
}

std::optional<Resemblance> Lookalikes::look(std::string_view written) const {
  std::string name = base::fold(written);
  while (name.ends_with('.')) name.pop_back();
  if (name.empty() || name.size() > 253) return std::nullopt;
  for (const Brand& brand : brands_)
    if (is_under(name, brand.domain)) return std::nullopt;  // somebody's own
  const std::string whole = skeleton(name);
  const auto labels = labels_of(name);
  for (const Brand& brand : brands_) {
    const auto told = [&](std::string why) {
      return Resemblance{name, brand.domain, std::move(why), brand.government};
    };
    if (is_under(whole, skeleton(brand.domain))) return told("reads the same");
    if (name.find(brand.domain + ".") == 0 || name.find("." + brand.domain + ".") != std::string::npos)
      return told("holds the whole name within another");
    if (brand.label.size() < 4) continue;
    const std::string mine = skeleton(brand.label);
    const std::size_t last = labels.size() - (labels.size() > 1 ? 1 : 0);
    for (std::size_t i = 0; i < last; ++i) {
      const std::string theirs = skeleton(labels[i]);
      const bool registered = i + 1 == last;
      if (theirs == mine && labels[i] != brand.label) return told("a label that reads the same");
      if (theirs == mine && registered && !brand.government) return told("the same label under another ending");
      const int most = mine.size() >= 8 ? 2 : mine.size() >= 5 ? 1 : 0;
      if (most > 0 && registered && theirs != mine && edits(theirs, mine, most) <= most)
        return told("a label that is a letter or two off");
      if (holds_word(theirs, mine)) return told("a label that holds the name beside other words");
    }
  }
  return std::nullopt;
}

std::vector<Brand> governments() {
  constexpr std::array<std::string_view, 24> kDomains{
      "gov.uk",         "europa.eu",     "state.gov",  "dhs.gov",   "cisa.gov", "treasury.gov",
      "defense.gov",    "navy.mil",      "nato.int",   "bund.de",   "gouv.fr",  "admin.ch",
      "regjeringen.no", "government.se", "gc.ca",      "gov.br",    "gov.in",   "gov.za",
      "go.th",          "go.kr",         "mofa.go.jp", "mod.go.jp", "gov.au",   "valtioneuvosto.fi"};
  std::vector<Brand> out;
  for (const std::string_view domain : kDomains) {
    const std::size_t dot = domain.find('.');
    const std::string_view label = domain.substr(0, dot);
    // "gov" and "state" are words of many names: only the whole domain stands for these.
    const bool own =
        label.size() >= 5 && label != "state" && label != "admin" && label != "defense" && label != "treasury";
    out.push_back({std::string(domain), own ? std::string(label) : std::string(), true});
  }
  return out;
}

}  // namespace hoptrace::assess::impact
