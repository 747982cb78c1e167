#include "core/beats/demo.h"

#include <fmt/format.h>

#include "core/base/files.h"
#include "core/beats/demo_patient.h"
#include "core/io/wfdb_record.h"

namespace ectopy {

namespace {

constexpr int kMaxPatients = 1000;
constexpr double kMaxSeconds = 24 * 3600;

enum class DemoSet : std::uint64_t { Arrhythmia = 1, Infarction = 2 };

void requireSensible(const DemoOptions& options) {
  if (options.patients < 1 || options.patients > kMaxPatients)
    throw Error(fmt::format("A demo has 1 to {} patients, not {}.", kMaxPatients, options.patients));
  if (!(options.secondsPerRecord >= 10 && options.secondsPerRecord <= kMaxSeconds))
    throw Error(
        fmt::format("A demo record lasts 10 to {} seconds, not {}.", kMaxSeconds, options.secondsPerRecord));
}

/// A patient does not depend on how many there are.
Recording makeRecording(DemoSet set, int index, const DemoOptions& options, const JobContext& job) {
  DemoRandom random(options.seed, static_cast<std::uint64_t>(set) << 32 | static_cast<std::uint32_t>(index));
  const DemoPatient patient =
      set == DemoSet::Arrhythmia ? arrhythmiaPatient(index, random) : infarctionPatient(index, random);
  return recordPatient(patient, options.secondsPerRecord, random, job);
}

std::vector<Recording> makeSet(DemoSet set, const DemoOptions& options, const JobContext& job) {
  requireSensible(options);
  std::vector<Recording> recordings;
  for (int i = 0; i < options.patients; ++i) {
    job.report(static_cast<double>(i) / options.patients, fmt::format("synthetic patient {}", i + 1));
    recordings.push_back(makeRecording(set, i, options, job));
  }
  return recordings;
}

/// One record in memory at a time.
void writeSet(DemoSet set, const std::filesystem::path& folder, const DemoOptions& options,
              const JobContext& job) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw Error(fmt::format("The folder {} can't be made: {}.", folder.string(), error.message()));
  std::string names;
  const double half = set == DemoSet::Arrhythmia ? 0 : 0.5;
  for (int i = 0; i < options.patients; ++i) {
    const Recording recording = makeRecording(set, i, options, job);
    job.report(half + 0.5 * i / options.patients, recording.name);
    writeWfdbRecord(recording, folder);
    names += recording.name + "\n";
  }
  writeFileAtomically(folder / "RECORDS", names);
}

}  // namespace

std::vector<Recording> makeArrhythmiaDemo(const DemoOptions& options, const JobContext& job) {
  return makeSet(DemoSet::Arrhythmia, options, job);
}

std::vector<Recording> makeInfarctionDemo(const DemoOptions& options, const JobContext& job) {
  return makeSet(DemoSet::Infarction, options, job);
}

DemoFolders writeDemo(const std::filesystem::path& folder, const DemoOptions& options,
                      const JobContext& job) {
  requireSensible(options);
  DemoFolders folders{folder / "arrhythmia", folder / "infarction",
                      2 * static_cast<std::size_t>(options.patients)};
  writeSet(DemoSet::Arrhythmia, folders.arrhythmia, options, job);
  writeSet(DemoSet::Infarction, folders.infarction, options, job);
  return folders;
}

}  // namespace ectopy
