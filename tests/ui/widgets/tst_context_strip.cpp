#include "ui/widgets/context_strip.h"

#include <QtTest>
#include <cmath>

#include "core/io/wfdb_record.h"
#include "core/signal/filters.h"
#include "tests/support/data_folder.h"
#include "tests/support/open_session.h"
#include "ui/theme/theme.h"

using namespace ectopy;
using namespace ectopy::ui;

namespace {

constexpr double kRateHz = 360;
constexpr std::int64_t kRr = 300;  // samples between beats

/// A minute of flat line with a spike of 1 mV at every beat, but 3 mV at beat `tall`.
Recording spikes(int tall) {
  Recording recording;
  recording.name = "spikes";
  recording.sampleRateHz = kRateHz;
  recording.sampleCount = 60 * 360;
  std::vector<std::int16_t> samples(static_cast<std::size_t>(recording.sampleCount), 0);
  auto& marks = recording.annotations["atr"];
  for (int beat = 0; beat * kRr + kRr < recording.sampleCount; ++beat) {
    const std::int64_t peak = (beat + 1) * kRr;
    for (std::int64_t i = -3; i <= 3; ++i) {
      const double height = (beat == tall ? 600.0 : 200.0) * (1 - std::abs(static_cast<double>(i)) / 4);
      const std::size_t at = static_cast<std::size_t>(peak + i);
      if (at < samples.size()) samples[at] = static_cast<std::int16_t>(height);
    }
    marks.push_back({.sample = peak, .code = static_cast<AnnotationCode>(beat % 4 == 3 ? 5 : 1)});
  }
  Lead lead;
  lead.name = "MLII";
  lead.samples = Samples(std::move(samples));
  recording.leads.push_back(std::move(lead));
  return recording;
}

struct Shown {
  explicit Shown(test::OpenSession& open) : strip(open.session) {
    strip.resize(1000, 220);
    strip.show();
  }
  QImage image() { return strip.grab().toImage().convertToFormat(QImage::Format_RGB32); }
  ContextStrip strip;
};

/// The topmost row in a few columns that is nearer to the trace's colour than to the paper's.
int topOfTrace(const QImage& image, int x, int fromY) {
  for (int y = fromY; y < image.height(); ++y) {
    for (int column = x - 1; column <= x + 1; ++column) {
      if (image.pixelColor(column, y).lightness() < 110) return y;
    }
  }
  return -1;
}

}  // namespace

class ContextStripTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { Theme::instance().apply(ThemeMode::Light); }
  void init();
  void drawsTheExtremumWhereItIs();
  void showsFiveSecondsOnEitherSide();
  void clickGoesToAnotherBeat();
  void keysGoToNeighbours();
  void letterFollowsTheLabel();
  void drawsThroughTheFilterAndSaysSo();
  void saysWhatTheRateCannotHold();
  void saysThatCutBeatsHaveNoRecording();
  void showsRealRecords();

 private:
  QTemporaryDir m_folder;
  std::filesystem::path m_record;
};

void ContextStripTest::init() {
  m_record = writeWfdbRecord(spikes(30), m_folder.path().toStdString());
}

void ContextStripTest::drawsTheExtremumWhereItIs() {
  test::OpenSession open(m_record);
  Shown shown(open);
  open.session.setCurrentBeat(28);
  QTRY_VERIFY(shown.strip.emptyText().isEmpty());
  const QPointF peak = shown.strip.pointOf(31 * kRr).value();
  const int top = topOfTrace(shown.image(), qRound(peak.x()), 30);
  QVERIFY2(std::abs(top - peak.y()) <= 2, qPrintable(QString("%1 and %2").arg(top).arg(peak.y())));
  const QPointF ordinary = shown.strip.pointOf(30 * kRr).value();
  QVERIFY(ordinary.y() > peak.y() + 20);
}

void ContextStripTest::showsFiveSecondsOnEitherSide() {
  test::OpenSession open(m_record);
  Shown shown(open);
  open.session.setCurrentBeat(28);
  QTRY_VERIFY(shown.strip.emptyText().isEmpty());
  const std::int64_t peak = 29 * kRr;
  QVERIFY(std::abs(shown.strip.pointOf(peak).value().x() - 500) < 1);
  QVERIFY(shown.strip.pointOf(peak - 1799));
  QVERIFY(!shown.strip.pointOf(peak - 1801));
  QVERIFY(std::abs(shown.strip.pointOf(peak + 1799).value().x() - 1000) < 2);
}

void ContextStripTest::clickGoesToAnotherBeat() {
  test::OpenSession open(m_record);
  Shown shown(open);
  open.session.setCurrentBeat(28);
  QTRY_VERIFY(shown.strip.emptyText().isEmpty());
  const QPointF other = shown.strip.pointOf(33 * kRr).value();
  QTest::mouseClick(&shown.strip, Qt::LeftButton, {}, QPoint(qRound(other.x()) + 5, 90));
  QCOMPARE(open.session.currentBeat(), std::optional<BeatIndex>(32));
  QVERIFY(std::abs(shown.strip.pointOf(33 * kRr).value().x() - 500) < 1);
}

void ContextStripTest::keysGoToNeighbours() {
  test::OpenSession open(m_record);
  Shown shown(open);
  open.session.setCurrentBeat(10);
  QTRY_VERIFY(shown.strip.emptyText().isEmpty());
  QTest::keyClick(&shown.strip, Qt::Key_Right);
  QCOMPARE(open.session.currentBeat(), std::optional<BeatIndex>(11));
  QTest::keyClick(&shown.strip, Qt::Key_Left);
  QTest::keyClick(&shown.strip, Qt::Key_Left);
  QCOMPARE(open.session.currentBeat(), std::optional<BeatIndex>(9));
}

