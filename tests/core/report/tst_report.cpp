#include "core/report/report.h"

#include <QRegularExpression>
#include <QXmlStreamReader>
#include <QtTest>
#include <locale>

#include "core/report/number_format.h"
#include "tests/core/report/report_fixture.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using ectopy::test::BeatOptions;
using ectopy::test::errorText;
using ectopy::test::ReportFixture;

namespace {

/// What a reader of the rendered page would see and where.
struct Page {
  QString html;
  QString text;                     // all text outside the style sheet, white space simplified
  QMap<QString, QString> textOfId;  // of each element with an id
  QMap<QString, int> elements;      // how many of each tag
  QString problem;                  // why it is not well-formed
};

void readElement(QXmlStreamReader& xml, Page& page, QStringList& openIds) {
  const QString tag = xml.name().toString();
  const QString id = xml.attributes().value("id").toString();
  ++page.elements[tag];
  if (!id.isEmpty()) openIds.append(id);
  while (!xml.atEnd()) {
    xml.readNext();
    if (xml.isStartElement()) {
      readElement(xml, page, openIds);
      continue;
    }
    if (xml.isEndElement()) break;
    if (!xml.isCharacters() || tag == "style") continue;
    page.text += xml.text().toString() + ' ';
    for (const QString& open : openIds) page.textOfId[open] += xml.text().toString() + ' ';
  }
  if (!id.isEmpty()) openIds.removeLast();
}

Page pageOf(const std::string& html) {
  Page page;
  page.html = QString::fromStdString(html);
  QXmlStreamReader xml(page.html);
  QStringList openIds;
  while (!xml.atEnd()) {
    xml.readNext();
    if (xml.isStartElement()) readElement(xml, page, openIds);
  }
  if (xml.hasError()) page.problem = xml.errorString();
  page.text = page.text.simplified();
  for (QString& text : page.textOfId) text = text.simplified();
  return page;
}

/// As the page's texts are: no-break spaces become plain ones when simplified.
QString shown(const std::string& number) {
  return QString::fromStdString(number).simplified();
}

}  // namespace

class TestReport : public QObject {
  Q_OBJECT

 private slots:
  void isWellFormed() {
    const Page page = pageOf(ReportFixture::usual().render());
    QVERIFY2(page.problem.isEmpty(), qPrintable(page.problem));
    QVERIFY(page.html.startsWith("<!DOCTYPE html>"));
  }

  void hasAllItsSections() {
    const Page page = pageOf(ReportFixture::usual().render());
    for (const char* id :
         {"summary", "overall", "confusion", "classes", "wrong-beats", "records", "data", "model"}) {
      QVERIFY2(!page.textOfId.value(id).isEmpty(), id);
    }
    QVERIFY(page.text.contains("Not a medical device"));
    QVERIFY(page.text.contains("2001-02-03 04:05 UTC"));
  }

  void numbersAreTheEvaluations() {
    const ReportFixture fixture = ReportFixture::usual();
    const Evaluation evaluation = fixture.evaluation();
    QVERIFY(evaluation.scores.accuracy < 1);
    const Page page = pageOf(fixture.render());
    const QString overall = page.textOfId["overall"];
    QVERIFY(overall.contains(shown(formatPercent(evaluation.scores.accuracy)) + " Accuracy"));
    QVERIFY(overall.contains(shown(formatPercent(evaluation.scores.macroF1)) + " Macro F1"));
    QVERIFY(
        overall.contains(shown(formatPercent(evaluation.scores.balancedAccuracy)) + " Balanced accuracy"));
    QVERIFY(overall.contains(shown(formatPercent(evaluation.calibrationError)) + " Calibration error"));
    for (std::size_t label = 0; label < evaluation.scheme.size(); ++label) {
      const ClassScore& score = evaluation.scores.perClass[label];
      const QString row = QString::fromStdString(evaluation.scheme.classes[label].name) + " " +
                          shown(formatPercent(score.sensitivity)) + " " + shown(formatPercent(score.ppv)) +
                          " " + shown(formatPercent(score.f1)) + " " + shown(formatCount(score.support));
      QVERIFY2(page.textOfId["classes"].contains(row), qPrintable(row));
    }
  }

