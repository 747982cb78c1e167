#include <QtTest>
#include <set>

#include "core/base/error.h"
#include "core/beats/label_scheme.h"

using namespace ectopy;

class TestLabelScheme : public QObject {
  Q_OBJECT

 private slots:
  void findsClassesByCode() {
    const LabelScheme scheme = aami5Scheme();
    QCOMPARE(scheme.size(), std::size_t{5});
    QCOMPARE(scheme.indexOf("V"), std::optional<ClassIndex>(2));
    QVERIFY(!scheme.indexOf("X"));
    QCOMPARE(scheme.codeOf(4), std::string_view("Q"));
    QCOMPARE(scheme.codeOf(kUnlabelled), std::string_view("-"));
  }

  void keepsTheFixedColours() {
    const LabelScheme scheme = aami5Scheme();
    const std::vector<std::string> expected = {"#0072B2", "#E69F00", "#D55E00", "#CC79A7", "#5B7F6B"};
    for (std::size_t i = 0; i < expected.size(); ++i) QCOMPARE(scheme.classes[i].colour, expected[i]);
  }

  void numbersClassesThatHaveNoName() {
    const LabelScheme scheme = numberedScheme(7);
    QCOMPARE(scheme.id, std::string("classes-7"));
    QCOMPARE(scheme.codeOf(6), std::string_view("6"));
    std::set<std::string> colours;
    for (const LabelClass& one : scheme.classes) colours.insert(one.colour);
    QCOMPARE(colours.size(), std::size_t{7});
    QCOMPARE(numberedScheme(255).size(), std::size_t{255});
    QVERIFY_EXCEPTION_THROWN(numberedScheme(0), Error);
    QVERIFY_EXCEPTION_THROWN(numberedScheme(256), Error);
  }

  void takesTheNamesGiven() {
    QCOMPARE(namedScheme({"N", "S", "V", "F", "Q"}), aami5Scheme());
    QCOMPARE(namedScheme({"N", "A"}), normalAbnormalScheme());
    const LabelScheme scheme = namedScheme({"sinus", "ectopic"});
    QCOMPARE(scheme.id, std::string("classes-2"));
    QCOMPARE(scheme.codeOf(1), std::string_view("ectopic"));
    QVERIFY_EXCEPTION_THROWN(namedScheme({}), Error);
    QVERIFY_EXCEPTION_THROWN(namedScheme({"N", "N"}), Error);
    QVERIFY_EXCEPTION_THROWN(namedScheme({"N", ""}), Error);
    QVERIFY_EXCEPTION_THROWN(namedScheme({std::string(65, 'x')}), Error);
    QVERIFY_EXCEPTION_THROWN(namedScheme(std::vector<std::string>(255, "x")), Error);
  }

  void tellsTheTwoDiagnosisSchemesApart() {
    QCOMPARE(normalAbnormalScheme().codeOf(1), std::string_view("A"));
    QCOMPARE(normalInfarctionScheme().codeOf(1), std::string_view("I"));
    QVERIFY(normalAbnormalScheme() != normalInfarctionScheme());
  }
};

QTEST_GUILESS_MAIN(TestLabelScheme)
#include "tst_label_scheme.moc"
