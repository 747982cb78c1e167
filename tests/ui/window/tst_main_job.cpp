#include <QAction>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/support/clean_home.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/main_window.h"
#include "ui/widgets/confusion_view.h"

using namespace ectopy;
using namespace ectopy::ui;

namespace {

constexpr int kPatienceMs = 240'000;  // for a training under a sanitizer on a busy machine

template <typename Widget>
Widget* shown(MainWindow& window, const char* name) {
  for (Widget* widget : window.findChildren<Widget*>(QString::fromLatin1(name)))
    if (widget->isVisible()) return widget;
  return nullptr;
}

QString textOf(MainWindow& window, const char* name) {
  const auto* label = shown<QLabel>(window, name);
  return label ? label->text() : QString();
}

void press(MainWindow& window, Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
  QWidget* target = window.focusWidget() ? window.focusWidget() : &window;
  QTest::keyClick(target, key, modifiers);
}

/// The cell off the diagonal with the most beats, as (row, column).
QPoint fullestWrongCell(const ConfusionView& view) {
  QPoint best(1, 0);
  std::int64_t most = 0;
  const auto classes = static_cast<int>(view.confusion().classes());
  for (int row = 0; row < classes; ++row)
    for (int column = 0; column < classes; ++column)
      if (row != column && view.countAt(row, column) > most) {
        most = view.countAt(row, column);
        best = QPoint(column, row);
      }
  return best;
}

}  // namespace

/// The whole job as a user does it, by keys and clicks in the real window, with the real network on the demo.
class MainJob : public QObject {
  Q_OBJECT

 private slots:
  void wholeJob();

 private:
  void openDemo(MainWindow& window, Session& session);
  void useShippedModel(MainWindow& window, Session& session);
  void train(MainWindow& window, Session& session);
  void openWrongCell(MainWindow& window, Session& session);
  void relabelUndoRelabel(MainWindow& window, Session& session);
  void findLabelAgain();
  void exportReport(MainWindow& window, Session& session);

  BeatIndex m_beat = 0;
  ClassIndex m_fileLabel = 0;
  ClassIndex m_newLabel = 0;
  QTemporaryDir m_folder;
};

