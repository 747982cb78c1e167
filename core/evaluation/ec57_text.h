#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/evaluation/ec57.h"

namespace ectopy {

/// What WFDB's bxb and sumstats print, letter by letter. `withS`: the forms with SVEB statistics (-L, -S),
/// else those without (-l, -s). Each text ends with a line end.

/// bxb -l / -L: a line a record under a heading.
std::string ec57Lines(std::span<const Ec57Record> records, bool withS);
/// The second file of bxb -l / -L: beats missed in shutdown.
std::string ec57ShutdownLines(std::span<const Ec57Record> records, bool withS);
/// sumstats on ec57Lines: the lines, their sum, gross and average.
std::string ec57Summary(std::span<const Ec57Record> records, bool withS);
/// bxb -s / -S: the table of pairs and the statistics of one record.
std::string ec57Matrix(const Ec57Record& record, std::string_view reference, std::string_view test,
                       bool withS);

}  // namespace ectopy
