#include <algorithm>
#include <array>

#include "core/io/ptbxl_catalogue.h"
#include "core/io/ptbxl_table.h"
#include "tests/fuzz/scratch_folder.h"

namespace ectopy::fuzz {

void readPtbXlTables(Bytes bytes) {
  constexpr std::array<std::string_view, 2> kFiles = {"ptbxl_database.csv", "scp_statements.csv"};
  const ScratchFolder folder;
  const auto parts = partsOf(bytes);
  for (std::size_t i = 0; i < std::min(parts.size(), kFiles.size()); ++i) folder.put(kFiles[i], parts[i]);
  const PtbXlCatalogue catalogue = readPtbXlCatalogue(folder.path(), {});
  require(!catalogue.records.empty(), "a catalogue without records");
  const auto isInside = [](const std::filesystem::path& header) {
    return std::ranges::find(header, std::filesystem::path("..")) == header.end();
  };
  for (const PtbXlRecord& record : catalogue.records) {
    require(isInside(record.header500) && isInside(record.header100), "a record outside the folder");
    require(record.fold > 0, "a record in no fold");
  }
}

}  // namespace ectopy::fuzz
