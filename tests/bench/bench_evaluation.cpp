#include <fmt/format.h>

#include <QApplication>
#include <QElapsedTimer>
#include <functional>

#include "core/evaluation/judgement.h"
#include "tests/support/beat_builders.h"
#include "tests/support/shown_page.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/session/judgement_desk.h"
#include "ui/theme/theme.h"

using namespace ectopy;

namespace {

constexpr std::size_t kBeats = 109446;  // of MIT-BIH
constexpr double kPageBarMs = 2000;

std::shared_ptr<const BeatSet> manyBeats(int records) {
  test::BeatOptions options;
  options.beats = kBeats;
  for (int record = 0; record < records; ++record) options.records.push_back(fmt::format("r{}", record));
  return test::makeBeats(options);
}

void measure(const char* name, const std::function<void()>& work) {
  QElapsedTimer clock;
  clock.start();
  work();
  fmt::print("{:<52}{:9.1f} ms\n", name, static_cast<double>(clock.nsecsElapsed()) * 1e-6);
}

void measureCore(const BeatSet& beats, const char* words) {
  const Predictions predictions = test::makePredictions(beats);
  const auto labels = test::labelsOf(beats);
  std::vector<BeatIndex> all(beats.size());
  for (std::size_t beat = 0; beat < all.size(); ++beat) all[beat] = static_cast<BeatIndex>(beat);
  fmt::print("{} beats, {}\n", beats.size(), words);
  Evaluation evaluation;
  measure("  evaluation", [&] { evaluation = evaluate(predictions, beats, labels, all); });
  JudgementInput input{predictions, beats, labels, evaluation};
  input.validation = std::span(all).first(all.size() / 10);
  measure("  intervals, 1000 resamples", [&] { intervalsOf(input, {}, {}); });
  measure("  curves of all classes", [&] { curvesOf(input, {}); });
  measure("  calibration, temperature, coverage", [&] { reliabilityOf(input, {}); });
  measure("  records, patients, sides", [&] { groupsOf(input); });
}

/// From the predictions' coming to the page with its intervals, painted.
void measurePage(const std::shared_ptr<const BeatSet>& beats) {
  test::ShownPage<ui::EvaluatePage> shown(beats);
  ui::TrainingRequest request;
  request.config.epochs = 1;
  request.splitId = QString::fromStdString(splitChoices(*shown.session.beats()).front().id);
  shown.session.setEvaluatedPart(Part::None);
  QElapsedTimer clock;
  QObject::connect(&shown.session, &ui::Session::predictionsChanged, &shown.page, [&] { clock.start(); });
  shown.session.startTraining(request);
  const auto isDone = [&] { return shown.session.evaluation() && shown.session.judgement().intervals(); };
  if (!QTest::qWaitFor(isDone, 120'000)) qFatal("Not judged.");
  shown.page.grab();
  fmt::print("predictions to painted page with intervals           {:9.1f} ms  (bar {} ms)\n",
             static_cast<double>(clock.nsecsElapsed()) * 1e-6, kPageBarMs);
}

}  // namespace

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  ui::Theme::instance().apply(ui::ThemeMode::Light);
  const auto recorded = manyBeats(48);
  measureCore(*recorded, "48 patients");
  measureCore(*manyBeats(0), "no patients");
  measurePage(recorded);
}
