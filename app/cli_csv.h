#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/beats/csv_source.h"

namespace CLI {
class App;
}

namespace ectopy::cli {

/// What the user says about a heartbeat CSV, as written.
struct CsvChoice {
  std::string classes;  // "N,S,V"
  std::string file;

  CsvReading toReading() const;
};
void addCsvOptions(CLI::App& command, CsvChoice& choice);

/// How the CSV is written: files, delimiter, header, columns.
nlohmann::json csvFactsJson(const std::string& path, const CsvChoice& choice);

}  // namespace ectopy::cli
