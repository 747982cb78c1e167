#include "ui/train/recipe_fields.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/model/recipe_settings.h"
#include "ui/theme/theme.h"
#include "ui/widgets/role_label.h"

namespace ectopy::ui {

namespace {

// Every model file has these; the other settings are listed in core.
constexpr std::array<NumberSetting<int>, 3> kBasicIntegers{{
    {"batchSize", &TrainingConfig::batchSize, 1, 4096, "beats of a training step"},
    {"stopPatience", &TrainingConfig::stopPatience, 0, 100'000,
     "epochs without a better validation macro F1 before the training ends; 0: never"},
    {"plateauPatience", &TrainingConfig::plateauPatience, 1, 100'000,
     "such epochs before a \"plateau\" rate falls to a tenth"},
}};
constexpr std::array<NumberSetting<double>, 1> kBasicReals{{
    {"learningRate", &TrainingConfig::learningRate, 1e-9, 10, "the schedule's highest rate"},
}};

QString nameText(std::string_view name) {
  QString words;
  for (const char letter : name) {
    const QChar sign = QLatin1Char(letter);
    if (sign.isUpper()) words += QLatin1Char(' ');
    words += words.isEmpty() ? sign.toUpper() : sign.toLower();
  }
  return words;
}

QString textOf(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString numberText(double value) {
  return QString::number(value, 'g', 9);
}

/// The number a text stands for, NaN for none.
template <typename Value>
double numberOf(const QString& text) {
  bool isNumber = false;
  const double value = QLocale::c().toDouble(text.trimmed(), &isNumber);
  const bool isWhole = std::is_floating_point_v<Value> || std::floor(value) == value;
  return isNumber && isWhole ? value : std::nan("");
}

/// Whether a setting has an effect beside the others. Where it has none it is not asked for.
bool hasEffect(std::string_view name, const TrainingConfig& config) {
  if (name == "weightDecay") return config.optimizer == OptimizerKind::AdamW;
  if (name == "plateauPatience") return config.schedule == ScheduleKind::Plateau;
  if (name == "warmUp" || name == "warmUpShare") return config.schedule == ScheduleKind::OneCycle;
  if (name == "stepFactor" || name == "stepEvery") return config.schedule == ScheduleKind::Steps;
  return true;
}

}  // namespace

QString RecipeFields::Field::text() const {
  return edit ? edit->text() : choice->currentText();
}

void RecipeFields::Field::setText(const QString& text) const {
  if (edit)
    edit->setText(text);
  else
    choice->setCurrentText(text);
}

RecipeFields::RecipeFields(QWidget* parent) : QWidget(parent), m_rows(new QFormLayout(this)) {
  m_rows->setContentsMargins(0, 0, 0, 0);
  m_rows->setHorizontalSpacing(Theme::spacing(3));
  m_rows->setVerticalSpacing(Theme::spacing(1));
  m_rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  for (const auto& setting : kBasicReals) addNumber(setting);
  for (const auto& setting : kBasicIntegers) addNumber(setting);
  addChoices();
  for (const auto& setting : realSettings()) addNumber(setting);
  for (const auto& setting : integerSettings()) addNumber(setting);
  m_defaults = new QPushButton(tr("Recipe's defaults"));
  m_defaults->setObjectName(QStringLiteral("recipeDefaults"));
  m_defaults->setToolTip(tr("Sets every field, and the epochs, as the network's own recipe has it"));
  m_rows->addRow(m_defaults);
  connect(m_defaults, &QPushButton::clicked, this, &RecipeFields::defaultsWanted);
  setRecipe({});
}

RecipeFields::Field& RecipeFields::addRow(std::string_view name, std::string_view meaning, QWidget* field) {
  field->setObjectName(textOf(name));
  field->setAccessibleName(nameText(name));
  QString hint = textOf(meaning);
  if (!hint.isEmpty()) hint[0] = hint[0].toUpper();
  field->setToolTip(hint);
  Field& row = m_fields.emplace_back();
  row.name = name;
  row.label = new QLabel;
  row.label->setObjectName(textOf(name) + QStringLiteral("Label"));
  row.label->setBuddy(field);
  row.label->setToolTip(hint);
  row.problem = roleLabel("error");
  row.problem->setObjectName(textOf(name) + QStringLiteral("Problem"));
  row.problem->setWordWrap(true);
  row.problem->hide();
  m_rows->addRow(row.label, field);
  m_rows->addRow(row.problem);
  return row;
}

template <typename Setting>
void RecipeFields::addNumber(const Setting& setting) {
  using Value = decltype(setting.least);
  using Number = std::remove_const_t<Value>;
  auto* edit = new QLineEdit;
  edit->setAlignment(Qt::AlignRight);
  Field& field = addRow(setting.name, setting.meaning, edit);
  field.edit = edit;
  field.read = [setting](const TrainingConfig& config) {
    return numberText(static_cast<double>(config.*setting.member));
  };
  field.problemOf = [setting](const QString& text) {
    const double value = numberOf<Number>(text);
    const auto least = static_cast<double>(setting.least), most = static_cast<double>(setting.most);
    if (value >= least && value <= most) return QString();
    return tr("%1: expected %2 from %3 to %4, found \"%5\".")
        .arg(nameText(setting.name), std::is_floating_point_v<Number> ? tr("a number") : tr("a whole number"),
             numberText(least), numberText(most), text);
  };
  field.write = [setting](TrainingConfig& config, const QString& text) {
    config.*setting.member = static_cast<Number>(numberOf<Number>(text));
  };
  connect(edit, &QLineEdit::textChanged, this, &RecipeFields::refresh);
}

void RecipeFields::addChoices() {
  for (const ChoiceSetting& setting : choiceSettings()) {
    auto* box = new QComboBox;
    for (const std::string& word : setting.words) box->addItem(QString::fromStdString(word));
    Field& field = addRow(setting.name, setting.meaning, box);
    field.choice = box;
    field.read = [&setting](const TrainingConfig& config) {
      return QString::fromStdString(setting.get(config));
    };
    field.problemOf = [](const QString&) { return QString(); };
    field.write = [&setting](TrainingConfig& config, const QString& text) {
      setting.set(config, text.toStdString());
    };
    connect(box, &QComboBox::currentIndexChanged, this, &RecipeFields::refresh);
  }
}

void RecipeFields::setRecipe(const TrainingConfig& recipe) {
  m_recipe = recipe;
  {
    const QSignalBlocker blocker(this);
    for (const Field& field : m_fields) field.setText(field.read(recipe));
  }
  refresh();
}

bool RecipeFields::isOfUse(const Field& field) const {
  TrainingConfig config = m_recipe;
  for (const Field& other : m_fields)
    if (other.choice) other.write(config, other.text());
  return hasEffect(field.name, config);
}

bool RecipeFields::isChanged(const Field& field) const {
  if (!isOfUse(field)) return false;
  if (!field.problemOf(field.text()).isEmpty()) return true;
  TrainingConfig config = m_recipe;
  field.write(config, field.text());
  return config != m_recipe;
}

int RecipeFields::changedCount() const {
  return static_cast<int>(
      std::ranges::count_if(m_fields, [this](const Field& field) { return isChanged(field); }));
}

void RecipeFields::apply(TrainingConfig& config) const {
  for (const Field& field : m_fields)
    if (isOfUse(field) && field.problemOf(field.text()).isEmpty()) field.write(config, field.text());
  if (config.optimizer != OptimizerKind::AdamW) config.weightDecay = 0;  // the only one that decays weights
}

QString RecipeFields::problem() const {
  for (const Field& field : m_fields)
    if (isOfUse(field))
      if (const QString sentence = field.problemOf(field.text()); !sentence.isEmpty()) return sentence;
  return {};
}

void RecipeFields::refresh() {
  for (const Field& field : m_fields) {
    QWidget* widget = field.edit ? static_cast<QWidget*>(field.edit) : field.choice;
    const bool hasUse = isOfUse(field);
    widget->setEnabled(hasUse);
    const QString sentence = hasUse ? field.problemOf(field.text()) : QString();
    field.problem->setText(sentence);
    field.problem->setVisible(!sentence.isEmpty());
    const bool isMarked = isChanged(field);
    setRole(*field.label, isMarked ? "changed" : "");
    field.label->setText(isMarked ? QStringLiteral("• ") + nameText(field.name) : nameText(field.name));
    field.label->setAccessibleDescription(isMarked ? tr("The recipe has %1").arg(field.read(m_recipe))
                                                   : QString());
    field.label->setToolTip(isMarked ? tr("The recipe has %1").arg(field.read(m_recipe)) : widget->toolTip());
  }
  emit edited();
}

}  // namespace ectopy::ui
