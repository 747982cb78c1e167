#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <cstdlib>
#include <new>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "core/base/error.h"

namespace {

constexpr int kExitFailed = 1;
constexpr int kExitUsage = 2;
constexpr int kExitStopped = 130;

int fail(ectopy::cli::Console& console, const std::string& sentence) {
  console.message("ectopy-cli: " + sentence);
  return kExitFailed;
}

int run(CLI::App& app, ectopy::cli::Console& console, int argc, char** argv) {
  try {
    app.parse(argc, argv);
    return EXIT_SUCCESS;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? EXIT_SUCCESS : kExitUsage;
  } catch (const ectopy::Stopped&) {
    console.message("ectopy-cli: stopped.");
    return kExitStopped;
  } catch (const ectopy::Error& error) {
    return fail(console, error.what());
  } catch (const std::bad_alloc&) {
    return fail(console, "Out of memory: close other programs or use fewer beats.");
  } catch (const std::exception& error) {
    return fail(console, fmt::format("Unexpected failure: {}.", error.what()));
  }
}

}  // namespace

int main(int argc, char** argv) {
  using namespace ectopy::cli;
  CLI::App app(
      "Ectopy, a workbench for heartbeats: everything the window does, from the command line.\n"
      "DATA is a beat file, a heartbeat CSV, a WFDB record or a folder of records.");
  app.set_version_flag("--version", "Ectopy " ECTOPY_VERSION);
  app.require_subcommand(1);
  app.failure_message(CLI::FailureMessage::simple);

  Console console;
  addInfoCommand(app, console);
  addCutCommand(app, console);
  addDumpCommand(app, console);
  addExportCommand(app, console);
  addMapCommand(app, console);
  addTraceCommand(app, console);
  addTrainCommand(app, console);
  addTransferCommand(app, console);
  addEvaluateCommand(app, console);
  addCompareCommand(app, console);
  addPredictCommand(app, console);
  addDetectCommand(app, console);
  addEc57Command(app, console);
  addSuspectsCommand(app, console);
  addQueueCommand(app, console);
  addSimilarCommand(app, console);
  addEmbedCommand(app, console);
  addExplainCommand(app, console);
  addTemplatesCommand(app, console);
  addReportCommand(app, console);
  addDemoCommand(app, console);
  addJournalCommand(app, console);
  addGetCommand(app, console);
  for (CLI::App* command : app.get_subcommands({}))
    command->add_flag("--json", console.wantsJson, "print one JSON object instead of text");
  return run(app, console, argc, argv);
}
