#include "core/base/hashing.h"

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/files.h"
#include "tests/support/error_text.h"

using namespace ectopy;

class TestHashing : public QObject {
  Q_OBJECT

 private slots:
  // Vectors of FIPS 180-4.
  void knownVectors_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("digest");
    QTest::newRow("empty") << QByteArray()
                           << QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    QTest::newRow("abc") << QByteArray("abc")
                         << QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    QTest::newRow("million a") << QByteArray(1000000, 'a')
                               << QByteArray(
                                      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  }
  void knownVectors() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, digest);
    const std::string_view view(text.constData(), static_cast<std::size_t>(text.size()));
    QCOMPARE(QByteArray::fromStdString(sha256Hex(std::as_bytes(std::span(view)))), digest);

    Sha256 inPieces;
    inPieces.add(view.substr(0, view.size() / 3));
    Sha256 moved = std::move(inPieces);
    moved.add(view.substr(view.size() / 3));
    QCOMPARE(QByteArray::fromStdString(moved.finish()), digest);
  }

  void hashesAFile() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("abc.txt").toStdString();
    writeFileAtomically(path, "abc");
    QCOMPARE(sha256OfFile(path),
             std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    const std::filesystem::path missing = folder.filePath("none.txt").toStdString();
    QCOMPARE(test::errorText([&] { sha256OfFile(missing); }),
             "Can't read " + missing.string() + ": there is no such file.");
  }

  void checksumSeesOneChangedBit() {
    std::string text(1000, 'x');
    QCOMPARE(checksum64({}), std::uint64_t{0x2d06800538d394c2U});  // XXH3 of nothing
    const std::uint64_t before = checksum64(std::as_bytes(std::span(text)));
    text[500] ^= 1;
    QVERIFY(checksum64(std::as_bytes(std::span(text))) != before);
  }
};

QTEST_GUILESS_MAIN(TestHashing)
#include "tst_hashing.moc"
