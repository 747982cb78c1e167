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

class TestSessionTraining : public QObject {
  Q_OBJECT

 private slots:
  void aTrainingEndsWithAnEvaluatedModel();
  void theModelComesBackByItself();
  void cancelDiscards();
  void stopKeepsTheBest();
  void oneTrainingAtATime();
  void aFailureIsTold();
  void transferNeedsAParent();
  void transferNamesItsParent();
  void wrongBeatsAreFound();
  void acceptingTakesTheModelsClass();
  void evaluationFollowsAnEditAndThePart();
  void theReportAndTheCsvAreWritten();
  void aModelIsSavedAndOpened();
  void aBrokenModelKeepsTheOldOne();
  void aModelOfOtherClassesIsOnlyAParent();
  void cancellingAFinishedTrainingDiscardsIt();
  void noTrainingWhileSomethingIsOpened();
  void aKeptModelBringsItsProtocolToOtherData();
  void aModelOfOtherDataDoesNotComeLate();
  void theReportIsOfOneMoment();
  void endingTheJobKeepsTheBest();
  void anUnreadableNameLosesNoTraining();
  void conditionsOnPredictionsGoWithTheModel();
  void aFailedEvaluationIsExplained();
};

void TestSessionTraining::aTrainingEndsWithAnEvaluatedModel() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  QList<State> states;
  connect(&session, &Session::trainingChanged, this, [&] {
    if (states.isEmpty() || states.last() != session.training().state) states << session.training().state;
  });
  QSignalSpy epochs(&session, &Session::trainingEpochEnded);
  QSignalSpy steps(&session, &Session::trainingStepped);
  QVERIFY(fixture.train(3));
  QCOMPARE(states, (QList<State>{State::Preparing, State::Running, State::Finished}));
  QCOMPARE(epochs.count(), 3);
  QCOMPARE(session.training().epochs.size(), std::size_t{3});
  QVERIFY(steps.count() >= 1);
  QCOMPARE(session.training().startWords, QString("from scratch"));
  QVERIFY(session.training().sentence.contains("accuracy"));
  QVERIFY(session.model() && session.predictions() && session.evaluation());
  QCOMPARE(session.predictions()->size(), session.beats()->size());
  QCOMPARE(session.evaluation()->beats, session.split()->test);
  QVERIFY(session.counts().wrong > 0);
  QCOMPARE(session.runs().size(), std::size_t{1});
  QVERIFY(QFile::exists(fixture.workspacePath() + "/models/" +
                        QString::fromStdString(session.runs().front().modelFile)));
}

void TestSessionTraining::theModelComesBackByItself() {
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

void TestSessionTraining::cancelDiscards() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  TrainingRequest request{.splitId = "beat"};
  request.config.epochs = 100'000;
  session.startTraining(request);
  QTRY_COMPARE(session.training().state, State::Running);
  session.cancelTraining();
  QCOMPARE(session.training().state, State::Cancelling);
  QTRY_COMPARE(session.training().state, State::Cancelled);
  QVERIFY(fixture.learner.heardStop);
  QVERIFY(!session.model());
  QVERIFY(session.runs().empty());
  QVERIFY(QDir(fixture.workspacePath() + "/models").entryList(QDir::Files).isEmpty());
}

void TestSessionTraining::stopKeepsTheBest() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  TrainingRequest request{.splitId = "beat"};
  request.config.epochs = 100'000;
  session.startTraining(request);
  QTRY_VERIFY(!session.training().epochs.empty());
  session.stopTrainingAndKeep();
  QCOMPARE(session.training().state, State::StoppingAndKeeping);
  QTRY_COMPARE(session.training().state, State::Finished);
  QVERIFY(session.model());
  QCOMPARE(session.model()->info().end, TrainingEnd::StoppedAndKept);
}

void TestSessionTraining::oneTrainingAtATime() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  TrainingRequest request{.splitId = "beat"};
  request.config.epochs = 100'000;
  fixture.session->startTraining(request);
  fixture.session->startTraining(request);
  QCOMPARE(fixture.errors.size(), 1);
  const auto data = fixture.session->beats();
  fixture.session->open(fixture.dataPath());
  QCOMPARE(fixture.errors.size(), 2);
  fixture.session->close();
  QCOMPARE(fixture.session->beats(), data);
  fixture.session->cancelTraining();
  QVERIFY(fixture.waitUntilIdle());
  QVERIFY(fixture.learner.trainings <= 1);
}

void TestSessionTraining::aFailureIsTold() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  fixture.learner.trainingError = "The loss is not finite at step 12 of epoch 1.";
  fixture.session->startTraining({.splitId = "beat"});
  QTRY_COMPARE(fixture.session->training().state, State::Failed);
  QCOMPARE(fixture.session->training().sentence, QString::fromStdString(fixture.learner.trainingError));
  QCOMPARE(fixture.errors, QStringList{QString::fromStdString(fixture.learner.trainingError)});
}

