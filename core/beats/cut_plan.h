#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/beats/beat_cut.h"
#include "core/signal/annotation.h"

namespace ectopy {

/// Why beats of a record were not cut, counted.
struct LeftOut {
  std::size_t withoutSuccessor = 0;  // kaggle: no annotation after it in its record
  std::size_t withoutRhythm = 0;     // paper, context: no RR interval in reach
  std::size_t outsideSignal = 0;     // its samples lie (partly) outside the record
  std::size_t missingSamples = 0;    // a gap in the signal
  std::size_t flat = 0;              // constant signal: kept, all zeros

  void add(const LeftOut& other);
  /// Beats not cut; flat ones are.
  std::size_t total() const { return withoutSuccessor + withoutRhythm + outsideSignal + missingSamples; }
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

/// The beats among annotations in time order, with their classes and RR intervals. With a diagnosis it is the
/// class of them all; detected beats have none without.
std::vector<BeatMark> beatMarks(std::span<const Annotation> annotations, double annotationHz,
                                const BeatCut& cut, std::optional<ClassIndex> diagnosis);

/// When a record's beats are, and how long the signal is that they are cut from.
struct CutTimes {
  std::span<const Annotation> annotations;  // all of the record, in time order
  std::span<const BeatMark> marks;          // the beats among them
  double annotationHz = 0;                  // samples a second of their sample numbers
  double signalHz = 0;                      // of the signal as it is cut: see cutRateHz
  std::int64_t signalSize = 0;              // its samples
};

/// Samples of a beat: every `step`th of [start, end) of the signal, all inside it.
struct BeatPlace {
  std::size_t mark = 0;
  std::int64_t start = 0;
  std::int64_t end = 0;
};

/// Where each beat's samples lie, and which beats can't be cut for what their times say.
struct CutPlan {
  std::vector<BeatPlace> places;
  std::int64_t step = 1;
  LeftOut leftOut;
};

/// The rate at which a rule reads a record's signal, before it takes every `step`th sample.
double cutRateHz(const BeatCut& cut);
/// Samples of a record of that rate once it is resampled for the rule.
std::int64_t cutSampleCount(std::int64_t samples, double recordHz, const BeatCut& cut);

/// Lays a rule's windows (CONVENTIONS 3) over a record, from times alone.
CutPlan planCut(const BeatCut& cut, const CutTimes& times);

}  // namespace ectopy
