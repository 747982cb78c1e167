#include "core/base/error.h"
#include "core/io/signal_text_reader.h"
#include "tests/fuzz/scratch_folder.h"

namespace ectopy::fuzz {
namespace {

void read(const std::filesystem::path& path, const SignalTextOptions& options) {
  const Recording described = describeSignalText(path, options, {});
  const Recording recording = readSignalText(path, options, {}, {});
  require(described.leads.size() == recording.leads.size(), "the facts speak of other leads");
  require(recording.sampleRateHz > 0, "a recording without a rate");
  for (const Lead& lead : recording.leads) {
    require(static_cast<std::int64_t>(lead.samples.size()) == recording.sampleCount,
            "leads of unequal length");
  }
}

}  // namespace

/// Plain, gzip or zip; where the file's times give no rate, at a rate that is told.
void readSignalTextFile(Bytes bytes) {
  const ScratchFolder folder;
  const auto path = folder.put("x.txt", bytes);
  try {
    read(path, {});
  } catch (const Error&) {
    read(path, {.sampleRateHz = 250, .unit = "uV"});
  }
}

}  // namespace ectopy::fuzz
