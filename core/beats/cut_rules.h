#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/beats/beat_cut.h"
#include "core/beats/beat_set.h"
#include "core/signal/recording.h"

namespace ectopy {

/// Why beats of a record were not cut, counted.
struct LeftOut {
  std::size_t withoutSuccessor = 0;  // kaggle: no annotation after it in its record
  std::size_t withoutRhythm = 0;     // paper: no RR interval in reach
  std::size_t outsideSignal = 0;     // its samples lie (partly) outside the record
  std::size_t missingSamples = 0;    // a gap in the signal
  std::size_t flat = 0;              // constant signal: kept, all zeros

  void add(const LeftOut& other);
  /// A sentence each; `where` is "record 203" or "48 records".
  std::vector<std::string> sentences(std::string_view where) const;
};

/// A beat as it stands in a record, before its samples are taken.
struct BeatMark {
  std::size_t annotation = 0;  // index into the record's annotations
  std::int64_t sample = 0;     // R peak
  ClassIndex classIndex = kUnlabelled;
  float rrBefore = 0;  // s, NaN at the ends
  float rrAfter = 0;   // s
};

/// One lead of a record ready to be cut: samples in ADC units (NaN where missing) at `rateHz`.
struct CutSignal {
  std::vector<double> samples;
  double rateHz = 0;
};

/// CONVENTIONS 3, `kaggle`: cuts every mark into `builder`. `annotations` are all of the record, in time
/// order; the signal is at 360 Hz, annotations at `annotationHz`.
LeftOut cutByKaggle(const CutSignal& signal, std::span<const Annotation> annotations, double annotationHz,
                    std::span<const BeatMark> marks, int length, std::uint32_t record,
                    BeatSetBuilder& builder);

/// Kachuee 2018, III.A: the signal is at the beats' own rate (125 Hz).
LeftOut cutByPaper(const CutSignal& signal, double annotationHz, std::span<const BeatMark> marks, int length,
                   std::uint32_t record, BeatSetBuilder& builder);

}  // namespace ectopy
