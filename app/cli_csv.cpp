#include "app/cli_csv.h"

#include <CLI/CLI.hpp>

#include <nlohmann/json.hpp>

#include "core/io/heartbeat_csv_facts.h"

namespace ectopy::cli {

CsvReading CsvChoice::toReading() const {
  return {.classNames = classNamesFromText(classes), .file = file};
}

void addCsvOptions(CLI::App& command, CsvChoice& choice) {
  command.add_option("--classes", choice.classes, "names of a heartbeat CSV's classes 0, 1, ...: N,S,V,F,Q");
  command.add_option("--csv-file", choice.file,
                     "of several CSV files in a .zip or folder, those whose names begin so");
}

nlohmann::json csvFactsJson(const std::string& path, const CsvChoice& choice) {
  const CsvFacts facts = csvFacts(path, choice.file);
  return {{"files", facts.files},
          {"leftOut", facts.leftOut},
          {"delimiter", std::string(1, facts.delimiter)},
          {"decimal", std::string(1, facts.decimal)},
          {"header", facts.hasHeader},
          {"columns", facts.columns},
          {"namesClasses", facts.hasClassNames}};
}

}  // namespace ectopy::cli
