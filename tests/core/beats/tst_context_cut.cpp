#include <QtTest>
#include <algorithm>
#include <cmath>

#include "core/beats/context_signal.h"
#include "core/beats/cutting.h"
#include "tests/support/catalogue_builder.h"
#include "tests/support/data_folder.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using namespace ectopy::test;

namespace {

/// Beats every 0.8 s but for one that comes early (0.5 s) and the pause behind it (1.1 s).
std::vector<double> rhythm() {
  std::vector<double> seconds;
  for (int i = 0; i < 24; ++i) seconds.push_back(0.8 * (i + 1) - (i == 12 ? 0.3 : 0));
  return seconds;
}

Recording recordingOf(const std::vector<double>& seconds, double rateHz = 360) {
  Recording recording = bellRecording("r", seconds, rateHz, seconds.back() + 1);
  for (const double at : seconds) {
    recording.annotations["atr"].push_back(Annotation{.sample = std::llround(at * rateHz), .code = 1});
  }
  return recording;
}

std::shared_ptr<const BeatSet> cutToSet(const Recording& recording, const BeatCut& cut,
                                        std::vector<std::string>* warnings = nullptr) {
  BeatSetBuilder builder;
  const auto left = cutRecording(recording, cut, 0, builder);
  if (warnings != nullptr) *warnings = left;
  BeatSetFacts facts;
  facts.scheme = aami5Scheme();
  facts.cut = cut;
  facts.features = featureNames(cut);
  facts.records.push_back(recordInfoOf(recording, cut));
  return std::move(builder).build(facts);
}

/// The recording on a slow wave and a slope, with another gain.
Recording drifting(const Recording& recording, double gain) {
  std::vector<std::int16_t> values(static_cast<std::size_t>(recording.sampleCount));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double seconds = static_cast<double>(i) / recording.sampleRateHz;
    const double wander = 150 * std::sin(2 * 3.14159265 * 0.15 * seconds) + 20 * seconds + 700;
    values[i] = static_cast<std::int16_t>(std::lround(gain * (recording.leads[0].samples[i] + wander)));
  }
  Recording other = recording;
  other.leads[0].samples = Samples(std::move(values));
  return other;
}

float largestDifference(std::span<const float> a, std::span<const float> b) {
  float largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(a[i] - b[i]));
  return largest;
}

}  // namespace

class TestContextCut : public QObject {
  Q_OBJECT

 private slots:
  void holdsPWaveRPeakAndTWave() {
    const BeatCut cut = defaultCut(CutRule::Context);
    const auto beats = cutToSet(recordingOf(rhythm()), cut);
    QCOMPARE(beats->length(), std::size_t{150});
    const std::size_t peak = 56;  // 0.448 s at 125 Hz
    const auto row = beats->beat(3);
    QCOMPARE(std::ranges::max_element(row) - row.begin(), std::ptrdiff_t{peak});
    QVERIFY(row[peak] > 0.9F && row[peak] < 1.1F);            // 1: the record's typical QRS
    QVERIFY(row[peak - 20] > 0.1F && row[peak - 20] < 0.2F);  // P wave 0.16 s before
    QVERIFY(row[peak + 31] > 0.2F && row[peak + 31] < 0.3F);  // T wave 0.25 s behind
    QVERIFY(std::abs(row[peak - 35]) < 0.02F);                // the baseline
  }

  void isTheSameForAnyGainAndBaseline() {
    const Recording recording = recordingOf(rhythm());
    const BeatCut cut = defaultCut(CutRule::Context);
    const auto plain = cutToSet(recording, cut);
    const auto wild = cutToSet(drifting(recording, 3), cut);
    QCOMPARE(plain->size(), wild->size());
    QVERIFY(largestDifference(plain->columns().samples, wild->columns().samples) < 0.05F);
    Recording inverted = drifting(recording, -2);
    inverted.leads[0].gain = -2000;  // an inverted lead that says so
    QVERIFY(largestDifference(plain->columns().samples, cutToSet(inverted, cut)->columns().samples) < 0.05F);
  }

