#include "core/io/database_download.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <chrono>
#include <thread>

#include "core/base/hashing.h"
#include "tests/support/error_text.h"
#include "tests/support/local_server.h"

using namespace ectopy;
using test::LocalServer;
using test::Mischief;

namespace {

QByteArray bytesOf(int size, int seed) {
  QByteArray bytes(size, '\0');
  for (int i = 0; i < size; ++i) bytes[i] = static_cast<char>((i * 31 + seed * 17 + i / 251) & 0xff);
  return bytes;
}

QByteArray sha256(const QByteArray& bytes) {
  return QByteArray::fromStdString(sha256Hex(std::as_bytes(std::span(bytes.constData(), bytes.size()))));
}

/// Two files of a small database, one that is not wanted, one outside its folder, and their list.
QMap<QByteArray, QByteArray> smallDatabase() {
  QMap<QByteArray, QByteArray> files = {{"db/100.dat", bytesOf(200'000, 1)},
                                        {"db/100.hea", "100 1 360 100\n"},
                                        {"db/index.shtml", "<html>"},
                                        {"db/../evil.dat", "x"}};
  QByteArray list;
  for (auto file = files.cbegin(); file != files.cend(); ++file)
    list += sha256(file.value()) + "  " + file.key().mid(3) + "\n";
  files["db/SHA256SUMS.txt"] = list;
  return files;
}

PublishedDatabase at(const LocalServer& server, const QMap<QByteArray, QByteArray>& files) {
  PublishedDatabase database;
  database.id = "small";
  database.url = server.url() + "db/";
  database.listSha256 = sha256(files["db/SHA256SUMS.txt"]).toStdString();
  database.suffixes = {".dat", ".hea"};
  return database;
}

QByteArray contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("not there");
}

}  // namespace

/// Every case runs against a server of this machine that serves a small database and misbehaves in one way.
class TestDatabaseDownload : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_files = smallDatabase();
    m_server = std::make_unique<LocalServer>(m_files);
    m_options = {};
    m_options.attempts = 3;
    m_options.pauseSeconds = 0.01;
    m_options.web.stallSeconds = 1;
  }

  void fetchesWhatIsWantedAndVerifiesIt() {
    const DownloadResult result = fetch();
    QCOMPARE(result.files, std::size_t{2});
    QCOMPARE(result.alreadyThere, std::size_t{0});
    QCOMPARE(contentOf(path("100.dat")), m_files["db/100.dat"]);
    QCOMPARE(contentOf(path("100.hea")), m_files["db/100.hea"]);
    const QStringList there = QDir(m_folder->path()).entryList(QDir::Files);
    QCOMPARE(there, QStringList({"100.dat", "100.hea", "SHA256SUMS.txt"}));
  }

  void fetchesNothingTwice() {
    fetch();
    const int before = static_cast<int>(m_server->requests().size());
    const DownloadResult again = fetch();
    QCOMPARE(again.alreadyThere, std::size_t{2});
    QCOMPARE(m_server->requests().size() - before, 1);  // the list
  }

  void goesOnWhereItBrokeOff() {
    m_server->setMischief([](const QByteArray& file, int earlier) {
      return Mischief{.breakOffAfter = file.endsWith(".dat") && earlier == 0 ? 70'000 : -1};
    });
    const DownloadResult result = fetch();
    QCOMPARE(contentOf(path("100.dat")), m_files["db/100.dat"]);
    QVERIFY2(m_server->requests().contains("GET /db/100.dat bytes=70000-"),
             qPrintable(m_server->requests().join('\n')));
    QCOMPARE(result.bytes, std::uint64_t(200'000 + m_files["db/100.hea"].size()));
  }

  void goesOnWithWhatAnEarlierRunLeft() {
    m_server->setMischief([](const QByteArray& file, int) {
      return Mischief{.breakOffAfter = file.endsWith(".dat") ? 1'000 : -1};
    });
    const QString sentence = failure();
    QVERIFY2(sentence.contains("broke off") && sentence.contains("3 attempts failed; what has come is kept"),
             qPrintable(sentence));
    QCOMPARE(QFileInfo(path("100.dat.part")).size(), 3'000);
    QVERIFY(!QFile::exists(path("100.dat")));
    m_server->setMischief({});
    QCOMPARE(fetch().resumed, std::size_t{1});
    QCOMPARE(contentOf(path("100.dat")), m_files["db/100.dat"]);
    QVERIFY(!QFile::exists(path("100.dat.part")));
  }

  void beginsAgainWhereTheServerCantGoOn() {
    QFile part(path("100.dat.part"));
    QVERIFY(part.open(QIODevice::WriteOnly));
    part.write(m_files["db/100.dat"].left(500));
    part.close();
    m_server->setMischief([](const QByteArray&, int) { return Mischief{.ignoresRange = true}; });
    QCOMPARE(fetch().resumed, std::size_t{0});
    QCOMPARE(contentOf(path("100.dat")), m_files["db/100.dat"]);
  }

  void takesAPartThatIsWholeAlready() {
    QFile part(path("100.dat.part"));
    QVERIFY(part.open(QIODevice::WriteOnly));
    part.write(m_files["db/100.dat"]);
    part.close();
    fetch();
    QCOMPARE(contentOf(path("100.dat")), m_files["db/100.dat"]);
  }

  void gaveUpOnAStallAndTriesAgain() {
    m_server->setMischief([](const QByteArray& file, int earlier) {
      return Mischief{.stallAfter = file.endsWith(".dat") && earlier == 0 ? 10'000 : -1};
    });
    fetch();
    QCOMPARE(contentOf(path("100.dat")), m_files["db/100.dat"]);
    QVERIFY(m_server->requests().contains("GET /db/100.dat bytes=10000-"));
  }

  void refusesWrongBytes() {
    m_server->setMischief(
        [](const QByteArray& file, int) { return Mischief{.isWrong = file.endsWith(".dat")}; });
    const QString sentence = failure();
    QVERIFY2(sentence.contains("100.dat: the bytes are not the published ones"), qPrintable(sentence));
    QVERIFY(!QFile::exists(path("100.dat")));
  }

  void takesRightBytesAfterWrongOnes() {
    m_server->setMischief([](const QByteArray& file, int earlier) {
      return Mischief{.isWrong = file.endsWith(".dat") && earlier == 0};
    });
    fetch();
    QCOMPARE(contentOf(path("100.dat")), m_files["db/100.dat"]);
  }

  void refusesAnotherList() {
    m_server->setMischief(
        [](const QByteArray& file, int) { return Mischief{.isWrong = file.endsWith(".txt")}; });
    const QString sentence = failure();
    QVERIFY2(sentence.contains("is not the published list of checksums"), qPrintable(sentence));
    QVERIFY(QDir(m_folder->path()).isEmpty());
  }

  void leavesAFileOfTheUserAlone() {
    QFile own(path("100.hea"));
    QVERIFY(own.open(QIODevice::WriteOnly));
    own.write("mine");
    own.close();
    const QString sentence = failure();
    QVERIFY2(sentence.contains("100.hea is there already and differs"), qPrintable(sentence));
    QCOMPARE(contentOf(path("100.hea")), QByteArray("mine"));
  }

  void saysWhatTheServerAnswered_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("requests");
    QTest::newRow("404") << 404 << "is not there (the server answered 404)" << 1;
    QTest::newRow("403") << 403 << "expected a file, the server answered 403" << 1;
    QTest::newRow("503, tried again") << 503 << "3 attempts failed" << 3;
  }
  void saysWhatTheServerAnswered() {
    QFETCH(const int, status);
    m_server->setMischief([status](const QByteArray&, int) { return Mischief{.status = status}; });
    const QString sentence = failure();
    QFETCH(const QString, words);
    QVERIFY2(sentence.contains(words), qPrintable(sentence));
    QFETCH(const int, requests);
    QCOMPARE(m_server->requests().size(), requests);
  }

  void saysThatThereIsNoNetwork() {
    PublishedDatabase database = at(*m_server, m_files);
    m_server.reset();  // nobody listens there now
    const QString sentence = QString::fromStdString(
        test::errorText([&] { downloadDatabase(database, m_folder->path().toStdString(), m_options, {}); }));
    QVERIFY2(sentence.contains("can't be reached"), qPrintable(sentence));
    database.url = "http://no-such-host.invalid/";
    const QString unknown = QString::fromStdString(
        test::errorText([&] { downloadDatabase(database, m_folder->path().toStdString(), m_options, {}); }));
    QVERIFY2(unknown.contains("no-such-host.invalid can't be found: is this machine connected"),
             qPrintable(unknown));
  }

  void goesThroughAProxy() {
    // The local server answers a proxy's requests: their path is the same.
    PublishedDatabase database = at(*m_server, m_files);
    database.url = "http://physionet.invalid/db/";
    m_options.web.proxy = "http://127.0.0.1:" + std::to_string(m_server->port());
    QCOMPARE(downloadDatabase(database, m_folder->path().toStdString(), m_options, {}).files, std::size_t{2});
    m_options.web.proxy = "http://no-such-proxy.invalid:3128";
    QTemporaryDir other;
    const std::string sentence =
        test::errorText([&] { downloadDatabase(database, other.path().toStdString(), m_options, {}); });
    QCOMPARE(QString::fromStdString(sentence), QString("The proxy can't be found: check its name."));
  }

  void saysThatAProxyRefuses() {
    m_server->setMischief([](const QByteArray&, int) { return Mischief{.status = 407}; });
    PublishedDatabase database = at(*m_server, m_files);
    database.url = "https://physionet.invalid/db/";  // asks the proxy for a tunnel
    m_options.web.proxy = "http://127.0.0.1:" + std::to_string(m_server->port());
    const std::string sentence =
        test::errorText([&] { downloadDatabase(database, m_folder->path().toStdString(), m_options, {}); });
    QVERIFY2(sentence.find("The proxy refused to connect (it answered 407)") == 0, sentence.c_str());
  }

  void followsARedirection() {
    const QByteArray target = QByteArray::fromStdString(m_server->url()) + "db/100.dat";
    m_server->setMischief([target](const QByteArray& file, int earlier) {
      return Mischief{.redirectTo = file == "db/100.dat" && earlier == 0 ? target : QByteArray()};
    });
    fetch();
    QCOMPARE(contentOf(path("100.dat")), m_files["db/100.dat"]);
  }

  void hearsAStopWhileNothingComes() {
    m_server->setMischief(
        [](const QByteArray& file, int) { return Mischief{.stallAfter = file.endsWith(".dat") ? 10 : -1}; });
    m_options.web.stallSeconds = 60;
    std::stop_source stop;
    bool hasBegun = false;
    const JobContext job(stop.get_token(), [&](double, std::string_view text) {
      if (text.find("100.dat") != std::string_view::npos && !hasBegun) {
        hasBegun = true;
        stop.request_stop();
      }
    });
    QVERIFY_EXCEPTION_THROWN(
        downloadDatabase(at(*m_server, m_files), m_folder->path().toStdString(), m_options, job), Stopped);
    QCOMPARE(QFileInfo(path("100.dat.part")).size(), 10);
  }

  void needsAFolderItCanWriteTo() {
    QFile file(path("taken"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const std::string sentence = test::errorText(
        [&] { downloadDatabase(at(*m_server, m_files), path("taken").toStdString(), m_options, {}); });
    QVERIFY2(sentence.find("Can't make the folder") == 0, sentence.c_str());
  }

  void theKnownDatabaseHasAllItsFacts() {
    const PublishedDatabase& mitdb = publishedDatabase("mitdb");
    QVERIFY(mitdb.url.starts_with("https://") && mitdb.url.ends_with('/'));
    QCOMPARE(mitdb.listSha256.size(), std::size_t{64});
    QVERIFY(!mitdb.licence.empty() && !mitdb.citations.empty());
    QCOMPARE(QString::fromStdString(test::errorText([] { publishedDatabase("nodb"); })),
             QString("Unknown database \"nodb\"; known: mitdb."));
  }

  void theRealListIsThePublishedOne() {
    const QByteArray data = qgetenv("ECTOPY_DATA");
    if (data.isEmpty()) QSKIP("ECTOPY_DATA is not set");
    const QByteArray list = contentOf(QString::fromLocal8Bit(data) + "/mitdb/SHA256SUMS.txt");
    QCOMPARE(sha256(list).toStdString(), publishedDatabase("mitdb").listSha256);
  }

 private:
  DownloadResult fetch() {
    return downloadDatabase(at(*m_server, m_files), m_folder->path().toStdString(), m_options, {});
  }
  QString failure() {
    return QString::fromStdString(test::errorText([this] { fetch(); }));
  }
  QString path(const char* name) const { return m_folder->filePath(QString::fromLatin1(name)); }

  std::unique_ptr<QTemporaryDir> m_folder;
  QMap<QByteArray, QByteArray> m_files;
  std::unique_ptr<LocalServer> m_server;
  DownloadOptions m_options;
};

QTEST_GUILESS_MAIN(TestDatabaseDownload)
#include "tst_database_download.moc"
