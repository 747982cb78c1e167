#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <memory>

#include "tests/support/cli_process.h"
#include "tests/support/free_port.h"

using ectopy::test::CliOutcome;
using ectopy::test::freePort;
using ectopy::test::runCli;

namespace {

using Environment = QList<std::pair<QString, QString>>;

/// One process of those that train together.
class Worker {
 public:
  Worker(const QStringList& arguments, const Environment& variables) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const auto& [name, value] : variables) environment.insert(name, value);
    m_process.setProcessEnvironment(environment);
    m_process.start(ectopy::test::cliProgram(), arguments);
  }
  ~Worker() {
    m_process.kill();
    m_process.waitForFinished();
  }

  void signal(int number) { ::kill(static_cast<pid_t>(m_process.processId()), number); }
  bool isRunning() { return !m_process.waitForFinished(5); }
  CliOutcome outcome() {
    if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(200'000))
      return {-1, {}, "did not finish in time"};
    const bool isNormal = m_process.exitStatus() == QProcess::NormalExit;
    return {isNormal ? m_process.exitCode() : -2, m_process.readAllStandardOutput(),
            m_process.readAllStandardError()};
  }

 private:
  QProcess m_process;
};

using Workers = std::vector<std::unique_ptr<Worker>>;

Environment placeOf(int rank, int size, int port) {
  return {{"RANK", QString::number(rank)},
          {"WORLD_SIZE", QString::number(size)},
          {"MASTER_ADDR", "localhost"},
          {"MASTER_PORT", QString::number(port)}};
}

Workers start(int size, const QStringList& arguments) {
  const int port = freePort();
  Workers workers;
  for (int rank = 0; rank < size; ++rank)
    workers.push_back(std::make_unique<Worker>(arguments, placeOf(rank, size, port)));
  return workers;
}

}  // namespace

/// Several processes that train one model together.
class CliParallel : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void cleanup();
  void givesTheModelOfOneProcess_data();
  void givesTheModelOfOneProcess();
  void openMpiAndSlurmStartItToo();
  void transfersTogether();
  void aLostWorkerEndsAll();
  void aLostLeaderEndsAll();
  void oneThatNeverComesIsNotWaitedForLong();
  void aPortOfOthersIsNoMeetingPlace();
  void refusesDifferentTrainings();
  void stopsTogetherAndGoesOn();
  void aTimeLimitEndsAll();
  void refusesAWrongEnvironment_data();
  void refusesAWrongEnvironment();

 private:
  QString at(const QString& name) const { return m_folder.filePath(name); }
  QString checkpoint() const { return at("m.safetensors.checkpoint"); }
  QStringList training(const QString& out, const QString& network = "ectopy-beat") const {
    return {
        "train", "--data", at("demo/arrhythmia.beats"), "--architecture", network, "--epochs", "2", "--json",
        "--out", at(out)};
  }
  /// A training of two that has left its first checkpoint.
  Workers startedWithCheckpoint() const {
    Workers workers = start(2, training("m.safetensors") + QStringList{"--checkpoint-every", "0"});
    while (!QFile::exists(checkpoint()) && workers[0]->isRunning()) {
    }
    return workers;
  }
  QJsonObject resumedAlone() const {
    return runCli(training("m.safetensors") + QStringList{"--resume"}).json();
  }
  void compareWithUnbroken(const QJsonObject& found) const;

  QTemporaryDir m_folder;
  QJsonObject m_alone;
};

void CliParallel::initTestCase() {
  QCOMPARE(runCli({"demo", "--out", at("demo")}).exitCode, 0);
  m_alone = runCli(training("alone.safetensors")).json();
  QCOMPARE(m_alone["epochs"].toInt(), 2);
}

void CliParallel::cleanup() {
  QFile::remove(checkpoint());
  QFile::remove(at("m.safetensors"));
}

void CliParallel::compareWithUnbroken(const QJsonObject& found) const {
  QCOMPARE(found["weightsSha256"], m_alone["weightsSha256"]);
  QCOMPARE(found["validation"], m_alone["validation"]);
  QCOMPARE(found["test"], m_alone["test"]);
}

void CliParallel::givesTheModelOfOneProcess_data() {
  QTest::addColumn<QStringList>("options");
  QTest::addColumn<int>("size");
  QTest::newRow("ectopy-beat, two") << QStringList{"--architecture", "ectopy-beat"} << 2;
  QTest::newRow("ectopy-beat, three, shards of unequal size")
      << QStringList{"--architecture", "ectopy-beat", "--batch-size", "150", "--mixup", "0.2"} << 3;
  QTest::newRow("cvxtz, two") << QStringList{"--architecture", "cvxtz", "--epochs", "1"} << 2;
  QTest::newRow("cvxtz, more processes than shards")
      << QStringList{"--architecture", "cvxtz", "--epochs", "1"} << 3;
}

