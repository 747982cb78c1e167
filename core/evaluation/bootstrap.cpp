#include "core/evaluation/bootstrap.h"

#include <fmt/format.h>

#include <functional>

#include "core/base/error.h"
#include "core/beats/seeded_random.h"

namespace ectopy {
namespace {

struct ClassValues {
  std::vector<double> sensitivity, specificity, ppv, f1;
};

/// The scores of all resamples.
class Collected {
 public:
  explicit Collected(std::size_t classes) : m_perClass(classes) {}

  void add(const Scores& scores) {
    m_accuracy.push_back(scores.accuracy);
    m_macroF1.push_back(scores.macroF1);
    m_balancedAccuracy.push_back(scores.balancedAccuracy);
    m_weightedF1.push_back(scores.weighted.f1);
    for (std::size_t label = 0; label < m_perClass.size(); ++label) {
      const ClassScore& score = scores.perClass[label];
      ClassValues& values = m_perClass[label];
      values.sensitivity.push_back(score.sensitivity);
      values.specificity.push_back(score.specificity);
      values.ppv.push_back(score.ppv);
      values.f1.push_back(score.f1);
    }
  }

  ScoreIntervals intervals() {
    ScoreIntervals result;
    result.accuracy = percentileInterval(m_accuracy);
    result.macroF1 = percentileInterval(m_macroF1);
    result.balancedAccuracy = percentileInterval(m_balancedAccuracy);
    result.weightedF1 = percentileInterval(m_weightedF1);
    for (ClassValues& values : m_perClass)
      result.perClass.push_back({percentileInterval(values.sensitivity),
                                 percentileInterval(values.specificity), percentileInterval(values.ppv),
                                 percentileInterval(values.f1)});
    return result;
  }

 private:
  std::vector<double> m_accuracy, m_macroF1, m_balancedAccuracy, m_weightedF1;
  std::vector<ClassValues> m_perClass;
};

/// `draw` adds one resample's counts and returns its beats.
ScoreIntervals resampled(std::size_t classes, const BootstrapOptions& options, const JobContext& job,
                         const std::function<std::int64_t(std::span<ClassCount>)>& draw) {
  if (options.resamples < 1)
    throw Error(fmt::format("A bootstrap needs at least 1 resample, found {}.", options.resamples));
  Collected collected(classes);
  std::vector<ClassCount> counts(classes);
  for (int resample = 0; resample < options.resamples; ++resample) {
    job.throwIfStopped();
    counts.assign(classes, {});
    const std::int64_t beats = draw(counts);
    collected.add(scoresOf(counts, beats));
  }
  ScoreIntervals intervals = collected.intervals();
  intervals.resamples = options.resamples;
  return intervals;
}

void add(std::span<ClassCount> sum, std::span<const ClassCount> counts) {
  for (std::size_t label = 0; label < counts.size(); ++label) {
    sum[label].hits += counts[label].hits;
    sum[label].support += counts[label].support;
    sum[label].predicted += counts[label].predicted;
  }
}

/// Draws cells of a confusion matrix by their counts in constant time (Walker 1977, Vose 1991).
class CellSampler {
 public:
  struct Cell {
    std::size_t truth = 0;
    std::size_t predicted = 0;
  };

  explicit CellSampler(const ConfusionMatrix& confusion) {
    std::vector<double> shares;
    const auto total = static_cast<double>(confusion.total());
    for (std::size_t truth = 0; truth < confusion.classes(); ++truth)
      for (std::size_t predicted = 0; predicted < confusion.classes(); ++predicted)
        if (const std::int64_t count = confusion.at(truth, predicted); count > 0) {
          m_cells.push_back({truth, predicted});
          shares.push_back(static_cast<double>(count) / total);
        }
    fillTable(shares);
  }

  /// Adds so many drawn beats to the classes' counts.
  void draw(std::int64_t beats, SeededRandom& random, std::span<ClassCount> sum) {
    m_drawn.assign(m_cells.size(), 0);
    const auto cells = static_cast<double>(m_cells.size());
    for (std::int64_t drawn = 0; drawn < beats; ++drawn) {
      const double place = random.uniform() * cells;
      const auto index = static_cast<std::size_t>(place);
      ++m_drawn[place - static_cast<double>(index) < m_keeps[index] ? index : m_aliases[index]];
    }
    for (std::size_t index = 0; index < m_cells.size(); ++index) {
      const Cell& cell = m_cells[index];
      sum[cell.truth].support += m_drawn[index];
      sum[cell.predicted].predicted += m_drawn[index];
      if (cell.truth == cell.predicted) sum[cell.truth].hits += m_drawn[index];
    }
  }

 private:
  void fillTable(std::span<const double> shares) {
    const std::size_t count = shares.size();
    m_keeps.assign(count, 1);
    m_aliases.assign(count, 0);
    std::vector<double> scaled;
    std::vector<std::size_t> small, large;
    for (std::size_t cell = 0; cell < count; ++cell) {
      scaled.push_back(shares[cell] * static_cast<double>(count));
      (scaled.back() < 1 ? small : large).push_back(cell);
    }
    while (!small.empty() && !large.empty()) {
      const std::size_t less = small.back();
      const std::size_t more = large.back();
      small.pop_back();
      m_keeps[less] = scaled[less];
      m_aliases[less] = more;
      scaled[more] -= 1 - scaled[less];
      if (scaled[more] >= 1) continue;
      large.pop_back();
      small.push_back(more);
    }
  }

  std::vector<Cell> m_cells;
  std::vector<double> m_keeps;  // how often a drawn place is its own cell
  std::vector<std::size_t> m_aliases;
  std::vector<std::int64_t> m_drawn;  // in the resample at work
};

}  // namespace

ScoreIntervals bootstrapByPatient(std::span<const GroupScore> patients, const BootstrapOptions& options,
                                  const JobContext& job) {
  SeededRandom random(options.seed);
  const std::size_t classes = patients.empty() ? 0 : patients.front().perClass.size();
  ScoreIntervals intervals = resampled(classes, options, job, [&](std::span<ClassCount> sum) {
    std::int64_t beats = 0;
    for (std::size_t drawn = 0; drawn < patients.size(); ++drawn) {
      const GroupScore& patient = patients[random.below(patients.size())];
      add(sum, patient.perClass);
      beats += patient.beats;
    }
    return beats;
  });
  intervals.method = ScoreIntervals::Method::ByPatient;
  intervals.units = static_cast<std::int64_t>(patients.size());
  return intervals;
}

ScoreIntervals bootstrapByBeat(const ConfusionMatrix& confusion, const BootstrapOptions& options,
                               const JobContext& job) {
  SeededRandom random(options.seed);
  CellSampler sampler(confusion);
  const std::int64_t beats = confusion.total();
  ScoreIntervals intervals = resampled(confusion.classes(), options, job, [&](std::span<ClassCount> sum) {
    sampler.draw(beats, random, sum);
    return beats;
  });
  intervals.method = ScoreIntervals::Method::ByBeat;
  intervals.units = beats;
  return intervals;
}

ScoreIntervals bootstrapIntervals(const Evaluation& evaluation, const BeatSet& beats,
                                  std::span<const GroupScore> patients, const BootstrapOptions& options,
                                  const JobContext& job) {
  if (patients.size() >= 2 && knowsPatients(beats, evaluation.beats))
    return bootstrapByPatient(patients, options, job);
  return bootstrapByBeat(evaluation.confusion, options, job);
}

}  // namespace ectopy
