#include "ui/evaluate/errors_view.h"

#include <QTest>
#include <QTreeWidget>

#include "tests/support/shown_page.h"
#include "ui/theme/theme.h"

using namespace ectopy;
using namespace ectopy::test;
using namespace ectopy::ui;

namespace {

std::shared_ptr<const BeatSet> recordedBeats() {
  BeatOptions options;
  options.beats = 1200;
  options.records = {"r1", "r2", "r3", "r4"};
  return makeBeats(options);
}

struct Shown : ShownPage<ErrorsView> {
  Shown() : ShownPage(recordedBeats()) {
    session.setEvaluatedPart(Part::None);
    TrainingRequest request;
    request.config.epochs = 2;
    request.splitId = QString::fromStdString(splitChoices(*session.beats()).front().id);
    session.startTraining(request);
    if (!QTest::qWaitFor([this] { return tree().topLevelItemCount() > 0; }, 60'000)) qFatal("No groups.");
  }
  QTreeWidget& tree() { return find<QTreeWidget>("errorGroups"); }
  std::size_t counted() {
    std::size_t beats = 0;
    for (int row = 0; row < tree().topLevelItemCount(); ++row)
      beats += tree().topLevelItem(row)->text(1).toUInt();
    return beats;
  }
  QString chip() { return QString::fromStdString(describeFilter(session.filter(), *session.beats())); }
};

}  // namespace

class ErrorsViewTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

  void everyMistakeIsInAGroup() {
    Shown shown;
    std::size_t wrong = 0;
    for (BeatIndex beat = 0; beat < shown.session.beats()->size(); ++beat)
      wrong += shown.session.predictions()->predicted(beat) != (*shown.session.labels())[beat];
    QVERIFY(wrong > 0);
    QTRY_COMPARE(shown.counted(), wrong);
    QVERIFY(shown.tree().topLevelItem(0)->text(0).contains(" taken for "));
  }

  void aGroupAndItsPartsOpenInTheGallery() {
    Shown shown;
    shown.tree().setFocus();
    QTreeWidgetItem* group = shown.tree().topLevelItem(0);
    QTest::keyClick(&shown.tree(), Qt::Key_Return);
    QTRY_COMPARE(shown.session.visibleBeats()->size(), std::size_t{group->text(1).toUInt()});
    QVERIFY(shown.chip().contains(" taken for "));
    const ClassIndex truth = (*shown.session.labels())[shown.session.visibleBeats()->front()];
    for (const BeatIndex beat : *shown.session.visibleBeats())
      QCOMPARE((*shown.session.labels())[beat], truth);
    QTest::keyClick(&shown.tree(), Qt::Key_Down);
    QTreeWidgetItem* part = shown.tree().currentItem();
    QCOMPARE(part->parent(), group);
    QVERIFY(part->text(0).startsWith("in record r"));
    QTest::keyClick(&shown.tree(), Qt::Key_Return);
    QTRY_COMPARE(shown.session.visibleBeats()->size(), std::size_t{part->text(1).toUInt()});
    QVERIFY(shown.chip().endsWith(part->text(0)));
  }

  void followsTheLabels() {
    Shown shown;
    const std::size_t before = shown.counted();
    QTest::keyClick(&shown.tree(), Qt::Key_Return);
    QTRY_VERIFY(shown.session.filter().among);
    const BeatIndex beat = shown.session.filter().among->beats.front();
    shown.session.setCurrentBeat(beat);
    shown.session.relabel(shown.session.predictions()->predicted(beat), false);
    QTRY_COMPARE(shown.counted(), before - 1);
  }
};

QTEST_MAIN(ErrorsViewTest)
#include "tst_errors_view.moc"