  void givesMillivoltsWhereTheLeadHasThem() {
    BeatCut cut = defaultCut(CutRule::Context);
    cut.unit = AmplitudeUnit::Millivolts;
    Recording recording = recordingOf(rhythm());
    QVERIFY(std::abs(cutToSet(recording, cut)->beat(3)[56] - 1) < 0.05F);
    recording.leads[0].unit = "uV";
    recording.leads[0].gain = 1;  // the same in microvolts
    QVERIFY(std::abs(cutToSet(recording, cut)->beat(3)[56] - 1) < 0.05F);
    recording.leads[0].unit = "mmHg";
    QVERIFY(errorText([&] { cutToSet(recording, cut); }).find("found II in mmHg") != std::string::npos);
    recording.leads[0].unit = "mV";
    recording.leads[0].isCalibrated = false;
    QVERIFY(errorText([&] { cutToSet(recording, cut); }).find("without a gain") != std::string::npos);
    BeatCut paper = defaultCut(CutRule::Paper);
    paper.unit = AmplitudeUnit::Record;
    QVERIFY(errorText([&] { cutToSet(recording, paper); }).find("beats from 0 to 1") != std::string::npos);
  }

  void tellsAnEarlyBeatByItsRatios() {
    const auto beats = cutToSet(recordingOf(rhythm()), defaultCut(CutRule::Context));
    QCOMPARE(beats->facts().features.size(), std::size_t{31});
    const auto at = [&](BeatIndex beat, std::size_t feature) { return beats->featuresOf(beat)[feature]; };
    const auto isNear = [](float value, double expected) { return std::abs(value - expected) < 0.01; };
    QVERIFY(isNear(at(12, 0), 0.5 / 0.8));  // previous / record
    QVERIFY(isNear(at(12, 1), 1.1 / 0.8));  // next / record
    QVERIFY(isNear(at(12, 2), 1));          // local / record
    QVERIFY(isNear(at(12, 3), 0.5 / 0.8));
    QVERIFY(isNear(at(12, 4), 1.1 / 0.8));
    QVERIFY(isNear(at(12, 5), 0.5 / 1.1));
    for (std::size_t i = 0; i < 6; ++i) QVERIFY(isNear(at(4, i), 1));
    QVERIFY(isNear(at(0, 0), 1));  // no beat before: as if the rhythm had been regular
  }

  void localIsTheMeanOfTenIntervals() {
    std::vector<BeatMark> marks(40);
    for (std::size_t i = 1; i < marks.size(); ++i) {
      marks[i].rrBefore = marks[i - 1].rrAfter = i <= 20 ? 1.0F : 0.5F;
    }
    const auto ratios = rrRatios(marks);
    const double record = (20 + 19 * 0.5) / 39;
    const auto local = [&](std::size_t beat) { return ratios[beat * 6 + 2] * record; };
    QVERIFY(std::abs(local(10) - 1) < 1e-4);
    QVERIFY(std::abs(local(20) - 0.75) < 1e-4);  // five of 1 s end there, five of 0.5 s follow
    QVERIFY(std::abs(local(38) - 0.5) < 1e-4);
    marks[5].rrBefore = marks[4].rrAfter = 600;  // a break in the annotations
    for (const float ratio : rrRatios(marks)) QVERIFY(ratio >= 0 && ratio <= 4);
    QVERIFY(rrRatios({}).empty());
  }

  void leavesOutAndCountsWhatCantBeCut() {
    Recording recording = recordingOf({0.3, 1.1, 1.9, 2.7, 3.5, 4.3});
    std::vector<std::int16_t> values;
    for (std::size_t i = 0; i < static_cast<std::size_t>(recording.sampleCount); ++i) {
      values.push_back(static_cast<std::int16_t>(recording.leads[0].samples[i]));
    }
    std::fill_n(values.begin() + 1044, 10, Samples::kMissing16);  // 2.9 s
    recording.leads[0].samples = Samples(std::move(values));
    recording.annotations["atr"].push_back(Annotation{.sample = recording.sampleCount - 10, .code = 1});
    std::vector<std::string> warnings;
    const auto beats = cutToSet(recording, defaultCut(CutRule::Context), &warnings);
    QCOMPARE(warnings.size(), std::size_t{2});
    QVERIFY(warnings[0].find("2 beats of record r left out: their samples reach beyond") == 0);
    QVERIFY(warnings[1].find("left out: samples are missing") != std::string::npos);
    for (const std::int64_t sample : beats->columns().rSamples) {
      const double seconds = static_cast<double>(sample) / 360;
      QVERIFY(seconds < 2.9 - 0.7 || seconds > 2.9 + 0.44);
    }
    recording.annotations["atr"] = {Annotation{.sample = 700, .code = 1}};
    cutToSet(recording, defaultCut(CutRule::Context), &warnings);
    QVERIFY(warnings[0].find("no RR interval near") != std::string::npos);
  }