  void matrixHoldsEveryCountInOrder() {
    const ReportFixture fixture = ReportFixture::usual();
    const Evaluation evaluation = fixture.evaluation();
    const Page page = pageOf(fixture.render());
    QString expected;
    for (std::size_t truth = 0; truth < 5; ++truth) {
      for (std::size_t predicted = 0; predicted < 5; ++predicted) {
        const std::int64_t count = evaluation.confusion.at(truth, predicted);
        expected += shown(formatCount(count)) + " ";
        const double share = double(count) / double(evaluation.confusion.rowTotal(truth));
        if (count > 0) expected += shown(formatPercent(share, 1)) + " ";
      }
    }
    QVERIFY2(page.textOfId["confusion"].contains(expected), qPrintable(expected));
    QVERIFY(page.textOfId["confusion"].contains("Predicted by the model"));
    QVERIFY(page.textOfId["confusion"].contains("Truth (label)"));
  }

  void recordsComeWorstFirst() {
    const ReportFixture fixture = ReportFixture::usual();
    const Page page = pageOf(fixture.render());
    double last = 0;
    int rows = 0;
    const QRegularExpression row("r[1-4] r[1-4] \\d+ \\d+ ([0-9.]+) %");
    for (auto it = row.globalMatch(page.textOfId["records"]); it.hasNext(); ++rows) {
      const double accuracy = it.next().captured(1).toDouble();
      QVERIFY(accuracy >= last);
      last = accuracy;
    }
    QCOMPARE(rows, 4);
  }

  void manyRecordsAreCappedAndSaidToBe() {
    BeatOptions options;
    for (int record = 0; record < 100; ++record) options.records.push_back("r" + std::to_string(record));
    const Page page = pageOf(ReportFixture(options).render());
    QVERIFY(page.textOfId["records"].contains("The worst 30 of 100 records"));
  }

  void wrongBeatsAreDrawnWithTheirPlace() {
    ReportFixture fixture = ReportFixture::usual();
    fixture.wrongBeatsDrawn = 4;
    const Evaluation evaluation = fixture.evaluation();
    QVERIFY(evaluation.mostWrong.size() > 4);
    const Page page = pageOf(fixture.render());
    QVERIFY(page.html.count("class=\"trace\"") == 4);
    const BeatIndex worst = evaluation.mostWrong.front();
    const QString place = QString::fromStdString(fixture.beats().recordOf(worst)->name + " @ " +
                                                 formatClock(fixture.beats().secondsOf(worst)));
    QVERIFY2(page.textOfId["wrong-beats"].contains(place), qPrintable(place));
  }

