#include <QMenu>
#include <QSettings>
#include <QToolButton>

#include "core/io/wfdb_record.h"
#include "tests/support/catalogue_builder.h"
#include "tests/ui/window/window_fixture.h"
#include "ui/widgets/context_strip.h"

using namespace ectopy;
using namespace ectopy::ui;
using ectopy::test::WindowFixture;

namespace {

constexpr auto kControlShift = Qt::ControlModifier | Qt::ShiftModifier;

/// A window over one made-up record of 50 beats.
struct FilterFixture : WindowFixture {
  bool openRecord() {
    std::vector<double> seconds;
    for (int beat = 1; beat <= 50; ++beat) seconds.push_back(beat);
    const auto header =
        writeWfdbRecord(test::bellRecording("bells", seconds, 250, 52), folder.path().toStdString());
    session->open(QString::fromStdString(header.string()), workspacePath());
    return QTest::qWaitFor([this] { return session->beats() && strip().emptyText().isEmpty(); }, 20'000);
  }
  ContextStrip& strip() const { return *find<ContextStrip>("contextStrip"); }
  QStringList checked() const {
    QStringList names;
    for (const QAction* action : find<QMenu>("signalFilterMenu")->actions())
      if (action->isChecked()) names << action->objectName();
    return names;
  }
};

}  // namespace

class TestSignalFilterMenu : public QObject {
  Q_OBJECT

 private slots:
  void init() { QSettings().clear(); }

  void keysFilterTheView() {
    FilterFixture fixture;
    QVERIFY(fixture.openRecord());
    QCOMPARE(fixture.checked(), QStringList{"filterNone"});
    QCOMPARE(fixture.strip().filterWords(), QString());
    const QImage stored = fixture.strip().grab().toImage();
    const auto beats = fixture.session->beats();

    fixture.press(Qt::Key_B, kControlShift);
    fixture.press(Qt::Key_M, kControlShift);
    QCOMPARE(fixture.strip().filterWords(),
             QString("view filtered: baseline 0.5 Hz, mains 50 Hz; stored data unchanged"));
    QCOMPARE(fixture.checked(), (QStringList{"filterBaseline", "filterMains50"}));
    QVERIFY(fixture.strip().grab().toImage() != stored);
    QVERIFY2(fixture.session->beats() == beats, "the cut beats stay the very same");

    fixture.press(Qt::Key_H, kControlShift);
    fixture.press(Qt::Key_F, kControlShift);
    QCOMPARE(fixture.checked(), (QStringList{"filterBand", "filterMains60"}));
    fixture.press(Qt::Key_H, kControlShift);
    QCOMPARE(fixture.strip().filterWords(), QString("view filtered: band 0.5-40 Hz; stored data unchanged"));
    fixture.press(Qt::Key_U, kControlShift);
    QCOMPARE(fixture.checked(), QStringList{"filterNone"});
    QCOMPARE(fixture.strip().filterWords(), QString());
    fixture.press(Qt::Key_U, kControlShift);
    QCOMPARE(fixture.checked(), QStringList{"filterNone"});
  }

  void theStripsButtonOpensTheMenu() {
    FilterFixture fixture;
    QVERIFY(fixture.openRecord());
    auto* button = fixture.find<QToolButton>("filterButton");
    QCOMPARE(button->text(), QString("Filter: none"));
    button->setFocus();
    fixture.press(Qt::Key_Space);
    auto* menu = fixture.find<QMenu>("signalFilterMenu");
    QTRY_VERIFY(menu->isVisible());
    QTest::keyClick(menu, Qt::Key_A);
    QVERIFY(!menu->isVisible());
    QCOMPARE(fixture.checked(), QStringList{"filterBand"});
    QCOMPARE(button->text(), QString("Filter: on"));
  }

  void isRememberedByTheNextWindow() {
    {
      FilterFixture fixture;
      fixture.action("filterMains60")->trigger();
    }
    FilterFixture fixture;
    QVERIFY(fixture.openRecord());
    QCOMPARE(fixture.checked(), QStringList{"filterMains60"});
    QCOMPARE(fixture.strip().filterWords(), QString("view filtered: mains 60 Hz; stored data unchanged"));
  }
};

QTEST_MAIN(TestSignalFilterMenu)
#include "tst_signal_filter_menu.moc"
