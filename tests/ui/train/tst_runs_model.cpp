#include "ui/train/runs_model.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include "ui/widgets/figures.h"

using namespace ectopy;
using namespace ectopy::ui;

namespace {

ModelInfo infoOf(TransferMode mode, const std::string& parent) {
  ModelInfo info;
  info.name = "cvxtz-1";
  info.architecture = "cvxtz";
  info.parameters = 100;
  info.trainableParameters = 100;
  info.scheme = normalAbnormalScheme();
  info.splitId = "beat";
  info.history = {{.epoch = 1}, {.epoch = 2}, {.epoch = 3}};
  info.bestEpoch = 2;
  info.seconds = 250;
  info.validation = ConfusionMatrix(2);
  info.validation.add(0, 0, 9);
  info.validation.add(1, 0, 1);
  info.test = ConfusionMatrix(2);
  info.test.add(0, 0, 90);
  info.test.add(1, 1, 8);
  info.test.add(1, 0, 2);
  if (!parent.empty()) {
    info.transferMode = nameOf(mode);
    info.parentName = parent;
  }
  return info;
}

RunRecord recordOf(std::int64_t id, const ModelInfo& info) {
  return {id, "2025-03-01T10:00:00.000Z", info.name, "cvxtz-1.safetensors", nlohmann::json(info).dump()};
}

}  // namespace

class RunsModelTest : public QObject {
  Q_OBJECT

 private slots:
  void showsSettingsAndResultsNewestFirst() {
    RunsModel model;
    model.setRuns(readRuns({recordOf(1, infoOf(TransferMode::Scratch, "")),
                            recordOf(2, infoOf(TransferMode::Freeze, "first"))}));
    QCOMPARE(model.rowCount(), 2);
    const auto text = [&](int row, int column) { return model.index(row, column).data().toString(); };
    QCOMPARE(text(0, RunsModel::Start), QStringLiteral("frozen, from first"));
    QCOMPARE(text(1, RunsModel::Start), QStringLiteral("from scratch"));
    QCOMPARE(text(0, RunsModel::Epochs), QStringLiteral("2 of 3"));
    QCOMPARE(text(0, RunsModel::Seconds), QStringLiteral("4:10"));
    QCOMPARE(text(0, RunsModel::TestAccuracy), percentText(0.98));
  }

  void aDamagedRunHidesNoOther() {
    RunRecord damaged = recordOf(2, infoOf(TransferMode::Scratch, ""));
    damaged.name = "damaged";
    for (const char* json : {"", "{", "{}", "[1]", R"({"name": 3})"}) {
      damaged.infoJson = json;
      const auto runs = readRuns({recordOf(1, infoOf(TransferMode::Scratch, "")), damaged});
      QCOMPARE(runs.size(), std::size_t{2});
      QVERIFY(!runs[0].info);
      QVERIFY(runs[1].info);
      RunsModel model;
      model.setRuns(runs);
      QCOMPARE(model.index(0, RunsModel::Name).data().toString(), QStringLiteral("damaged"));
      QCOMPARE(model.index(0, RunsModel::TestAccuracy).data().toString(), QString());
    }
  }

  void aRunNestedDeeperThanAnyOfOursIsNotRead() {
    RunRecord deep = recordOf(1, infoOf(TransferMode::Scratch, ""));
    const std::string nested = std::string(200, '[') + std::string(200, ']');
    deep.infoJson.insert(1, "\"extra\":" + nested + ",");
    QVERIFY(!readRuns({deep}).front().info);
  }

  void aRunWithoutATestPartHasADash() {
    ModelInfo info = infoOf(TransferMode::Scratch, "");
    info.test = ConfusionMatrix(2);
    RunsModel model;
    model.setRuns(readRuns({recordOf(1, info)}));
    QCOMPARE(model.index(0, RunsModel::TestMacroF1).data().toString(), QStringLiteral("-"));
  }
};

QTEST_GUILESS_MAIN(RunsModelTest)
#include "tst_runs_model.moc"
