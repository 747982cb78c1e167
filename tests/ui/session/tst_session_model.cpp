#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QThread>
#include <algorithm>

#include "tests/ui/session/session_fixture.h"

using namespace ectopy;
using namespace ectopy::ui;
using ectopy::test::FakeLearner;
using ectopy::test::SessionFixture;
using State = TrainingStatus::State;

/// What a model brings: predictions, evaluation, report; how it is kept, opened and replaced.
class TestSessionModel : public QObject {
  Q_OBJECT

 private slots:
  void theModelComesBackByItself();
  void wrongBeatsAreFound();
  void acceptingTakesTheModelsClass();
  void evaluationFollowsAnEditAndThePart();
  void theReportAndTheCsvAreWritten();
  void aModelIsSavedAndOpened();
  void aBrokenModelKeepsTheOldOne();
  void aModelOfOtherClassesIsOnlyAParent();
  void aKeptModelBringsItsProtocolToOtherData();
  void aModelOfOtherDataDoesNotComeLate();
  void theReportIsOfOneMoment();
  void conditionsOnPredictionsGoWithTheModel();
  void aFailedEvaluationIsExplained();
};

void TestSessionModel::theModelComesBackByItself() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(fixture.train());
  const auto confusion = fixture.session->evaluation()->confusion;
  fixture.start();
  QVERIFY(fixture.open());
  QTRY_VERIFY(fixture.session->evaluation());
  QVERIFY(fixture.session->model());
  QCOMPARE(fixture.session->evaluation()->confusion, confusion);
  QCOMPARE(fixture.session->runs().size(), std::size_t{1});
}

void TestSessionModel::wrongBeatsAreFound() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(fixture.train());
  Session& session = *fixture.session;
  session.setCurrentBeat(0);
  session.stepToWrong(1);
  QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(5));
  session.stepToWrong(1);
  QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(18));
  session.stepToWrong(-1);
  QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(5));
  session.setFilter({.onlyWrong = true});
  QVERIFY(fixture.waitUntilIdle());
  QCOMPARE(session.visibleBeats()->size(), session.counts().wrong);
  for (const BeatIndex beat : *session.visibleBeats()) QVERIFY(FakeLearner::isMistaken(beat));
}

void TestSessionModel::acceptingTakesTheModelsClass() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(fixture.train());
  Session& session = *fixture.session;
  session.setCurrentBeat(5);
  const ClassIndex predicted = session.predictions()->predicted(5);
  QVERIFY(predicted != (*session.labels())[5]);
  session.acceptPrediction(false);
  QCOMPARE((*session.labels())[5], predicted);
  QCOMPARE(session.historyOf(5).back().suggestedBy, std::string("scripted"));
}

void TestSessionModel::evaluationFollowsAnEditAndThePart() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(fixture.train());
  Session& session = *fixture.session;
  session.setEvaluatedPart(Part::None);
  QTRY_COMPARE(session.evaluation()->confusion.total(), std::int64_t{400});
  const std::size_t wrong = session.counts().wrong;
  session.setCurrentBeat(5);
  session.acceptPrediction(false);
  QTRY_COMPARE(session.counts().wrong, wrong - 1);
  QTRY_VERIFY(session.evaluation()->mostWrong.size() == wrong - 1);
}

