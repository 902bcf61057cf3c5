#include "cases/artifact_hosts.h"

#include "cases/sqlite.h"

namespace hoptrace::cases {

base::Result<std::vector<ArtifactHost>> artifact_hosts(const std::string& case_path, base::ArtifactId artifact) {
  auto database = Database::open(case_path, Database::Mode::kRead);
  if (!database) return std::unexpected(database.error());
  std::vector<ArtifactHost> hosts;
  {
    Statement query(**database,
                    "SELECT DISTINCT tenant.value, host.value FROM coverage"
                    " JOIN text tenant ON tenant.id=coverage.tenant JOIN text host ON host.id=coverage.host"
                    " WHERE artifact=?1 ORDER BY 1, 2");
    query.with(static_cast<std::int64_t>(artifact));
    while (query.row()) hosts.push_back({query.string(0), query.string(1)});
  }
  if (auto outcome = (*database)->outcome(); !outcome) return std::unexpected(outcome.error());
  return hosts;
}

}  // namespace hoptrace::cases
