#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QImage>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QSet>
#include <QSpinBox>
#include <QTabBar>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

#include "core/model/shipped_model.h"
#include "tests/support/clean_home.h"
#include "tests/support/data_folder.h"
#include "ui/importing/opening.h"
#include "ui/main_window.h"
#include "ui/review/queue_list.h"
#include "ui/session/comparison_desk.h"
#include "ui/widgets/confusion_view.h"

using namespace ectopy;
using namespace ectopy::ui;

namespace {

constexpr int kPatienceMs = 600'000;
constexpr int kThinkMs = 400;   // before a key, as a person
constexpr int kSettleMs = 700;  // thumbnails and templates arrive in the background

template <typename Widget>
Widget* shown(MainWindow& window, const char* name) {
  for (Widget* widget : window.findChildren<Widget*>(QString::fromLatin1(name)))
    if (widget->isVisible()) return widget;
  return nullptr;
}

void dismissMessages(MainWindow& window) {
  if (auto* button = shown<QToolButton>(window, "dismissMessage")) button->click();
}

int distinctColours(const QImage& image) {
  QSet<QRgb> colours;
  for (int y = 0; y < image.height(); y += 3)
    for (int x = 0; x < image.width(); x += 3) colours.insert(image.pixel(x, y));
  return static_cast<int>(colours.size());
}

/// Where a database of the real recordings lies.
QString databasePath(const char* name) {
  return QString::fromStdString((test::dataFolder() / name).string());
}

/// Records of several rhythms: enough for a training like a real one, in seconds.
QString fewRecords(const QTemporaryDir& folder) {
  if (test::dataFolder().empty()) return {};
  const QString target = folder.filePath("mitdb");
  QDir().mkpath(target);
  for (const char* record : {"104", "118", "208", "209", "213"})
    for (const char* part : {".hea", ".dat", ".atr"}) {
      const QString file = QLatin1String(record) + QLatin1String(part);
      QFile::copy(databasePath("mitdb") + '/' + file, target + '/' + file);
    }
  return target;
}

}  // namespace

/// Pictures of every page in both themes, in the build folder's screenshots/. On real recordings where
/// ECTOPY_DATA is set, else on the demo; judged by the shipped model. Two trainings run for some seconds
/// each.
class Screenshots : public QObject {
  Q_OBJECT

 private slots:
  void dialogs();
  void everyPage();
  void labelling();
  void reviewPage();
  void templates();
  void trainPage();
  void transfer();

 private:
  void shoot(QWidget& window, const QString& name);
  void shootEvaluation(Session& session, MainWindow& window);
  void shootComparison(MainWindow& window, Session& session);
  void openData(Session& session, const QString& database);
  void openShippedModel(Session& session);
  void press(MainWindow& window, const char* button);
  void giveAnotherOpinion(Session& session);
  void openQueue(MainWindow& window, Session& session, ReviewKind kind);
  void waitForRuns(Session& session, std::size_t count);
};

void Screenshots::shoot(QWidget& window, const QString& name) {
  const QDir folder(QStringLiteral(ECTOPY_BINARY_DIR "/screenshots"));
  QVERIFY(QDir().mkpath(folder.path()));
  for (const auto& [mode, suffix] :
       {std::pair(ThemeMode::Light, "light"), std::pair(ThemeMode::Dark, "dark")}) {
    Theme::instance().apply(mode);
    QTest::qWait(kSettleMs);
    const QImage image = window.grab().toImage();
    QVERIFY2(distinctColours(image) > 40, qPrintable(name + " is nearly empty"));
    QVERIFY(image.save(folder.filePath(QStringLiteral("%1-%2.png").arg(name, QLatin1String(suffix)))));
  }
  Theme::instance().apply(ThemeMode::Light);
}

void Screenshots::openData(Session& session, const QString& database) {
  if (!test::dataFolder().empty())
    session.open(database);
  else if (database.endsWith("ptb-xl"))
    session.openInfarctionDemo();
  else
    session.openDemo();
  QTRY_VERIFY_WITH_TIMEOUT(session.beats() != nullptr, kPatienceMs);
}

void Screenshots::openShippedModel(Session& session) {
  session.openModel(QString::fromStdString(shippedModelPath().string()));
  QTRY_VERIFY_WITH_TIMEOUT(session.model() != nullptr, kPatienceMs);
}

void Screenshots::press(MainWindow& window, const char* button) {
  QTRY_VERIFY_WITH_TIMEOUT(
      shown<QPushButton>(window, button) && shown<QPushButton>(window, button)->isEnabled(), kPatienceMs);
  QTest::mouseClick(shown<QPushButton>(window, button), Qt::LeftButton);
}

