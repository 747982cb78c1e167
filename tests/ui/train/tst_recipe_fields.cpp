#include "ui/train/recipe_fields.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "core/model/recipe_settings.h"

using namespace ectopy;
using namespace ectopy::ui;

namespace {

TrainingConfig recipe() {
  TrainingConfig config;
  config.optimizer = OptimizerKind::AdamW;
  config.schedule = ScheduleKind::OneCycle;
  config.weightDecay = 0.01;
  config.mixup = 0.2;
  config.batchSize = 256;
  return config;
}

QString fieldName(std::string_view name) {
  return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

struct Shown {
  RecipeFields fields;

  Shown() {
    fields.setRecipe(recipe());
    fields.show();
  }
  QLineEdit& edit(std::string_view name) { return *fields.findChild<QLineEdit*>(fieldName(name)); }
  QComboBox& choice(const char* name) { return *fields.findChild<QComboBox*>(name); }
  QLabel& label(const char* name) { return *fields.findChild<QLabel*>(name); }
  bool isMarked(const QString& name) {
    auto* label = fields.findChild<QLabel*>(name + "Label");
    return label->property("role") == QStringLiteral("changed") && label->text().startsWith(QChar(0x2022));
  }
  TrainingConfig config() {
    TrainingConfig config = recipe();
    fields.apply(config);
    return config;
  }
  void type(std::string_view name, const QString& text) {
    edit(name).selectAll();
    QTest::keyClicks(&edit(name), text);
  }
};

}  // namespace

class RecipeFieldsTest : public QObject {
  Q_OBJECT

 private slots:
  void hasAFieldForEverySetting() {
    Shown shown;
    for (const auto& setting : realSettings())
      QVERIFY(shown.fields.findChild<QLineEdit*>(fieldName(setting.name)));
    for (const auto& setting : integerSettings())
      QVERIFY(shown.fields.findChild<QLineEdit*>(fieldName(setting.name)));
    for (const auto& setting : choiceSettings()) {
      auto* box = shown.fields.findChild<QComboBox*>(fieldName(setting.name));
      QVERIFY(box);
      QCOMPARE(box->count(), static_cast<int>(setting.words.size()));
    }
    QCOMPARE(shown.config(), recipe());
    QCOMPARE(shown.fields.changedCount(), 0);
  }

  void writesEverySettingThatIsTyped() {
    Shown shown;
    for (const auto& setting : realSettings()) {
      if (setting.name == "stepFactor") continue;  // of use with another schedule
      shown.type(setting.name, "0.5");
      QCOMPARE(shown.config().*setting.member, 0.5);
    }
    shown.type("shardBeats", "16");
    shown.choice("classWeights").setCurrentText("log");
    shown.choice("warmUp").setCurrentText("linear");
    QCOMPARE(shown.config().shardBeats, 16);
    QCOMPARE(shown.config().classWeights, ClassWeighting::Log);
    QCOMPARE(shown.config().warmUp, WarmUp::Linear);
    QVERIFY(shown.fields.problem().isEmpty());
  }

  void marksWhatDiffersFromTheRecipe() {
    Shown shown;
    QVERIFY(!shown.isMarked("mixup"));
    shown.type("mixup", "0.4");
    QVERIFY(shown.isMarked("mixup"));
    QVERIFY(shown.label("mixupLabel").toolTip().contains("0.2"));
    QCOMPARE(shown.fields.changedCount(), 1);
    shown.type("mixup", "0.20");  // another way to write it
    QCOMPARE(shown.fields.changedCount(), 0);
    QVERIFY(!shown.isMarked("mixup"));
  }

  void saysWhatIsOutOfRangeBesideTheField() {
    Shown shown;
    QSignalSpy edits(&shown.fields, &RecipeFields::edited);
    shown.type("noise", "12");
    QVERIFY(edits.count() > 0);
    QVERIFY(shown.label("noiseProblem").isVisible());
    QCOMPARE(shown.fields.problem(), shown.label("noiseProblem").text());
    QVERIFY2(shown.fields.problem().contains("from 0 to 10, found \"12\""),
             qPrintable(shown.fields.problem()));
    for (const char* text : {"", "much", "nan", "-1", "1e9"}) {
      shown.edit("noise").setText(text);
      QVERIFY2(!shown.fields.problem().isEmpty(), text);
    }
    QCOMPARE(shown.config().noise, recipe().noise);
    shown.type("noise", "0.05");
    QVERIFY(!shown.label("noiseProblem").isVisible());
    QVERIFY(shown.fields.problem().isEmpty());
    shown.type("batchSize", "12.5");
    QVERIFY(shown.fields.problem().contains("whole number"));
  }

  void asksForNothingThatHasNoEffect() {
    Shown shown;
    QVERIFY(shown.edit("weightDecay").isEnabled());
    QVERIFY(!shown.edit("stepEvery").isEnabled());
    shown.choice("optimizer").setCurrentText("adam");
    QVERIFY(!shown.edit("weightDecay").isEnabled());
    QCOMPARE(shown.config().weightDecay, 0.0);  // adam with decay is refused by the learner
    shown.choice("schedule").setCurrentText("steps");
    QVERIFY(shown.edit("stepEvery").isEnabled());
    QVERIFY(!shown.edit("warmUpShare").isEnabled());
  }

  void asksForTheDefaults() {
    Shown shown;
    QSignalSpy wanted(&shown.fields, &RecipeFields::defaultsWanted);
    QTest::mouseClick(shown.fields.findChild<QPushButton*>("recipeDefaults"), Qt::LeftButton);
    QCOMPARE(wanted.count(), 1);
  }
};

QTEST_MAIN(RecipeFieldsTest)
#include "tst_recipe_fields.moc"
