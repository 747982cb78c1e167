#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QThread>

#include "tests/ui/session/database_lock.h"
#include "tests/ui/window/window_fixture.h"
#include "ui/main_window.h"
#include "ui/theme/theme.h"

using namespace ectopy;
using namespace ectopy::ui;
using ectopy::test::WindowFixture;

/// Closing the window: what it asks, waits for and remembers.
class TestClosing : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void closingAsksWhileATrainingRuns();
  void pausedTrainingsSurviveClosing();
  void closingAsksEachQuestionByItself();
  void closingWaitsForTheDisk();
  void layoutIsRemembered();
};

void TestClosing::init() {
  QSettings().clear();
  Theme::instance().apply(ThemeMode::Light);
}

void TestClosing::closingAsksWhileATrainingRuns() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  fixture.startEndlessTraining();
  QVERIFY(!fixture.window->close());
  auto* question = fixture.find<QMessageBox>("closeQuestion");
  QVERIFY(question && question->isVisible());
  QTest::mouseClick(question->findChild<QPushButton*>("closeAnyway"), Qt::LeftButton);
  QTRY_VERIFY(!fixture.window->isVisible());
  QTRY_COMPARE(fixture.session->training().state, TrainingStatus::State::Cancelled);
}

void TestClosing::pausedTrainingsSurviveClosing() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  fixture.startEndlessTraining();
  QTRY_VERIFY(!fixture.session->training().epochs.empty());
  QVERIFY(!fixture.window->close());
  auto* question = fixture.find<QMessageBox>("closeQuestion");
  QVERIFY(question && question->text().contains("resumed"));
  QTest::mouseClick(question->findChild<QPushButton*>("closeGently"), Qt::LeftButton);
  QTRY_VERIFY(!fixture.window->isVisible());
  QTRY_VERIFY(fixture.session->interruptedTraining());
}

void TestClosing::closingAsksEachQuestionByItself() {
  WindowFixture fixture;
  QVERIFY(fixture.openWithoutWorkspace());
  Session& session = *fixture.session;
  session.relabel(static_cast<ClassIndex>(((*session.labels())[0] + 1) % 5), false);
  fixture.startEndlessTraining();
  const auto question = [&]() -> QMessageBox* {
    for (auto* box : fixture.window->findChildren<QMessageBox*>("closeQuestion")) {
      if (box->isVisible()) return box;
    }
    return nullptr;
  };
  const auto answer = [&] {
    QTest::mouseClick(question()->findChild<QPushButton*>("closeAnyway"), Qt::LeftButton);
  };
  QVERIFY(!fixture.window->close());
  QVERIFY(question() && question()->text().contains("training"));
  answer();
  // The training may go; that says nothing about the labels.
  QVERIFY(fixture.window->isVisible());
  QVERIFY(question() && question()->text().contains("labels"));
  question()->reject();
  QVERIFY(!question() && session.training().isActive());
  // It stayed open, so both are asked again.
  QVERIFY(!fixture.window->close());
  QVERIFY(question() && question()->text().contains("training"));
  answer();
  QVERIFY(question() && question()->text().contains("labels"));
  answer();
  QTRY_VERIFY(!fixture.window->isVisible());
  QTRY_COMPARE(session.training().state, TrainingStatus::State::Cancelled);
}

void TestClosing::closingWaitsForTheDisk() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  const auto label = [&](BeatIndex beat) {
    session.setCurrentBeat(beat);
    session.relabel(static_cast<ClassIndex>(((*session.labels())[beat] + 1) % 5), false);
  };
  {
    test::DatabaseLock lock((fixture.workspacePath() + "/workspace.sqlite").toStdString());
    label(0);
    QVERIFY(!fixture.window->close());
    QVERIFY(fixture.find<QLabel>("messageText")->text().contains("Saving the last labels"));
    QTRY_VERIFY(fixture.find<QMessageBox>("closeQuestion"));
    QVERIFY(fixture.window->isVisible());
    fixture.find<QMessageBox>("closeQuestion")->reject();
  }
  QTRY_VERIFY_WITH_TIMEOUT(session.saveState() == SaveState::Saved, 30'000);
  label(1);
  QVERIFY(!fixture.window->close());
  QTRY_VERIFY(!fixture.window->isVisible());
  QCOMPARE(session.saveState(), SaveState::Saved);
}

void TestClosing::layoutIsRemembered() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  fixture.action("showInspector")->trigger();
  fixture.window->resize(1100, 700);
  QVERIFY(fixture.window->close());
  fixture.show();
  QCOMPARE(fixture.window->size(), QSize(1100, 700));
  QVERIFY(fixture.find<QDockWidget>("navigatorDock")->isVisible());
  QVERIFY(!fixture.find<QDockWidget>("inspectorDock")->isVisible());
}

QTEST_MAIN(TestClosing)
#include "tst_closing.moc"
