#include "core/base/files.h"

#include <sys/stat.h>

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/support/error_text.h"
#include "tests/support/file_size_limit.h"

using namespace ectopy;
using test::errorText;
using test::FileSizeLimit;

class TestFiles : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
  }

  void mapsWhatWasWritten() {
    writeFileAtomically(path("a.txt"), "one two");
    const auto file = MappedFile::open(path("a.txt"));
    QCOMPARE(text(*file), std::string("one two"));
    writeFileAtomically(path("empty"), "");
    QVERIFY(MappedFile::open(path("empty"))->bytes().empty());
  }

  void refusesWhatIsNoFile() {
    QCOMPARE(errorText([&] { MappedFile::open(path("none")); }),
             "Can't read " + path("none").string() + ": there is no such file.");
    QCOMPARE(errorText([&] { MappedFile::open(path("no/where")); }),
             "Can't read " + path("no/where").string() + ": there is no folder " + path("no").string() + ".");
    const std::filesystem::path folder = m_folder->path().toStdString();
    QCOMPARE(errorText([&] { MappedFile::open(folder); }),
             "Can't read " + folder.string() + ": it is a folder, not a file.");
    QCOMPARE(::mkfifo(path("pipe").c_str(), 0600), 0);
    QCOMPARE(errorText([&] { MappedFile::open(path("pipe")); }),
             "Can't read " + path("pipe").string() + ": it is no regular file.");
  }

  void readsTextUpToALimit() {
    writeFileAtomically(path("a.txt"), "12345");
    QCOMPARE(readTextFile(path("a.txt"), 5), std::string("12345"));
    QCOMPARE(errorText([&] { readTextFile(path("a.txt"), 4); }),
             "Can't read " + path("a.txt").string() + ": expected at most 4 bytes, found 5.");
  }

  void appearsOnlyWhenCommitted() {
    writeFileAtomically(path("a.txt"), "old");
    {
      AtomicFile file(path("a.txt"));
      file.write("new text");
      QCOMPARE(readTextFile(path("a.txt"), 100), std::string("old"));
    }
    QCOMPARE(readTextFile(path("a.txt"), 100), std::string("old"));
    QCOMPARE(names(), QStringList{"a.txt"});

    AtomicFile file(path("a.txt"));
    file.write("new text");
    file.writeAt(4, std::as_bytes(std::span("book", 4)));
    file.commit();
    QCOMPARE(readTextFile(path("a.txt"), 100), std::string("new book"));
    QCOMPARE(names(), QStringList{"a.txt"});
  }

  void saysWhyItCantWrite() {
    writeFileAtomically(path("file"), "x");
    QCOMPARE(errorText([&] { writeFileAtomically(path("file/a.txt"), "x"); }),
             "Can't write " + path("file/a.txt").string() + ": a part of its path is a file, not a folder.");
    QCOMPARE(
        errorText([&] { writeFileAtomically(path("none/a.txt"), "x"); }),
        "Can't write " + path("none/a.txt").string() + ": there is no folder " + path("none").string() + ".");
    const std::filesystem::path folder = m_folder->path().toStdString();
    QCOMPARE(errorText([&] { writeFileAtomically(folder, "x"); }),
             "Can't write " + folder.string() + ": it is a folder, not a file.");
    // Nobody, root included, can make files there.
    const std::string refused = errorText([] { writeFileAtomically("/proc/self/a.txt", "x"); });
    QVERIFY2(refused.starts_with("Can't write /proc/self/a.txt: "), refused.c_str());
  }

  void saysWhatStoppedAWriteInTheMiddle() {
    const FileSizeLimit limit(4096);
    {
      AtomicFile file(path("big"));
      QCOMPARE(errorText([&] { file.write(std::string(10000, 'x')); }),
               "Can't write " + path("big").string() + ": the file is larger than the disk allows.");
    }
    QCOMPARE(names(), QStringList{});
  }

 private:
  std::filesystem::path path(const char* name) const { return m_folder->filePath(name).toStdString(); }
  QStringList names() const {
    return QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden, QDir::Name);
  }
  static std::string text(const MappedFile& file) {
    return {reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()};
  }

  std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestFiles)
#include "tst_files.moc"
