#include <QtTest>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/evaluation/agreement.h"
#include "tests/support/error_text.h"

using namespace ectopy;

namespace {

ConfusionMatrix matrixOf(const std::vector<std::vector<int>>& counts) {
  ConfusionMatrix matrix(counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i)
    for (std::size_t k = 0; k < counts.size(); ++k) matrix.add(i, k, counts[i][k]);
  return matrix;
}

void requireNear(double found, double expected) {
  QVERIFY2(std::abs(found - expected) < 1e-9, qPrintable(QString::number(found, 'g', 15)));
}

}  // namespace

class TestAgreement : public QObject {
  Q_OBJECT

 private slots:
  void isThePublishedOne_data();
  void isThePublishedOne();
  void saysNothingOfNothing();
  void isOfBeatsThatBothLabelled();
  void wholeAgreementIsOne();
  void listsWhereTheyDiffer();
  void refusesWhatDoesNotFit();
};

// Kappa by scikit-learn 1.2.1's cohen_kappa_score, the standard error by a numeric delta method. The first is
// the example of Fleiss, Statistical Methods for Rates and Proportions, chapter 18: 0.68 with 0.087.
void TestAgreement::isThePublishedOne_data() {
  QTest::addColumn<std::vector<std::vector<int>>>("counts");
  QTest::addColumn<double>("kappa");
  QTest::addColumn<double>("standardError");
  using Counts = std::vector<std::vector<int>>;
  QTest::newRow("Fleiss") << Counts{{75, 1, 4}, {5, 4, 1}, {0, 0, 10}} << 0.676470588235294
                          << 0.0877029534805187;
  QTest::newRow("two classes") << Counts{{20, 5}, {10, 15}} << 0.4 << 0.12699606294094168;
  QTest::newRow("an empty class") << Counts{{900, 3, 7, 0}, {12, 40, 2, 0}, {1, 0, 80, 4}, {0, 0, 0, 0}}
                                  << 0.8828537761279093 << 0.020964277089263763;
}

void TestAgreement::isThePublishedOne() {
  QFETCH(std::vector<std::vector<int>>, counts);
  QFETCH(double, kappa);
  QFETCH(double, standardError);
  const Agreement agreement = agreementOf(matrixOf(counts));
  requireNear(agreement.kappa, kappa);
  requireNear(agreement.standardError, standardError);
  requireNear(agreement.low, kappa - 1.959963984540054 * agreement.standardError);
  requireNear(agreement.high, kappa + 1.959963984540054 * agreement.standardError);
}

void TestAgreement::saysNothingOfNothing() {
  QVERIFY(std::isnan(agreementOf(ConfusionMatrix(3)).kappa));
  const Agreement single = agreementOf(matrixOf({{9, 0}, {0, 0}}));
  requireNear(single.observed, 1);
  QVERIFY(std::isnan(single.kappa) && std::isnan(single.low));
  QVERIFY(agreementJson(single)["kappa"].is_null());
}

void TestAgreement::isOfBeatsThatBothLabelled() {
  const std::vector<ClassIndex> ann = {0, 1, kUnlabelled, 1, kUnlabelled, 0};
  const std::vector<ClassIndex> bob = {0, 0, 1, 1, kUnlabelled, 0};
  const Agreement agreement = agreementOf(ann, bob, 2);
  QCOMPARE(agreement.confusion, matrixOf({{2, 0}, {1, 1}}));
  requireNear(agreement.observed, 0.75);
  requireNear(agreement.expected, 0.5);
  requireNear(agreement.kappa, 0.5);
  const auto json = agreementJson(agreement);
  QCOMPARE(json["beats"].get<int>(), 4);
  QCOMPARE(json["confusion"][1][0].get<int>(), 1);
}

void TestAgreement::wholeAgreementIsOne() {
  const Agreement agreement = agreementOf(matrixOf({{3, 0}, {0, 4}}));
  requireNear(agreement.kappa, 1);
  requireNear(agreement.standardError, 0);
  requireNear(agreement.high, 1);
}

void TestAgreement::listsWhereTheyDiffer() {
  const std::vector<ClassIndex> ann = {0, 1, kUnlabelled, 1, kUnlabelled};
  const std::vector<ClassIndex> bob = {0, 0, 1, 1, kUnlabelled};
  QCOMPARE(disagreements(ann, bob), (std::vector<BeatIndex>{1, 2}));
  QCOMPARE(agreedLabels(ann, bob), (std::vector<ClassIndex>{0, kUnlabelled, kUnlabelled, 1, kUnlabelled}));
}

void TestAgreement::refusesWhatDoesNotFit() {
  const std::vector<ClassIndex> two = {0, 1};
  const std::vector<ClassIndex> three = {0, 1, 1};
  QCOMPARE(test::errorText([&] { disagreements(two, three); }),
           std::string("Two annotators can be compared on one data set only, found 2 and 3 beats."));
  QCOMPARE(test::errorText([&] { agreementOf(two, two, 1); }),
           std::string("Beat 1 has class 1, expected one below 1."));
}

QTEST_GUILESS_MAIN(TestAgreement)
#include "tst_agreement.moc"
