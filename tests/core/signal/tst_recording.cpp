#include "core/signal/recording.h"

#include <QtTest>

using namespace ectopy;

class RecordingTest : public QObject {
  Q_OBJECT

 private slots:
  void findsALeadByName() {
    Recording recording;
    recording.leads.resize(3);
    recording.leads[0].name = "MLII";
    recording.leads[1].name = "V5";
    recording.leads[2].name = "mlii";
    QVERIFY(findLead(recording, "V5") == 1U);
    QVERIFY(findLead(recording, "mlII") == 0U);
    QVERIFY(!findLead(recording, "V").has_value());
    QVERIFY(!findLead(recording, "").has_value());
  }

  void gapsHaveNoVoltage() {
    Lead lead;
    lead.gain = 100;
    lead.baseline = 50;
    lead.samples = Samples(std::vector<std::int16_t>{150, Samples::kMissing16, 0});
    QCOMPARE(lead.physical(0), 1.0);
    QVERIFY(std::isnan(lead.physical(1)));
    QCOMPARE(lead.physical(2), -0.5);
    QCOMPARE(lead.samples[1], Samples::kMissing);
  }
};

QTEST_GUILESS_MAIN(RecordingTest)
#include "tst_recording.moc"
