#include "cli/attribute_command.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "assess/attribution/judgement.h"
#include "assess/attribution/judgement_json.h"
#include "cli/content_folder.h"
#include "cli/program.h"
#include "cli/terminal.h"
#include "report/judgement_table.h"

namespace hoptrace::cli {
namespace {

struct AttributeWish {
  std::string observations, knowledge, color = "auto";
};

base::Result<void> run_attribute(const AttributeWish& o) {
  const auto content = content_folder();
  if (!content) return std::unexpected(content.error());
  const auto observations = assess::read_observations(o.observations);
  if (!observations) return std::unexpected(observations.error());
  const auto judge = assess::read_judge(o.knowledge.empty() ? *content + "/knowledge" : o.knowledge, *content);
  if (!judge) return std::unexpected(judge.error());
  const assess::Judgement judgement = assess::judge(**judge, *observations);
  const std::string text =
      is_terminal(stdout)
          ? report::judgement_table(judgement, {.width = static_cast<std::size_t>(terminal_width(stdout)),
                                                .colour = wants_color(o.color, stdout)})
          : assess::judgement_json(judgement);
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    return base::fail(base::Code::kFull, "the judgement could not be written", "standard output");
  return {};
}

}  // namespace

std::function<ExitCode()> declare_attribute(CLI::App& app) {
  auto options = std::make_shared<AttributeWish>();
  AttributeWish& o = *options;
  app.add_option("observations", o.observations, "What was seen: {\"observations\":[…]}")
      ->required()
      ->type_name("FILE");
  app.add_option("--knowledge", o.knowledge, "The folder of the tables (default: the built-in ones)")
      ->type_name("DIR");
  app.add_option("--color", o.color, "auto, always or never")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
  return [options] {
    const auto done = run_attribute(*options);
    return done ? kDone : complain(done.error());
  };
}

}  // namespace hoptrace::cli