void CliParallel::givesTheModelOfOneProcess() {
  QFETCH(const QStringList, options);
  QFETCH(const int, size);
  QStringList arguments = {"train", "--data", at("demo/arrhythmia.beats"), "--epochs", "2", "--json"};
  for (int i = 0; i < options.size(); i += 2) {
    const auto given = arguments.indexOf(options[i]);
    if (given < 0) arguments += {options[i], options[i + 1]};
    if (given >= 0) arguments[given + 1] = options[i + 1];
  }
  const QJsonObject alone = runCli(arguments).json();
  QVERIFY(alone.contains("weightsSha256"));
  const Workers workers = start(size, arguments + QStringList{"--out", at("m.safetensors")});
  const CliOutcome leader = workers[0]->outcome();
  QVERIFY2(leader.exitCode == 0, leader.err);
  for (const char* key : {"weightsSha256", "validation", "test", "bestEpoch"})
    QCOMPARE(leader.json()[key], alone[key]);
  for (int rank = 1; rank < size; ++rank) {
    const CliOutcome other = workers[static_cast<std::size_t>(rank)]->outcome();
    QCOMPARE(other.exitCode, 0);
    QCOMPARE(other.out, QByteArray());
    QCOMPARE(other.err, QByteArray());
  }
  QVERIFY(QFile::exists(at("m.safetensors")));
  QVERIFY(!QFile::exists(checkpoint()));
}

void CliParallel::openMpiAndSlurmStartItToo() {
  const int port = freePort();
  const Environment master = {{"MASTER_ADDR", "127.0.0.1"}, {"MASTER_PORT", QString::number(port)}};
  const QStringList arguments = training("m.safetensors");
  Worker openMpi(arguments,
                 master + Environment{{"OMPI_COMM_WORLD_RANK", "0"}, {"OMPI_COMM_WORLD_SIZE", "2"}});
  Worker slurm(arguments, master + Environment{{"SLURM_PROCID", "1"}, {"SLURM_NTASKS", "2"}});
  const CliOutcome leader = openMpi.outcome();
  QVERIFY2(leader.exitCode == 0, leader.err);
  compareWithUnbroken(leader.json());
  QCOMPARE(slurm.outcome().exitCode, 0);
}

void CliParallel::transfersTogether() {
  const QStringList arguments = {"transfer",
                                 "--from",
                                 at("alone.safetensors"),
                                 "--data",
                                 at("demo/arrhythmia.beats"),
                                 "--mode",
                                 "gradual",
                                 "--epochs",
                                 "3",
                                 "--seed",
                                 "4",
                                 "--json"};
  const QJsonObject alone = runCli(arguments).json();
  QVERIFY(alone.contains("weightsSha256"));
  const Workers workers = start(2, arguments);
  const CliOutcome leader = workers[0]->outcome();
  QVERIFY2(leader.exitCode == 0, leader.err);
  QCOMPARE(leader.json()["weightsSha256"], alone["weightsSha256"]);
  QCOMPARE(workers[1]->outcome().exitCode, 0);
}

void CliParallel::aLostWorkerEndsAll() {
  const Workers workers = startedWithCheckpoint();
  workers[1]->signal(SIGKILL);
  const CliOutcome leader = workers[0]->outcome();
  QVERIFY2(leader.exitCode == 1, leader.err);
  QVERIFY2(leader.sentence().contains("Process 1 of 2 was lost at epoch "), leader.err);
  QVERIFY2(leader.sentence().contains("is kept in " + checkpoint()), leader.err);
  compareWithUnbroken(resumedAlone());
}

void CliParallel::aLostLeaderEndsAll() {
  const Workers workers = startedWithCheckpoint();
  workers[0]->signal(SIGKILL);
  const CliOutcome other = workers[1]->outcome();
  QVERIFY2(other.exitCode == 1, other.err);
  QVERIFY2(other.sentence().contains("Process 0 of 2 was lost at epoch "), other.err);
  QVERIFY(QFile::exists(checkpoint()));
  compareWithUnbroken(resumedAlone());
}