  void modelCardHoldsTheTraining() {
    ReportFixture fixture = ReportFixture::usual();
    fixture.model().transferMode = "freeze";
    fixture.model().parentName = "big sister";
    const QString card = pageOf(fixture.render()).textOfId["model"];
    for (const char* words : {"cvxtz", "4711", "12 min 34 s", "9f86d081884c7d65", "big sister",
                              "convolutions frozen", "best: 5", "0.001", "Loss", "Macro F1"}) {
      QVERIFY2(card.contains(words), words);
    }
    QVERIFY(card.contains(shown(formatCount(258'053))));
  }

  void dataSectionCountsLabels() {
    ReportFixture fixture = ReportFixture::usual();
    fixture.labels()[0] = 3;
    const QString data = pageOf(fixture.render()).textOfId["data"];
    QVERIFY(data.contains("Labels edited 3"));
    QVERIFY(data.contains("Records 4"));
    QVERIFY(data.contains("Patients 4"));
    QVERIFY(data.contains(QString::fromStdString(fixture.beats().fingerprint())));
    QVERIFY2(data.contains("Fusion of ventricular and normal F 41"), qPrintable(data));
    QVERIFY(data.contains("Normal and bundle branch block N L R j B e n 39") ||
            data.contains(QRegularExpression("Normal and bundle branch block [A-Za-z ]+ 39")));
  }

  void intraPatientIsCalledOptimistic() {
    ReportFixture fixture = ReportFixture::usual();
    QVERIFY(!pageOf(fixture.render()).textOfId["summary"].contains("an optimistic protocol"));
    fixture.protocol = "intra-patient: random 80/20 by beat";
    QVERIFY(pageOf(fixture.render()).textOfId["summary"].contains("an optimistic protocol"));
  }

  void syntheticIsSaid() {
    ReportFixture fixture = ReportFixture::usual();
    QVERIFY(!pageOf(fixture.render()).textOfId.contains("synthetic"));
    fixture.model().isSyntheticData = true;
    QVERIFY(pageOf(fixture.render()).textOfId["synthetic"].contains("trained on synthetic beats"));
  }

  void sameInputGivesTheSameBytes() {
    QCOMPARE(ReportFixture::usual().render(), ReportFixture::usual().render());
  }

  void numbersIgnoreTheLocale() {
    const std::string plain = ReportFixture::usual().render();
    const std::locale before = std::locale::global(std::locale(std::locale(), new CommaNumbers));
    const std::string comma = ReportFixture::usual().render();
    std::locale::global(before);
    QCOMPARE(comma, plain);
  }

  void nothingIsFetchedOrRun() {
    const QString html = pageOf(ReportFixture::usual().render()).html;
    for (const char* forbidden :
         {"<script", "http:", "https:", "src=", "href=", "url(", "@import", "<link"}) {
      QVERIFY2(!html.contains(forbidden, Qt::CaseInsensitive), forbidden);
    }
  }

  void printsOnA4() {
    const QString html = pageOf(ReportFixture::usual().render()).html;
    for (const char* rule :
         {"@page { size: A4;", "@media print", "break-inside: avoid", "table-header-group"}) {
      QVERIFY2(html.contains(rule), rule);
    }
  }

  void hostileNamesAreOnlyText() {
    BeatOptions options;
    const std::string name = "</title><script>alert('1')</script>&\"\x01\xFF\xC0\xAF";
    options.name = name;
    options.records = {"<img src=x>", "b"};
    options.scheme.classes[1].colour = "red;background:url(http://e.x)";
    options.scheme.classes[1].name = "<b>S</b>";
    ReportFixture fixture(options);
    fixture.model().name = "'><svg onload=alert(1)>";
    fixture.guard = "a < b & c";
    const Page page = pageOf(fixture.render());
    QVERIFY2(page.problem.isEmpty(), qPrintable(page.problem));
    QVERIFY(!page.elements.contains("script"));
    QVERIFY(!page.elements.contains("img"));
    QVERIFY(!page.html.contains("background:url"));
    QVERIFY(page.textOfId["data"].contains("</title><script>alert('1')</script>&\""));
    QVERIFY(page.textOfId["data"].contains("a < b & c"));
  }

  void noHistory() {
    ReportFixture fixture = ReportFixture::usual();
    fixture.model().history.clear();
    fixture.model().bestEpoch = 0;
    const Page page = pageOf(fixture.render());
    QVERIFY2(page.problem.isEmpty(), qPrintable(page.problem));
    QVERIFY(page.textOfId["model"].contains("no training history"));
  }

  void noRecords() {
    const Page page = pageOf(ReportFixture(BeatOptions()).render());
    QVERIFY2(page.problem.isEmpty(), qPrintable(page.problem));
    QVERIFY(!page.textOfId.contains("records"));
    QVERIFY(page.textOfId["data"].contains("Records not known"));
    QVERIFY(page.textOfId["wrong-beats"].contains(QRegularExpression("beat \\d+")));
  }

  void nothingJudged() {
    ReportFixture fixture = ReportFixture::usual();
    fixture.judged().clear();
    const Page page = pageOf(fixture.render());
    QVERIFY2(page.problem.isEmpty(), qPrintable(page.problem));
    QVERIFY(page.textOfId["confusion"].contains("No beat was judged"));
    QVERIFY(!page.text.contains("nan", Qt::CaseInsensitive));
  }

  void sixtyClasses() {
    BeatOptions options;
    options.beats = 600;
    options.scheme = numberedScheme(60);
    const Page page = pageOf(ReportFixture(options).render());
    QVERIFY2(page.problem.isEmpty(), qPrintable(page.problem));
    QVERIFY(page.elements["rect"] >= 60 + 2 * 60);  // the diagonal and both axes
    QVERIFY(page.textOfId["classes"].contains("Class 59"));
  }

  void labelsOfAnotherSetAreRefused() {
    ReportFixture fixture = ReportFixture::usual();
    const Evaluation evaluation = fixture.evaluation();
    const Predictions predictions = test::makePredictions(fixture.beats());
    const std::vector<ClassIndex> tooFew(3);
    QVERIFY(errorText([&] {
              renderHtmlReport({.beats = fixture.beats(),
                                .labels = tooFew,
                                .predictions = predictions,
                                .evaluation = evaluation,
                                .model = fixture.model()});
            }) != "no error");
  }

 private:
  /// A locale that writes 1.5 as "1,5" and 1000 as "1.000".
  struct CommaNumbers : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
  };
};

QTEST_GUILESS_MAIN(TestReport)
#include "tst_report.moc"