  void aFlatRecordGivesZeros() {
    Recording recording = recordingOf(rhythm());
    recording.leads[0].samples =
        Samples(std::vector<std::int16_t>(static_cast<std::size_t>(recording.sampleCount), 12));
    std::vector<std::string> warnings;
    const auto beats = cutToSet(recording, defaultCut(CutRule::Context), &warnings);
    QVERIFY(beats->size() > 20);
    QVERIFY(std::ranges::all_of(beats->columns().samples, [](float sample) { return sample == 0; }));
    QVERIFY(warnings.back().find("constant") != std::string::npos);
  }

  void takesTheBaselineOutAsDeChazalDoes() {
    std::vector<double> step(1000);
    for (std::size_t i = 500; i < step.size(); ++i) step[i] = 10;
    step[200] = 7;  // a spike is no baseline
    step[300] = std::nan("");
    const auto clean = withoutBaseline(step, 125);
    QCOMPARE(clean[200], 7.0);
    QVERIFY(std::isnan(clean[300]));
    QCOMPARE(clean[301], 0.0);
    QCOMPARE(clean[100], 0.0);
    QCOMPARE(clean[900], 0.0);
    QCOMPARE(clean[999], 0.0);
    QVERIFY(withoutBaseline({}, 125).empty());
    const std::vector<std::int64_t> peaks = {200, -50, 5000};
    QCOMPARE(typicalQrsHeight(clean, 125, peaks), 7.0);
    QCOMPARE(typicalQrsHeight(clean, 125, {}), 0.0);
  }

  void looksAtASecondLead() {
    Recording recording = recordingOf(rhythm());
    const BeatCut cut = defaultCut(CutRule::Context);
    const std::vector<std::string> names = featureNames(cut);
    const auto at = static_cast<std::size_t>(std::ranges::find(names, "QRS likeness") - names.begin());
    const auto second =
        static_cast<std::size_t>(std::ranges::find(names, "second lead QRS likeness") - names.begin());
    const auto alone = cutToSet(recording, cut);
    QCOMPARE(alone->featuresOf(3)[second], alone->featuresOf(3)[at]);  // one lead stands for both
    Lead other = recording.leads[0];
    other.name = "V1";
    std::vector<std::int16_t> values(static_cast<std::size_t>(recording.sampleCount));
    for (std::size_t i = 0; i < values.size(); ++i)
      values[i] = static_cast<std::int16_t>(i % 360 < 180 ? 400 : -400);  // nothing to do with the beats
    other.samples = Samples(std::move(values));
    recording.leads.push_back(other);
    const auto both = cutToSet(recording, cut);
    QCOMPARE(both->featuresOf(3)[at], alone->featuresOf(3)[at]);
    QVERIFY(both->featuresOf(3)[second] < alone->featuresOf(3)[second] - 0.1F);
  }

  void cutsTheRealRecords() {
    ECTOPY_NEEDS_DATA();
    const auto beats = openBeats(dataFolder() / "mitdb" / "114", defaultCut(CutRule::Context), {});
    QCOMPARE(beats->facts().records[0].leadName, std::string("MLII"));  // though V5 comes first
    QVERIFY(beats->size() > 1870);
    std::vector<double> heights;
    for (BeatIndex i = 0; i < beats->size(); ++i) {
      const auto row = beats->beat(i).subspan(56 - 12, 25);
      heights.push_back(*std::ranges::max_element(row) - *std::ranges::min_element(row));
    }
    std::ranges::nth_element(heights, heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2));
    QVERIFY(std::abs(heights[heights.size() / 2] - 1) < 0.1);
    const auto& columns = beats->facts().features;  // read from a file both leads are there
    const auto at = static_cast<std::size_t>(std::ranges::find(columns, "T likeness") - columns.begin());
    const auto second =
        static_cast<std::size_t>(std::ranges::find(columns, "second lead T likeness") - columns.begin());
    QVERIFY(beats->featuresOf(500)[at] != beats->featuresOf(500)[second]);
  }
};

QTEST_GUILESS_MAIN(TestContextCut)
#include "tst_context_cut.moc"
