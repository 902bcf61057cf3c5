// Service: a case as it is served: gate, router, answers, and the headers that every answer carries. answer() is all
// that the adapter calls, and all that tests and the fuzzer need. Any thread may call it.
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "hunt/record_window.h"
#include "page/bundle.h"
#include "serve/endpoint.h"
#include "serve/gate.h"
#include "serve/mark_log.h"
#include "serve/shelf.h"

namespace hoptrace::serve {

struct ServiceOptions {
  std::string case_path, version;
  GateRules gate;
  page::Bundle bundle;
  report::AttackNames names;
  page::Bounds bounds;
  std::shared_ptr<const hunt::RecordWindow> window;  // null: the evidence is not at hand
  Clock::time_point (*now)() = Clock::now;
};

class Service {
 public:
  [[nodiscard]] static base::Result<std::unique_ptr<Service>> over(ServiceOptions options);

  [[nodiscard]] Response answer(const Request& request);
  // Makes what the page of the whole case will ask for, so that the first who opens it need not wait. Meanwhile
  // others may ask; the documents in making are waited for, not made twice. What cannot be made says so when it is
  // asked for.
  void prepare(const std::stop_token& stop);

  [[nodiscard]] const ServiceOptions& options() const { return options_; }
  [[nodiscard]] Clock::time_point now() const { return options_.now(); }
  [[nodiscard]] Gate& gate() { return gate_; }
  [[nodiscard]] Shelf& shelf() { return *shelf_; }
  [[nodiscard]] MarkLog& marks() { return marks_; }
  [[nodiscard]] std::mutex& exporting() { return exporting_; }
  [[nodiscard]] const KeptDocument& script() const { return script_; }
  [[nodiscard]] const KeptDocument& style() const { return style_; }

 private:
  Service(ServiceOptions options, std::unique_ptr<Shelf> shelf);
  [[nodiscard]] Response route(const Request& request);

  ServiceOptions options_;
  Gate gate_;
  std::unique_ptr<Shelf> shelf_;
  MarkLog marks_;
  std::mutex exporting_;  // one export at a time: each reads the whole case
  KeptDocument script_, style_;
};

}  // namespace hoptrace::serve
