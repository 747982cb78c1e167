#include <QtTest>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "core/base/error.h"
#include "core/beats/cutting.h"

using namespace ectopy;

namespace {

constexpr AnnotationCode kNormal = 1;
constexpr AnnotationCode kVentricular = 5;
constexpr AnnotationCode kPaced = 12;
constexpr AnnotationCode kRhythm = 28;

Annotation mark(std::int64_t sample, AnnotationCode code = kNormal) {
  Annotation annotation;
  annotation.sample = sample;
  annotation.code = code;
  return annotation;
}

/// One lead of random walk with the marks given.
Recording makeRecording(std::vector<Annotation> marks, double rateHz = 360, std::size_t samples = 7200) {
  std::mt19937 random(7);
  std::vector<std::int16_t> values(samples);
  int value = 0;
  for (auto& one : values) one = static_cast<std::int16_t>(value += static_cast<int>(random() % 21) - 10);
  Recording recording;
  recording.name = "made";
  recording.sampleRateHz = rateHz;
  recording.sampleCount = static_cast<std::int64_t>(samples);
  Lead lead;
  lead.name = "MLII";
  lead.samples = Samples(std::move(values));
  recording.leads.push_back(lead);
  recording.annotations["atr"] = std::move(marks);
  return recording;
}

std::shared_ptr<const BeatSet> cutToSet(const Recording& recording, const BeatCut& cut,
                                        std::vector<std::string>* warnings = nullptr) {
  BeatSetBuilder builder;
  const auto left = cutRecording(recording, cut, 0, builder);
  if (warnings != nullptr) *warnings = left;
  BeatSetFacts facts;
  facts.scheme = cut.task == BeatTask::Aami5 ? aami5Scheme() : normalInfarctionScheme();
  facts.cut = cut;
  facts.features = featureNames(cut);
  facts.records.push_back(recordInfoOf(recording, cut));
  return std::move(builder).build(facts);
}

/// Impulses (a narrow bell) at the given seconds.
Recording impulses(const std::vector<double>& seconds, double rateHz, double length) {
  Recording recording = makeRecording({}, rateHz, static_cast<std::size_t>(length * rateHz));
  std::vector<std::int16_t> values(static_cast<std::size_t>(length * rateHz));
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (const double at : seconds) {
      const double distance = (static_cast<double>(i) / rateHz - at) / 0.02;
      values[i] =
          static_cast<std::int16_t>(values[i] + std::lround(1000 * std::exp(-distance * distance / 2)));
    }
  }
  recording.leads[0].samples = Samples(std::move(values));
  for (const double at : seconds) recording.annotations["atr"].push_back(mark(std::lround(at * rateHz)));
  return recording;
}

}  // namespace

class TestCutting : public QObject {
  Q_OBJECT

 private slots:
  void kaggleFollowsTheRuleSampleBySample() {
    // Beat 0 ends 0.2 of the way from its successor (a rhythm mark counts) to the one after it.
    const Recording recording =
        makeRecording({mark(100), mark(200, kRhythm), mark(457), mark(800, kVentricular), mark(1200)});
    std::vector<std::string> warnings;
    const auto beats = cutToSet(recording, defaultCut(CutRule::Kaggle), &warnings);
    QCOMPARE(beats->size(), std::size_t{3});  // the last has no successor
    QCOMPARE(warnings.size(), std::size_t{1});
    const std::vector<std::pair<std::int64_t, std::int64_t>> ends = {{100, 251}, {457, 880}, {800, 1200}};
    for (BeatIndex b = 0; b < 3; ++b) {
      std::vector<double> segment;
      for (std::int64_t i = ends[b].first; i < ends[b].second; i += 3) {
        segment.push_back(recording.leads[0].samples[static_cast<std::size_t>(i)]);
      }
      const auto [low, high] = std::minmax_element(segment.begin(), segment.end());
      for (std::size_t i = 0; i < 187; ++i) {
        const double expected = i < segment.size() ? (segment[i] - *low) / (*high - *low) : 0;
        QCOMPARE(beats->beat(b)[i], static_cast<float>(expected));
      }
    }
    QCOMPARE(beats->columns().classes[2], ClassIndex{2});
    QCOMPARE(beats->columns().rSamples[1], std::int64_t{457});
    QVERIFY(std::isnan(beats->columns().rrBefore[0]));
    QCOMPARE(beats->columns().rrAfter[0], static_cast<float>(357 / 360.0));  // beats alone
    QCOMPARE(beats->columns().rrBefore[2], static_cast<float>(343 / 360.0));
    QCOMPARE(beats->columns().rrAfter[2], static_cast<float>(400 / 360.0));
  }