void ContextStripTest::letterFollowsTheLabel() {
  test::OpenSession open(m_record);
  Shown shown(open);
  open.session.setCurrentBeat(28);
  QTRY_VERIFY(shown.strip.emptyText().isEmpty());
  const QRect letter(488, 0, 24, 18);
  const QImage before = shown.image().copy(letter);
  const LabelScheme& scheme = open.session.beats()->scheme();
  QCOMPARE(before.pixel(6, 3), Theme::instance().classColour(scheme, 0).rgb());
  open.session.relabel(1, false);
  QCOMPARE(shown.image().copy(letter).pixel(6, 3), Theme::instance().classColour(scheme, 1).rgb());
}

void ContextStripTest::drawsThroughTheFilterAndSaysSo() {
  test::OpenSession open(m_record);
  Shown shown(open);
  open.session.setCurrentBeat(28);
  QTRY_VERIFY(shown.strip.emptyText().isEmpty());
  QCOMPARE(shown.strip.filterWords(), QString());
  const QImage stored = shown.image();
  const std::vector<float> cut(open.session.beats()->beat(28).begin(), open.session.beats()->beat(28).end());

  open.session.setSignalFilter({.band = SignalFilter::Band::Narrow});
  QCOMPARE(shown.strip.filterWords(), QString("view filtered: band 0.5-40 Hz; stored data unchanged"));
  QCOMPARE(shown.strip.accessibleDescription(), shown.strip.filterWords());
  const auto recording = open.session.recordingOf(28);
  std::vector<double> whole;
  for (std::size_t i = 0; i < recording->leads[0].samples.size(); ++i)
    whole.push_back(recording->leads[0].physical(i));
  const auto expected = bandPass(whole, kRateHz, 0.5, 40);
  // Heights on the paper go as the filtered values do: 3 mV and 1 mV peaks, and the line between them.
  const auto heightOf = [&](std::int64_t sample) { return shown.strip.pointOf(sample).value().y(); };
  const auto valueOf = [&](std::int64_t sample) { return expected[static_cast<std::size_t>(sample)]; };
  const std::int64_t tall = 31 * kRr, ordinary = 30 * kRr, between = 30 * kRr + kRr / 2;
  QVERIFY(valueOf(tall) < 2.5);  // the 40 Hz edge takes its tip
  const double pxPerUnit = (heightOf(between) - heightOf(tall)) / (valueOf(tall) - valueOf(between));
  QVERIFY(std::abs(heightOf(ordinary) - heightOf(between) -
                   pxPerUnit * (valueOf(between) - valueOf(ordinary))) < 0.1);
  const QImage filtered = shown.image();
  QVERIFY(filtered != stored);
  const int top = topOfTrace(filtered, qRound(shown.strip.pointOf(tall).value().x()), 30);
  QVERIFY2(std::abs(top - heightOf(tall)) <= 2,
           qPrintable(QString("%1 and %2").arg(top).arg(heightOf(tall))));

  QVERIFY(std::equal(cut.begin(), cut.end(), open.session.beats()->beat(28).begin()));
  QVERIFY(open.session.recordingOf(28) == recording);
  open.session.setSignalFilter({});
  QCOMPARE(shown.image(), stored);
}

void ContextStripTest::saysWhatTheRateCannotHold() {
  Recording slow = spikes(30);
  slow.sampleRateHz = 100;
  test::OpenSession open(writeWfdbRecord(slow, m_folder.path().toStdString()));
  Shown shown(open);
  open.session.setCurrentBeat(28);
  QTRY_VERIFY(shown.strip.emptyText().isEmpty());
  open.session.setSignalFilter(
      {.band = SignalFilter::Band::WithoutBaseline, .mains = SignalFilter::Mains::Without60Hz});
  QCOMPARE(shown.strip.filterWords(),
           QString("view filtered: baseline 0.5 Hz; stored data unchanged; mains 60 Hz left out: it needs "
                   "more than 120 samples a second, the record has 100"));
}

void ContextStripTest::saysThatCutBeatsHaveNoRecording() {
  test::BeatOptions options;
  options.beats = 50;
  test::OpenSession open(test::makeBeats(options));
  Shown shown(open);
  QVERIFY2(shown.strip.emptyText().contains("cut beats only"), qPrintable(shown.strip.emptyText()));
}

void ContextStripTest::showsRealRecords() {
  ECTOPY_NEEDS_DATA();
  test::OpenSession open(test::dataFolder() / "mitdb" / "208.hea");
  Shown shown(open);
  open.session.setCurrentBeat(500);
  QTRY_VERIFY(shown.strip.emptyText().isEmpty());
  const auto recording = open.session.recordingOf(500);
  const Lead& lead = recording->leads.front();
  const std::int64_t centre = open.session.beats()->columns().rSamples[500];
  std::int64_t highest = centre;
  for (std::int64_t i = centre - 1700; i < centre + 1700; ++i) {
    if (lead.physical(static_cast<std::size_t>(i)) > lead.physical(static_cast<std::size_t>(highest)))
      highest = i;
  }
  const QPointF peak = shown.strip.pointOf(highest).value();
  const int top = topOfTrace(shown.image(), qRound(peak.x()), 24);
  QVERIFY2(std::abs(top - peak.y()) <= 2.5, qPrintable(QString("%1 and %2").arg(top).arg(peak.y())));
}

QTEST_MAIN(ContextStripTest)
#include "tst_context_strip.moc"
