#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/job_context.h"

namespace ectopy {

struct TextFile;

/// The rows of a heartbeat CSV: L samples a row and a class.
struct HeartbeatRows {
  std::size_t length = 0;      // L, samples a row (187 in the published files)
  std::vector<float> samples;  // rows x length, row after row
  std::vector<int> classes;    // one a row, 0 .. 254
  /// Names of the classes, sorted, where the file labels its rows by name; else empty.
  std::vector<std::string> classNames;
  std::size_t rows() const { return classes.size(); }
};

/// Reads a heartbeat CSV, plain, .gz or a .zip that holds one: comma, semicolon, tab or blanks between the
/// fields, with or without a header and quotes; the label last, or where the header says label, class, type
/// or target. Every sample is strtof's of its text.
/// Throws Error naming file, line and field: a row with another number of fields, a field that is no number
/// ("1.0e+00.65"), a class that is no whole number, no rows at all, more than 65 536 samples a row.
/// expectedLength 0 takes the first row's. A published-layout file wants 187.
HeartbeatRows readHeartbeatCsv(const std::filesystem::path& path, std::size_t expectedLength,
                               const JobContext& job);
/// The same of a text that is open already.
HeartbeatRows readHeartbeatCsv(const TextFile& file, std::size_t expectedLength, const JobContext& job);

/// Writes rows in the published layout ("%.18e", comma, class as a double last). Whole or not at all.
void writeHeartbeatCsv(const std::filesystem::path& path, const HeartbeatRows& rows, const JobContext& job);

}  // namespace ectopy
