#include <QtTest>
#include <cmath>
#include <numbers>

#include "core/beats/demo.h"
#include "core/evaluation/ec57.h"
#include "core/io/wfdb_record.h"
#include "core/signal/qrs_detector.h"
#include "tests/support/data_folder.h"
#include "tests/support/error_text.h"

using namespace ectopy;

namespace {

constexpr double kGain = 200;

double bump(double seconds, double centre, double width) {
  return std::exp(-std::pow((seconds - centre) / width, 2) / 2);
}

/// One beat: P, QRS, T, in mV, seconds from its R peak.
double beatAt(double seconds) {
  return 0.12 * bump(seconds, -0.16, 0.02) - 0.1 * bump(seconds, -0.025, 0.008) +
         1.1 * bump(seconds, 0, 0.01) - 0.2 * bump(seconds, 0.025, 0.009) + 0.3 * bump(seconds, 0.26, 0.045);
}

struct Shape {
  double rateHz = 360;
  double scale = 1;     // -1: leads exchanged
  double noise = 0.01;  // mV
  double wander = 0.2;  // mV
  double spike = 0;     // mV, 40 ms before each R peak
  std::vector<double> rSeconds;
  double seconds = 60;
};

std::vector<double> steadyBeats(double seconds, double rr) {
  std::vector<double> beats;
  for (double at = 0.5; at < seconds - 0.3; at += rr) beats.push_back(at);
  return beats;
}

Samples samplesOf(const Shape& shape) {
  std::vector<double> trace(static_cast<std::size_t>(shape.seconds * shape.rateHz));
  for (const double r : shape.rSeconds)
    for (auto i = static_cast<std::ptrdiff_t>((r - 0.3) * shape.rateHz); i < (r + 0.5) * shape.rateHz; ++i)
      if (i >= 0 && i < std::ssize(trace))
        trace[static_cast<std::size_t>(i)] += shape.scale * beatAt(static_cast<double>(i) / shape.rateHz - r);
  for (const double r : shape.rSeconds)
    if (shape.spike != 0) trace.at(static_cast<std::size_t>((r - 0.04) * shape.rateHz)) += shape.spike;
  std::vector<std::int16_t> values(trace.size());
  std::uint32_t random = 7;
  for (std::size_t i = 0; i < trace.size(); ++i) {
    random = random * 1664525U + 1013904223U;
    const double noise = (random / 4294967296.0 - 0.5) * 3.5 * shape.noise;
    const double wander =
        shape.wander * std::sin(2 * std::numbers::pi * 0.25 * static_cast<double>(i) / shape.rateHz);
    values[i] = static_cast<std::int16_t>(std::lround((trace[i] + noise + wander) * kGain));
  }
  return Samples(std::move(values));
}

Recording recordingOf(std::vector<Samples> leads, double rateHz = 360) {
  Recording recording;
  recording.name = "made";
  recording.sampleRateHz = rateHz;
  recording.sampleCount = static_cast<std::int64_t>(leads.front().size());
  for (Samples& samples : leads)
    recording.leads.push_back({.name = "II", .gain = kGain, .samples = std::move(samples)});
  return recording;
}

std::vector<std::int64_t> detected(const Recording& recording) {
  return detectBeats(recording, {}, {}).rSamples;
}

/// Every R peak found within `milliseconds`, and nothing else.
void compareBeatsTo(const std::vector<std::int64_t>& found, const Shape& shape, double milliseconds = 12) {
  QCOMPARE(found.size(), shape.rSeconds.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    const double apart = 1000 * std::abs(static_cast<double>(found[i]) / shape.rateHz - shape.rSeconds[i]);
    QVERIFY2(apart <= milliseconds, qPrintable(QString("beat %1 lies %2 ms off").arg(i).arg(apart)));
  }
}

Ec57Cells judged(const Recording& recording, const std::vector<std::int64_t>& found) {
  std::vector<Annotation> marks;
  for (const std::int64_t sample : found) marks.push_back({.sample = sample, .code = 1});
  return compareBeats({.name = recording.name,
                       .reference = recording.annotations.at("atr"),
                       .test = marks,
                       .sampleRateHz = recording.sampleRateHz,
                       .sampleCount = recording.sampleCount},
                      {.startSeconds = recording.isSynthetic ? 2.0 : 300.0})
      .cells;
}

}  // namespace

class TestQrsDetector : public QObject {
  Q_OBJECT

