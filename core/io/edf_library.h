#pragma once

#include <filesystem>
#include <string>

#include "core/io/edf_header.h"

namespace ectopy {

/// What EDFlib, the reference reader of EDF and BDF, says of a file whose sizes were checked before.
struct EdfLibraryAnswer {
  bool isAccepted = false;
  std::string
      reason;  // why it was refused, in its words' meaning: "its header or first data record breaks a rule"
};

/// Opens the file with EDFlib (header and first data record alone), compares what it understood with
/// `header`, and closes it again. Safe in many threads at once. Throws Error when the two disagree: then one
/// of them is wrong about the samples. Discontinuous files are beyond EDFlib and must not be asked about.
EdfLibraryAnswer askEdfLibrary(const std::filesystem::path& path, const EdfHeader& header);

}  // namespace ectopy