  void longBeatsAreScaledBeforeTheyAreCut() {
    Recording recording = makeRecording({mark(0), mark(3000), mark(3600)});
    std::vector<std::int16_t> values(7200, 0);
    values[0] = 100;
    values[2997] = 200;  // beyond 187 samples, but inside the segment
    recording.leads[0].samples = Samples(values);
    const auto beats = cutToSet(recording, defaultCut(CutRule::Kaggle));
    QCOMPARE(beats->beat(0)[0], 0.5F);
  }

  void kaggleGivesNoNan() {
    Recording recording = makeRecording({mark(0), mark(300), mark(600), mark(900), mark(1200)});
    std::vector<std::int16_t> values(7200, 5);
    for (std::size_t i = 400; i < 500; ++i) values[i] = 50;
    values[700] = Samples::kMissing16;
    values[901] = 7;
    values[903] = 6;
    recording.leads[0].samples = Samples(values);
    std::vector<std::string> warnings;
    const auto beats = cutToSet(recording, defaultCut(CutRule::Kaggle), &warnings);
    for (const float sample : beats->columns().samples) QVERIFY(std::isfinite(sample));
    // Beat 0 is flat: zeros. Sample 700 is not among every third of beat 600 ... 960, so that beat stays.
    QCOMPARE(*std::max_element(beats->beat(0).begin(), beats->beat(0).end()), 0.0F);
    QVERIFY(std::any_of(warnings.begin(), warnings.end(),
                        [](const std::string& text) { return text.find("constant") != std::string::npos; }));
    values[702] = Samples::kMissing16;
    recording.leads[0].samples = Samples(values);
    const auto fewer = cutToSet(recording, defaultCut(CutRule::Kaggle), &warnings);
    QCOMPARE(fewer->size(), beats->size() - 1);
    QVERIFY(std::any_of(warnings.begin(), warnings.end(),
                        [](const std::string& text) { return text.find("missing") != std::string::npos; }));
  }

  void marksOutsideTheSignalAreLeftOut() {
    const Recording recording =
        makeRecording({mark(-50), mark(100), mark(100), mark(6000), mark(7300), mark(9000), mark(9500)});
    const auto beats = cutToSet(recording, defaultCut(CutRule::Kaggle));
    for (const std::int64_t sample : beats->columns().rSamples) QVERIFY(sample >= 0 && sample < 7200);
    QCOMPARE(beats->columns().rSamples.back(), std::int64_t{6000});  // ends with the record
  }

  void kaggleBringsOtherRatesTo120Hz() {
    const Recording recording = impulses({0.5, 1.3, 2.1, 2.9}, 500, 4);
    const auto beats = cutToSet(recording, defaultCut(CutRule::Kaggle));
    QCOMPARE(beats->size(), std::size_t{3});
    // The next R peak lies 0.8 s after this one: sample 96 of 120 Hz.
    const auto row = beats->beat(0);
    QVERIFY(row[0] > 0.99F);
    QVERIFY(row[96] > 0.95F);
    QVERIFY(row[48] < 0.05F);
  }

