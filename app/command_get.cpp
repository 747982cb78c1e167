#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "core/io/database_download.h"

namespace ectopy::cli {

namespace {

struct GetArguments {
  std::string database;
  std::string out;
  std::string url;
  DownloadOptions options;
};

void getData(const GetArguments& arguments, Console& console) {
  PublishedDatabase database = publishedDatabase(arguments.database);
  if (!arguments.url.empty()) database.url = arguments.url + (arguments.url.ends_with('/') ? "" : "/");
  console.message(fmt::format("{}: {}\nLicence: {} ({})", database.title, database.contents, database.licence,
                              database.licenceUrl));
  const DownloadResult result = downloadDatabase(database, arguments.out, arguments.options, console.job());
  for (const std::string& citation : database.citations) console.message("Cite: " + citation);
  console.result(
      {{"database", database.id},
       {"files", result.files},
       {"alreadyThere", result.alreadyThere},
       {"resumed", result.resumed},
       {"bytes", result.bytes},
       {"licence", database.licence},
       {"citations", database.citations}},
      fmt::format(
          "{} files, all with their published SHA-256 ({} were there already, {:.1f} MB fetched) -> {}",
          result.files, result.alreadyThere, static_cast<double>(result.bytes) / 1e6, arguments.out));
}

}  // namespace

void addGetCommand(CLI::App& app, Console& console) {
  auto arguments = std::make_shared<GetArguments>();
  CLI::App* command = app.add_subcommand("get", "fetch a published database, verified by its SHA-256 sums");
  std::string names;
  for (const PublishedDatabase& known : publishedDatabases()) names += (names.empty() ? "" : ", ") + known.id;
  command->add_option("DATABASE", arguments->database, names)->required();
  command->add_option("--out", arguments->out, "folder to fetch it into; a broken-off download goes on there")
      ->required();
  command->add_option("--url", arguments->url, "a mirror: the address of its folder of files");
  command->add_option("--proxy", arguments->options.web.proxy,
                      "http://host:port (default: https_proxy and no_proxy of the environment)");
  command->callback([arguments, &console] { getData(*arguments, console); });
}

}  // namespace ectopy::cli
