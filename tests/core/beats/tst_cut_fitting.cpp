#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>

#include "core/beats/beat_file.h"
#include "core/beats/context_features.h"
#include "core/beats/cut_fitting.h"
#include "core/beats/cutting.h"
#include "tests/support/beat_builders.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using test::errorText;

namespace {

BeatCut cutOf(CutRule rule, int length, double rate) {
  BeatCut cut = defaultCut(rule);
  cut.length = length;
  cut.sampleRateHz = rate;
  return cut;
}

/// Beats without a record: a half cosine from 1 to 0 over `seconds`, then zeros.
std::shared_ptr<const BeatSet> slopes(const BeatCut& cut, double seconds) {
  BeatSetBuilder builder;
  std::vector<float> row(static_cast<std::size_t>(cut.length));
  for (std::size_t i = 0; i < row.size(); ++i) {
    const double place = static_cast<double>(i) / cut.sampleRateHz / seconds;
    row[i] = place < 1 ? static_cast<float>((1 + std::cos(M_PI * place)) / 2) : 0.0F;
  }
  for (ClassIndex label = 0; label < 4; ++label) builder.add({.samples = row, .classIndex = label});
  return std::move(builder).build({.name = "slopes", .scheme = aami5Scheme(), .cut = cut});
}

std::filesystem::path record100() {
  return std::filesystem::path(qEnvironmentVariable("ECTOPY_DATA").toStdString()) / "mitdb" / "100.hea";
}

}  // namespace

/// Beats for a model of another length, rate or rule.
class CutFittingTest : public QObject {
  Q_OBJECT

 private slots:
  void beatsOfTheRuleStay();
  void recordingsAreCutAnew();
  void labelsFollowTheirBeats();
  void cutBeatsAreResampled();
  void cutBeatsAreCutOrFilledUp();
  void refusesWhatIsNotOfOneKind();
  void refusesWhatNobodyKnows();
};

void CutFittingTest::beatsOfTheRuleStay() {
  const auto beats = test::makeBeats();
  const FittedBeats fitted = fitToCut(beats, beats->cut(), {});
  QVERIFY(fitted.beats == beats);
  QVERIFY(fitted.words.empty());
  QCOMPARE(fitted.labelsFrom(test::labelsOf(*beats)), test::labelsOf(*beats));
}

void CutFittingTest::recordingsAreCutAnew() {
  if (!qEnvironmentVariableIsSet("ECTOPY_DATA")) QSKIP("ECTOPY_DATA is not set");
  const QTemporaryDir folder;
  const std::filesystem::path file = folder.filePath("b.beats").toStdString();
  const auto paper = openBeats(record100(), defaultCut(CutRule::Paper), {});
  writeBeatFile(file, *paper, {});
  const BeatCut kaggle = defaultCut(CutRule::Kaggle);
  const auto expected = openBeats(record100(), kaggle, {});
  const FittedBeats fitted = fitToCut(openBeatFile(file), kaggle, {});
  QCOMPARE(fitted.beats->size(), expected->size());
  QVERIFY(std::ranges::equal(fitted.beats->columns().samples, expected->columns().samples));
  QVERIFY(std::ranges::equal(fitted.beats->columns().classes, expected->columns().classes));
  QVERIFY2(fitted.words.find("cut anew from their 1 recordings") != std::string::npos, fitted.words.c_str());
  // Also by a rule with numbers beside the beats, or of another length.
  QCOMPARE(fitToCut(paper, defaultCut(CutRule::Context), {}).beats->facts().features.size(),
           contextFeatureNames().size());
  QCOMPARE(fitToCut(paper, cutOf(CutRule::Paper, 100, 250), {}).beats->length(), std::size_t{100});
}

