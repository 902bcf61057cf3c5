#include "page/judged_documents.h"

#include "page/document_text.h"
#include "report/msp_letter.h"
#include "report/posture_export.h"

namespace hoptrace::page {
namespace {

// The documents of one kind that the reader may see, parsed; what cannot be read is left out.
base::Result<Json> judged(View& view, std::string_view kind, const std::optional<std::string>& whose) {
  Json list = Json::array();
  const auto read = view.reading().assessments(kind, [&](const cases::AssessmentRow& row) {
    if (whose && row.tenant != *whose) return true;
    Json document = Json::parse(row.document, nullptr, false);
    if (document.is_object()) list.push_back(std::move(document));
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return list;
}

std::string date_of(base::Time time) {
  constexpr std::size_t kDate = 10;
  return base::iso8601(time).substr(0, kDate);
}

}  // namespace

base::Result<std::string> make_who(View& view) {
  return as_text(judged(view, "judgement", view.tenant().value_or("")));
}

base::Result<std::string> make_loss(View& view) {
  return as_text(judged(view, "impact", view.tenant()));
}

base::Result<std::string> make_posture(View& view) {
  Json checks = Json::array(), letters = Json::array();
  const auto read = view.reading().assessments("posture", [&](const cases::AssessmentRow& row) {
    if (!view.may_see(row.tenant)) return true;
    for (Json& check : report::posture_rows(row)) checks.push_back(std::move(check));
    const Json document = Json::parse(row.document, nullptr, false);
    const std::string provider = report::text_at(document, "provider");
    if (!provider.empty()) letters.push_back({{"tenant", row.tenant}, {"to", provider}});
    return true;
  });
  if (!read) return std::unexpected(read.error());
  for (Json& letter : letters) {
    auto text = report::msp_letter(view.reading(), {report::text_at(letter, "tenant"), date_of(view.input().made)});
    if (!text) return std::unexpected(text.error());
    letter["markdown"] = std::move(*text);
  }
  return text_of({{"checks", std::move(checks)}, {"letters", std::move(letters)}});
}

base::Result<std::string> make_remediation(View& view) {
  return as_text(report::remediation_document(view.reading(), {.tenant = view.tenant()}));
}

}  // namespace hoptrace::page
