// What answers each endpoint (endpoint.cc). Pages and signing in are in page_answers.cc, what is read of the case in
// case_answers.cc, of the evidence in record_answers.cc, marks in mark_answers.cc, exports in export_answers.cc.
#pragma once

#include "serve/endpoint.h"

namespace hoptrace::serve {

[[nodiscard]] Response answer_page(Service& service, const Call& call);
[[nodiscard]] Response answer_script(Service& service, const Call& call);
[[nodiscard]] Response answer_style(Service& service, const Call& call);
[[nodiscard]] Response answer_sign_in_page(Service& service, const Call& call);
[[nodiscard]] Response answer_sign_in_style(Service& service, const Call& call);
[[nodiscard]] Response answer_sign_in(Service& service, const Call& call);
[[nodiscard]] Response answer_link(Service& service, const Call& call);
[[nodiscard]] Response answer_sign_out(Service& service, const Call& call);

[[nodiscard]] Response answer_openapi(Service& service, const Call& call);
[[nodiscard]] Response answer_state(Service& service, const Call& call);
[[nodiscard]] Response answer_document(Service& service, const Call& call);
[[nodiscard]] Response answer_finding(Service& service, const Call& call);
[[nodiscard]] Response answer_hop(Service& service, const Call& call);
[[nodiscard]] Response answer_record(Service& service, const Call& call);
[[nodiscard]] Response answer_neighbours(Service& service, const Call& call);

[[nodiscard]] Response answer_marks(Service& service, const Call& call);
[[nodiscard]] Response answer_new_mark(Service& service, const Call& call);

[[nodiscard]] Response answer_export(Service& service, const Call& call);

// What an Error of the case is to the one who asked: nothing of it is told but its kind.
[[nodiscard]] Response refusal_of(const base::Error& error);
// The body with its entity tag; 304 where the browser has it already; gzip where it takes it and there is some.
[[nodiscard]] Response answer_tagged(const Request& request, const std::string& media_type, const std::string& tag,
                                     std::shared_ptr<const std::string> plain,
                                     std::shared_ptr<const std::string> packed);

}  // namespace hoptrace::serve
