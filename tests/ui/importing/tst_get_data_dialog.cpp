#include "ui/importing/get_data_dialog.h"

#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>

#include "core/base/hashing.h"
#include "tests/support/local_server.h"
#include "ui/jobs/job_runner.h"

using namespace ectopy;

namespace {

constexpr int kPatienceMs = 20'000;

std::string sha256(const QByteArray& bytes) {
  return sha256Hex(std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
}

/// The dialog over a database of one file, served by this machine.
struct DialogFixture {
  QTemporaryDir folder;
  QByteArray content = QByteArray(300'000, 'x');
  QByteArray list = QByteArray::fromStdString(sha256(content)) + "  100.dat\n";
  test::LocalServer server{{{"100.dat", content}, {"SHA256SUMS.txt", list}}};
  ui::JobRunner jobs;
  ui::GetDataDialog dialog{jobs, database()};

  DialogFixture() {
    find<QLineEdit>("getDataProxy")->clear();
    find<QLineEdit>("getDataFolder")->setText(' ' + folder.filePath("mitdb") + "/ ");
    dialog.show();
  }
  PublishedDatabase database() const {
    PublishedDatabase small;
    small.id = "small";
    small.title = "Small Database";
    small.url = server.url();
    small.listSha256 = sha256(list);
    small.suffixes = {".dat"};
    small.licence = "Some Licence 1.0";
    small.citations = {"Somebody et al. 2001."};
    return small;
  }
  template <typename Widget>
  Widget* find(const char* name) const {
    return dialog.findChild<Widget*>(QString::fromLatin1(name));
  }
  QString state() const { return find<QLabel>("getDataState")->text(); }
  void click(const char* button) { QTest::mouseClick(find<QPushButton>(button), Qt::LeftButton); }
};

}  // namespace

class TestGetDataDialog : public QObject {
  Q_OBJECT

 private slots:
  void namesLicenceAndCitation() {
    const DialogFixture fixture;
    QString words;
    for (const auto* label : fixture.dialog.findChildren<QLabel*>()) words += label->text() + '\n';
    QVERIFY2(words.contains("Some Licence 1.0") && words.contains("Somebody et al. 2001."),
             qPrintable(words));
  }

  void fetchesAndOffersToOpen() {
    DialogFixture fixture;
    QSignalSpy opened(&fixture.dialog, &ui::GetDataDialog::openWanted);
    fixture.click("getDataStart");
    QTRY_VERIFY_WITH_TIMEOUT(fixture.find<QPushButton>("getDataOpen")->isEnabled(), kPatienceMs);
    QVERIFY2(fixture.state().contains("1 files are there") || fixture.state().contains("published SHA-256"),
             qPrintable(fixture.state()));
    QFile file(fixture.folder.filePath("mitdb/100.dat"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), fixture.content);
    fixture.click("getDataOpen");
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened.constFirst().constFirst().toString(), fixture.folder.filePath("mitdb"));
  }

  void stopsAndGoesOn() {
    DialogFixture fixture;
    fixture.server.setMischief([](const QByteArray& path, int earlier) {
      return test::Mischief{.stallAfter = path == "100.dat" && earlier == 0 ? 1000 : -1};
    });
    fixture.click("getDataStart");
    QTRY_VERIFY_WITH_TIMEOUT(fixture.state().startsWith("100.dat"), kPatienceMs);
    fixture.click("getDataStop");
    QTRY_VERIFY_WITH_TIMEOUT(fixture.state().startsWith("Stopped; what has come is kept"), kPatienceMs);
    QVERIFY(!fixture.find<QPushButton>("getDataOpen")->isEnabled());
    fixture.click("getDataStart");
    QTRY_VERIFY_WITH_TIMEOUT(fixture.find<QPushButton>("getDataOpen")->isEnabled(), kPatienceMs);
    QVERIFY(fixture.server.requests().contains("GET /100.dat bytes=1000-"));
  }

  void saysWhatWentWrong() {
    DialogFixture fixture;
    fixture.server.setMischief([](const QByteArray&, int) { return test::Mischief{.status = 404}; });
    fixture.click("getDataStart");
    QTRY_VERIFY_WITH_TIMEOUT(fixture.state().contains("404"), kPatienceMs);
    QVERIFY(fixture.find<QPushButton>("getDataStart")->isEnabled());
  }

  void tellsTheEndWhenItIsClosed() {
    DialogFixture fixture;
    QSignalSpy told(&fixture.dialog, &ui::GetDataDialog::told);
    fixture.click("getDataStart");
    fixture.dialog.close();
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, kPatienceMs);
    QVERIFY(!told.constFirst().at(1).toBool());
  }
};

QTEST_MAIN(TestGetDataDialog)
#include "tst_get_data_dialog.moc"