void TestSessionModel::theReportAndTheCsvAreWritten() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  fixture.session->exportReport(fixture.folder.filePath("early.html"));
  QCOMPARE(fixture.errors.size(), 1);
  QVERIFY(fixture.train());
  QSignalSpy exported(fixture.session.get(), &Session::reportExported);
  const QString report = fixture.folder.filePath("report.html");
  fixture.session->exportReport(report);
  QTRY_COMPARE(exported.count(), 1);
  QFile file(report);
  QVERIFY(file.open(QIODevice::ReadOnly));
  QVERIFY(file.readAll().contains("small"));
  const QString csv = fixture.folder.filePath("labels.csv");
  const ClassIndex to = static_cast<ClassIndex>(((*fixture.session->labels())[0] + 1) % 5);
  fixture.session->setCurrentBeat(0);
  fixture.session->relabel(to, false);
  fixture.session->exportCsv(csv);
  QVERIFY(fixture.waitUntilIdle());
  QFile rows(csv);
  QVERIFY(rows.open(QIODevice::ReadOnly));
  const QList<QByteArray> lines = rows.readAll().trimmed().split('\n');
  QCOMPARE(lines.size(), 400);
  QCOMPARE(lines.first().split(',').last().toDouble(), static_cast<double>(to));
  fixture.session->exportCsv(fixture.folder.filePath("no/such/folder/x.csv"));
  QTRY_COMPARE(fixture.errors.size(), 2);
}

void TestSessionModel::aModelIsSavedAndOpened() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(fixture.train());
  const QString path = fixture.folder.filePath("mine.safetensors");
  fixture.session->saveModel(path);
  QVERIFY(fixture.waitUntilIdle());
  QVERIFY(QFile::exists(path));
  SessionFixture other;
  QVERIFY(other.open());
  other.session->open(path);  // a model file becomes the model
  QTRY_VERIFY(other.session->evaluation());
  QCOMPARE(other.session->model()->info().name, std::string("scripted"));
}

void TestSessionModel::aBrokenModelKeepsTheOldOne() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(fixture.train());
  const auto model = fixture.session->model();
  const QString path = fixture.folder.filePath("half.safetensors");
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write("{\"name\": \"scr");
  file.close();
  fixture.session->openModel(path);
  QTRY_COMPARE(fixture.errors.size(), 1);
  QCOMPARE(fixture.session->model(), model);
  QVERIFY(fixture.session->predictions());
}

void TestSessionModel::aModelOfOtherClassesIsOnlyAParent() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(fixture.train());
  test::BeatOptions options;
  options.beats = 100;
  options.scheme = normalInfarctionScheme();
  options.cut = defaultCut(CutRule::Paper);
  const QString path = fixture.folder.filePath("other.beats");
  writeBeatFile(path.toStdString(), *test::makeBeats(options), {});
  fixture.session->open(path, fixture.folder.filePath("other.ectopy"));
  QTRY_COMPARE(fixture.session->beats()->size(), std::size_t{100});
  QVERIFY(fixture.waitUntilIdle());
  QVERIFY(fixture.session->model());
  QVERIFY(!fixture.session->predictions());
  QVERIFY(fixture.notes.join(' ').contains("classes"));
  TrainingRequest request{.splitId = "beat", .transfer = TransferMode::FineTune};
  request.config.epochs = 1;
  fixture.session->startTraining(request);
  QTRY_COMPARE(fixture.session->training().state, State::Finished);
  QTRY_VERIFY(fixture.session->predictions());
}

void TestSessionModel::aKeptModelBringsItsProtocolToOtherData() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  const std::string usual = session.split()->id;
  const auto choices = splitChoices(*session.beats());
  const auto other = std::find_if(choices.begin(), choices.end(),
                                  [&](const SplitChoice& choice) { return choice.id != usual; });
  TrainingRequest request;
  request.config.epochs = 1;
  request.config.seed = 77;
  request.splitId = QString::fromStdString(other == choices.end() ? usual : other->id);
  session.startTraining(request);
  QTRY_COMPARE(session.training().state, State::Finished);
  QVERIFY(fixture.waitUntilIdle());
  test::BeatOptions options;
  options.beats = 300;
  options.records = {"r1", "r2", "r3", "r4"};
  options.seed = 9;
  const QString path = fixture.folder.filePath("second.beats");
  writeBeatFile(path.toStdString(), *test::makeBeats(options), {});
  session.open(path, fixture.folder.filePath("second.ectopy"));
  QTRY_COMPARE(session.beats()->size(), std::size_t{300});
  QTRY_VERIFY(session.evaluation());
  QCOMPARE(session.split()->id, request.splitId.toStdString());
  QCOMPARE(session.split()->seed, request.config.seed);
  QCOMPARE(session.evaluation()->beats, session.split()->test);
}

