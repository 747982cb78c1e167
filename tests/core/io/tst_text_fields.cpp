#include "core/io/text_fields.h"

#include <QtTest>

using namespace ectopy;

class TextFieldsTest : public QObject {
  Q_OBJECT

 private slots:
  void readsWholeFieldsAlone() {
    QVERIFY(parseInteger("-42") == -42);
    QVERIFY(parseInteger("+42") == 42);
    QVERIFY(parseReal("1.5e-3") == 1.5e-3);
    for (const char* text : {"", "+", "+-1", " 1", "1 ", "1x", "0x10", "9223372036854775808"}) {
      QVERIFY2(!parseInteger(text).has_value(), text);
    }
    for (const char* text : {"", "1.0.0", "nan", "inf", "1e999", "1,5"}) {
      QVERIFY2(!parseReal(text).has_value(), text);
    }
  }

  void showsFieldsInOneShortLine() {
    QCOMPARE(inQuotes("a b"), std::string("\"a b\""));
    QCOMPARE(inQuotes("a\n\x80"), std::string("\"a\?\?\""));
    QCOMPARE(inQuotes(std::string(50, 'x')), "\"" + std::string(40, 'x') + "...\"");
  }

  void knowsUtf8() {
    for (const char* text : {"", "abc", "\xc2\xb5V", "\xe2\x82\xac", "\xf0\x9f\x92\x93", "\xf4\x8f\xbf\xbf"})
      QVERIFY2(isUtf8(text), text);
    for (const char* text : {"\xb5V", "\xc2", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                             "\xff", "a\xe2\x82"})
      QVERIFY2(!isUtf8(text), text);
    QCOMPARE(fromLatin1("\xb5V \xff"), std::string("\xc2\xb5V \xc3\xbf"));
    QVERIFY(isUtf8(fromLatin1("\x80\xa0\xff")));
  }

  void splitsLinesOfEverySystem() {
    QVERIFY((splitLines("a\r\nb\n\nc") == std::vector<std::string_view>{"a", "b", "", "c"}));
    QVERIFY(splitLines("").empty());
    QCOMPARE(splitLines("a\n").size(), std::size_t{1});
    QVERIFY(trimmed(" \ta b\r ") == "a b");
    QVERIFY(trimmed(" \t").empty());
  }

  void keepsFilesInTheirFolder() {
    QVERIFY(staysInFolder("100.dat"));
    QVERIFY(staysInFolder("..dat"));
    for (const std::string& name : {std::string(""), std::string("."), std::string(".."), std::string("a/b"),
                                    std::string("a\\b"), std::string("a\0b", 3)}) {
      QVERIFY2(!staysInFolder(name), name.c_str());
    }
  }
};

QTEST_GUILESS_MAIN(TextFieldsTest)
#include "tst_text_fields.moc"