 private slots:
  void steadyRhythm_data() {
    QTest::addColumn<double>("rateHz");
    QTest::addColumn<double>("scale");
    QTest::addColumn<double>("spike");
    QTest::addColumn<double>("rr");
    QTest::newRow("360 Hz") << 360.0 << 1.0 << 0.0 << 0.8;
    QTest::newRow("inverted") << 360.0 << -1.0 << 0.0 << 0.8;
    QTest::newRow("small") << 360.0 << 0.15 << 0.0 << 0.8;
    QTest::newRow("paced") << 1000.0 << 1.0 << 2.0 << 0.9;
    QTest::newRow("slow") << 250.0 << 1.0 << 0.0 << 1.7;
    QTest::newRow("fast") << 360.0 << 1.0 << 0.0 << 0.38;
    for (const int rate : {100, 128, 250, 257, 500, 1000, 2000})
      QTest::addRow("%d Hz", rate) << double(rate) << 1.0 << 0.0 << 0.8;
  }

  void steadyRhythm() {
    QFETCH(double, rateHz);
    QFETCH(double, scale);
    QFETCH(double, spike);
    QFETCH(double, rr);
    Shape shape{.rateHz = rateHz, .scale = scale, .spike = spike};
    shape.rSeconds = steadyBeats(shape.seconds, rr);
    compareBeatsTo(detected(recordingOf({samplesOf(shape)}, rateHz)), shape);
  }

  void pausesStayEmpty() {
    Shape shape;
    for (const double at : steadyBeats(shape.seconds, 0.8))
      if (at < 20 || (at > 26 && at < 40) || at > 44) shape.rSeconds.push_back(at);
    compareBeatsTo(detected(recordingOf({samplesOf(shape)})), shape);
  }

  void prematureBeatsAreFound() {
    Shape shape;
    int beat = 0;
    for (double at = 0.5; at < 59; at += ++beat % 4 == 3 ? 0.45 : 0.85) shape.rSeconds.push_back(at);
    compareBeatsTo(detected(recordingOf({samplesOf(shape)})), shape);
  }

