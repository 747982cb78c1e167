#include "ui/browse/inspector.h"

#include <QLabel>
#include <QToolButton>
#include <QtTest>

#include "tests/support/open_session.h"
#include "ui/theme/theme.h"

using namespace ectopy;
using namespace ectopy::ui;

namespace {

QString textOf(Inspector& inspector, const QString& name) {
  return inspector.findChild<QLabel*>(name)->text();
}

}  // namespace

class InspectorTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { Theme::instance().apply(ThemeMode::Light); }
  void buttonsLabelAndAdvance();
  void shiftClickStays();
  void tellsFacts();
  void tellsHistory();
  void tellsWhereTheModelDisagrees();
  void saysWhatToDoWithoutData();
};

void InspectorTest::buttonsLabelAndAdvance() {
  test::OpenSession open(test::makeBeats(50));
  Inspector inspector(open.session);
  inspector.show();
  auto* normal = inspector.findChild<QToolButton*>("labelN");
  auto* fusion = inspector.findChild<QToolButton*>("labelF");
  QVERIFY(normal->isChecked() && !fusion->isChecked());
  QVERIFY(fusion->toolTip().contains("key F or 4"));
  QTest::mouseClick(fusion, Qt::LeftButton);
  QCOMPARE((*open.session.labels())[0], ClassIndex{3});
  QCOMPARE(open.session.currentBeat(), std::optional<BeatIndex>(1));
  QVERIFY(inspector.findChild<QToolButton*>("labelS")->isChecked());
}

void InspectorTest::shiftClickStays() {
  test::OpenSession open(test::makeBeats(50));
  Inspector inspector(open.session);
  inspector.show();
  auto* fusion = inspector.findChild<QToolButton*>("labelF");
  QTest::mouseClick(fusion, Qt::LeftButton, Qt::ShiftModifier);
  QCOMPARE(open.session.currentBeat(), std::optional<BeatIndex>(0));
  QVERIFY(fusion->isChecked());
}

void InspectorTest::tellsFacts() {
  test::OpenSession open(test::makeBeats(50));
  Inspector inspector(open.session);
  open.session.setCurrentBeat(14);  // the second of record r2: R peak at sample 600 of 360 Hz
  QCOMPARE(textOf(inspector, "factRecord"), QStringLiteral("r2"));
  QCOMPARE(textOf(inspector, "factTime"), QStringLiteral("0:00:01.667"));
  QCOMPARE(textOf(inspector, "factRr"), QStringLiteral("833 ms before, 833 ms after"));
  QCOMPARE(textOf(inspector, "factBeat"), QStringLiteral("15 of 50"));
  QCOMPARE(textOf(inspector, "factFileLabel"), QStringLiteral("Q"));
}

void InspectorTest::tellsHistory() {
  test::OpenSession open(test::makeBeats(50));
  Inspector inspector(open.session);
  QCOMPARE(textOf(inspector, "history"), QString("None: the label is the file's."));
  open.session.relabel(2, false);
  open.session.undo();
  const QStringList lines = textOf(inspector, "history").split('\n');
  QCOMPARE(lines.size(), 2);
  QVERIFY(lines[0].startsWith(QString::fromUtf8("V → N")) && lines[0].contains("undo"));
  QVERIFY(lines[1].startsWith(QString::fromUtf8("N → V")) && lines[1].contains("key"));
}

void InspectorTest::tellsWhereTheModelDisagrees() {
  test::OpenSession open(test::makeBeats(50));
  Inspector inspector(open.session);
  QVERIFY(textOf(inspector, "verdict").contains("No model yet"));
  open.openModel();
  BeatIndex wrong = 0;
  while (open.session.predictions()->predicted(wrong) == wrong % 5) ++wrong;
  open.session.setCurrentBeat(wrong);
  QVERIFY(textOf(inspector, "verdict").contains("predicted"));
  open.session.acceptPrediction(false);
  QVERIFY(textOf(inspector, "verdict").contains("agrees"));
}

void InspectorTest::saysWhatToDoWithoutData() {
  Session session;
  Inspector inspector(session);
  inspector.show();
  auto* empty = inspector.findChild<QLabel*>("inspectorEmpty");
  QVERIFY(empty->isVisible());
  QVERIFY(empty->text().contains("open"));
}

QTEST_MAIN(InspectorTest)
#include "tst_inspector.moc"
