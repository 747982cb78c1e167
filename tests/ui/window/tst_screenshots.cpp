#include <QAction>
#include <QDialog>
#include <QDir>
#include <QImage>
#include <QPushButton>
#include <QSet>
#include <QSpinBox>
#include <QtTest>

#include "tests/support/clean_home.h"
#include "tests/support/data_folder.h"
#include "ui/importing/opening.h"
#include "ui/main_window.h"
#include "ui/widgets/confusion_view.h"

using namespace ectopy;
using namespace ectopy::ui;

namespace {

constexpr int kPatienceMs = 600'000;
constexpr int kSettleMs = 700;  // thumbnails and templates arrive in the background

template <typename Widget>
Widget* shown(MainWindow& window, const char* name) {
  for (Widget* widget : window.findChildren<Widget*>(QString::fromLatin1(name)))
    if (widget->isVisible()) return widget;
  return nullptr;
}

int distinctColours(const QImage& image) {
  QSet<QRgb> colours;
  for (int y = 0; y < image.height(); y += 3)
    for (int x = 0; x < image.width(); x += 3) colours.insert(image.pixel(x, y));
  return static_cast<int>(colours.size());
}

}  // namespace

/// Pictures of every page in both themes, in the build folder's screenshots/. On real recordings where
/// ECTOPY_DATA is set (ECTOPY_MODEL may name a trained model, which saves the short training), else on the
/// demo.
class Screenshots : public QObject {
  Q_OBJECT

 private slots:
  void dialogs();
  void everyPage();

 private:
  void shoot(QWidget& window, const QString& name);
  void openData(Session& session);
  void getModel(MainWindow& window, Session& session);
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

void Screenshots::openData(Session& session) {
  if (test::dataFolder().empty())
    session.openDemo();
  else
    session.open(QString::fromStdString((test::dataFolder() / "mitdb").string()));
  QTRY_VERIFY_WITH_TIMEOUT(session.beats() != nullptr, kPatienceMs);
}

void Screenshots::getModel(MainWindow& window, Session& session) {
  const QString model = qEnvironmentVariable("ECTOPY_MODEL");
  window.showPage("train");
  QTRY_VERIFY_WITH_TIMEOUT(shown<QPushButton>(window, "startTraining")->isEnabled(), kPatienceMs);
  shoot(window, "train-before");
  if (!model.isEmpty()) {
    session.openModel(model);
  } else {
    session.startTraining({.config = {.epochs = 3, .timeLimitSeconds = 40},
                           .splitId = session.beats()->facts().isSynthetic ? "patient" : "beat"});
    QTRY_VERIFY_WITH_TIMEOUT(session.training().step.step > 20, kPatienceMs);
    shoot(window, "train-running");
    QTRY_VERIFY_WITH_TIMEOUT(!session.training().isActive(), kPatienceMs);
    QCOMPARE(session.training().state, TrainingStatus::State::Finished);
  }
  QTRY_VERIFY_WITH_TIMEOUT(session.evaluation() != nullptr, kPatienceMs);
  shoot(window, "train");
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
  openData(session);
  shoot(window, "browse-no-model");
  window.showPage("evaluate");
  shoot(window, "evaluate-no-model");
  getModel(window, session);
  if (QTest::currentTestFailed()) return;

  window.showPage("browse");
  session.setFilter({});
  session.stepToWrong(1);
  shoot(window, "browse");
  window.showPage("evaluate");
  session.setFilter({.labelled = ClassIndex{1},
                     .predicted = ClassIndex{0},
                     .part = session.evaluatedPart(),
                     .order = BeatOrder::WrongConfidenceFalling});
  shoot(window, "evaluate");
}

int main(int argc, char** argv) {
  return ectopy::test::runWindowTest<Screenshots>(argc, argv);
}
#include "tst_screenshots.moc"
