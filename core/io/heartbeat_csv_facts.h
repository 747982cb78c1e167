#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "core/io/heartbeat_csv_files.h"

namespace ectopy {

/// What a heartbeat CSV holds, told from some of its rows.
struct CsvFacts {
  std::string name;                // "mitbih", "own"
  std::vector<std::string> files;  // one or two, as nameOf(CsvFile) says
  std::vector<std::string> leftOut;
  char delimiter = ',';  // ' ': blanks or tabs
  char decimal = '.';
  bool hasHeader = false;
  std::size_t columns = 0;
  std::size_t length = 0;            // samples a row
  std::size_t rows = 0;              // of all files
  bool isRowCountExact = false;      // else estimated from the rows looked at
  std::vector<std::string> classes;  // in the rows looked at: numbers, or names where the file has names
  bool hasClassNames = false;        // by the file itself or as a published pair
  PublishedPair pair = PublishedPair::None;  // by names and content
};

/// Looks at a few hundred kilobytes of each file, wherever it is large: milliseconds. Takes what csvFilesAt
/// takes. Throws Error where readHeartbeatCsv would throw at the first rows' layout.
CsvFacts csvFacts(const std::filesystem::path& path, const std::string& wanted = {});

}  // namespace ectopy
