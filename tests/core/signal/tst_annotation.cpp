#include "core/signal/annotation.h"

#include <QtTest>

using namespace ectopy;

class AnnotationTest : public QObject {
  Q_OBJECT

 private slots:
  void namesTheCodesOfThePublishedTable_data() {
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("symbol");
    // docs: ecgcodes.h, 1 .. 41 in order; codes without a mnemonic print as their number.
    const QStringList symbols = {"N", "L", "R", "a",    "V", "F",    "J", "A", "S",   "E", "j",
                                 "/", "Q", "~", "[15]", "|", "[17]", "s", "T", "*",   "D", "\"",
                                 "=", "p", "B", "^",    "t", "+",    "u", "?", "!",   "[", "]",
                                 "e", "n", "@", "x",    "f", "(",    ")", "r", "[42]"};
    for (int i = 0; i < symbols.size(); ++i) {
      QTest::addRow("code %d", i + 1) << i + 1 << symbols[i];
    }
  }
  void namesTheCodesOfThePublishedTable() {
    QFETCH(int, code);
    QFETCH(QString, symbol);
    const auto annotationCode = static_cast<AnnotationCode>(code);
    QCOMPARE(QString::fromStdString(symbolOf(annotationCode)), symbol);
    QVERIFY(codeOf(symbol.toStdString()) == annotationCode);
    QVERIFY(!descriptionOf(annotationCode).empty());
  }

  void knowsNoOtherSymbols() {
    QVERIFY(!codeOf("").has_value());
    QVERIFY(!codeOf("NN").has_value());
    QVERIFY(!codeOf("[99]").has_value());
    QCOMPARE(descriptionOf(5), std::string_view("premature ventricular contraction"));
  }
};

QTEST_GUILESS_MAIN(AnnotationTest)
#include "tst_annotation.moc"