void TestSessionTraining::transferNeedsAParent() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  fixture.session->startTraining({.splitId = "beat", .transfer = TransferMode::Freeze});
  QCOMPARE(fixture.errors.size(), 1);
  QCOMPARE(fixture.session->training().state, State::None);
}

void TestSessionTraining::transferNamesItsParent() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(fixture.train());
  TrainingRequest request{.splitId = "beat", .transfer = TransferMode::Freeze};
  request.config.epochs = 1;
  fixture.session->startTraining(request);
  QCOMPARE(fixture.session->training().startWords, QString("convolutions frozen, from scripted"));
  QTRY_COMPARE(fixture.session->training().state, State::Finished);
  QCOMPARE(fixture.session->model()->info().parentName, std::string("scripted"));
  QTRY_COMPARE(fixture.session->runs().size(), std::size_t{2});
}

void TestSessionTraining::wrongBeatsAreFound() {
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

void TestSessionTraining::acceptingTakesTheModelsClass() {
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

void TestSessionTraining::evaluationFollowsAnEditAndThePart() {
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

void TestSessionTraining::theReportAndTheCsvAreWritten() {
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

void TestSessionTraining::aModelIsSavedAndOpened() {
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

void TestSessionTraining::aBrokenModelKeepsTheOldOne() {
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

void TestSessionTraining::aModelOfOtherClassesIsOnlyAParent() {
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

void TestSessionTraining::cancellingAFinishedTrainingDiscardsIt() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  fixture.learner.stepTime = std::chrono::milliseconds(0);
  TrainingRequest request{.splitId = "beat"};
  request.config.epochs = 1;
  session.startTraining(request);
  // Trained to the end, but this thread has not heard of it.
  QThread::msleep(1500);
  QCOMPARE(fixture.learner.trainings.load(), 1);
  session.cancelTraining();
  QVERIFY(fixture.waitUntilIdle());
  QCOMPARE(session.training().state, State::Cancelled);
  QVERIFY(!fixture.learner.heardStop);
  QVERIFY(!session.model());
  QVERIFY(session.runs().empty());
  QVERIFY(QDir(fixture.workspacePath() + "/models").entryList(QDir::Files).isEmpty());
}

void TestSessionTraining::noTrainingWhileSomethingIsOpened() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  const auto before = fixture.session->beats();
  fixture.session->open(fixture.dataPath(), fixture.workspacePath());
  fixture.session->startTraining({.splitId = "beat"});
  QCOMPARE(fixture.session->training().state, State::None);
  QCOMPARE(fixture.errors.size(), 1);
  QVERIFY(fixture.waitUntilIdle());
  QVERIFY(fixture.session->beats() != before);
  QVERIFY(fixture.train());
}

void TestSessionTraining::aKeptModelBringsItsProtocolToOtherData() {
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

void TestSessionTraining::aModelOfOtherDataDoesNotComeLate() {
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

void TestSessionTraining::theReportIsOfOneMoment() {
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

void TestSessionTraining::endingTheJobKeepsTheBest() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  TrainingRequest request{.splitId = "beat"};
  request.config.epochs = 100'000;
  session.startTraining(request);
  QTRY_VERIFY(!session.training().epochs.empty());
  const auto jobs = session.jobs().jobs();
  QCOMPARE(jobs.size(), 1);
  QVERIFY(jobs.first().keepsResult);
  session.jobs().end(jobs.first().id);  // what the job strip's button does
  QCOMPARE(session.training().state, State::StoppingAndKeeping);
  QVERIFY(session.jobs().jobs().first().isStopping);
  QTRY_COMPARE(session.training().state, State::Finished);
  QVERIFY(session.model());
  QCOMPARE(session.model()->info().end, TrainingEnd::StoppedAndKept);
}

void TestSessionTraining::anUnreadableNameLosesNoTraining() {
  SessionFixture fixture;
  fixture.learner.modelName = "caf\xe9";  // Latin-1, no UTF-8
  QVERIFY(fixture.open());
  QVERIFY(fixture.train());
  QVERIFY2(fixture.errors.isEmpty(), qPrintable(fixture.errors.join(' ')));
  QCOMPARE(fixture.session->runs().size(), std::size_t{1});
  QCOMPARE(QDir(fixture.workspacePath() + "/models").entryList(QDir::Files).size(), 1);
  fixture.start();
  QVERIFY(fixture.open());
  QTRY_VERIFY(fixture.session->model());
}

void TestSessionTraining::conditionsOnPredictionsGoWithTheModel() {
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

void TestSessionTraining::aFailedEvaluationIsExplained() {
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

QTEST_MAIN(TestSessionTraining)
#include "tst_session_training.moc"