  void paperFollowsTheMedianOfItsWindow() {
    // RR 0.5 s in the first 10 s, 1 s in the second 10 s.
    std::vector<double> seconds;
    for (double at = 0.4; at < 9.95; at += 0.5) seconds.push_back(at);
    for (double at = 10.4; at < 19.9; at += 1) seconds.push_back(at);
    const auto beats = cutToSet(impulses(seconds, 360, 20), defaultCut(CutRule::Paper));
    QCOMPARE(beats->length(), std::size_t{187});
    QCOMPARE(beats->cut().sampleRateHz, 125.0);
    QCOMPARE(beats->size(), seconds.size() - 1);  // the last reaches beyond the record
    for (BeatIndex i = 0; i < beats->size(); ++i) {
      const auto row = beats->beat(i);
      const auto [low, high] = std::minmax_element(row.begin(), row.end());
      QCOMPARE(*low, 0.0F);
      QCOMPARE(*high, 1.0F);
      QVERIFY(row[0] > 0.95F);  // begins at its R peak
      const bool isFast = beats->secondsOf(i) < 10;
      const std::size_t end = isFast ? 75 : 150;  // 1.2 T at 125 Hz
      const std::size_t next = isFast ? 62 : 125;
      QVERIFY(row[next] > 0.9F);  // the next R peak
      QVERIFY(std::all_of(row.begin() + static_cast<std::ptrdiff_t>(end), row.end(),
                          [](float sample) { return sample == 0; }));
    }
    QCOMPARE(beats->columns().rrBefore[1], 0.5F);
  }

  void paperIsAtMost187Long() {
    const auto beats = cutToSet(impulses({1, 3, 5, 7, 9}, 1000, 12), defaultCut(CutRule::Paper));
    QCOMPARE(beats->size(), std::size_t{5});
    QVERIFY(beats->beat(0)[0] > 0.99F);
  }

  void paperTakesTheLeadOfThePaper() {
    Recording recording = impulses({0.5, 1.5, 2.5}, 500, 5);
    recording.leads.push_back(recording.leads[0]);
    recording.leads[0].name = "i";
    recording.leads[1].name = "ii";
    const BeatCut cut = defaultCut(CutRule::Paper);
    QCOMPARE(recordInfoOf(recording, cut).leadName, std::string("ii"));
    recording.leads[1].name = "avr";
    std::vector<std::string> warnings;
    const auto beats = cutToSet(recording, cut, &warnings);
    QCOMPARE(beats->facts().records[0].leadName, std::string("i"));
    QVERIFY(!warnings.empty() && warnings.back().find("no lead MLII or II") != std::string::npos);
    BeatCut named = cut;
    named.lead = "AVR";
    QCOMPARE(recordInfoOf(recording, named).leadName, std::string("avr"));
    named.lead = "V9";
    BeatSetBuilder builder;
    QVERIFY_EXCEPTION_THROWN(cutRecording(recording, named, 0, builder), Error);
  }

  void diagnosisGivesTheClass() {
    Recording recording = impulses({0.5, 1.5, 2.5}, 500, 5);
    BeatCut cut = defaultCut(CutRule::Paper);
    cut.task = BeatTask::NormalInfarction;
    recording.comments = {"age: 81", "Reason for admission: Myocardial infarction"};
    QCOMPARE(cutToSet(recording, cut)->classCounts(), (std::vector<std::size_t>{0, 3}));
    recording.comments = {"Diagnose:", "Reason for admission: Healthy control"};
    QCOMPARE(cutToSet(recording, cut)->classCounts(), (std::vector<std::size_t>{3, 0}));
    recording.comments = {"Reason for admission: Valvular heart disease"};
    BeatSetBuilder builder;
    QVERIFY_EXCEPTION_THROWN(cutRecording(recording, cut, 0, builder), Error);
  }

  void pacedRecordsAreFlagged() {
    const BeatCut cut = defaultCut(CutRule::Kaggle);
    QVERIFY(!recordInfoOf(makeRecording({mark(10), mark(400)}), cut).isPaced);
    QVERIFY(recordInfoOf(makeRecording({mark(10), mark(400, kPaced)}), cut).isPaced);
  }

  void missingAnnotationsAreNamed() {
    BeatCut cut = defaultCut(CutRule::Kaggle);
    cut.annotator = "qrs";
    BeatSetBuilder builder;
    try {
      cutRecording(makeRecording({mark(10)}), cut, 0, builder);
      QFAIL("no error");
    } catch (const Error& error) {
      QVERIFY(std::string(error.what()).find("\"qrs\"") != std::string::npos);
    }
    cut = defaultCut(CutRule::Given);
    QVERIFY_EXCEPTION_THROWN(cutRecording(makeRecording({mark(10)}), cut, 0, builder), Error);
  }
};

QTEST_GUILESS_MAIN(TestCutting)
#include "tst_cutting.moc"
