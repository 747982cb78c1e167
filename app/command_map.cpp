#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "app/cli_data.h"
#include "core/beats/beat_file.h"
#include "core/beats/cutting.h"
#include "core/beats/scheme_mapping.h"

namespace ectopy::cli {

namespace {

struct MapArguments {
  std::string data;
  std::string out;
  std::string classes;
  std::string scheme;
  std::string saveScheme;
  std::string workspace;
  std::string annotator;
  CsvChoice csv;
};

void map(const MapArguments& arguments, Console& console) {
  const auto opened = labelledBeats(
      openBeats(arguments.data, defaultCut(CutRule::Kaggle), arguments.csv.toReading(), console.job()),
      arguments.workspace, console, arguments.annotator);
  const auto& beats = opened.beats;
  const SchemeMapping mapping = arguments.scheme.empty()
                                    ? schemeMappingFromText(arguments.classes, beats->scheme())
                                    : readSchemeMapping(arguments.scheme, beats->scheme());
  const auto mapped = mappedBeats(beats, opened.labels(), mapping);
  writeBeatFile(arguments.out, *mapped, console.job());
  if (!arguments.saveScheme.empty()) writeSchemeMapping(arguments.saveScheme, mapping, beats->scheme());
  console.result({{"beats", mapped->size()},
                  {"classes", classCountsJson(*mapped)},
                  {"fingerprint", mapped->fingerprint()}},
                 fmt::format("{} beats ({}) -> {}", mapped->size(), classCountsText(*mapped), arguments.out));
}

}  // namespace

void addMapCommand(CLI::App& app, Console& console) {
  auto arguments = std::make_shared<MapArguments>();
  CLI::App* command = app.add_subcommand("map", "the same beats in another label scheme");
  command->add_option("DATA", arguments->data, "beat file or other DATA")->required();
  command->add_option("--out", arguments->out, "beat file to write (.beats)")->required();
  auto* how = command->add_option_group("scheme");
  how->add_option("--to", arguments->classes,
                  "where each class goes: N=N,S=A,V=V,F=V,Q=- (-: its beats lose their label)");
  how->add_option(
      "--scheme", arguments->scheme,
      "the same from a JSON file, with names and colours: {classes: [{code, name, colour}], from: "
      "{OLD: NEW}}");
  how->require_option(1);
  command->add_option("--save-scheme", arguments->saveScheme, "write the scheme as such a file");
  command->add_option("--workspace", arguments->workspace, "take corrected labels from this workspace");
  command->add_option("--of", arguments->annotator,
                      "those of this annotator; without it the workspace's own");
  addCsvOptions(*command, arguments->csv);
  command->callback([arguments, &console] { map(*arguments, console); });
}

}  // namespace ectopy::cli