void Screenshots::waitForRuns(Session& session, std::size_t count) {
  QTRY_VERIFY_WITH_TIMEOUT(session.runs().size() == count && session.jobs().isIdle(), kPatienceMs);
  QCOMPARE(session.training().state, TrainingStatus::State::Finished);
}

void Screenshots::dialogs() {
  Session session;
  MainWindow window(session);
  window.resize(1440, 900);
  window.show();
  QVERIFY(QTest::qWaitForWindowExposed(&window));
  window.findChild<QAction*>("getData")->trigger();
  shoot(*shown<QDialog>(window, "getDataDialog"), "get-data");
  if (test::dataFolder().empty()) return;
  for (const char* database : {"mitdb", "ptb-xl"}) {
    openFromWindow(session, &window, QString::fromStdString((test::dataFolder() / database).string()));
    QTRY_VERIFY_WITH_TIMEOUT(shown<QDialog>(window, "importDialog") != nullptr, kPatienceMs);
    QDialog& dialog = *shown<QDialog>(window, "importDialog");
    QTRY_VERIFY_WITH_TIMEOUT(dialog.findChild<QPushButton*>("importOpen")->isEnabled(), kPatienceMs);
    shoot(dialog, QStringLiteral("import-") + QLatin1String(database));
    dialog.reject();
    QTRY_VERIFY(shown<QDialog>(window, "importDialog") == nullptr);
  }
}

void Screenshots::everyPage() {
  Session session;
  MainWindow window(session);
  window.resize(1440, 900);
  window.show();
  QVERIFY(QTest::qWaitForWindowExposed(&window));
  shoot(window, "start");
  openData(session, databasePath("mitdb"));
  shoot(window, "browse-no-model");
  window.showPage("evaluate");
  shoot(window, "evaluate-no-model");
  openShippedModel(session);
  QTRY_VERIFY_WITH_TIMEOUT(session.evaluation() != nullptr, kPatienceMs);
  dismissMessages(window);

  window.showPage("browse");
  session.setFilter({});
  session.stepToWrong(1);
  shoot(window, "browse");
  window.showPage("evaluate");
  session.setFilter({.labelled = ClassIndex{1},
                     .predicted = ClassIndex{0},
                     .part = session.evaluatedPart(),
                     .order = BeatOrder::WrongConfidenceFalling});
  shootEvaluation(session, window);
}

void Screenshots::shootEvaluation(Session& session, MainWindow& window) {
  auto* views = window.findChild<QTabBar*>("evaluateViews");
  shoot(window, "evaluate");
  for (int view = 1; view < views->count(); ++view) {
    views->setCurrentIndex(view);
    if (auto* map = shown<QLabel>(window, "mapWords")) {
      session.setFilter({});
      QTRY_VERIFY_WITH_TIMEOUT(map->text().startsWith("by model") && !map->text().contains(','), kPatienceMs);
    }
    shoot(window, "evaluate-" + views->tabText(view).toLower());
  }
}

/// The model just trained beside the shipped one.
void Screenshots::shootComparison(MainWindow& window, Session& session) {
  window.showPage("evaluate");
  auto* views = window.findChild<QTabBar*>("evaluateViews");
  for (int view = 0; view < views->count(); ++view)
    if (views->tabText(view) == "Compare") views->setCurrentIndex(view);
  const auto choices = session.comparison().choices();
  QVERIFY(!choices.empty());
  session.comparison().compareWith(choices.back());
  QTRY_VERIFY_WITH_TIMEOUT(session.comparison().comparison() != nullptr, kPatienceMs);
  shown<QPushButton>(window, "compareBroken")->click();
  shoot(window, "evaluate-compare-models");
}

