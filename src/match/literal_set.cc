#include "match/literal_set.h"

#include <fmt/format.h>
#include <hs.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <new>

namespace hoptrace::match {
namespace {

struct Free {
  void operator()(hs_database_t* p) const { hs_free_database(p); }
  void operator()(hs_scratch_t* p) const { hs_free_scratch(p); }
  void operator()(hs_compile_error_t* p) const { hs_free_compile_error(p); }
};

int on_literal(unsigned int id, unsigned long long, unsigned long long, unsigned int, void* out) {
  static_cast<std::vector<std::uint32_t>*>(out)->push_back(id);
  return 0;
}

}  // namespace

struct LiteralSet::Engine {
  std::unique_ptr<hs_database_t, Free> database;
  std::unique_ptr<hs_scratch_t, Free> scratch;  // the one that each thread's is cloned from
};

struct LiteralScratch::Memory {
  std::unique_ptr<hs_scratch_t, Free> scratch;
};

LiteralSet::LiteralSet(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}
LiteralSet::~LiteralSet() = default;

bool LiteralSet::can_be_had() {
  return hs_valid_platform() == HS_SUCCESS;
}

base::Result<std::shared_ptr<const LiteralSet>> LiteralSet::compile(std::span<const std::string_view> literals) {
  std::vector<const char*> texts;
  std::vector<std::size_t> lengths;
  std::vector<unsigned int> ids;
  for (const std::string_view literal : literals) {
    texts.push_back(literal.data());
    lengths.push_back(std::min(literal.size(), kMostBytes));
    ids.push_back(static_cast<unsigned int>(ids.size()));
  }
  const std::vector<unsigned int> flags(literals.size(), HS_FLAG_SINGLEMATCH);
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_compile_lit_multi(texts.data(), flags.data(), ids.data(), lengths.data(),
                           static_cast<unsigned int>(literals.size()), HS_MODE_BLOCK, nullptr, &database,
                           &error) != HS_SUCCESS) {
    const std::unique_ptr<hs_compile_error_t, Free> owned(error);
    return base::fail(base::Code::kUnsupported,
                      std::string("the literals of the rules cannot be compiled: ") + (error ? error->message : "?"));
  }
  auto engine = std::make_unique<Engine>();
  engine->database.reset(database);
  return make(std::move(engine));
}

base::Result<std::shared_ptr<const LiteralSet>> LiteralSet::make(std::unique_ptr<Engine> engine) {
  hs_scratch_t* scratch = nullptr;
  if (hs_alloc_scratch(engine->database.get(), &scratch) != HS_SUCCESS) {
    return base::fail(base::Code::kUnsupported, "Vectorscan cannot work on this machine");
  }
  engine->scratch.reset(scratch);
  return std::shared_ptr<const LiteralSet>(new LiteralSet(std::move(engine)));
}

base::Result<std::shared_ptr<const LiteralSet>> LiteralSet::from_bytes(base::Bytes bytes) {
  hs_database_t* database = nullptr;
  if (hs_deserialize_database(reinterpret_cast<const char*>(bytes.data()), bytes.size(), &database) != HS_SUCCESS) {
    return base::fail(base::Code::kMalformed, "these are no literals for this engine");
  }
  auto engine = std::make_unique<Engine>();
  engine->database.reset(database);
  return make(std::move(engine));
}

base::Result<std::vector<std::uint8_t>> LiteralSet::serialize() const {
  char* bytes = nullptr;
  std::size_t size = 0;
  if (hs_serialize_database(engine_->database.get(), &bytes, &size) != HS_SUCCESS) {
    return base::fail(base::Code::kUnsupported, "the literals of the rules cannot be kept");
  }
  const std::unique_ptr<char, decltype(&std::free)> owned(bytes, &std::free);
  return std::vector<std::uint8_t>(bytes, bytes + size);
}

std::string LiteralSet::engine() {
  hs_platform_info_t platform{};
  if (hs_populate_platform(&platform) != HS_SUCCESS) return std::string(hs_version()) + " on an unknown processor";
  return fmt::format("{} tune {} features {:x}", hs_version(), platform.tune, platform.cpu_features);
}

bool LiteralSet::scan(std::string_view text, LiteralScratch& scratch, std::vector<std::uint32_t>& out) const {
  if (text.empty()) return true;
  if (text.size() > std::numeric_limits<unsigned int>::max()) return false;
  const std::size_t before = out.size();
  const auto scanned = hs_scan(engine_->database.get(), text.data(), static_cast<unsigned int>(text.size()), 0,
                               scratch.memory_->scratch.get(), on_literal, &out);
  if (scanned == HS_SUCCESS) return true;
  out.resize(before);
  return false;
}

LiteralScratch::LiteralScratch(const LiteralSet& set) : memory_(std::make_unique<Memory>()) {
  hs_scratch_t* clone = nullptr;
  if (hs_clone_scratch(set.engine_->scratch.get(), &clone) != HS_SUCCESS) throw std::bad_alloc();
  memory_->scratch.reset(clone);
}
LiteralScratch::~LiteralScratch() = default;
LiteralScratch::LiteralScratch(LiteralScratch&&) noexcept = default;
LiteralScratch& LiteralScratch::operator=(LiteralScratch&&) noexcept = default;

}  // namespace hoptrace::match
