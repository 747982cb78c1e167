#include "core/io/edf_record.h"
#include "tests/fuzz/scratch_folder.h"

namespace ectopy::fuzz {

/// EDF, EDF+, BDF or BDF+, told from the first bytes.
void readEdfFile(Bytes bytes) {
  const ScratchFolder folder;
  const auto path = folder.put("x.edf", bytes);
  const Recording recording = readEdfRecord(path, {}, {});
  for (const Lead& lead : recording.leads) {
    require(static_cast<std::int64_t>(lead.samples.size()) == recording.sampleCount,
            "leads of unequal length");
  }
  const Recording described = describeEdfRecord(path, true, {});
  require(described.leads.size() == recording.leads.size(), "the facts speak of other leads");
  require(described.sampleCount == recording.sampleCount, "the facts speak of another length");
  if (recording.leads.empty()) return;
  require(readEdfRecord(path, recording.leads.size() - 1, {}).leads.size() == 1, "one lead was asked for");
}

}  // namespace ectopy::fuzz
