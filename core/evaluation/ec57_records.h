#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/beats/beat_set.h"
#include "core/beats/predictions.h"
#include "core/evaluation/ec57.h"

namespace ectopy {

/// The records of a data set, each compared with its reference.
struct Ec57Report {
  std::vector<std::uint32_t> places;  // of the records, as in the data set's facts
  std::vector<Ec57Record> records;
  std::vector<std::vector<Ec57Mismatch>> mismatches;  // of each record
  Ec57Summary summary;
};

/// The marks of one side of a record, in samples of its rate.
using MarksOfRecord = std::function<std::vector<Annotation>(std::uint32_t record, double sampleRateHz)>;

/// Those of an annotation file beside the record. Throws Error: no such file.
MarksOfRecord marksOfAnnotator(const BeatSet& beats, const std::string& annotator);
/// A model's classes at the R peaks of the data set. `predictions` and `beats` must outlive it. Throws Error
/// for classes that are none of N, S, V, F, Q.
MarksOfRecord marksOfModel(const Predictions& predictions, const BeatSet& beats);

/// Compares record by record as compareBeats does; WFDB records alone. Throws Error, Stopped.
Ec57Report compareRecords(const BeatSet& beats, std::span<const std::uint32_t> records,
                          const MarksOfRecord& reference, const MarksOfRecord& test,
                          const Ec57Options& options, const JobContext& job);

/// Annotators whose files lie beside the first of the records, without the headers and signals, in order.
std::vector<std::string> annotatorsBeside(const BeatSet& beats);

}  // namespace ectopy