void Screenshots::labelling() {
  const QTemporaryDir folder;
  Session session;
  MainWindow window(session);
  window.resize(1440, 900);
  window.show();
  QVERIFY(QTest::qWaitForWindowExposed(&window));
  openData(session, fewRecords(folder));
  openShippedModel(session);
  QTRY_VERIFY_WITH_TIMEOUT(session.evaluation() != nullptr, kPatienceMs);
  dismissMessages(window);
  window.showPage("browse");
  session.setFilter({});
  session.setSelection({3, 5, 8}, 5);
  session.toggleFlag();
  session.setSelection({12, 13}, 12);
  session.toggleExcluded();
  session.relabel(2, true);
  session.setCurrentBeat(20);
  session.relabel(1, true);
  session.acceptPrediction(true);
  session.setNote(std::vector<BeatIndex>{5}, QStringLiteral("P wave on the T wave before it"));
  session.undo();
  session.redo();
  session.setCurrentBeat(5);
  shoot(window, "labelling");
  window.findChild<QAction*>("history")->trigger();
  shoot(*shown<QDialog>(window, "historyDialog"), "history");
  shown<QDialog>(window, "historyDialog")->reject();
  window.findChild<QAction*>("otherScheme")->trigger();
  shoot(*shown<QDialog>(window, "schemeDialog"), "scheme");
  shown<QDialog>(window, "schemeDialog")->reject();
  window.findChild<QAction*>("exportAnnotations")->trigger();
  shoot(*shown<QDialog>(window, "annotationsDialog"), "export-annotations");
  shown<QDialog>(window, "annotationsDialog")->reject();
  session.setAnnotator(QStringLiteral("Anna Berg"));
  QTRY_COMPARE(session.annotator(), QStringLiteral("Anna Berg"));
  session.setSelection({12, 20, 40, 41, 42}, 12);
  session.relabel(2, false);
  window.findChild<QAction*>("compareAnnotators")->trigger();
  window.findChild<QCheckBox*>("agreementOnlyOwn")->setChecked(false);
  QTRY_VERIFY(window.findChild<QPushButton*>("agreementShow")->isEnabled());
  shoot(*shown<QDialog>(window, "agreementDialog"), "agreement");
  shown<QDialog>(window, "agreementDialog")->reject();
  session.setFilter({.labelled = ClassIndex{1}});
  QTest::qWait(kSettleMs);
  window.findChild<QAction*>("labelMany")->trigger();
  shoot(*shown<QDialog>(window, "bulkLabelDialog"), "label-many");
}

void Screenshots::giveAnotherOpinion(Session& session) {
  const QString own = session.annotator();
  session.setAnnotator("Ada");
  QTRY_COMPARE_WITH_TIMEOUT(session.annotator(), QString("Ada"), kPatienceMs);
  std::vector<BeatIndex> some;
  for (BeatIndex beat = 3; beat < session.beats()->size(); beat += 97) some.push_back(beat);
  session.setSelection(some, some.front());
  session.relabel(1, false);
  session.setAnnotator(own);
  QTRY_COMPARE_WITH_TIMEOUT(session.annotator(), own, kPatienceMs);
  session.setSelection({20, 400, 1200}, 20);
  session.toggleFlag();
  session.setNote(session.selection(), "Fusion, or a second focus?");
  QTRY_VERIFY_WITH_TIMEOUT(session.jobs().isIdle(), kPatienceMs);
}

void Screenshots::openQueue(MainWindow& window, Session& session, ReviewKind kind) {
  auto& queues = *window.findChild<QueueList*>("reviewQueues");
  queues.setKind(kind);
  emit queues.opened(kind);
  if (kind == ReviewKind::Suspects) window.findChild<QPushButton*>("askModel")->click();
  auto* make = window.findChild<QPushButton*>("makeQueue");
  const bool asksFirst = kind == ReviewKind::Audit || kind == ReviewKind::OtherAnnotator;
  if (asksFirst && make->isVisible()) make->click();
  const auto isThere = [&] {
    const ReviewWork* work = session.review().work(kind);
    return work && (session.review().shown() == kind || work->queue()->size() == 0) &&
           session.jobs().isIdle();
  };
  QTRY_VERIFY_WITH_TIMEOUT(isThere() || !session.review().whyNot(kind).isEmpty(), kPatienceMs);
  QTest::qWait(kSettleMs);
  for (const int key :
       {Qt::Key_Space, Qt::Key_Return, Qt::Key_Space, Qt::Key_Space, Qt::Key_Period, Qt::Key_Space})
    QTest::keyClick(window.focusWidget(), static_cast<Qt::Key>(key), Qt::NoModifier, kThinkMs);
}

