#include "page/documents.h"

#include <algorithm>
#include <array>

#include "page/attack_document.h"
#include "page/case_document.h"
#include "page/evidence_document.h"
#include "page/findings_document.h"
#include "page/judged_documents.h"
#include "page/path_document.h"
#include "page/records_document.h"
#include "page/summary_document.h"
#include "page/timeline_document.h"

namespace hoptrace::page {
namespace {

constexpr std::string_view kJson = "application/json";
constexpr bool kWalksFindings = true;

constexpr std::array kDocuments{
    Document{"case", kJson, make_case, kWalksFindings},
    Document{"summary", kJson, make_summary, kWalksFindings},
    Document{"path", kJson, make_path},
    Document{"hop_details", kJson, make_hop_details},
    Document{"findings", "application/octet-stream", make_findings, kWalksFindings},
    Document{"finding_texts", kJson, make_finding_texts, kWalksFindings},
    Document{"finding_details", kJson, make_finding_details, kWalksFindings},
    Document{"timeline", kJson, make_timeline},
    Document{"records", kJson, make_records},
    Document{"who", kJson, make_who},
    Document{"loss", kJson, make_loss},
    Document{"posture", kJson, make_posture},
    Document{"remediation", kJson, make_remediation},
    Document{"attack", kJson, make_attack, kWalksFindings},
    Document{"evidence", kJson, make_evidence},
};

}  // namespace

std::span<const Document> documents() {
  return kDocuments;
}

const Document* find_document(std::string_view name) {
  const auto* const row = std::ranges::find(kDocuments, name, &Document::name);
  return row == kDocuments.end() ? nullptr : row;
}

}  // namespace hoptrace::page