void CliParallel::oneThatNeverComesIsNotWaitedForLong() {
  const QStringList arguments = training("m.safetensors") + QStringList{"--worker-timeout", "1"};
  const CliOutcome leader = Worker(arguments, placeOf(0, 2, freePort())).outcome();
  QCOMPARE(leader.exitCode, 1);
  QVERIFY2(leader.sentence().contains("Process 1 of 2 did not join within 1 s"), leader.err);
  const CliOutcome other = Worker(arguments, placeOf(1, 2, freePort())).outcome();
  QCOMPARE(other.exitCode, 1);
  QVERIFY2(other.sentence().contains("Process 1 of 2 waited 1 s for process 0"), other.err);
  QCOMPARE(other.err.count('\n'), 1);
}

void CliParallel::aPortOfOthersIsNoMeetingPlace() {
  const ectopy::test::SilentPort taken;
  const QStringList arguments = training("m.safetensors") + QStringList{"--worker-timeout", "1"};
  const CliOutcome leader = Worker(arguments, placeOf(0, 2, taken.number())).outcome();
  QCOMPARE(leader.exitCode, 1);
  QVERIFY2(leader.sentence().contains("MASTER_PORT is in use"), leader.err);
  const CliOutcome other = Worker(arguments, placeOf(1, 2, taken.number())).outcome();
  QCOMPARE(other.exitCode, 1);
  QVERIFY2(other.sentence().contains("Process 0 of 2 does not answer"), other.err);
}

void CliParallel::refusesDifferentTrainings() {
  const int port = freePort();
  Worker leader(training("m.safetensors"), placeOf(0, 2, port));
  Worker other(training("m.safetensors") + QStringList{"--learning-rate", "0.5"}, placeOf(1, 2, port));
  for (const CliOutcome& outcome : {leader.outcome(), other.outcome()}) {
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.sentence().contains("do not train the same: setting learningRate is"), outcome.err);
  }
}

void CliParallel::stopsTogetherAndGoesOn() {
  Workers workers = startedWithCheckpoint();
  workers[0]->signal(SIGTERM);
  const CliOutcome leader = workers[0]->outcome();
  QVERIFY2(leader.exitCode == 130, leader.err);
  QCOMPARE(workers[1]->outcome().exitCode, 130);
  workers = start(2, training("m.safetensors") + QStringList{"--resume"});
  const CliOutcome resumed = workers[0]->outcome();
  QVERIFY2(resumed.err.contains("goes on in epoch"), resumed.err);
  compareWithUnbroken(resumed.json());
  QCOMPARE(workers[1]->outcome().exitCode, 0);
}

void CliParallel::aTimeLimitEndsAll() {
  const Workers workers = start(2, training("m.safetensors") + QStringList{"--time-limit", "0.000001"});
  const CliOutcome leader = workers[0]->outcome();
  QVERIFY2(leader.exitCode == 0, leader.err);
  QCOMPARE(leader.json()["epochs"].toInt(), 1);
  QCOMPARE(workers[1]->outcome().exitCode, 0);
}

void CliParallel::refusesAWrongEnvironment_data() {
  QTest::addColumn<QStringList>("variables");
  QTest::addColumn<QString>("sentence");
  QTest::newRow("rank") << QStringList{"RANK=2", "WORLD_SIZE=2", "MASTER_ADDR=localhost", "MASTER_PORT=1234"}
                        << "RANK must be a number from 0 to 1, found \"2\"";
  QTest::newRow("no port") << QStringList{"RANK=0", "WORLD_SIZE=2", "MASTER_ADDR=localhost"}
                           << "MASTER_PORT is not set";
  QTest::newRow("no address") << QStringList{"RANK=0", "WORLD_SIZE=2", "MASTER_PORT=1234"}
                              << "MASTER_ADDR is not set";
  QTest::newRow("no rank") << QStringList{"WORLD_SIZE=2"} << "RANK is not set";
  QTest::newRow("unknown address") << QStringList{"RANK=1", "WORLD_SIZE=2", "MASTER_ADDR=no.such.invalid",
                                                  "MASTER_PORT=1234"}
                                   << "waited 1 s for process 0 at no.such.invalid:1234";
}

void CliParallel::refusesAWrongEnvironment() {
  QFETCH(const QStringList, variables);
  QFETCH(const QString, sentence);
  Environment environment;
  for (const QString& variable : variables)
    environment.push_back({variable.section('=', 0, 0), variable.section('=', 1)});
  const CliOutcome outcome =
      Worker(training("m.safetensors") + QStringList{"--worker-timeout", "1"}, environment).outcome();
  QCOMPARE(outcome.exitCode, 1);
  QVERIFY2(outcome.sentence().contains(sentence), outcome.err);
}

QTEST_GUILESS_MAIN(CliParallel)
#include "tst_cli_parallel.moc"
