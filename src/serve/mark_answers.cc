// Marks: what analysts said, and saying more.
#include "base/wall_clock.h"
#include "page/findings_document.h"
#include "page/path_document.h"
#include "serve/answers.h"
#include "serve/header_values.h"
#include "serve/service.h"

namespace hoptrace::serve {
namespace {

constexpr double kMarkCost = 5;  // a mark waits for the disk

// Whether the one who marks it can see it. Rules and hosts are only names: a mark on one that is not there tells
// nothing.
base::Result<bool> is_there(Service& service, const Call& call, const Mark& mark) {
  if (mark.what != "finding" && mark.what != "hop") return true;
  if (!find_parameter(mark.what)->fits(mark.id)) return false;
  bool found = false;
  const auto looked = service.shelf().with_view(
      call.reader.tenant, mark.what, service.now(), [&](page::View& view) -> base::Result<void> {
        const auto text = mark.what == "hop" ? page::find_hop(view, mark.id) : page::find_finding(view, mark.id);
        if (!text) return std::unexpected(text.error());
        found = text->has_value();
        return {};
      });
  if (!looked) return std::unexpected(looked.error());
  return found;
}

}  // namespace

Response answer_marks(Service& service, const Call& call) {
  auto document = service.marks().document(call.reader);
  return document ? answer_text(std::move(*document)) : refusal_of(document.error());
}

Response answer_new_mark(Service& service, const Call& call) {
  if (media_type_of(call.request.header("content-type").value_or("")) != "application/json")
    return problem(415, "A mark is sent as application/json");
  service.gate().charge(call.request, kMarkCost, service.now());
  auto mark = MarkLog::parse(call.request.body);
  if (!mark) return problem(422, mark.error().what);
  const auto there = is_there(service, call, *mark);
  if (!there) return refusal_of(there.error());
  if (!*there) return not_there();
  mark->time = base::now();
  mark->who = call.reader.name.substr(0, MarkLog::kMaxName);
  mark->tenant = call.reader.tenant;
  if (auto kept = service.marks().add(*mark); !kept) return refusal_of(kept.error());
  Response response = answer_text(MarkLog::text_of(*mark));
  response.status = 201;
  return response;
}

}  // namespace hoptrace::serve