void Screenshots::reviewPage() {
  const QTemporaryDir folder;
  Session session;
  MainWindow window(session);
  window.resize(1440, 900);
  window.show();
  QVERIFY(QTest::qWaitForWindowActive(&window));
  window.showPage("review");
  shoot(window, "review-no-data");
  openData(session, fewRecords(folder));
  openShippedModel(session);
  QTRY_VERIFY_WITH_TIMEOUT(session.predictions() != nullptr, kPatienceMs);
  giveAnotherOpinion(session);
  dismissMessages(window);
  window.showPage("review");
  shoot(window, "review-start");
  for (int kind = 0; kind < kReviewKinds; ++kind) {
    openQueue(window, session, static_cast<ReviewKind>(kind));
    const auto name = nameOf(static_cast<ReviewKind>(kind));
    shoot(window, "review-" + QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
  }
}

void Screenshots::templates() {
  Session session;
  MainWindow window(session);
  window.resize(1440, 900);
  window.show();
  QVERIFY(QTest::qWaitForWindowActive(&window));
  window.showPage("templates");
  shoot(window, "templates-no-data");
  openData(session, databasePath("mitdb"));
  window.showPage("templates");
  shoot(window, "templates-before");
  auto* record = window.findChild<QComboBox*>("templateRecord");
  record->setCurrentIndex(std::max(1, record->findText("208")));
  const auto waitForJobs = [&] { QTRY_VERIFY_WITH_TIMEOUT(session.jobs().isIdle(), kPatienceMs); };
  const auto press = [&](int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::keyClick(window.focusWidget(), static_cast<Qt::Key>(key), modifiers);
    waitForJobs();
  };
  window.findChild<QAction*>("groupTemplates")->trigger();
  waitForJobs();
  dismissMessages(window);
  press(Qt::Key_Right);
  press(Qt::Key_Right, Qt::ShiftModifier);
  press(Qt::Key_U);
  shoot(window, "templates");
  press(Qt::Key_V);
  press(Qt::Key_End);
  shoot(window, "templates-small-groups");
  auto* scope = window.findChild<QComboBox*>("templateScope");
  scope->setCurrentIndex(scope->findText("All records"));
  window.findChild<QAction*>("groupTemplates")->trigger();
  waitForJobs();
  shoot(window, "templates-all-records");

  openShippedModel(session);
  waitForJobs();
  dismissMessages(window);
  window.showPage("browse");
  session.setFilter({.labelled = ClassIndex{2}, .record = session.beats()->columns().records.back()});
  waitForJobs();
  session.setCurrentBeat(session.visibleBeats()->front());
  window.findChild<QAction*>("findSimilar")->trigger();
  waitForJobs();
  shoot(window, "similar");
}

void Screenshots::trainPage() {
  const QTemporaryDir folder;
  Session session;
  MainWindow window(session);
  window.resize(1440, 900);
  window.show();
  QVERIFY(QTest::qWaitForWindowExposed(&window));
  openData(session, fewRecords(folder));
  window.showPage("train");
  auto* protocol = window.findChild<QComboBox*>("protocol");
  protocol->setCurrentIndex(protocol->findData("beat"));
  auto* epochs = window.findChild<QSpinBox*>("epochs");
  QTRY_VERIFY_WITH_TIMEOUT(epochs->isEnabled(), kPatienceMs);
  epochs->setValue(12);
  QTRY_VERIFY_WITH_TIMEOUT(shown<QPushButton>(window, "startTraining")->isEnabled(), kPatienceMs);
  dismissMessages(window);
  shoot(window, "train-before");
  press(window, "startTraining");
  QTRY_VERIFY_WITH_TIMEOUT(session.training().epochs.size() >= 3, kPatienceMs);
  for (const int seed : {2, 3}) {
    window.findChild<QSpinBox*>("seed")->setValue(seed);
    press(window, "startTraining");
  }
  QCOMPARE(session.waitingRuns().size(), std::size_t{2});
  shoot(window, "train-running");
  while (!session.waitingRuns().empty()) session.removeWaiting(session.waitingRuns().front().id);
  waitForRuns(session, 1);
  dismissMessages(window);
  shoot(window, "train");
  shootComparison(window, session);
  window.showPage("train");
  auto* more = window.findChild<QToolButton*>("more");
  more->setChecked(true);
  window.findChild<QLineEdit*>("mixup")->setText("0.5");
  window.findChild<QLineEdit*>("noise")->setText("12");
  QTest::qWait(kSettleMs);
  window.findChild<QScrollArea*>("trainingForm")
      ->ensureWidgetVisible(window.findChild<QPushButton*>("recipeDefaults"));
  shoot(window, "train-recipe");
}

void Screenshots::transfer() {
  Session session;
  MainWindow window(session);
  window.resize(1440, 900);
  window.show();
  QVERIFY(QTest::qWaitForWindowExposed(&window));
  openData(session, databasePath("ptb-xl"));
  window.showPage("train");
  openShippedModel(session);
  auto* fineTune = shown<QRadioButton>(window, "startFineTune");
  QTRY_VERIFY_WITH_TIMEOUT(fineTune->isEnabled(), kPatienceMs);
  fineTune->setChecked(true);
  auto* epochs = window.findChild<QSpinBox*>("epochs");
  QTRY_VERIFY_WITH_TIMEOUT(epochs->isEnabled(), kPatienceMs);
  epochs->setValue(10);
  press(window, "compareWithScratch");
  waitForRuns(session, 2);
  QTRY_VERIFY(window.findChild<QTableWidget*>("runComparison")->isVisible());
  QTRY_VERIFY_WITH_TIMEOUT(session.testAucOf(session.runs().back().id).has_value(), kPatienceMs);
  dismissMessages(window);
  shoot(window, "train-compared");
}

int main(int argc, char** argv) {
  return ectopy::test::runWindowTest<Screenshots>(argc, argv);
}
#include "tst_screenshots.moc"
