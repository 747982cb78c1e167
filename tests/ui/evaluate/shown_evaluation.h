#pragma once

#include <QTabBar>
#include <QTableView>

#include "tests/support/beat_builders.h"
#include "tests/support/shown_page.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/widgets/confusion_view.h"

namespace ectopy::test {

inline std::shared_ptr<const BeatSet> recordedBeats() {
  BeatOptions options;
  options.beats = 1200;
  options.records = {"r1", "r2", "r3", "r4", "r5", "r6"};
  return makeBeats(options);
}

/// The page over a session with data and, when asked for, a trained model that has been judged.
struct ShownEvaluation : ShownPage<ui::EvaluatePage> {
  explicit ShownEvaluation(const std::shared_ptr<const BeatSet>& beats = recordedBeats(),
                           bool hasModel = true)
      : ShownPage(beats) {
    if (!beats || !hasModel) return;
    ui::TrainingRequest request;
    request.config.epochs = 2;
    request.splitId = QString::fromStdString(splitChoices(*session.beats()).front().id);
    session.startTraining(request);
    if (!QTest::qWaitFor([this] { return session.evaluation() != nullptr; }, 60'000)) qFatal("Not judged.");
  }

  /// Looks at a view by the keys of the bar of views.
  void showView(const QString& name) {
    auto& bar = find<QTabBar>("evaluateViews");
    bar.setFocus();
    while (bar.currentIndex() > 0) QTest::keyClick(&bar, Qt::Key_Left);
    while (bar.tabText(bar.currentIndex()) != name) {
      if (bar.currentIndex() + 1 == bar.count()) qFatal("There is no such view.");
      QTest::keyClick(&bar, Qt::Key_Right);
    }
  }
  ui::ConfusionView& matrix() { return find<ui::ConfusionView>("confusion"); }
  QString cell(const char* table, int row, int column) {
    return find<QTableView>(table).model()->index(row, column).data().toString();
  }
  /// A place off the diagonal that holds beats.
  std::pair<int, int> someMistake() {
    const ConfusionMatrix& confusion = session.evaluation()->confusion;
    const int classes = static_cast<int>(confusion.classes());
    for (int truth = 0; truth < classes; ++truth)
      for (int predicted = 0; predicted < classes; ++predicted)
        if (truth != predicted && matrix().countAt(truth, predicted) > 0) return {truth, predicted};
    qFatal("The model makes no mistake.");
  }
  /// The beats of the judged part with this label and prediction, ascending.
  std::vector<BeatIndex> beatsOf(int truth, int predicted) {
    std::vector<BeatIndex> found;
    for (const BeatIndex beat : session.evaluation()->beats)
      if ((*session.labels())[beat] == truth && session.predictions()->predicted(beat) == predicted)
        found.push_back(beat);
    return found;
  }
  std::vector<BeatIndex> visibleSorted() {
    std::vector<BeatIndex> beats = *session.visibleBeats();
    std::sort(beats.begin(), beats.end());
    return beats;
  }
};

}  // namespace ectopy::test
