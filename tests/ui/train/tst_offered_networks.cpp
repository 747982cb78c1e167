#include <QComboBox>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTest>

#include "core/beats/context_features.h"
#include "tests/support/beat_builders.h"
#include "tests/support/fake_learner.h"
#include "tests/support/open_session.h"
#include "ui/train/train_page.h"

using namespace ectopy;
using namespace ectopy::test;
using namespace ectopy::ui;

namespace {

/// Beats with made-up numbers of these names beside each.
std::shared_ptr<const BeatSet> beatsBeside(const std::vector<std::string>& features) {
  const auto plain = makeBeats();
  const std::vector<float> numbers(features.size(), 1);
  BeatSetBuilder builder;
  for (BeatIndex beat = 0; beat < plain->size(); ++beat)
    builder.add(
        {.samples = plain->beat(beat), .classIndex = plain->columns().classes[beat], .features = numbers});
  BeatSetFacts facts = plain->facts();
  facts.features = features;
  return std::move(builder).build(std::move(facts));
}

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

  explicit Shown(int length) : Shown(makeBeats({.cut = cutOf(length)})) {}
  explicit Shown(const std::shared_ptr<const BeatSet>& beats) {
    page.resize(1280, 820);
    page.show();
    const QString file = folder.filePath("made-up.beats");
    writeBeatFile(file.toStdString(), *beats, {});
    session.open(file, folder.filePath("made-up.ectopy"));
  }
  static BeatCut cutOf(int length) {
    BeatCut cut = BeatOptions().cut;
    cut.length = length;
    return cut;
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
    QVERIFY2(shown.reason("context").contains("rule context"), qPrintable(shown.reason("context")));
    QVERIFY(shown.reason("deep").isEmpty());
  }

  void numbersOfAnEarlierCutAreNotEnough() {
    const std::vector<std::string>& names = contextFeatureNames();
    Shown early(beatsBeside({names.begin(), names.begin() + kContextRatios}));
    QVERIFY(early.isListed());
    QVERIFY(!early.isOffered("context"));
    QVERIFY2(early.reason("context").contains("again"), qPrintable(early.reason("context")));
    Shown whole(beatsBeside(names));
    QVERIFY(whole.isListed());
    QVERIFY(whole.isOffered("context"));
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
