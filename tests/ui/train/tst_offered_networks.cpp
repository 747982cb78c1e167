#include <QComboBox>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTest>

#include "tests/support/beat_builders.h"
#include "tests/support/fake_learner.h"
#include "tests/support/open_session.h"
#include "ui/train/train_page.h"

using namespace ectopy;
using namespace ectopy::test;
using namespace ectopy::ui;

namespace {

/// Knows a network for any beat, one for long beats and one for beats with RR ratios.
class PickyLearner : public FakeLearner {
 public:
  static constexpr std::size_t kLeast = 72;

  std::vector<ArchitectureFacts> architectures(std::size_t length, std::size_t) const override {
    std::vector<ArchitectureFacts> known{{.name = "any", .parameters = 10}};
    known.push_back({.name = "context", .parameters = 30, .needsFeatures = true});
    if (length >= kLeast) known.push_back({.name = "deep", .parameters = 20});
    return known;
  }
};

struct Shown {
  QTemporaryDir folder;
  PickyLearner learner;
  Session session{[this]() -> Learner& { return learner; }};
  TrainPage page{session};
  QComboBox& list = *page.findChild<QComboBox*>("architecture");

  explicit Shown(int length) {
    page.resize(1280, 820);
    page.show();
    BeatOptions options;
    options.cut.length = length;
    const QString file = folder.filePath("made-up.beats");
    writeBeatFile(file.toStdString(), *makeBeats(options), {});
    session.open(file, folder.filePath("made-up.ectopy"));
  }
  bool isListed() {
    return QTest::qWaitFor([this] { return list.count() == 3; }, 20'000);
  }
  bool isOffered(const QString& name) {
    return qobject_cast<QStandardItemModel*>(list.model())->item(list.findData(name))->isEnabled();
  }
  QString reason(const QString& name) {
    return list.itemData(list.findData(name), Qt::ToolTipRole).toString();
  }
};

}  // namespace

class OfferedNetworksTest : public QObject {
  Q_OBJECT

 private slots:
  void aNetworkWithoutItsFeaturesIsGreyWithTheReason() {
    Shown shown(187);
    QVERIFY(shown.isListed());
    QVERIFY(shown.isOffered("any") && shown.isOffered("deep"));
    QVERIFY(!shown.isOffered("context"));
    QVERIFY2(shown.reason("context").contains("RR intervals"), qPrintable(shown.reason("context")));
    QVERIFY(shown.reason("deep").isEmpty());
  }

  void aNetworkForLongerBeatsIsGreyWithTheirLength() {
    Shown shown(60);
    QVERIFY(shown.isListed());
    QVERIFY(!shown.isOffered("deep"));
    QVERIFY2(shown.reason("deep").contains("at least 72 samples, these have 60"),
             qPrintable(shown.reason("deep")));
  }

  void keysPassOverGreyNetworks() {
    Shown shown(60);
    QVERIFY(shown.isListed());
    QCOMPARE(shown.list.currentData().toString(), QString("any"));
    QTest::keyClick(&shown.list, Qt::Key_End);
    QCOMPARE(shown.list.currentData().toString(), QString("any"));
    auto& start = *shown.page.findChild<QPushButton*>("startTraining");
    QTRY_VERIFY(start.isEnabled());
    // Chosen by other means it still does not start.
    shown.list.setCurrentIndex(shown.list.findData("deep"));
    QVERIFY(!start.isEnabled());
    QCOMPARE(start.toolTip(), shown.reason("deep"));
  }
};

QTEST_MAIN(OfferedNetworksTest)
#include "tst_offered_networks.moc"
