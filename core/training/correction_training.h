#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/model/learner.h"
#include "core/training/replay.h"

namespace ectopy {

/// Fine-tuning a model on a person's corrections.
struct CorrectionTask {
  const BeatSet& beats;
  std::span<const ClassIndex> labels;      // effective, one a beat
  std::span<const BeatIndex> corrections;  // LabelJournal::corrections()
  const Classifier& parent;
  TrainingConfig config;  // correctionConfig(), or another with the parent's seed and architecture
  ReplayOptions replay;
  std::shared_ptr<const Predictions> opinions;  // the parent's on all beats; null: asked for
  std::stop_token keepBest;
  PauseSwitch* pause = nullptr;
};

/// How a model is fine-tuned on corrections unless told otherwise: its own settings, but for one pass over
/// what is shown, at a low rate that falls to nothing.
TrainingConfig correctionConfig(const ModelInfo& parent);

/// How many of some beats a model gets right, before and after.
struct RightBeats {
  std::size_t of = 0;
  std::size_t before = 0;
  std::size_t after = 0;
};

/// What a fine-tuning on corrections did.
struct CorrectionFigures {
  RightBeats learned;
  RightBeats heldBack;
  std::size_t heldBackOfTest = 0;
  std::size_t replayed = 0;  // base beats shown
  std::size_t repeats = 1;   // of each correction learned from
  int learnedBefore = 0;     // corrections that the parent was fine-tuned on; the held-back may be among them
  bool isOwnData = false;    // else the base beats are those the parent gets right
  std::size_t otherBeats = 0;     // all but the corrections
  std::size_t othersChanged = 0;  // whose predicted class is another now
  ConfusionMatrix testBefore;     // of the test part, by the corrected labels; empty: there is none
  ConfusionMatrix testAfter;
  ConfusionMatrix restBefore;  // of the test part without its corrections: what may be forgotten
  ConfusionMatrix restAfter;
};

struct CorrectedModel {
  std::unique_ptr<Classifier> classifier;
  CorrectionFigures figures;
};

/// Shows the model its corrections among beats that it knows (planReplay), judges it before and after. The
/// same task gives the same weights. Throws Error as planReplay and Learner::train do, and when the model
/// can't judge these beats.
CorrectedModel fineTuneOnCorrections(Learner& learner, const CorrectionTask& task,
                                     const TrainingObserver& observer, const JobContext& job);

/// "Corrections right now: 37 of 40 held back (3 before), ...": what was done, in two or three sentences.
std::string correctionWords(const CorrectionFigures& figures);

/// The figures by name: learned and heldBack {beats, rightBefore, rightAfter}, othersChanged, testPart and
/// restOfTestPart before and after, ...
nlohmann::json correctionJson(const CorrectionFigures& figures, const LabelScheme& scheme);

}  // namespace ectopy
