#include "assess/impact/cost.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

namespace hoptrace::assess::impact {
namespace {

using Json = nlohmann::ordered_json;

// Ceilings of administrative fines: an amount or a share of the worldwide turnover of the year before, whichever is
// higher.
struct Ceiling {
  std::string_view source, for_what;
  double amount, share;
};
constexpr std::array kCeilings{
    Ceiling{"GDPR (EU) 2016/679 Art. 83(4)", "duties of controllers and processors (Art. 8, 11, 25 to 39, 42, 43)",
            10e6, 0.02},
    Ceiling{"GDPR (EU) 2016/679 Art. 83(5)", "the principles, people's rights, transfers", 20e6, 0.04},
    Ceiling{"Directive (EU) 2022/2555 Art. 34(4)", "essential entities (at least this maximum)", 10e6, 0.02},
    Ceiling{"Directive (EU) 2022/2555 Art. 34(5)", "important entities (at least this maximum)", 7e6, 0.014},
};

}  // namespace

Json cost(std::optional<double> turnover_eur, bool) {
  Json ceilings = Json::array();
  for (const Ceiling& c : kCeilings) {
    const double high = turnover_eur ? std::max(c.amount, c.share * *turnover_eur) : c.amount;
    ceilings.push_back(
        {{"source", c.source},
         {"for", c.for_what},
         {"low_eur", 0},
         {"high_eur", high},
         {"note", turnover_eur ? "from turnover_eur of tenants.yaml"
                               : "more where the share of the turnover is higher: tenants.yaml names none"}});
  }
  return {{"loss", "cannot be stated"},
          {"why",
           "no published figure gives the cost of an incident from what logs tell; averages over other firms' "
           "breaches are none of this one's"},
          {"ceilings_of_fines", std::move(ceilings)},
          {"ceilings_note", "what a fine can be at most, if the law applies and was broken; no forecast"}};
}

}  // namespace hoptrace::assess::impact
