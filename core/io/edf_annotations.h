#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/io/edf_header.h"

namespace ectopy {

/// One text of a time-stamped annotation list (TAL).
struct EdfAnnotation {
  double seconds = 0;   // from the file's start time (the header's)
  double duration = 0;  // s; 0 where none is given
  std::string text;     // UTF-8
};

/// What the annotation signals of an EDF+ or BDF+ file say.
struct EdfAnnotations {
  std::vector<EdfAnnotation> annotations;  // in file order
  std::vector<double> recordStarts;  // s, one a data record; NaN where it says none; empty for plain EDF
  std::size_t unreadable = 0;        // lists that follow no rule and were passed over
};

/// Reads the annotation signals of `header.recordCount` data records; `records` begins at the first of them.
EdfAnnotations readEdfAnnotations(std::span<const std::byte> records, const EdfHeader& header,
                                  const JobContext& job);

}  // namespace ectopy
