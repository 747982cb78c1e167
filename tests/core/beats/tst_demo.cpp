#include <QTest>
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/beats/demo.h"

using namespace ectopy;

namespace {

constexpr AnnotationCode kN = 1, kL = 2, kR = 3, kV = 5, kF = 6, kA = 8, kPaced = 12, kRhythm = 28;
constexpr double kRateHz = 360;

std::vector<Annotation> beatsOf(const Recording& recording) {
  std::vector<Annotation> beats = recording.annotations.at("atr");
  std::erase_if(beats, [](const Annotation& annotation) { return annotation.code == kRhythm; });
  return beats;
}

bool isSinus(AnnotationCode code) {
  return code == kN || code == kL || code == kR;
}

double median(std::vector<double> values) {
  if (values.empty()) return NAN;
  const auto middle = values.begin() + static_cast<long>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::vector<double> millivolts(const Lead& lead) {
  std::vector<double> values(lead.samples.size());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = lead.physical(i);
  return values;
}

std::vector<std::int32_t> samplesOf(const Recording& recording) {
  std::vector<std::int32_t> values;
  for (const Lead& lead : recording.leads)
    for (std::size_t i = 0; i < lead.samples.size(); ++i) values.push_back(lead.samples[i]);
  return values;
}

/// The typical course around beats of a class, from 0.3 s before to 0.5 s after, PQ level taken off.
std::vector<double> medianBeat(const Recording& recording, std::size_t lead, AnnotationCode code) {
  const auto trace = millivolts(recording.leads[lead]);
  std::vector<std::vector<double>> columns(288);
  for (const Annotation& beat : beatsOf(recording)) {
    const std::int64_t first = beat.sample - 108;
    if (beat.code != code || first < 0 || first + 288 > std::ssize(trace)) continue;
    const auto start = static_cast<std::size_t>(first);
    const double level = trace[start + 108 - 33];
    for (std::size_t i = 0; i < columns.size(); ++i) columns[i].push_back(trace[start + i] - level);
  }
  std::vector<double> course;
  for (auto& column : columns) course.push_back(median(std::move(column)));
  return course;
}

double at(const std::vector<double>& course, double seconds) {
  return course[static_cast<std::size_t>(std::lround(108 + seconds * kRateHz))];
}

/// Seconds around the peak that are beyond half its height.
double widthAtHalfHeight(const std::vector<double>& course) {
  const double height = course[108];
  std::size_t first = 108, last = 108;
  while (first > 0 && course[first] / height > 0.5) --first;
  while (last + 1 < course.size() && course[last] / height > 0.5) ++last;
  return static_cast<double>(last - first) / kRateHz;
}

}  // namespace

class TestDemo : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_arrhythmia = makeArrhythmiaDemo({}, {});
    m_infarction = makeInfarctionDemo({}, {});
  }
  void saysWhatItIs();
  void isDecidedByItsSeed();
  void classesComeFromSeveralPatients();
  void rhythmIsPlausible();
  void annotationsSitOnTheRPeaks();
  void ventricularBeatsAreWide();
  void onlyPacedBeatsHaveASpike();
  void noiseIsThereAndNotTooMuch();
  void patientsDiffer();
  void infarctionsLookLikeInfarctions();
  void stopsInTheMiddle();
  void refusesWhatMakesNoSense();

 private:
  std::vector<Recording> m_arrhythmia;
  std::vector<Recording> m_infarction;
};

void TestDemo::saysWhatItIs() {
  QCOMPARE(m_arrhythmia.size(), std::size_t{8});
  QCOMPARE(m_infarction.size(), std::size_t{8});
  std::set<std::string> names;
  for (const auto* set : {&m_arrhythmia, &m_infarction})
    for (const Recording& recording : *set) {
      QVERIFY(recording.isSynthetic);
      QVERIFY(recording.comments.front().starts_with("Synthetic: dynamical model of McSharry et al. 2003"));
      QCOMPARE(recording.leads.size(), std::size_t{2});
      QCOMPARE(recording.leads[0].name, std::string("MLII"));
      QCOMPARE(recording.leads[1].name, std::string("V1"));
      QCOMPARE(recording.sampleRateHz, kRateHz);
      QCOMPARE(recording.sampleCount, std::int64_t{600 * 360});
      QCOMPARE(recording.leads[1].samples.size(), std::size_t{600 * 360});
      const Annotation& first = recording.annotations.at("atr").front();
      QCOMPARE(first.code, kRhythm);
      QCOMPARE(first.text, std::string("(N"));
      names.insert(recording.patient);
    }
  QCOMPARE(names.size(), std::size_t{16});
  QCOMPARE(m_arrhythmia[0].name, std::string("demo01"));
}

