#include "ui/importing/cut_form.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <map>

#include "ui/theme/theme.h"
#include "ui/widgets/role_label.h"

namespace ectopy::ui {
namespace {

QString wordsOf(CutRule rule) {
  switch (rule) {
    case CutRule::Kaggle:
      return CutForm::tr(
          "From the R peak to a fifth of the next RR interval, first lead, 120 Hz: exactly the "
          "published beats of the Kaggle data set. No P wave in it.");
    case CutRule::Paper:
      return CutForm::tr(
          "From the R peak 1.2 times the usual RR interval, lead MLII or II, 125 Hz: as Kachuee 2018 "
          "describes it. No P wave in it.");
    case CutRule::Context:
      return CutForm::tr(
          "A window around the R peak with P and T wave and the ratios of the neighbouring RR "
          "intervals: for patients a model has never seen.");
    case CutRule::Given:
      break;
  }
  return {};
}

QString textOf(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<int>(text.size()));
}

/// Fills a box with names and how many records have each; keeps what is chosen.
void fill(QComboBox& box, const QString& first, const std::map<std::string, std::size_t>& names,
          std::size_t records) {
  const QSignalBlocker quiet(box);
  const QString chosen = box.currentData().toString();
  box.clear();
  if (!first.isEmpty()) box.addItem(first, QString());
  for (const auto& [name, count] : names) {
    const QString text = QString::fromStdString(name);
    box.addItem(
        count == records ? text : CutForm::tr("%1 (%2 of %3 records)").arg(text).arg(count).arg(records),
        text);
  }
  if (!chosen.isEmpty() && box.findData(chosen) < 0) box.addItem(chosen, chosen);
  box.setCurrentIndex(std::max(0, box.findData(chosen)));
}

}  // namespace

CutForm::CutForm(const OpenChoice& choice, bool isText, QWidget* parent)
    : QWidget(parent), m_suggestion(choice) {
  const BeatCut suggestion = choice.cut.value_or(defaultCut(CutRule::Kaggle));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(Theme::spacing(1));
  m_rule = addChoice("cutRule", tr("Cut beats by rule"));
  for (const CutRule rule : {CutRule::Kaggle, CutRule::Paper, CutRule::Context})
    m_rule->addItem(textOf(nameOf(rule)), static_cast<int>(rule));
  m_rule->setCurrentIndex(m_rule->findData(static_cast<int>(suggestion.rule)));
  m_ruleWords = roleLabel("small", {}, this);
  m_ruleWords->setObjectName(QStringLiteral("cutRuleWords"));
  m_ruleWords->setWordWrap(true);
  column->addWidget(m_ruleWords);
  m_task = addChoice("cutTask", tr("A beat's class comes from"));
  m_task->addItem(tr("its annotation: N S V F Q"), static_cast<int>(BeatTask::Aami5));
  m_task->addItem(tr("the diagnosis: normal or infarction"), static_cast<int>(BeatTask::NormalInfarction));
  m_task->setCurrentIndex(m_task->findData(static_cast<int>(suggestion.task)));
  m_classMap = addChoice("cutClassMap", tr("Escape beats (e, j, n) count as"));
  m_classMap->addItem(tr("N (ml: Kachuee 2018, Kaggle)"), static_cast<int>(ClassMap::Ml));
  m_classMap->addItem(tr("S (ec57: WFDB bxb)"), static_cast<int>(ClassMap::Ec57));
  m_classMap->setCurrentIndex(m_classMap->findData(static_cast<int>(suggestion.classMap)));
  m_lead = addChoice("cutLead", tr("Lead"));
  m_lead->addItem(tr("the rule's own choice"), QString());
  if (const QString lead = QString::fromStdString(suggestion.lead); !lead.isEmpty()) {
    m_lead->addItem(lead, lead);
    m_lead->setCurrentIndex(1);
  }
  m_annotator = addChoice("cutAnnotator", tr("Annotations"));
  const QString annotator = QString::fromStdString(suggestion.annotator);
  m_annotator->addItem(annotator, annotator);
  m_annotator->addItem(tr("detect R peaks"), QString());
  m_annotator->setCurrentIndex(suggestion.detected ? 1 : 0);
  if (isText) addTextFields();
  column->addStretch(1);
  for (QComboBox* box : {m_rule, m_task, m_classMap, m_lead, m_annotator})
    connect(box, &QComboBox::currentIndexChanged, this, [this] {
      showRule();
      emit changed();
    });
  showRule();
}

