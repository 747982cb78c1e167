#include <QTest>
#include <map>

#include "core/base/process_place.h"
#include "tests/support/error_text.h"

using namespace ectopy;

namespace {

using Variables = std::map<std::string, std::string>;

std::optional<ProcessPlace> placeIn(const Variables& variables) {
  return processPlace([&](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  });
}

Variables with(Variables variables) {
  variables.insert({{"MASTER_ADDR", "node1"}, {"MASTER_PORT", "29500"}});
  return variables;
}

}  // namespace

class ProcessPlaceTest : public QObject {
  Q_OBJECT

 private slots:
  void isAloneWithoutCompany();
  void readsWhatTorchrunSets();
  void readsOpenMpiAndSlurm();
  void aBatchScriptOfSlurmIsAlone();
  void saysWhatIsWrong();
};

void ProcessPlaceTest::isAloneWithoutCompany() {
  QVERIFY(!placeIn({}));
  QVERIFY(!placeIn({{"MASTER_PORT", "29500"}}));
  QVERIFY(!placeIn({{"WORLD_SIZE", "1"}}));
  QVERIFY(!placeIn({{"RANK", "0"}, {"WORLD_SIZE", "1"}}));
}

void ProcessPlaceTest::readsWhatTorchrunSets() {
  const auto place = placeIn(with({{"RANK", "3"},
                                   {"WORLD_SIZE", "4"},
                                   {"LOCAL_RANK", "1"},
                                   {"TORCHELASTIC_USE_AGENT_STORE", "True"},
                                   {"TORCHELASTIC_RESTART_COUNT", "2"}}));
  QVERIFY(place);
  QCOMPARE(place->rank, 3);
  QCOMPARE(place->size, 4);
  QCOMPARE(place->localRank, 1);
  QCOMPARE(place->masterAddress, std::string("node1"));
  QCOMPARE(place->masterPort, 29500);
  QCOMPARE(place->attempt, std::string("2"));
  QVERIFY(place->isMasterElsewhere);
  QVERIFY(!place->isLeader());
}

void ProcessPlaceTest::readsOpenMpiAndSlurm() {
  const auto openMpi = placeIn(with({{"OMPI_COMM_WORLD_RANK", "0"}, {"OMPI_COMM_WORLD_SIZE", "2"}}));
  QVERIFY(openMpi && openMpi->isLeader());
  const Variables slurm = {{"SLURM_PROCID", "1"}, {"SLURM_NTASKS", "2"}, {"SLURM_LOCALID", "1"}};
  QCOMPARE(placeIn(with(slurm))->localRank, 1);
  Variables both = slurm;
  both.insert({{"RANK", "0"}, {"WORLD_SIZE", "3"}});
  QCOMPARE(placeIn(with(both))->size, 3);
}

void ProcessPlaceTest::aBatchScriptOfSlurmIsAlone() {
  const Variables script = {{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "4"}};
  QVERIFY(!placeIn(script));
  Variables step = script;
  step["SLURM_STEP_ID"] = "0";
  QVERIFY(test::errorText([&] { placeIn(step); }).find("MASTER_PORT is not set") != std::string::npos);
}

void ProcessPlaceTest::saysWhatIsWrong() {
  const auto problem = [](const Variables& variables) {
    return QString::fromStdString(test::errorText([&] { placeIn(with(variables)); }));
  };
  QVERIFY(problem({{"RANK", "2"}, {"WORLD_SIZE", "2"}})
              .contains("RANK must be a number from 0 to 1, found \"2\""));
  QVERIFY(problem({{"RANK", "-1"}, {"WORLD_SIZE", "2"}}).contains("found \"-1\""));
  QVERIFY(problem({{"RANK", "0x"}, {"WORLD_SIZE", "2"}}).contains("found \"0x\""));
  QVERIFY(problem({{"RANK", "0"}, {"WORLD_SIZE", "0"}}).contains("WORLD_SIZE must be"));
  QVERIFY(problem({{"RANK", "0"}}).contains("WORLD_SIZE is not set"));
  QVERIFY(problem({{"WORLD_SIZE", "2"}}).contains("RANK is not set"));
  QVERIFY(problem({{"RANK", "0"}, {"WORLD_SIZE", "2"}, {"MASTER_PORT", "70000"}})
              .contains("MASTER_PORT must be"));
}

QTEST_GUILESS_MAIN(ProcessPlaceTest)
#include "tst_process_place.moc"
