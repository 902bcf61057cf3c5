// UnfinishedStore: artifacts that are being read and whose SHA-256 is therefore not known yet.
//
// A file on disk is read once: it is decoded and hashed in the same pass, and what it is called in the case - its
// SHA-256 - is known at its end. Until then it is an artifact without one, found by its path. With every stretch it
// notes what the bytes read so far hash to, so that a later run can tell whether it has the same bytes before it and
// may go on behind them. Readings (reading.h) show nothing of it, as its findings have no id yet; nobody was told of
// them either. At its end it gets its SHA-256, or, where the case has these bytes by now, becomes part of the
// artifact that has them. What was begun can be forgotten at any time without loss: it is read again.
#pragma once

#include <unordered_map>

#include "cases/case.h"
#include "cases/finding_store.h"
#include "cases/interned.h"
#include "cases/sqlite.h"

namespace hoptrace::cases {

class UnfinishedStore {
 public:
  UnfinishedStore(Database& database, Interned& texts, FindingStore& findings);

  [[nodiscard]] base::Result<base::ArtifactId> begin(std::string_view tenant, const FileLook& look);
  [[nodiscard]] base::Result<std::optional<Unfinished>> find(std::string_view tenant, std::string_view path);
  [[nodiscard]] base::Result<bool> may_hold(std::string_view tenant, const FileLook& look);
  [[nodiscard]] base::Result<void> forget(base::ArtifactId artifact);
  [[nodiscard]] base::Result<void> forget_all();
  [[nodiscard]] base::ArtifactId now_called(base::ArtifactId artifact) const;

  // Inside the transaction of a stretch, as its last step: notes its hash; with the last stretch, the identity.
  void advance(const Stretch& stretch);

 private:
  void drop(std::int64_t artifact);
  void give_identity(std::int64_t artifact, const Stretch& stretch);
  void merge(std::int64_t artifact, std::int64_t into);

  Database& database_;
  Interned& texts_;
  FindingStore& findings_;
  Statement advance_;
  std::unordered_map<std::int64_t, std::int64_t> merged_;  // into which artifact, in this process
};

}  // namespace hoptrace::cases
