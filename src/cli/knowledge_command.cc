#include "cli/knowledge_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "assess/attribution/attack_bundle.h"
#include "assess/attribution/knowledge.h"
#include "assess/attribution/knowledge_folder.h"
#include "assess/attribution/table.h"
#include "cli/content_folder.h"
#include "cli/program.h"
#include "report/escape.h"

namespace hoptrace::cli {
namespace {

struct KnowledgeWish {
  std::string bundle, name, knowledge;
};

constexpr std::size_t kMostBytes = 512u << 20;

base::Result<std::string> folder_of(const KnowledgeWish& o) {
  if (!o.knowledge.empty()) return o.knowledge;
  auto content = content_folder();
  if (!content) return content;
  return *content + "/knowledge";
}

base::Result<void> update(const KnowledgeWish& o) {
  const auto folder = folder_of(o);
  if (!folder) return std::unexpected(folder.error());
  std::error_code error;
  const auto bytes = std::filesystem::file_size(o.bundle, error);
  const auto text = assess::read_text(o.bundle, error ? kMostBytes : std::min<std::size_t>(bytes, kMostBytes));
  if (!text) return std::unexpected(text.error());
  const auto tables = assess::attack_tables(*text, o.bundle);
  if (!tables) return std::unexpected(tables.error());
  if (auto done = assess::replace_tables(*folder, *tables); !done) return done;
  fmt::print("{}: {} groups, {} techniques and pieces of software, {} uses\n", report::terminal(*folder),
             tables->group_count, tables->item_count, tables->use_count);
  return {};
}

base::Result<void> who(const KnowledgeWish& o) {
  const auto folder = folder_of(o);
  if (!folder) return std::unexpected(folder.error());
  const auto knowledge = assess::read_knowledge(*folder);
  if (!knowledge) return std::unexpected(knowledge.error());
  const auto index = knowledge->group(o.name);
  if (!index)
    return base::fail(base::Code::kUsage, "no group of the tables has the name `" + o.name + "`", {},
                      "ATT&CK's ids, names and aliases are known");
  const assess::Group& group = knowledge->groups[*index];
  std::string line = group.id + " " + group.name;
  for (const std::string& alias : group.aliases) line += (&alias == group.aliases.data() ? ": " : ", ") + alias;
  fmt::print("{}\n", report::terminal(line));
  return {};
}

}  // namespace

std::function<ExitCode()> declare_knowledge(CLI::App& app) {
  auto options = std::make_shared<KnowledgeWish>();
  KnowledgeWish& o = *options;
  app.require_subcommand(1);
  CLI::App* const renew = app.add_subcommand("update", "Renew the tables from an ATT&CK STIX bundle, all at once");
  renew->add_option("bundle", o.bundle, "enterprise-attack.json")->required()->type_name("FILE");
  CLI::App* const named = app.add_subcommand("who", "Whom a name stands for");
  named->add_option("name", o.name, "An id, a name or an alias of a group")->required()->type_name("NAME");
  for (CLI::App* const sub : {renew, named})
    sub->add_option("--knowledge", o.knowledge, "The folder of the tables (default: the built-in ones)")
        ->type_name("DIR");
  return [options, renew] {
    const auto done = renew->parsed() ? update(*options) : who(*options);
    return done ? kDone : complain(done.error());
  };
}

}  // namespace hoptrace::cli