void TestDemo::isDecidedByItsSeed() {
  const DemoOptions options{7, 2, 20};
  const auto first = makeArrhythmiaDemo(options, {});
  const auto again = makeArrhythmiaDemo(options, {});
  const auto alone = makeArrhythmiaDemo({7, 1, 20}, {});
  const auto other = makeArrhythmiaDemo({8, 2, 20}, {});
  QCOMPARE(samplesOf(first[1]), samplesOf(again[1]));
  QCOMPARE(first[1].annotations, again[1].annotations);
  QCOMPARE(samplesOf(first[0]), samplesOf(alone[0]));
  QVERIFY(samplesOf(first[0]) != samplesOf(other[0]));
  QVERIFY(samplesOf(first[0]) != samplesOf(makeInfarctionDemo(options, {})[0]));
}

void TestDemo::classesComeFromSeveralPatients() {
  std::map<AnnotationCode, int> counts;
  std::map<AnnotationCode, int> patients;
  int all = 0;
  for (const Recording& recording : m_arrhythmia) {
    std::map<AnnotationCode, int> here;
    for (const Annotation& beat : beatsOf(recording)) ++here[beat.code];
    for (const auto& [code, count] : here) {
      counts[code] += count;
      all += count;
      ++patients[code];
    }
  }
  const auto percent = [&](AnnotationCode code) { return 100.0 * counts[code] / all; };
  const double sinus = percent(kN) + percent(kL) + percent(kR);
  QVERIFY2(sinus > 76 && sinus < 84, qPrintable(QString::number(sinus)));
  QVERIFY(percent(kA) > 3 && percent(kA) < 5.5);
  QVERIFY(percent(kV) > 6.5 && percent(kV) < 9.5);
  QVERIFY(percent(kF) > 1.2 && percent(kF) < 3);
  QVERIFY(percent(kPaced) > 4 && percent(kPaced) < 8);
  QVERIFY(patients[kA] >= 6 && patients[kV] >= 6 && patients[kF] >= 6 && patients[kPaced] >= 3);
  QVERIFY(patients[kL] == 1 && patients[kR] == 1);
}

void TestDemo::rhythmIsPlausible() {
  for (const Recording& recording : m_arrhythmia) {
    const auto beats = beatsOf(recording);
    std::vector<double> sinus, supraventricular, coupling, sum;
    for (std::size_t i = 1; i + 1 < beats.size(); ++i) {
      const double before = static_cast<double>(beats[i].sample - beats[i - 1].sample) / kRateHz;
      const double after = static_cast<double>(beats[i + 1].sample - beats[i].sample) / kRateHz;
      if (isSinus(beats[i].code) && isSinus(beats[i - 1].code)) sinus.push_back(before);
      if (beats[i].code == kA) supraventricular.push_back(before);
      if (beats[i].code == kV) {
        coupling.push_back(before);
        sum.push_back(before + after);
      }
    }
    const double usual = median(sinus);
    QVERIFY2(usual > 0.65 && usual < 1.0, qPrintable(QString::number(usual)));
    QVERIFY(median(supraventricular) < 0.82 * usual);
    QVERIFY(median(coupling) < 0.85 * usual);
    QVERIFY(std::abs(median(sum) / usual - 2) < 0.1);
    const double beatsAMinute = static_cast<double>(beats.size()) / 10;
    QVERIFY(beatsAMinute > 55 && beatsAMinute < 95);
  }
}

void TestDemo::annotationsSitOnTheRPeaks() {
  int sinusBeats = 0, near = 0;
  for (const Recording& recording : m_arrhythmia) {
    const auto trace = millivolts(recording.leads[0]);
    for (const Annotation& beat : beatsOf(recording)) {
      if (beat.code != kN || beat.sample < 10 || beat.sample + 10 >= std::ssize(trace)) continue;
      const auto begin = trace.begin() + beat.sample;
      ++sinusBeats;
      near += std::abs(std::max_element(begin - 10, begin + 11) - begin) <= 2;
    }
  }
  QVERIFY(sinusBeats > 3000);
  QVERIFY2(near > 0.99 * sinusBeats, qPrintable(QString("%1 of %2").arg(near).arg(sinusBeats)));
}

void TestDemo::ventricularBeatsAreWide() {
  for (const Recording& recording : m_arrhythmia) {
    const auto beats = beatsOf(recording);
    if (beats.front().code != kN) continue;
    const double narrow = widthAtHalfHeight(medianBeat(recording, 0, kN));
    const double early = widthAtHalfHeight(medianBeat(recording, 0, kA));
    const double wide = widthAtHalfHeight(medianBeat(recording, 0, kV));
    QVERIFY2(narrow > 0.02 && narrow < 0.06, qPrintable(QString::number(narrow)));
    QVERIFY(early < 1.3 * narrow);
    QVERIFY2(wide > 1.7 * narrow, qPrintable(QString("%1 %2").arg(wide).arg(narrow)));
    // T runs against the QRS complex.
    const auto ventricular = medianBeat(recording, 0, kV);
    QVERIFY(ventricular[108] * at(ventricular, 0.3) < 0);
  }
}

