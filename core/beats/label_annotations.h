#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/beats/beat_set.h"
#include "core/signal/recording.h"

namespace ectopy {

/// The annotation code that stands for a class of a scheme of N, S, V, F, Q, or some of them. Throws Error: a
/// scheme of other classes too.
AnnotationCode codeOfClass(const LabelScheme& scheme, ClassIndex index);

/// The annotations of the cut's annotator with the labels put in. Where a label is what the mark says, the
/// mark stays as it was, with its finer code ("L" for an N); else it takes the class's own code. Marks that
/// are no beats of the set stay. Beats without a mark get one. A beat without a label is marked "?".
/// `labels`: effective, one a beat of the set. Throws Error as codeOfClass does.
std::vector<Annotation> labelledAnnotations(const Recording& recording, const BeatSet& beats,
                                            std::span<const ClassIndex> labels, std::uint32_t record);

/// Where labels go as WFDB annotations.
struct AnnotationExport {
  std::string annotator;         // file suffix: RECORD.annotator
  std::filesystem::path folder;  // empty: beside each record
  bool mayReplace = false;       // annotations that exist
};

/// Writes one annotation file a record of the set. Nothing is written when one of them can't be: the class
/// has no code, the raw record is gone, a file exists. Throws Error, Stopped.
std::vector<std::filesystem::path> exportAnnotations(const BeatSet& beats, std::span<const ClassIndex> labels,
                                                     const AnnotationExport& target, const JobContext& job);

}  // namespace ectopy
