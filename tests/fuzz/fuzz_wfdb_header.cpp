#include "core/io/wfdb_header.h"
#include "tests/fuzz/scratch_folder.h"

namespace ectopy::fuzz {

void readWfdbHeaderText(Bytes bytes) {
  const WfdbHeader header = parseWfdbHeader(textOf(bytes), "x.hea");
  require(header.sampleRateHz > 0 && header.sampleCount >= 0, "a header without a rate or length");
}

}  // namespace ectopy::fuzz
