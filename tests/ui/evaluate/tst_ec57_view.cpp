#include "ui/evaluate/ec57_view.h"

#include <QComboBox>
#include <QLabel>
#include <QTableView>
#include <QTest>
#include <filesystem>

#include "tests/support/beat_builders.h"
#include "tests/support/data_folder.h"
#include "tests/support/shown_page.h"

using namespace ectopy;
using namespace ectopy::test;
using namespace ectopy::ui;

class Ec57ViewTest : public QObject {
  Q_OBJECT

 private slots:
  void anAnnotatorIsComparedAndMismatchesLeadToBeats() {
    ECTOPY_NEEDS_DATA();
    ShownPage<Ec57View> shown(nullptr);
    const std::filesystem::path target = shown.folder.filePath("db").toStdString();
    std::filesystem::create_directories(target);
    for (const char* file : {"100.hea", "100.dat", "100.atr"})
      std::filesystem::copy_file(dataFolder() / "mitdb" / file, target / file);
    std::filesystem::copy_file(dataFolder().parent_path() / "expected" / "ec57" / "100.tst",
                               target / "100.tst");
    shown.session.open(QString::fromStdString(target.string()), shown.folder.filePath("db.ectopy"));
    QTRY_VERIFY_WITH_TIMEOUT(shown.session.beats() != nullptr, 60'000);
    shown.page.hide();
    shown.page.show();
    auto& test = shown.find<QComboBox>("ec57Test");
    QTRY_COMPARE(test.count(), 3);
    QCOMPARE(shown.find<QComboBox>("ec57Reference").currentText(), QStringLiteral("atr"));
    test.setFocus();
    QTest::keyClick(&test, Qt::Key_End);
    auto* records = shown.find<QTableView>("ec57Records").model();
    QTRY_COMPARE(records->rowCount(), 3);
    QCOMPARE(records->index(0, 0).data().toString(), QStringLiteral("100"));
    QCOMPARE(records->index(1, 0).data().toString(), QStringLiteral("Gross"));
    auto& mismatches = shown.find<QTableView>("ec57Mismatches");
    QCOMPARE(QString::number(mismatches.model()->rowCount()), records->index(0, 8).data().toString());
    const QModelIndex first = mismatches.model()->index(0, 1);
    emit mismatches.activated(first);
    QTRY_VERIFY(shown.session.currentBeat());
    const double seconds = first.data(Qt::UserRole).toDouble();
    QVERIFY(std::abs(shown.session.beats()->secondsOf(*shown.session.currentBeat()) - seconds) < 2);
  }

  void saysWhyATableOfBeatsHasNone() {
    ShownPage<Ec57View> shown(makeBeats(200));
    QTRY_VERIFY(shown.text("ec57State").contains(QStringLiteral("EC57")));
  }
};

QTEST_MAIN(Ec57ViewTest)
#include "tst_ec57_view.moc"
