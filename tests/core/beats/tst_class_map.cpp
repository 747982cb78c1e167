#include <QtTest>

#include "core/base/error.h"
#include "core/beats/class_map.h"

using namespace ectopy;

namespace {

struct Row {
  int code;
  char ml;  // '-': no beat
  char ec57;
};

// CONVENTIONS 1, line by line.
const std::vector<Row> kTable = {{1, 'N', 'N'},  {2, 'N', 'N'},  {3, 'N', 'N'},  {25, 'N', 'N'},
                                 {34, 'N', 'S'}, {11, 'N', 'S'}, {35, 'S', 'S'}, {8, 'S', 'S'},
                                 {4, 'S', 'S'},  {7, 'S', 'S'},  {9, 'S', 'S'},  {5, 'V', 'V'},
                                 {10, 'V', 'V'}, {41, 'V', 'V'}, {6, 'F', 'F'},  {12, 'Q', 'Q'},
                                 {38, 'Q', 'Q'}, {13, 'Q', 'Q'}, {30, '-', 'Q'}, {31, '-', '-'}};

char classOf(int code, ClassMap map) {
  const auto index = aamiClassOf(static_cast<AnnotationCode>(code), map);
  return index ? aami5Scheme().codeOf(*index).front() : '-';
}

}  // namespace

class TestClassMap : public QObject {
  Q_OBJECT

 private slots:
  void followsTheTable() {
    for (const Row& row : kTable) {
      QCOMPARE(classOf(row.code, ClassMap::Ml), row.ml);
      QCOMPARE(classOf(row.code, ClassMap::Ec57), row.ec57);
    }
  }

  void everythingElseIsNoBeat() {
    std::vector<bool> listed(256, false);
    for (const Row& row : kTable) listed[static_cast<std::size_t>(row.code)] = true;
    for (int code = 0; code < 256; ++code) {
      if (listed[static_cast<std::size_t>(code)]) continue;
      QCOMPARE(classOf(code, ClassMap::Ml), '-');
      QCOMPARE(classOf(code, ClassMap::Ec57), '-');
    }
  }

  void namesRoundTrip() {
    QCOMPARE(classMapFromName(nameOf(ClassMap::Ml)), ClassMap::Ml);
    QCOMPARE(classMapFromName(nameOf(ClassMap::Ec57)), ClassMap::Ec57);
    QVERIFY_EXCEPTION_THROWN(classMapFromName("aami"), Error);
  }
};

QTEST_GUILESS_MAIN(TestClassMap)
#include "tst_class_map.moc"
