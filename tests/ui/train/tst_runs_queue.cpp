#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include "tests/support/shown_page.h"
#include "ui/train/runs_model.h"
#include "ui/train/train_page.h"

using namespace ectopy;
using namespace ectopy::test;
using namespace ectopy::ui;

namespace {

using State = TrainingStatus::State;

/// The page while a training runs that only a stop ends.
struct Busy : ShownPage<TrainPage> {
  QPushButton& start = find<QPushButton>("startTraining");
  QTableView& runs = find<QTableView>("runs");

  Busy() : ShownPage(makeBeats(600)) { learner.holdAfter(1); }

  bool press(int seed) {
    find<QSpinBox>("seed").setValue(seed);
    find<QSpinBox>("epochs").setValue(2);
    if (!QTest::qWaitFor([this] { return start.isEnabled(); }, 60'000)) return false;
    QTest::mouseClick(&start, Qt::LeftButton);
    return true;
  }
  /// One that runs and three that wait.
  bool fill() {
    for (const int seed : {1, 2, 3, 4})
      if (!press(seed)) return false;
    return session.training().isActive() && session.waitingRuns().size() == 3;
  }
  QString text(int row, int column) { return runs.model()->index(row, column).data().toString(); }
  QStringList column(int column) {
    QStringList texts;
    for (int row = 0; row < runs.model()->rowCount(); ++row) texts << text(row, column);
    return texts;
  }
  void select(int row) {
    runs.setFocus();
    const QRect place = runs.visualRect(runs.model()->index(row, RunsModel::Network));
    QTest::mouseClick(runs.viewport(), Qt::LeftButton, {}, place.center());
  }
};

}  // namespace

class RunsQueueTest : public QObject {
  Q_OBJECT

 private slots:
  void startAddsToTheQueueWhileOneRuns() {
    Busy busy;
    QCOMPARE(busy.start.text(), QStringLiteral("Start training"));
    QVERIFY(busy.press(1));
    QCOMPARE(busy.start.text(), QStringLiteral("Add to queue"));
    QVERIFY(busy.press(2));
    QTRY_VERIFY(busy.runs.isVisible());
    QCOMPARE(busy.text(0, RunsModel::Name), QStringLiteral("Waiting: next"));
    QCOMPARE(busy.text(0, RunsModel::Start), QStringLiteral("from scratch"));
    QCOMPARE(busy.text(0, RunsModel::Seed), QStringLiteral("2"));
    const QString words = busy.text(0, RunsModel::Epochs);
    QVERIFY2(words.contains("2 epochs") && words.contains("learning rate 0.001"), qPrintable(words));
    QVERIFY(!busy.find<QPushButton>("startQueue").isVisible());
    busy.learner.release();
    QTRY_COMPARE_WITH_TIMEOUT(busy.session.runs().size(), std::size_t{2}, 20'000);
    QTRY_COMPARE(busy.column(RunsModel::Seed), (QStringList{"2", "1"}));
    QCOMPARE(busy.start.text(), QStringLiteral("Start training"));
    QVERIFY(!busy.find<QWidget>("queueBar").isVisible());
  }

  void addsByKey() {
    Busy busy;
    QVERIFY(busy.press(1));
    QTRY_VERIFY(busy.start.isEnabled());
    busy.page.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&busy.page));
    QTest::keyClick(&busy.page, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(busy.session.waitingRuns().size(), std::size_t{1});
  }

  void isReorderedByKeysAndButtons() {
    Busy busy;
    QVERIFY(busy.fill());
    QTRY_COMPARE(busy.column(RunsModel::Seed), (QStringList{"2", "3", "4"}));
    busy.select(2);
    QVERIFY(!busy.find<QToolButton>("queueDownButton").isEnabled());
    QTest::keyClick(&busy.runs, Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(busy.column(RunsModel::Seed), (QStringList{"2", "4", "3"}));
    QTest::keyClick(&busy.runs, Qt::Key_Up, Qt::AltModifier);  // it stays selected
    QCOMPARE(busy.column(RunsModel::Seed), (QStringList{"4", "2", "3"}));
    QVERIFY(!busy.find<QToolButton>("queueUpButton").isEnabled());
    QTest::mouseClick(&busy.find<QToolButton>("queueDownButton"), Qt::LeftButton);
    QCOMPARE(busy.column(RunsModel::Seed), (QStringList{"2", "4", "3"}));
    QTest::keyClick(&busy.runs, Qt::Key_Delete);
    QCOMPARE(busy.column(RunsModel::Seed), (QStringList{"2", "3"}));
    busy.select(0);
    QTest::mouseClick(&busy.find<QToolButton>("queueRemoveButton"), Qt::LeftButton);
    QCOMPARE(busy.column(RunsModel::Seed), (QStringList{"3"}));
  }

  void waitsForAWordAfterTheProgramWasClosed() {
    Busy busy;
    QVERIFY(busy.fill());
    const QString path = busy.session.dataPath(), folder = busy.session.workspaceFolder();
    busy.session.holdQueue();  // as the window does when it is closed
    busy.session.cancelTraining();
    QTRY_COMPARE(busy.session.training().state, State::Cancelled);
    QTRY_VERIFY(busy.session.jobs().isIdle());
    busy.session.close();
    QTRY_VERIFY(!busy.session.beats());
    QCOMPARE(busy.runs.model()->rowCount(), 0);
    busy.session.open(path, folder);
    QTRY_VERIFY(busy.session.beats());
    QTRY_COMPARE(busy.column(RunsModel::Seed), (QStringList{"2", "3", "4"}));
    QPushButton& go = busy.find<QPushButton>("startQueue");
    QTRY_VERIFY(go.isVisible() && go.isEnabled());
    QVERIFY(!busy.session.training().isActive());
    busy.learner.release();
    // Laid out, a click finds it.
    QTRY_VERIFY(busy.session.jobs().isIdle());
    QTRY_COMPARE(busy.page.childAt(go.mapTo(&busy.page, go.rect().center())), &go);
    QTest::mouseClick(&go, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(busy.session.runs().size(), std::size_t{3}, 20'000);
    QTRY_COMPARE(busy.column(RunsModel::Seed), (QStringList{"4", "3", "2"}));
  }
};

QTEST_MAIN(RunsQueueTest)
#include "tst_runs_queue.moc"
