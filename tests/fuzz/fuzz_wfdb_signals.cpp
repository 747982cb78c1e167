#include <algorithm>
#include <array>

#include "core/io/wfdb_record.h"
#include "core/io/wfdb_text.h"
#include "tests/fuzz/scratch_folder.h"

namespace ectopy::fuzz {
namespace {

// The parts of an input, as far as it has them.
constexpr std::array<std::string_view, 6> kFiles = {"x.hea", "x.dat", "a.hea", "a.dat", "b.hea", "x.atr"};

}  // namespace

void readWfdbSignalFiles(Bytes bytes) {
  const ScratchFolder folder;
  const auto parts = partsOf(bytes);
  for (std::size_t i = 0; i < std::min(parts.size(), kFiles.size()); ++i) folder.put(kFiles[i], parts[i]);
  const Recording recording = readWfdbRecord(folder.path() / "x", {}, {});
  for (const Lead& lead : recording.leads) {
    require(static_cast<std::int64_t>(lead.samples.size()) == recording.sampleCount,
            "leads of unequal length");
  }
  constexpr std::int64_t kFew = 64;
  rdsampText(recording, 0, kFew);
  rdsampText(recording, recording.sampleCount - kFew, recording.sampleCount);
  if (recording.leads.empty()) return;
  WfdbReadOptions options;
  options.onlyLead = recording.leads.size() - 1;
  const Recording single = readWfdbRecord(folder.path() / "x", options, {});
  require(single.leads.size() == 1, "one lead was asked for");
}

}  // namespace ectopy::fuzz
