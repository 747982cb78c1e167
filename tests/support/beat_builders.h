#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/beats/beat_set.h"
#include "core/beats/predictions.h"

namespace ectopy::test {

/// What makeBeats is to make.
struct BeatOptions {
  std::size_t beats = 200;
  LabelScheme scheme = aami5Scheme();
  std::vector<ClassIndex> classes;    // one a beat; empty: classes take turns
  std::vector<std::string> records;   // names; beats are dealt to them in equal runs; empty: no records
  std::vector<std::string> patients;  // one a record; empty: each record is a patient of its own
  std::vector<FilePart> fileParts;    // one a beat; empty: none
  BeatCut cut = defaultCut(CutRule::Kaggle);
  std::string name = "made up";
  std::uint64_t seed = 1;
  double noise = 0.02;  // standard deviation, beats run from 0 to 1
};

/// Beats of recognisable shape: an R peak at sample 0 and one bump whose place tells the class (a few
/// training steps tell them apart). R peaks lie 300 samples apart in 360 Hz records. The same options give
/// the same beats.
std::shared_ptr<const BeatSet> makeBeats(const BeatOptions& options = {});

/// n beats of the five AAMI classes in turn, dealt to four records "r1" ... "r4".
std::shared_ptr<const BeatSet> makeBeats(std::size_t beats, std::uint64_t seed = 1);

/// The file's labels as a vector.
std::vector<ClassIndex> labelsOf(const BeatSet& beats);

/// Predictions that are right for about `accuracy` of the beats and otherwise the next class; confidence
/// varies between .5 and 1.
Predictions makePredictions(const BeatSet& beats, double accuracy = 0.9, std::uint64_t seed = 1);

}  // namespace ectopy::test
