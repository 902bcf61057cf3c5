#include "hunt/kept_set.h"

#include <algorithm>
#include <filesystem>
#include <tuple>

#include "base/build_ids.h"
#include "base/bytes.h"
#include "base/digest.h"
#include "base/packing.h"
#include "base/yaml.h"
#include "hunt/kept_index.h"
#include "rules/rule_members.h"

namespace hoptrace::hunt {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestTable = std::size_t{256} << 20;

// All that is kept but the names of fields, in the order in which it is written.
auto kept_parts(base::Either<Equipment> auto& equipment) {
  return std::tie(equipment.rules, equipment.indicators, equipment.refused_indicators, equipment.rule_pack);
}

// A digest over texts, each with its length in front: no two lists of texts are the same bytes.
class Key {
 public:
  void add(std::string_view text) {
    digest_.add(base::bytes_of(std::to_string(text.size()) + ":"));
    digest_.add(base::bytes_of(text));
  }
  void add_file(const std::string& path) {
    add(path);
    const auto text = base::read_text_file(path, kLargestTable);
    add(text ? "read" : text.error().what);
    add(text ? std::string_view(*text) : std::string_view());
  }
  // The files of a folder that have this extension, by name.
  void add_folder(const std::string& folder, std::string_view extension) {
    std::vector<std::string> paths;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
      if (at->path().extension() == extension) paths.push_back(at->path().string());
    }
    std::ranges::sort(paths);
    add(folder);
    add(error.message());
    for (const std::string& path : paths) add_file(path);
  }
  [[nodiscard]] std::string hex() const { return digest_.hex(); }

 private:
  base::Sha256 digest_;
};

std::string digest_of_tables(const HuntOptions& options) {
  Key key;
  for (const char* const folder : {"/fields", "/logsources"}) key.add_folder(options.content + folder, ".yml");
  key.add(options.default_rules ? "own lists" : "no own lists");
  if (options.default_rules) key.add_folder(options.content + "/indicators", ".csv");
  key.add_file(options.content + "/indicators/shared-names.txt");
  for (const auto* const lists : {&options.placeholders, &options.indicators}) {
    key.add(std::to_string(lists->size()));
    for (const std::string& path : *lists) key.add_file(path);
  }
  return key.hex();
}

std::string key_of(const HuntOptions& options, const std::vector<RuleSource>& rules, const std::string& program,
                   const std::string& tables) {
  Key key;
  key.add(program);
  key.add(tables);
  key.add(rules::name(options.least_level));
  key.add(std::to_string(options.statuses.size()));
  for (const rules::Status status : options.statuses) key.add(rules::name(status));
  for (const RuleSource& source : rules) {
    key.add("path " + source.path);
    for (const auto& [folder, why] : source.texts.unreadable) {
      key.add("unreadable " + folder);
      key.add(why);
    }
    for (const rules::RuleText& file : source.texts.files) {
      for (const std::string* const part : {&file.path, &file.text, &file.trouble}) key.add(*part);
    }
  }
  return key.hex();
}

}  // namespace

KeptSet::KeptSet(const HuntOptions& options, const std::vector<RuleSource>& rules) : options_(options) {
  if (options.kept_folder.empty()) return;
  const std::string program = base::build_ids();
  if (program.empty()) return;  // nothing tells this build from another one
  auto folder = KeptFolder::open(options.kept_folder);
  if (!folder) {
    if (folder.error().code == base::Code::kUsage) trouble_ = folder.error().sentence();
    return;
  }
  folder_ = std::move(*folder);
  tables_ = digest_of_tables(options);
  name_ = "rules-" + key_of(options, rules, program, tables_);
}

bool KeptSet::load(Equipment& equipment) const {
  if (!folder_) return false;
  const auto read = folder_->read(name_);
  if (!read) return false;
  base::Unpacker unpacker(base::bytes_of(read->text), read->owner);
  std::vector<std::string> names;
  unpacker.get(names);
  std::apply([&unpacker](auto&... part) { (unpacker.get(part), ...); }, kept_parts(equipment));
  if (!unpacker.whole()) return false;
  // Every id in the set is the place of its name in this list.
  event::FieldDictionary fields;
  for (const std::string& name : names) (void)fields.intern(name);
  if (names.size() + event::FieldDictionary().size() != fields.size()) return false;
  equipment.fields = std::move(fields);
  return true;
}

bool KeptSet::save(const Equipment& equipment) const {
  if (!folder_ || digest_of_tables(options_) != tables_) return false;
  std::vector<std::string> names;
  for (std::size_t id = event::FieldDictionary().size(); id < equipment.fields.size(); ++id) {
    names.emplace_back(equipment.fields.name(static_cast<event::FieldId>(id)));
  }
  base::Packer packer;
  packer.put(names);
  std::apply([&packer](const auto&... part) { (packer.put(part), ...); }, kept_parts(equipment));
  (void)folder_->write(name_, packer.take());  // nothing depends on whether it succeeds
  return true;
}

std::unique_ptr<match::IndexStore> KeptSet::indexes(bool named) const {
  return folder_ ? std::make_unique<KeptIndex>(folder_, named ? name_ : std::string(), options_.profile) : nullptr;
}

}  // namespace hoptrace::hunt
