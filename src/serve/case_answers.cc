// What is read of the case: documents, and one finding, hop or record of them.
#include <nlohmann/json.hpp>

#include "page/findings_document.h"
#include "page/path_document.h"
#include "serve/answers.h"
#include "serve/header_values.h"
#include "serve/openapi.h"
#include "serve/service.h"

namespace hoptrace::serve {
namespace {

using Find = base::Result<std::optional<std::string>> (*)(page::View& view, const std::string& id);

// What `find` gives of this reader's view.
Response answer_found(Service& service, const Call& call, std::string_view what, Find find) {
  std::optional<std::string> text;
  const auto done =
      service.shelf().with_view(call.reader.tenant, what, service.now(), [&](page::View& view) -> base::Result<void> {
        auto found = find(view, call.values.front());
        if (!found) return std::unexpected(found.error());
        text = std::move(*found);
        return {};
      });
  if (!done) return refusal_of(done.error());
  return text ? answer_text(std::move(*text)) : not_there();
}

}  // namespace

Response refusal_of(const base::Error& error) {
  switch (error.code) {
    case base::Code::kNotFound:
    case base::Code::kUsage:
      return not_there();
    case base::Code::kBusy:
    case base::Code::kLimit:
      return problem(503, "The case cannot be read now").with("Retry-After", "2");
    case base::Code::kFull:
      return problem(507, "There is no room for this");
    default:
      return problem(500, "The case cannot be read");
  }
}

Response answer_tagged(const Request& request, const std::string& media_type, const std::string& tag,
                       std::shared_ptr<const std::string> plain, std::shared_ptr<const std::string> packed) {
  Response response;
  response.media_type = media_type;
  response.with("ETag", tag);
  if (names_tag(request.header("if-none-match").value_or(""), tag)) {
    response.status = 304;
    return response;
  }
  const bool pack = packed && takes_gzip(request.header("accept-encoding").value_or(""));
  if (pack) response.with("Content-Encoding", "gzip");
  response.body = pack ? std::move(packed) : std::move(plain);
  return response;
}

Response answer_openapi(Service& service, const Call&) {
  return answer_text(openapi_document(service.options().version));
}

Response answer_state(Service& service, const Call& call) {
  const auto state = service.shelf().state(call.reader.tenant, service.now());
  if (!state) return refusal_of(state.error());
  const auto marks = service.marks().count(call.reader);
  if (!marks) return refusal_of(marks.error());
  const nlohmann::ordered_json told = {{"revision", state->revision},
                                       {"hunting", state->hunting},
                                       {"records", state->records},
                                       {"findings", state->findings},
                                       {"marks", *marks}};
  return answer_text(told.dump());
}

Response answer_document(Service& service, const Call& call) {
  if (call.values.front() == "marks") return answer_marks(service, call);
  const auto document = service.shelf().document(call.reader.tenant, call.values.front(), service.now());
  if (!document) return refusal_of(document.error());
  if (!*document) return not_there();
  const KeptDocument& kept = **document;
  return answer_tagged(call.request, kept.media_type, kept.tag, kept.plain, kept.packed);
}

Response answer_finding(Service& service, const Call& call) {
  return answer_found(service, call, "finding", page::find_finding);
}

Response answer_hop(Service& service, const Call& call) {
  return answer_found(service, call, "hop", page::find_hop);
}

}  // namespace hoptrace::serve
