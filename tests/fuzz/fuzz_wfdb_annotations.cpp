#include "core/base/error.h"
#include "core/io/text_fields.h"
#include "core/io/wfdb_annotations.h"
#include "core/io/wfdb_text.h"
#include "tests/fuzz/scratch_folder.h"

namespace ectopy::fuzz {
namespace {

bool areEqual(const Annotation& one, const Annotation& other) {
  return one.sample == other.sample && one.code == other.code && one.subtype == other.subtype &&
         one.channel == other.channel && one.number == other.number && one.text == other.text;
}

/// What can be written again is read again as it was.
void requireRoundTrip(const std::vector<Annotation>& annotations) {
  std::vector<std::byte> bytes;
  try {
    bytes = encodeWfdbAnnotations(annotations);
  } catch (const Error&) {  // not in time order, a text too long
    return;
  }
  const WfdbAnnotations again = decodeWfdbAnnotations(bytes, "x.atr");
  require(again.annotations.size() == annotations.size(), "annotations were lost in writing");
  for (std::size_t i = 0; i < annotations.size(); ++i) {
    require(areEqual(annotations[i], again.annotations[i]), "an annotation was changed in writing");
  }
}

}  // namespace

/// An annotation file; behind it a header's sample rate and its time and date.
void readWfdbAnnotationFile(Bytes bytes) {
  const auto parts = partsOf(bytes);
  const WfdbAnnotations file = decodeWfdbAnnotations(parts[0], "x.atr");
  requireRoundTrip(file.annotations);
  const std::string_view words = parts.size() > 1 ? trimmed(textOf(parts[1])) : std::string_view();
  const std::size_t blank = std::min(words.find(' '), words.size());
  const double rate = parseReal(words.substr(0, blank)).value_or(0);
  constexpr double kSlowestHz = 0.01;  // of what a header may say
  constexpr double kFastestHz = 1e6;
  const bool isRate = rate >= kSlowestHz && rate <= kFastestHz;
  rdannText(file, isRate ? rate : 360, words.substr(blank));
}

}  // namespace ectopy::fuzz
