#include "cli/completion_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>
#include <memory>
#include <string>

#include "cli/program.h"

namespace hoptrace::cli {
namespace {

// All options of a command, as the program itself declares them: nothing to keep in step by hand.
std::string options_of(const Command& command) {
  CLI::App app;
  (void)command.declare(app);
  std::string out;
  for (const CLI::App* sub : app.get_subcommands({})) out += sub->get_name() + " ";
  const auto add = [&out](const CLI::App& of) {
    for (const CLI::Option* option : of.get_options()) {
      if (option->get_group().empty()) continue;  // hidden from --help too
      for (const std::string& name : option->get_lnames()) {
        if (out.find("--" + name + " ") == std::string::npos) out += "--" + name + " ";
      }
    }
  };
  add(app);
  for (const CLI::App* sub : app.get_subcommands({})) add(*sub);
  return out;
}

std::string command_names() {
  std::string out;
  for (const Command& command : commands()) out += std::string(command.name) + " ";
  return out;
}

std::string bash() {
  std::string out =
      "# hoptrace completion for bash\n_hoptrace() {\n  local current=${COMP_WORDS[COMP_CWORD]} words=\n";
  out += "  if ((COMP_CWORD == 1)); then words='" + command_names() +
         "--help --version'; else\n    case ${COMP_WORDS[1]} in\n";
  for (const Command& command : commands())
    out += fmt::format("      {}) words='{}' ;;\n", command.name, options_of(command));
  out +=
      "    esac\n  fi\n  if [[ $current == -* || $COMP_CWORD == 1 || ( $COMP_CWORD == 2 && ${COMP_WORDS[1]} == rules "
      ") ]]; then\n";
  out +=
      "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n  else\n    COMPREPLY=($(compgen -f -- "
      "\"$current\"))\n  fi\n}\n";
  return out + "complete -o filenames -F _hoptrace hoptrace\n";
}

std::string zsh() {
  return "#compdef hoptrace\nautoload -U +X bashcompinit && bashcompinit\n" + bash();
}

std::string fish() {
  std::string out = "# hoptrace completion for fish\n";
  for (const Command& command : commands()) {
    out +=
        fmt::format("complete -c hoptrace -n __fish_use_subcommand -a {} -d '{}'\n", command.name, command.summary);
    std::string_view rest;
    const std::string words = options_of(command);
    for (std::size_t at = 0; at < words.size(); at = words.find(' ', at) + 1) {
      rest = std::string_view(words).substr(at, words.find(' ', at) - at);
      const bool option = rest.starts_with("--");
      out += fmt::format("complete -c hoptrace -n '__fish_seen_subcommand_from {}' {} {}\n", command.name,
                         option ? "-l" : "-a", option ? rest.substr(2) : rest);
    }
  }
  return out;
}

struct Shell {
  std::string_view name;
  std::string (*script)();
};
constexpr std::array kShells{Shell{"bash", bash}, Shell{"zsh", zsh}, Shell{"fish", fish}};

}  // namespace

std::function<ExitCode()> declare_completion(CLI::App& app) {
  auto shell = std::make_shared<std::string>();
  app.add_option("shell", *shell, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
  return [shell] {
    for (const Shell& row : kShells) {
      if (row.name == *shell) std::fputs(row.script().c_str(), stdout);
    }
    return kDone;
  };
}

}  // namespace hoptrace::cli