void TestDemo::onlyPacedBeatsHaveASpike() {
  const Recording& recording = m_arrhythmia[1];
  const auto trace = millivolts(recording.leads[0]);
  const auto steepest = [&](const Annotation& beat) {
    double steep = 0;
    for (std::int64_t i = std::max<std::int64_t>(beat.sample - 60, 1); i < beat.sample - 10; ++i)
      steep = std::max(steep,
                       std::abs(trace[static_cast<std::size_t>(i)] - trace[static_cast<std::size_t>(i - 1)]));
    return steep;
  };
  std::vector<double> paced, sinus;
  for (const Annotation& beat : beatsOf(recording)) {
    if (beat.code == kPaced) paced.push_back(steepest(beat));
    if (beat.code == kN) sinus.push_back(steepest(beat));
  }
  QVERIFY(median(paced) > 0.3);
  QVERIFY(median(sinus) < 0.15);
}

void TestDemo::noiseIsThereAndNotTooMuch() {
  for (const Recording& recording : m_arrhythmia)
    for (const Lead& lead : recording.leads) {
      const auto trace = millivolts(lead);
      std::vector<double> fast, level;
      for (std::size_t i = 2; i < trace.size(); ++i)
        fast.push_back(std::abs(trace[i] - 2 * trace[i - 1] + trace[i - 2]));
      for (std::size_t i = 0; i + 720 <= trace.size(); i += 720)
        level.push_back(
            median({trace.begin() + static_cast<long>(i), trace.begin() + static_cast<long>(i + 720)}));
      const double deviation = median(fast) / 0.6745 / std::sqrt(6.0);
      QVERIFY2(deviation > 0.003 && deviation < 0.06, qPrintable(QString::number(deviation)));
      const auto [low, high] = std::minmax_element(level.begin(), level.end());
      QVERIFY2(*high - *low > 0.03 && *high - *low < 0.8, qPrintable(QString::number(*high - *low)));
    }
}

void TestDemo::patientsDiffer() {
  std::vector<std::vector<double>> courses;
  for (const Recording& recording : m_infarction) courses.push_back(medianBeat(recording, 0, kN));
  for (std::size_t a = 0; a < courses.size(); ++a)
    for (std::size_t b = a + 1; b < courses.size(); ++b) {
      double largest = 0;
      for (std::size_t i = 0; i < courses[a].size(); ++i)
        largest = std::max(largest, std::abs(courses[a][i] - courses[b][i]));
      QVERIFY(largest > 0.05);
    }
}

void TestDemo::infarctionsLookLikeInfarctions() {
  int infarctions = 0;
  std::vector<double> t[2], st[2];  // [healthy, infarction]
  for (const Recording& recording : m_infarction) {
    const bool isInfarct = recording.comments.at(1) == "Reason for admission: Myocardial infarction";
    infarctions += isInfarct;
    if (!isInfarct) QCOMPARE(recording.comments.at(1), std::string("Reason for admission: Healthy control"));
    const auto course = medianBeat(recording, 0, kN);
    const double q = *std::min_element(course.begin() + 108 - 30, course.begin() + 108);
    QVERIFY2(isInfarct == (q < -0.12), qPrintable(QString::number(q)));
    t[isInfarct].push_back(at(course, 0.27));
    st[isInfarct].push_back(at(course, 0.11) / course[108]);
  }
  QCOMPARE(infarctions, 4);
  QVERIFY(median(t[1]) < median(t[0]) - 0.1);
  QVERIFY(median(st[1]) > median(st[0]) + 0.03);
}

void TestDemo::stopsInTheMiddle() {
  std::stop_source source;
  int reports = 0;
  const JobContext job(source.get_token(), [&](double, std::string_view) {
    if (++reports == 2) source.request_stop();
  });
  QVERIFY_EXCEPTION_THROWN(makeArrhythmiaDemo({1, 8, 30}, job), Stopped);
  QCOMPARE(reports, 2);
}

void TestDemo::refusesWhatMakesNoSense() {
  QVERIFY_EXCEPTION_THROWN(makeArrhythmiaDemo({1, 0, 60}, {}), Error);
  QVERIFY_EXCEPTION_THROWN(makeInfarctionDemo({1, 1000000, 60}, {}), Error);
  QVERIFY_EXCEPTION_THROWN(makeArrhythmiaDemo({1, 1, 0}, {}), Error);
  QVERIFY_EXCEPTION_THROWN(makeArrhythmiaDemo({1, 1, NAN}, {}), Error);
}

QTEST_GUILESS_MAIN(TestDemo)
#include "tst_demo.moc"