void MainJob::openDemo(MainWindow& window, Session& session) {
  QCOMPARE(window.currentPage(), QStringLiteral("start"));
  auto* card = shown<QAbstractButton>(window, "startDemo");
  QVERIFY(card);
  QTest::mouseClick(card, Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(session.beats() != nullptr, kPatienceMs);
  QTRY_COMPARE(window.currentPage(), QStringLiteral("browse"));
  QVERIFY2(window.windowTitle().contains("synthetic"), qPrintable(window.windowTitle()));
  QVERIFY(session.beats()->size() > 1000);
}

void MainJob::useShippedModel(MainWindow& window, Session& session) {
  window.findChild<QAction*>("evaluatePage")->trigger();
  auto* button = shown<QPushButton>(window, "openShippedHere");
  QVERIFY(button);
  QTest::mouseClick(button, Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(session.evaluation() != nullptr, kPatienceMs);
  QCOMPARE(session.model()->info().dataName, std::string("mitdb"));
  QVERIFY2(textOf(window, "messageText").contains("Moody"), "whose recordings it learned from");
  QTRY_VERIFY2(textOf(window, "evaluateProtocol").contains("learned from other data"),
               qPrintable(textOf(window, "evaluateProtocol")));
}

void MainJob::train(MainWindow& window, Session& session) {
  press(window, Qt::Key_T);
  QCOMPARE(window.currentPage(), QStringLiteral("train"));
  auto* epochs = shown<QSpinBox>(window, "epochs");
  QVERIFY(epochs);
  QTRY_VERIFY_WITH_TIMEOUT(epochs->isEnabled(), kPatienceMs);  // the network's recipe has come
  QCOMPARE(epochs->value(), 20);
  epochs->setFocus();
  epochs->selectAll();
  QTest::keyClicks(epochs, "2");
  auto* start = shown<QPushButton>(window, "startTraining");
  QVERIFY(start);
  QTRY_VERIFY_WITH_TIMEOUT(start->isEnabled(), kPatienceMs);
  QTest::mouseClick(start, Qt::LeftButton);
  QVERIFY(session.training().isActive());
  QTRY_VERIFY_WITH_TIMEOUT(session.training().state == TrainingStatus::State::Finished, kPatienceMs);
  QCOMPARE(session.training().epochs.size(), std::size_t{2});
  QTRY_VERIFY_WITH_TIMEOUT(session.evaluation() != nullptr, kPatienceMs);
  QVERIFY2(!textOf(window, "testFigures").isEmpty(), "the test figures are shown");
  QCOMPARE(session.model()->info().architecture, std::string("ectopy-beat"));
  QCOMPARE(session.model()->info().config.optimizer, OptimizerKind::AdamW);
}

void MainJob::openWrongCell(MainWindow& window, Session& session) {
  window.findChild<QAction*>("evaluatePage")->trigger();
  QCOMPARE(window.currentPage(), QStringLiteral("evaluate"));
  auto* confusion = shown<ConfusionView>(window, "confusion");
  QVERIFY(confusion);
  const QPoint cell = fullestWrongCell(*confusion);
  const auto count = confusion->countAt(cell.y(), cell.x());
  QVERIFY2(count > 0, "two epochs leave some beats wrong");
  QTest::mouseClick(confusion, Qt::LeftButton, Qt::NoModifier,
                    confusion->cellRect(cell.y(), cell.x()).center());
  QTRY_COMPARE(session.visibleBeats()->size(), static_cast<std::size_t>(count));
  for (const BeatIndex beat : *session.visibleBeats()) {
    QCOMPARE(int{(*session.labels())[beat]}, cell.y());
    QCOMPARE(int{session.predictions()->predicted(beat)}, cell.x());
  }
  QVERIFY(shown<QWidget>(window, "filterChip"));
}

void MainJob::relabelUndoRelabel(MainWindow& window, Session& session) {
  auto* grid = shown<QWidget>(window, "beatGrid");
  QVERIFY(grid);
  QTest::keyClick(grid, Qt::Key_Home);
  QTRY_VERIFY(session.currentBeat().has_value());
  m_beat = *session.currentBeat();
  m_fileLabel = (*session.labels())[m_beat];
  m_newLabel = m_fileLabel == 2 ? ClassIndex{3} : ClassIndex{2};
  const Qt::Key key = m_newLabel == 2 ? Qt::Key_V : Qt::Key_F;

  grid->setFocus();
  QTest::keyClick(grid, key, Qt::ShiftModifier);  // labels and stays
  QCOMPARE(int{(*session.labels())[m_beat]}, int{m_newLabel});
  QTRY_COMPARE(session.saveState(), SaveState::Saved);
  QVERIFY(session.isEdited(m_beat));
  const QString edited = textOf(window, "history");
  QVERIFY2(!edited.isEmpty(), "the edit is in the history that is shown");

  QTest::keyClick(grid, Qt::Key_Z, Qt::ControlModifier);
  QCOMPARE(int{(*session.labels())[m_beat]}, int{m_fileLabel});
  QTest::keyClick(grid, Qt::Key_Y, Qt::ControlModifier);
  QCOMPARE(int{(*session.labels())[m_beat]}, int{m_newLabel});
  QTRY_COMPARE(session.saveState(), SaveState::Saved);
}

void MainJob::exportReport(MainWindow& window, Session& session) {
  const QString path = m_folder.filePath("report.html");
  QSignalSpy exported(&session, &Session::reportExported);
  auto* button = shown<QPushButton>(window, "exportReport");
  QVERIFY(button && button->isEnabled());
  QTest::mouseClick(button, Qt::LeftButton);
  auto* dialog = window.findChild<QWidget*>("reportDialog");
  QVERIFY(dialog);
  QTRY_VERIFY(dialog->isVisible());
  auto* name = dialog->findChild<QLineEdit*>("fileNameEdit");
  QVERIFY(name);
  name->setText(path);
  QTest::keyClick(name, Qt::Key_Return);
  QTRY_COMPARE_WITH_TIMEOUT(exported.size(), 1, kPatienceMs);
  QFile file(path);
  QVERIFY(file.open(QIODevice::ReadOnly));
  const QString html = QString::fromUtf8(file.readAll());
  QVERIFY(html.contains("<svg") && html.toLower().contains("synthetic"));
  QVERIFY(html.contains(QString::fromStdString(session.model()->info().weightsSha256.substr(0, 12))));
}

void MainJob::findLabelAgain() {
  Session session;
  MainWindow window(session);
  window.show();
  QTest::mouseClick(shown<QAbstractButton>(window, "startDemo"), Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(session.beats() != nullptr, kPatienceMs);
  QCOMPARE(int{(*session.labels())[m_beat]}, int{m_newLabel});
  QVERIFY(session.isEdited(m_beat));
  session.setCurrentBeat(m_beat);
  QTRY_VERIFY(textOf(window, "history")
                  .contains(QString::fromUtf8(session.beats()->scheme().codeOf(m_newLabel).data(), 1)));
  QCOMPARE(session.historyOf(m_beat).size(), std::size_t{3});
  QCOMPARE(session.runs().size(), std::size_t{1});
  QTRY_VERIFY_WITH_TIMEOUT(session.predictions() != nullptr, kPatienceMs);  // the model comes back by itself
  press(window, Qt::Key_Z, Qt::ControlModifier);
  QCOMPARE(int{(*session.labels())[m_beat]}, int{m_fileLabel});
  window.close();
}

void MainJob::wholeJob() {
  {
    Session session;
    MainWindow window(session);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    openDemo(window, session);
    if (QTest::currentTestFailed()) return;
    useShippedModel(window, session);
    if (QTest::currentTestFailed()) return;
    train(window, session);
    if (QTest::currentTestFailed()) return;
    openWrongCell(window, session);
    if (QTest::currentTestFailed()) return;
    relabelUndoRelabel(window, session);
    if (QTest::currentTestFailed()) return;
    exportReport(window, session);
    if (QTest::currentTestFailed()) return;
    window.close();
    QVERIFY(!window.isVisible());
  }
  findLabelAgain();
}

int main(int argc, char** argv) {
  return ectopy::test::runWindowTest<MainJob>(argc, argv);
}
#include "tst_main_job.moc"
