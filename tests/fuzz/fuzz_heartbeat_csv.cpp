#include "core/io/heartbeat_csv.h"
#include "core/io/heartbeat_csv_facts.h"
#include "tests/fuzz/scratch_folder.h"

namespace ectopy::fuzz {

/// Plain, gzip or zip, told from the first bytes.
void readHeartbeatCsvFile(Bytes bytes) {
  const ScratchFolder folder;
  const auto path = folder.put("x.csv", bytes);
  const HeartbeatRows rows = readHeartbeatCsv(path, 0, {});
  require(rows.rows() > 0 && rows.samples.size() == rows.rows() * rows.length, "rows of unequal length");
  const int classes = rows.classNames.empty() ? 255 : static_cast<int>(rows.classNames.size());
  for (const int label : rows.classes) require(label >= 0 && label < classes, "a class that does not exist");
  const CsvFacts facts = csvFacts(path);
  require(facts.length == rows.length, "the facts speak of other rows");
  require(!facts.isRowCountExact || facts.rows == rows.rows(), "the facts count other rows");
}

}  // namespace ectopy::fuzz
