// StixBundle: a STIX 2.1 bundle while it is put together: ids that are the same in every export of one case, the
// properties that all objects share, and the mark. An object that was added before is not added again.
//
// Ids are UUIDs of version 5: of observables in the namespace and over the properties that the standard names
// (STIX 2.1, section 2.9), of all others over the case's beginning, the type and a key of ours.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "report/exports.h"
#include "report/json_line.h"
#include "report/sharing/shared_case.h"

namespace hoptrace::report {

// "2018-12-20T09:14:03.123Z", as the standard asks for.
[[nodiscard]] std::string stix_time(base::Time time);

class StixBundle {
 public:
  StixBundle(const SharedCase& shared, Tlp tlp);

  // The id that an object of this type and key has in this case.
  [[nodiscard]] std::string id(std::string_view type, std::string_view key) const;
  // Adds a domain object or a relationship object: common properties in front, `more` behind. Returns its id.
  std::string add(std::string_view type, std::string_view key, const Json& more);
  std::string relate(const std::string& from, std::string_view how, const std::string& to,
                     const Json& more = Json::object());
  // Adds an observable whose id is made of `identifying` (each of them is in the object too). `more`: what else it
  // has.
  std::string observe(std::string_view type, const Json& identifying, const Json& more = Json::object());
  // Adds an observable that the standard gives no identifying properties (a process): known by a key of ours.
  std::string observe_by_key(std::string_view type, std::string_view key, const Json& properties);
  // Adds an object as it stands, such as somebody else's definition.
  void add_as_it_is(Json object);

  [[nodiscard]] const std::vector<Json>& objects() const { return objects_; }
  [[nodiscard]] const std::string& producer() const { return producer_; }
  // The bundle as text, object by object.
  [[nodiscard]] base::Result<void> write(const Sink& sink) const;

 private:
  std::string add_observable(std::string_view type, std::string name, const Json& properties);

  std::string seed_, begun_, changed_, producer_, mark_;
  std::vector<Json> objects_;
  std::set<std::string> known_;
};

}  // namespace hoptrace::report
