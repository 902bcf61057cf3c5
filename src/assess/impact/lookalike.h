// Lookalike: names that pretend to be somebody else's: a government's, or a tenant's own.
//
// A name is compared by its skeleton, as UTS #39 does: punycode decoded, letters that look alike taken as one (a
// table of the common ones, with pairs such as "rn" for "m"). Told are: the same skeleton as a brand's name but
// another name, a label one or two edits away (two only for eight letters or more), the same label under another top
// level, and a label that holds the brand beside other words. Names under the brand's own domain are its own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hoptrace::assess::impact {

struct Brand {
  std::string domain;  // "acme.example": what is under it is its own
  std::string label;   // "acme": the word that stands for it
  bool government = false;
};

struct Resemblance {
  std::string name, of, why;
  bool government = false;
};

[[nodiscard]] std::string skeleton(std::string_view name);
// Edits (a swap of neighbours is one) between two texts of ASCII, or `most` + 1 where there are more.
[[nodiscard]] int edits(std::string_view a, std::string_view b, int most);

class Lookalikes {
 public:
  // Labels of fewer than four letters stand for nobody and are passed over, but for their skeleton.
  explicit Lookalikes(std::vector<Brand> brands);
  // The brand's label of a tenant's domain: "acme" of "acme.co.uk".
  [[nodiscard]] static std::string label_of(std::string_view domain);
  [[nodiscard]] std::optional<Resemblance> look(std::string_view name) const;

 private:
  std::vector<Brand> brands_;
};

// Domains of governments and their bodies that lures have pretended to be (public suffixes and well-known names).
[[nodiscard]] std::vector<Brand> governments();

}  // namespace hoptrace::assess::impact
