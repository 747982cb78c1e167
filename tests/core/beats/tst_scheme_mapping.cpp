#include "core/beats/scheme_mapping.h"

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/files.h"
#include "tests/support/beat_builders.h"
#include "tests/support/error_text.h"

using namespace ectopy;

class TestSchemeMapping : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;
  std::filesystem::path at(const char* name) const { return m_folder.filePath(name).toStdString(); }

 private slots:
  void readsWords() {
    const LabelScheme from = aami5Scheme();
    const SchemeMapping mapping = schemeMappingFromText("N=N,S=A,V=PVC,F=PVC,Q=-", from);
    QCOMPARE(mapping.to.size(), std::size_t{3});
    QCOMPARE(mapping.target, (std::vector<ClassIndex>{0, 1, 2, 2, kUnlabelled}));
    QVERIFY(mapping.to.classes[0] == from.classes[0]);
    QCOMPARE(mapping.to.classes[1].code, std::string("A"));
    QCOMPARE(mapping.to.classes[2].colour, from.classes[2].colour);
    QCOMPARE(mapping.to.id, std::string("custom-N-A-PVC"));
    QCOMPARE(schemeMappingFromText("N=N,S=S,V=V,F=F,Q=Q", from).to.id, from.id);
  }

  void refusesWords_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("part");
    QTest::newRow("no sign") << "N"
                             << "Expected CLASS=NEW";
    QTest::newRow("nothing") << ""
                             << "found nothing for N";
    QTest::newRow("no such class") << "X=N"
                                   << "found \"X=N\"";
    QTest::newRow("twice") << "N=N,N=S"
                           << "once";
    QTest::newRow("missing") << "N=N,S=S,V=V,F=F"
                             << "found nothing for Q";
    QTest::newRow("all gone") << "N=-,S=-,V=-,F=-,Q=-"
                              << "found 0";
    QTest::newRow("empty code") << "N=,S=-,V=-,F=-,Q=-"
                                << "found 0";
  }
  void refusesWords() {
    QFETCH(QString, text);
    QFETCH(QString, part);
    const auto said = QString::fromStdString(
        test::errorText([&] { schemeMappingFromText(text.toStdString(), aami5Scheme()); }));
    QVERIFY2(said.contains(part), qPrintable(said));
  }

  void aFileComesBackAsItWas() {
    const SchemeMapping mapping{customScheme({{"N", "Normal", "#112233"}, {"art", "Artefact", "#aabbcc"}}),
                                {0, kUnlabelled, 1, 1, 0}};
    writeSchemeMapping(at("scheme.json"), mapping, aami5Scheme());
    QVERIFY(readSchemeMapping(at("scheme.json"), aami5Scheme()) == mapping);
  }

  void whatAFileLeavesOutKeepsItsCode() {
    writeFileAtomically(at("short.json"),
                        R"({"classes": [{"code": "N"}, {"code": "V", "name": "PVC"}, {"code": "X"}],
                            "from": {"S": null, "F": "V", "Q": null}})");
    const SchemeMapping mapping = readSchemeMapping(at("short.json"), aami5Scheme());
    QCOMPARE(mapping.target, (std::vector<ClassIndex>{0, kUnlabelled, 1, 1, kUnlabelled}));
    QCOMPARE(mapping.to.classes[0].name, std::string("N"));
    QVERIFY(mapping.to.classes[0].colour != mapping.to.classes[1].colour);
  }

  void refusesFiles_data() {
    QTest::addColumn<QString>("content");
    QTest::addColumn<QString>("part");
    QTest::newRow("no JSON") << "classes"
                             << "expected a label scheme as JSON";
    QTest::newRow("nothing") << ""
                             << "expected a label scheme as JSON";
    QTest::newRow("no classes") << "{}"
                                << "expected a label scheme as JSON";
    QTest::newRow("list") << "[]"
                          << "expected a label scheme as JSON";
    QTest::newRow("empty") << R"({"classes": []})"
                           << "found 0";
    QTest::newRow("number") << R"({"classes": [3]})"
                            << "expected a label scheme as JSON";
    QTest::newRow("twice") << R"({"classes": [{"code": "N"}, {"code": "N"}]})"
                           << "two classes";
    QTest::newRow("none") << R"({"classes": [{"code": "-"}]})"
                          << "which means none";
    QTest::newRow("colour") << R"({"classes": [{"code": "N", "colour": "red"}]})"
                            << "such as #0072B2";
    QTest::newRow("target") << R"({"classes": [{"code": "N"}], "from": {"S": "V"}})"
                            << "found \"V\"";
    QTest::newRow("left out") << R"({"classes": [{"code": "N"}]})"
                              << "found nothing";
  }
  void refusesFiles() {
    QFETCH(QString, content);
    QFETCH(QString, part);
    writeFileAtomically(at("bad.json"), content.toStdString());
    const auto said =
        QString::fromStdString(test::errorText([&] { readSchemeMapping(at("bad.json"), aami5Scheme()); }));
    QVERIFY2(said.contains(part), qPrintable(said));
    QVERIFY2(said.startsWith(QString::fromStdString(at("bad.json").string())), qPrintable(said));
  }

  void beatsTakeTheirCorrectedLabelsAlong() {
    const auto beats = test::makeBeats(50);
    std::vector<ClassIndex> labels = test::labelsOf(*beats);
    labels[0] = 2;  // N became V
    labels[1] = kUnlabelled;
    const auto mapped =
        mappedBeats(beats, labels, schemeMappingFromText("N=N,S=A,V=PVC,F=PVC,Q=-", aami5Scheme()));
    QCOMPARE(mapped->size(), beats->size());
    QCOMPARE(mapped->columns().classes[0], ClassIndex{2});
    QCOMPARE(mapped->columns().classes[1], kUnlabelled);
    QCOMPARE(mapped->columns().classes[4], kUnlabelled);  // Q
    QCOMPARE(mapped->columns().classes[3], ClassIndex{2});
    QCOMPARE(mapped->beat(7).data(), beats->beat(7).data());
    QVERIFY(mapped->fingerprint() != beats->fingerprint());
    QCOMPARE(mapped->recordOf(3)->name, beats->recordOf(3)->name);
  }

  void aMappingOfAnotherSchemeIsRefused() {
    const auto beats = test::makeBeats(10);
    const SchemeMapping two{normalAbnormalScheme(), {0, 1}};
    const std::string said = test::errorText([&] { mappedBeats(beats, test::labelsOf(*beats), two); });
    QVERIFY2(said.find("each of 5 classes, found 2") != std::string::npos, said.c_str());
  }
};

QTEST_GUILESS_MAIN(TestSchemeMapping)
#include "tst_scheme_mapping.moc"
