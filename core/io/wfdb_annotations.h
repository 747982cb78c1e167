#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/signal/annotation.h"

namespace ectopy {

/// An annotation file's content (annot(5)).
struct WfdbAnnotations {
  std::vector<Annotation> annotations;  // in file order
  double timeResolutionHz = 0;          // "## time resolution: X" note, 0 when there is none
  std::vector<std::string> warnings;
};

/// Decodes the bytes of an annotation file: SKIP, NUM, SUB, CHN, AUX; ends at the 0 word.
/// Throws Error naming fileName and the byte where it breaks.
WfdbAnnotations decodeWfdbAnnotations(std::span<const std::byte> bytes, std::string_view fileName);
WfdbAnnotations readWfdbAnnotations(const std::filesystem::path& path);

/// Turns times in ticks of a file's time resolution into samples of its record's rate (either 0: they are
/// samples already) and puts them in time order, those of one time as they stood. Times too large for a
/// record become the largest whole number of a double. Returns whether they were in time order.
bool fitToRate(std::vector<Annotation>& annotations, double timeResolutionHz, double sampleRateHz);

/// The bytes WFDB's own putann would write. Annotations must be in time order, codes 1 .. 49.
std::vector<std::byte> encodeWfdbAnnotations(std::span<const Annotation> annotations);
/// Written whole or not at all.
void writeWfdbAnnotations(const std::filesystem::path& path, std::span<const Annotation> annotations);

}  // namespace ectopy
