#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/beats/beat_cut.h"
#include "core/beats/beat_set.h"
#include "core/io/heartbeat_csv_facts.h"

namespace ectopy {

/// What the user says about a heartbeat CSV that the file doesn't.
struct CsvReading {
  /// Names of the classes 0, 1, ... Empty: the published ones where the files are a published pair, the
  /// file's own where its labels are text, else "0", "1", ...
  std::vector<std::string> classNames;
  std::size_t length = 0;  // samples a row expected; 0: as the file has them
  std::string file;        // how the names of the files to take in an archive or folder begin; empty: any
};

/// "N,S,V" as class names, blanks around them taken off. Throws Error as namedScheme does; "" gives none.
std::vector<std::string> classNamesFromText(const std::string& text);

/// The beats of a heartbeat CSV, of both files of a pair (csvFilesAt). The MIT-BIH and PTB pairs are known by
/// name and content (187 samples, classes 0 .. 4 or 0 .. 1). Throws Error as readHeartbeatCsv does, and where
/// the class names given don't fit.
std::shared_ptr<const BeatSet> openHeartbeatCsv(const std::filesystem::path& path, const CsvReading& reading,
                                                const JobContext& job);
std::shared_ptr<const BeatSet> openHeartbeatCsv(const std::filesystem::path& path, const JobContext& job);

/// openBeats (core/beats/cutting.h) with something said about a CSV. Throws Error too when something is said
/// and the data is no CSV.
std::shared_ptr<const BeatSet> openBeats(const std::filesystem::path& data, const BeatCut& cut,
                                         const CsvReading& reading, const JobContext& job);

}  // namespace ectopy
