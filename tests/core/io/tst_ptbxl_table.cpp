#include <QTemporaryDir>
#include <QtTest>

#include "core/io/ptbxl_table.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using test::errorText;

class TestPtbXlTable : public QObject {
  Q_OBJECT

  static PtbXlTable parse(std::string_view text) { return parsePtbXlTable(text, "t.csv", {"b", "a"}); }
  static bool says(std::string_view text, std::string_view words) {
    return errorText([&] { parse(text); }).find(words) != std::string::npos;
  }

 private slots:
  void readsQuotedFields() {
    const PtbXlTable table = parse(
        "\xEF\xBB\xBF"
        "a,other,b\r\n1,,x\r\n\"2,5\",\"two\nlines\",\"say \"\"yes\"\"\"\n\n3,z,\n");
    QCOMPARE(table.rows.size(), std::size_t{3});
    QCOMPARE(table.rows[0].fields, (std::vector<std::string>{"x", "1"}));
    QCOMPARE(table.rows[1].fields, (std::vector<std::string>{"say \"yes\"", "2,5"}));
    QCOMPARE(table.rows[2].fields, (std::vector<std::string>{"", "3"}));
    QCOMPARE(table.rows[1].line, std::size_t{3});
    QCOMPARE(table.rows[2].line, std::size_t{6});  // a quoted line break counts
    QVERIFY(table.warnings.empty());
  }

  void leavesOutRowsOfAnotherLength() {
    const PtbXlTable table = parse("a,b\n1,2\n1\n1,2,3\n4,5");
    QCOMPARE(table.rows.size(), std::size_t{2});
    QCOMPARE(table.warnings.size(), std::size_t{2});
    QCOMPARE(table.warnings[0],
             std::string("t.csv, line 3: expected 2 fields, found 1: the row is left out."));
    std::string many = "a,b\n";
    for (int i = 0; i < 100; ++i) many += "1\n";
    QCOMPARE(parse(many).warnings.size(), std::size_t{21});
    QCOMPARE(parse(many).warnings.back(), std::string("t.csv: 80 more rows are left out."));
  }

  void saysWhatIsBroken() {
    QVERIFY(says("", "t.csv, line 1: expected a row that names the columns"));
    QVERIFY(says("a,c\n1,2\n", "t.csv, line 1: expected one column \"b\", found none among \"a,c\""));
    QVERIFY(says("a,b,a\n", "expected one column \"a\", found several"));
    QVERIFY(says("a,b\n1,2\n3,\"never ends\n4,5\n", "t.csv, line 3: expected a quote that ends"));
    QVERIFY(says("a,b\n1,\"x\"y\n", "t.csv, line 2: expected a comma behind a quoted field"));
    QVERIFY(says("a,b\n1,x\"y\"\n", "t.csv, line 2: a quote stands inside the field"));
    QVERIFY(errorText([] { readPtbXlTable("/nowhere/t.csv", {"a"}); }).find("/nowhere/t.csv") !=
            std::string::npos);
  }

  void readsScpCodes() {
    const auto codes = parseScpCodes(" {'NORM': 100.0, \"SR\" : 0} ");
    QCOMPARE(codes.size(), std::size_t{2});
    QCOMPARE(codes[0].code, std::string("NORM"));
    QCOMPARE(codes[0].likelihood, 100.0);
    QCOMPARE(codes[1].code, std::string("SR"));
    QVERIFY(parseScpCodes("{}").empty());
    for (const char* broken : {"", "{", "}", "NORM", "{'NORM'}", "{'NORM': }", "{'NORM': x}", "{'': 1}",
                               "{'A': 1 'B': 2}", "{'A: 1}", "{NORM: 1}", "{'A': 1,}", "{,}", "{'A': nan}"}) {
      QVERIFY2(errorText([&] { parseScpCodes(broken); }) != "no error", broken);
    }
  }
};

QTEST_GUILESS_MAIN(TestPtbXlTable)
#include "tst_ptbxl_table.moc"