  void noLeadWithoutSignalGivesBeats() {
    const std::vector<std::int16_t> flat(36'000, 100);
    const std::vector<std::int16_t> missing(36'000, Samples::kMissing16);
    std::vector<std::int16_t> flicker(36'000);
    for (std::size_t i = 0; i < flicker.size(); ++i) flicker[i] = static_cast<std::int16_t>(i * 7 % 5 % 2);
    for (const auto& values : {flat, missing, flicker}) {
      const Detection detection = detectBeats(recordingOf({Samples(values)}), {}, {});
      QVERIFY(detection.rSamples.empty());
      QCOMPARE(detection.stretches.size(), 1U);
      QCOMPARE(detection.stretches[0].leadQuality[0], 0.0);
      QVERIFY(detection.warnings.back().find("no beat was found") != std::string::npos);
    }
  }

  void aRecordOfNothingHasNoBeats() {
    for (const std::size_t count : {0U, 1U, 2U, 50U})
      QVERIFY(detected(recordingOf({Samples(std::vector<std::int16_t>(count, 5))})).empty());
  }

  void gapsInTheSignalAreBridged() {
    Shape shape;
    std::vector<double> all = steadyBeats(shape.seconds, 0.8);
    shape.rSeconds = all;
    const Samples whole = samplesOf(shape);
    std::vector<std::int16_t> values(whole.size());
    for (std::size_t i = 0; i < values.size(); ++i)
      values[i] =
          i > 20 * 360 && i < 30 * 360 ? Samples::kMissing16 : static_cast<std::int16_t>(whole[i] + 1000);
    shape.rSeconds.clear();
    for (const double at : all)
      if (at < 19.8 || at > 30.2) shape.rSeconds.push_back(at);
    const auto found = detected(recordingOf({Samples(std::move(values))}));
    for (const std::int64_t sample : found) QVERIFY(sample <= 20 * 360 || sample >= 30 * 360);
    QVERIFY(found.size() >= shape.rSeconds.size());
    QVERIFY(found.size() <= shape.rSeconds.size() + 1);
  }

  void aNoisyLeadIsOutvoted() {
    Shape clean;
    clean.rSeconds = steadyBeats(clean.seconds, 0.8);
    Shape noisy = clean;
    noisy.noise = 1.5;
    const Detection detection = detectBeats(recordingOf({samplesOf(noisy), samplesOf(clean)}), {}, {});
    compareBeatsTo(detection.rSamples, clean);
    QVERIFY(detection.stretches[0].leadQuality[1] > 0.8);
    QVERIFY(detection.stretches[0].leadQuality[0] < 0.2);
    QCOMPARE(detection.stretches[0].peakLead, 1U);
  }

  void rPeaksLieOnTheLeadAskedFor() {
    Shape shape{.noise = 0};
    shape.rSeconds = steadyBeats(shape.seconds, 0.8);
    Shape later = shape;
    for (double& at : later.rSeconds) at += 0.03;
    const Recording recording = recordingOf({samplesOf(shape), samplesOf(later)});
    const Detection detection = detectBeats(recording, {.peakLead = 1}, {});
    compareBeatsTo(detection.rSamples, later, 4);
    QVERIFY(test::errorText([&] { detectBeats(recording, {.leads = {0}, .peakLead = 1}, {}); }) !=
            "no error");
    QVERIFY(test::errorText([&] { detectBeats(recording, {.leads = {2}}, {}); }) != "no error");
  }

  /// Seams between decisions, and any block size, give the same beats.
  void blocksOfAnySizeGiveTheSameBeats() {
    Shape shape{.seconds = 700};
    shape.rSeconds = steadyBeats(shape.seconds, 0.83);
    const Samples samples = samplesOf(shape);
    std::vector<float> values(samples.size());
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(samples[i]);
    std::vector<std::vector<std::int64_t>> results;
    for (const std::size_t size : {std::size_t{977}, std::size_t{36'000}, values.size()}) {
      QrsDetector detector(360, {{}});
      for (std::size_t first = 0; first < values.size(); first += size) {
        const auto lead =
            std::span<const float>(values).subspan(first, std::min(size, values.size() - first));
        detector.push({&lead, 1});
      }
      detector.finish();
      results.push_back(detector.rSamples());
    }
    compareBeatsTo(results[0], shape);
    QCOMPARE(results[1], results[0]);
    QCOMPARE(results[2], results[0]);
  }

  void stoppingIsHeard() {
    std::stop_source stop;
    stop.request_stop();
    Shape shape;
    QVERIFY_THROWS_EXCEPTION(
        Stopped, detectBeats(recordingOf({samplesOf(shape)}), {}, JobContext(stop.get_token(), {})));
  }

  void absurdRatesAreRefused() {
    const std::string sentence = test::errorText(
        [] { detectBeats(recordingOf({Samples(std::vector<std::int16_t>(9))}, 0.5), {}, {}); });
    QCOMPARE(sentence, std::string("QRS detection: expected a sample rate of 50 to 100000 Hz, found 0.5."));
  }

  void syntheticPatients() {
    Ec57Cells sum;
    for (const Recording& recording : makeArrhythmiaDemo({.patients = 4, .secondsPerRecord = 120}, {})) {
      const Ec57Cells cells = judged(recording, detected(recording));
      for (const char reference : std::string("NSVFQO"))
        sum.add(Ec57Class::N, Ec57Class::N, cells.sum(std::string(1, reference), "N"));
      sum.add(Ec57Class::N, Ec57Class::O, cells.sum("NSVFQ", "O"));
      sum.add(Ec57Class::O, Ec57Class::N, cells.sum("O", "N"));
    }
    QVERIFY(sum.sum("N", "N") > 400);
    QVERIFY2(sum.sum("N", "O") <= 6, qPrintable(QString::number(sum.sum("N", "O"))));
    QVERIFY2(sum.sum("O", "N") <= 6, qPrintable(QString::number(sum.sum("O", "N"))));
  }

  /// The published database: gqrs reaches 99.74 / 99.72.
  void mitBihDatabase() {
    ECTOPY_NEEDS_DATA();
    std::vector<Ec57Record> records;
    for (const auto& header : listWfdbRecords(test::dataFolder() / "mitdb")) {
      const Recording recording = readWfdbRecord(header, {.verifyChecksums = false}, {});
      records.push_back({recording.name, judged(recording, detected(recording))});
    }
    const Ec57Statistics gross = summarise(records).gross;
    QCOMPARE(records.size(), 48U);
    QVERIFY2(gross.qrsSe.percent() >= 99.90, qPrintable(QString::number(gross.qrsSe.percent())));
    QVERIFY2(gross.qrsPpv.percent() >= 99.87, qPrintable(QString::number(gross.qrsPpv.percent())));
  }
};

QTEST_GUILESS_MAIN(TestQrsDetector)
#include "tst_qrs_detector.moc"