void CutFittingTest::labelsFollowTheirBeats() {
  if (!qEnvironmentVariableIsSet("ECTOPY_DATA")) QSKIP("ECTOPY_DATA is not set");
  const auto paper = openBeats(record100(), defaultCut(CutRule::Paper), {});
  std::vector<ClassIndex> labels = test::labelsOf(*paper);
  constexpr BeatIndex kCorrected = 1000;
  labels[kCorrected] = 4;
  const FittedBeats fitted = fitToCut(paper, defaultCut(CutRule::Kaggle), {});
  const std::vector<ClassIndex> found = fitted.labelsFrom(labels);
  QCOMPARE(found.size(), fitted.beats->size());
  QCOMPARE(std::ranges::count(found, ClassIndex{4}), 1);
  const auto place = static_cast<BeatIndex>(std::ranges::find(found, ClassIndex{4}) - found.begin());
  QCOMPARE(fitted.beats->columns().rSamples[place], paper->columns().rSamples[kCorrected]);
}

void CutFittingTest::cutBeatsAreResampled() {
  const auto beats = slopes(cutOf(CutRule::Paper, 187, 125), 1.0);
  const BeatCut model = cutOf(CutRule::Kaggle, 187, 120);
  const FittedBeats fitted = fitToCut(beats, model, {});
  const auto expected = slopes(model, 1.0);
  QCOMPARE(fitted.beats->size(), beats->size());
  QCOMPARE(fitted.beats->cut().sampleRateHz, 120.0);
  for (std::size_t i = 0; i < 187; ++i)
    QVERIFY2(std::abs(fitted.beats->beat(2)[i] - expected->beat(2)[i]) < 0.02,
             qPrintable(QString::number(i)));
  QVERIFY(fitted.words.find("resampled") != std::string::npos);
  QCOMPARE(fitted.beats->facts().warnings.back(), fitted.words);
  QCOMPARE(fitted.labelsFrom(test::labelsOf(*beats)), test::labelsOf(*beats));
}

void CutFittingTest::cutBeatsAreCutOrFilledUp() {
  const auto beats = slopes(cutOf(CutRule::Kaggle, 187, 120), 1.2);
  const FittedBeats shorter = fitToCut(beats, cutOf(CutRule::Kaggle, 100, 120), {});
  QVERIFY(std::ranges::equal(shorter.beats->beat(0), beats->beat(0).first(100)));
  const FittedBeats longer = fitToCut(beats, cutOf(CutRule::Kaggle, 250, 120), {});
  QVERIFY(std::ranges::equal(longer.beats->beat(0).first(187), beats->beat(0)));
  QVERIFY(std::ranges::all_of(longer.beats->beat(0).subspan(187), [](float value) { return value == 0; }));
}

void CutFittingTest::refusesWhatIsNotOfOneKind() {
  const auto beats = slopes(defaultCut(CutRule::Kaggle), 1.2);
  const std::string context = errorText([&] { fitToCut(beats, defaultCut(CutRule::Context), {}); });
  QVERIFY2(context.find("not of one kind") != std::string::npos, context.c_str());
  BeatCut lead = cutOf(CutRule::Paper, 187, 125);
  lead.lead = "V5";
  const std::string leads = errorText([&] { fitToCut(beats, lead, {}); });
  QVERIFY2(leads.find("different leads") != std::string::npos, leads.c_str());
  // Records that are gone don't help: context beats can't be made of others.
  const auto gone = test::makeBeats({.records = {"r1"}});
  const std::string missing = errorText([&] { fitToCut(gone, defaultCut(CutRule::Context), {}); });
  QVERIFY2(missing.find("1 of their recordings are gone (r1)") != std::string::npos, missing.c_str());
}

void CutFittingTest::refusesWhatNobodyKnows() {
  const auto beats = slopes(cutOf(CutRule::Given, 250, 125), 1.2);
  const std::string sentence = errorText([&] { fitToCut(beats, defaultCut(CutRule::Kaggle), {}); });
  QVERIFY2(sentence.find("it is not known how they were cut") != std::string::npos, sentence.c_str());
  QVERIFY(
      fitToCut(slopes(cutOf(CutRule::Given, 187, 125), 1.2), defaultCut(CutRule::Kaggle), {}).words.empty());
}

QTEST_GUILESS_MAIN(CutFittingTest)
#include "tst_cut_fitting.moc"
