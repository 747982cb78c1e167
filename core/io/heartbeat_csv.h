#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "core/base/job_context.h"

namespace ectopy {

/// The rows of a heartbeat CSV: no header, L samples a row and the class number last.
struct HeartbeatRows {
  std::size_t length = 0;      // L, samples a row (187 in the published files)
  std::vector<float> samples;  // rows x length, row after row
  std::vector<int> classes;    // one a row, 0 .. 254
  std::size_t rows() const { return classes.size(); }
};

/// Reads a heartbeat CSV. Throws Error naming file, line and field: a row with another number of fields, a
/// field that is no number ("1.0e+00.65"), a class that is no whole number, no rows at all.
/// expectedLength 0 takes the first row's. A published-layout file wants 187.
HeartbeatRows readHeartbeatCsv(const std::filesystem::path& path, std::size_t expectedLength,
                               const JobContext& job);

/// Writes rows in the published layout ("%.18e", comma, class as a double last). Whole or not at all.
void writeHeartbeatCsv(const std::filesystem::path& path, const HeartbeatRows& rows, const JobContext& job);

}  // namespace ectopy