void TestSessionModel::aModelOfOtherDataDoesNotComeLate() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(fixture.train());
  const QString path = fixture.folder.filePath("mine.safetensors");
  fixture.session->saveModel(path);
  QVERIFY(fixture.waitUntilIdle());
  fixture.session->openModel(path);
  QThread::msleep(300);  // it is loaded, and this thread has not heard of it
  fixture.session->close();
  QVERIFY(fixture.waitUntilIdle());
  QVERIFY(!fixture.session->model());
}

void TestSessionModel::theReportIsOfOneMoment() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(fixture.train());
  const auto written = [&](const QString& name) {
    QSignalSpy exported(fixture.session.get(), &Session::reportExported);
    fixture.session->exportReport(fixture.folder.filePath(name));
    if (!QTest::qWaitFor([&] { return exported.count() == 1; }, 20'000)) return QByteArray();
    QFile file(fixture.folder.filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  };
  const auto withoutTime = [](QByteArray html) {
    return QString::fromUtf8(html).remove(QRegularExpression("\\d{4}-\\d\\d-\\d\\d[T ][0-9:.]+"));
  };
  const BeatIndex beat = fixture.session->split()->test.front();
  fixture.session->setCurrentBeat(beat);
  fixture.session->relabel(static_cast<ClassIndex>(((*fixture.session->labels())[beat] + 1) % 5), false);
  // At once after the edit, before counts and evaluation have followed, the report is the one that comes
  // later.
  const QByteArray early = written("early.html");
  QVERIFY(!early.isEmpty());
  QVERIFY(fixture.waitUntilIdle());
  QCOMPARE(withoutTime(early), withoutTime(written("late.html")));
}

void TestSessionModel::conditionsOnPredictionsGoWithTheModel() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(fixture.train());
  const QString model = fixture.workspacePath() + "/models/" +
                        QString::fromStdString(fixture.session->runs().front().modelFile);
  const BeatFilter filter{.labelled = ClassIndex{1}, .onlyWrong = true};
  fixture.session->setFilter(filter);
  QVERIFY(fixture.save());
  fixture.start();
  QVERIFY(fixture.open());
  QTRY_VERIFY(fixture.session->predictions());
  QCOMPARE(fixture.session->filter(), filter);  // with its model it comes back whole
  fixture.start();
  QVERIFY(QFile::remove(model));
  fixture.notes.clear();
  QVERIFY(fixture.open());
  QCOMPARE(fixture.session->filter(), (BeatFilter{.labelled = ClassIndex{1}}));
  QCOMPARE(fixture.notes.filter("conditions on predictions").size(), 1);
  QVERIFY(fixture.save());
  fixture.start();
  fixture.notes.clear();
  QVERIFY(fixture.open());
  QVERIFY(fixture.notes.filter("conditions on predictions").isEmpty());
}

void TestSessionModel::aFailedEvaluationIsExplained() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(fixture.train());
  const QString path = fixture.folder.filePath("again.safetensors");
  fixture.session->saveModel(path);
  QVERIFY(fixture.waitUntilIdle());
  fixture.learner.predictsNonsense = true;
  fixture.session->setEvaluatedPart(Part::None);
  fixture.session->openModel(path);
  QTRY_VERIFY(!fixture.session->evaluationProblem().isEmpty());
  QVERIFY(fixture.session->predictions() && !fixture.session->evaluation());
  QVERIFY(fixture.errors.contains(fixture.session->evaluationProblem()));
  fixture.learner.predictsNonsense = false;
  fixture.session->openModel(path);
  QTRY_VERIFY(fixture.session->evaluation());
  QVERIFY(fixture.session->evaluationProblem().isEmpty());
}

QTEST_MAIN(TestSessionModel)
#include "tst_session_model.moc"
