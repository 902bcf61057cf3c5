// tenants.yaml: any text. What must hold: an error names its line; what is accepted can be asked about any host and
// path.
#include <string>

#include "base/bytes.h"
#include "base/check.h"
#include "tenants/tenants_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hoptrace;
  const std::string_view text = base::text_of({data, size});
  const auto tenants = tenants::parse_tenants(text, "tenants.yaml");
  if (!tenants) {
    base::check(tenants.error().place.starts_with("tenants.yaml"), "an error says where");
    base::check(!tenants.error().what.empty(), "an error says what is wrong");
    return 0;
  }
  for (const tenants::Tenant& tenant : tenants->all()) {
    base::check(tenants->find(tenant.name) == &tenant, "every tenant is found by its name");
    base::check(tenants->of_path(tenant.evidence + "/x") == &tenant || tenant.evidence.empty(), "and by its folder");
    for (const std::string& domain : tenant.domains) {
      base::check(tenants->of_host("host." + domain) != nullptr, "and by its domains");
    }
    for (const auto& account : tenant.msp_accounts) (void)account.matches(text);
  }
  (void)tenants->decide("", text, text);
  (void)tenants->decide(text, text, text);
  return 0;
}