void CutForm::addTextFields() {
  auto* column = static_cast<QVBoxLayout*>(layout());
  m_unit = addChoice("textUnit", tr("Unit of the signals"));
  m_unit->addItem(tr("as the file says"), QString());
  for (const char* unit : {"mV", "uV", "V"})
    m_unit->addItem(QString::fromLatin1(unit), QString::fromLatin1(unit));
  m_unit->setCurrentIndex(std::max(0, m_unit->findData(QString::fromStdString(m_suggestion.text.unit))));
  m_rate = new QDoubleSpinBox(this);
  m_rate->setObjectName(QStringLiteral("textRate"));
  m_rate->setAccessibleName(tr("Sample rate"));
  m_rate->setRange(0, 100'000);
  m_rate->setDecimals(3);
  m_rate->setSuffix(tr(" Hz"));
  m_rate->setSpecialValueText(tr("by its time column"));
  m_rate->setValue(m_suggestion.text.sampleRateHz);
  m_rate->setKeyboardTracking(false);
  auto* label = roleLabel("small", tr("Sample rate"), this);
  label->setBuddy(m_rate);
  column->addSpacing(Theme::spacing(2));
  column->addWidget(label);
  column->addWidget(m_rate);
  connect(m_unit, &QComboBox::currentIndexChanged, this, &CutForm::changed);
  connect(m_rate, &QDoubleSpinBox::valueChanged, this, &CutForm::changed);
}

QComboBox* CutForm::addChoice(const char* name, const QString& title) {
  auto* column = static_cast<QVBoxLayout*>(layout());
  if (column->count() > 0) column->addSpacing(Theme::spacing(2));
  auto* label = roleLabel("small", title, this);
  auto* box = new QComboBox(this);
  box->setObjectName(QString::fromLatin1(name));
  box->setAccessibleName(title);
  label->setBuddy(box);
  column->addWidget(label);
  column->addWidget(box);
  return box;
}

OpenChoice CutForm::choice() const {
  OpenChoice choice = m_suggestion;
  const auto rule = static_cast<CutRule>(m_rule->currentData().toInt());
  BeatCut cut = m_suggestion.cut && m_suggestion.cut->rule == rule ? *m_suggestion.cut : defaultCut(rule);
  cut.task = static_cast<BeatTask>(m_task->currentData().toInt());
  cut.classMap = static_cast<ClassMap>(m_classMap->currentData().toInt());
  cut.lead = m_lead->currentData().toString().toStdString();
  const std::string annotator = m_annotator->currentData().toString().toStdString();
  cut.detected = annotator.empty();
  if (!cut.detected) cut.annotator = annotator;
  choice.cut = cut;
  if (m_rate) choice.text.sampleRateHz = m_rate->value();
  if (m_unit) choice.text.unit = m_unit->currentData().toString().toStdString();
  return choice;
}

void CutForm::offer(const ImportSummary& summary) {
  fill(*m_lead, tr("the rule's own choice"), summary.leads, summary.taken);
  fillAnnotators(summary);
}

void CutForm::fillAnnotators(const ImportSummary& summary) {
  const QSignalBlocker quiet(m_annotator);
  const QString chosen = m_annotator->currentData().toString();
  m_annotator->clear();
  for (const auto& [name, records] : summary.annotators) {
    const QString text = QString::fromStdString(name);
    m_annotator->addItem(records == summary.taken
                             ? text
                             : tr("%1 (%2 of %3 records)").arg(text).arg(records).arg(summary.taken),
                         text);
  }
  m_annotator->addItem(tr("detect R peaks"), QString());
  // What was asked for and is not there stays in sight, and the summary says what it means.
  if (!chosen.isEmpty() && m_annotator->findData(chosen) < 0) m_annotator->insertItem(0, chosen, chosen);
  m_annotator->setCurrentIndex(m_annotator->findData(chosen));
}

void CutForm::showRule() {
  m_ruleWords->setText(wordsOf(static_cast<CutRule>(m_rule->currentData().toInt())));
  m_classMap->setEnabled(static_cast<BeatTask>(m_task->currentData().toInt()) == BeatTask::Aami5);
}

}  // namespace ectopy::ui
