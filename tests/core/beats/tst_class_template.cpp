#include <QtTest>

#include "core/base/error.h"
#include "core/beats/class_template.h"
#include "tests/support/beat_builders.h"

using namespace ectopy;
using namespace ectopy::test;

class TestClassTemplate : public QObject {
  Q_OBJECT

 private slots:
  void meanAndBandOfKnownBeats() {
    BeatSetBuilder builder;
    for (int i = 0; i <= 10; ++i) {
      const std::vector<float> samples = {static_cast<float>(i) / 10, 0.5F};
      builder.add({samples, 1});
    }
    BeatSetFacts facts;
    facts.scheme = normalAbnormalScheme();
    facts.cut = defaultCut(CutRule::Given);
    facts.cut.length = 2;
    const auto beats = std::move(builder).build(facts);
    const auto templates = classTemplates(*beats, beats->columns().classes);
    QCOMPARE(templates.size(), std::size_t{2});
    QCOMPARE(templates[0].beats, std::size_t{0});
    QVERIFY(templates[0].mean.empty());
    QCOMPARE(templates[1].mean, (std::vector<float>{0.5F, 0.5F}));
    QCOMPARE(templates[1].low, (std::vector<float>{0.1F, 0.5F}));
    QCOMPARE(templates[1].high, (std::vector<float>{0.9F, 0.5F}));
  }

  void followsTheEffectiveLabels() {
    const auto beats = makeBeats(100);
    const auto before = classTemplates(*beats, labelsOf(*beats));
    std::vector<ClassIndex> labels(100, 3);
    labels[0] = kUnlabelled;
    const auto after = classTemplates(*beats, labels);
    QCOMPARE(before[3].beats, std::size_t{20});
    QCOMPARE(after[3].beats, std::size_t{99});
    QCOMPARE(after[0].beats, std::size_t{0});
    QVERIFY_EXCEPTION_THROWN(classTemplates(*beats, {}), Error);
  }

  void takesAtMost2000() {
    const auto beats = makeBeats(BeatOptions{.classes = std::vector<ClassIndex>(3000, 0)});
    QCOMPARE(classTemplates(*beats, labelsOf(*beats))[0].beats, std::size_t{2000});
  }
};

QTEST_GUILESS_MAIN(TestClassTemplate)
#include "tst_class_template.moc"
