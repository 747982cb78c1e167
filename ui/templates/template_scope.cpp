#include "ui/templates/template_scope.h"

#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSettings>
#include <QSignalBlocker>
#include <QSpinBox>

#include "ui/theme/theme.h"
#include "ui/widgets/role_label.h"

namespace ectopy::ui {
namespace {

constexpr int kAnyClass = -1;
constexpr auto kMostKey = "templates/most";

template <typename Widget>
Widget* named(Widget* widget, const char* name, const QString& what, const QString& hint) {
  widget->setObjectName(QString::fromLatin1(name));
  widget->setAccessibleName(what);
  widget->setToolTip(hint);
  return widget;
}

}  // namespace

TemplateScope::TemplateScope(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_scope(named(new QComboBox, "templateScope", tr("Beats to group"), tr("Which beats are grouped"))),
      m_record(named(new QComboBox, "templateRecord", tr("Record"), tr("Beats of this record alone"))),
      m_class(named(new QComboBox, "templateClass", tr("Class"), tr("Only beats that are labelled so now"))),
      m_threshold(
          named(new QDoubleSpinBox, "templateThreshold", tr("How alike"),
                tr("Correlation with a group's mean that lets a beat join it: higher makes more groups"))),
      m_most(named(new QSpinBox, "templateMost", tr("Most groups"),
                   tr("How many groups there may be: beyond them the smallest go into the nearest"))),
      m_group(new QPushButton(tr("Group"))) {
  m_shown = session.filter();
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(Theme::spacing(2));
  build(*row);
  connect(&session, &Session::dataChanged, this, &TemplateScope::takeData);
  connect(m_scope, &QComboBox::currentIndexChanged, this, &TemplateScope::showState);
  takeData();
}

void TemplateScope::build(QHBoxLayout& row) {
  m_threshold->setRange(0.80, 0.99);
  m_threshold->setSingleStep(0.01);
  m_threshold->setValue(ClusterOptions{}.threshold);
  setUpMost();
  m_group->setObjectName(QStringLiteral("groupButton"));
  m_group->setProperty("primary", true);
  setFocusProxy(m_group);
  // What the filter says may be long, and must not make the window wide.
  m_scope->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_scope->setMinimumContentsLength(20);
  m_record->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_record->setMinimumContentsLength(8);
  m_record->setMaxVisibleItems(24);
  row.addWidget(m_scope);
  row.addWidget(m_record);
  row.addSpacing(Theme::spacing(2));
  row.addWidget(m_class);
  row.addSpacing(Theme::spacing(2));
  row.addWidget(roleLabel("muted", tr("Alike from")));
  row.addWidget(m_threshold);
  row.addSpacing(Theme::spacing(2));
  row.addWidget(roleLabel("muted", tr("At most")));
  row.addWidget(m_most);
  row.addSpacing(Theme::spacing(2));
  row.addWidget(m_group);
  row.addStretch(1);
}

void TemplateScope::setUpMost() {
  m_most->setRange(10, 200);
  m_most->setSingleStep(10);
  m_most->setValue(QSettings().value(kMostKey, static_cast<int>(ClusterOptions{}.most)).toInt());
  connect(m_most, &QSpinBox::valueChanged, this, [](int most) { QSettings().setValue(kMostKey, most); });
}

void TemplateScope::setGroupAction(QAction& action) {
  const auto show = [this, &action] {
    m_group->setEnabled(action.isEnabled());
    m_group->setToolTip(action.toolTip());
  };
  connect(m_group, &QPushButton::clicked, &action, &QAction::trigger);
  connect(&action, &QAction::changed, m_group, show);
  show();
}

void TemplateScope::setShownFilter(const BeatFilter& filter) {
  m_shown = filter;
  fillScopes();
}

TemplateScope::Scope TemplateScope::scope() const {
  return static_cast<Scope>(m_scope->currentData().toInt());
}

GroupingWish TemplateScope::wish() const {
  GroupingWish wish{.filter = scope() == Shown ? m_shown : BeatFilter{}, .options = {}};
  wish.filter.order = BeatOrder::File;
  if (scope() == OneRecord) wish.filter.record = static_cast<std::uint32_t>(m_record->currentIndex());
  const int label = m_class->currentData().toInt();
  if (scope() != Shown && label == kUnlabelled) wish.filter.onlyUnlabelled = true;
  if (scope() != Shown && label != kUnlabelled && label != kAnyClass)
    wish.filter.labelled = static_cast<ClassIndex>(label);
  wish.options.threshold = m_threshold->value();
  wish.options.most = static_cast<std::size_t>(m_most->value());
  return wish;
}

void TemplateScope::takeData() {
  m_shown = m_session.filter();
  fillRecords();
  fillClasses();
  fillScopes();
  const bool hasRecords = m_record->count() > 1;
  m_scope->setCurrentIndex(m_scope->findData(hasRecords ? OneRecord : AllRecords));
  showState();
}

void TemplateScope::fillScopes() {
  const QSignalBlocker quiet(m_scope);
  const QVariant chosen = m_scope->currentData();
  m_scope->clear();
  if (m_record->count() > 0) m_scope->addItem(tr("One record"), OneRecord);
  m_scope->addItem(m_record->count() > 0 ? tr("All records") : tr("All beats"), AllRecords);
  const auto beats = m_session.beats();
  const bool isFiltered = beats && !m_shown.isEverything();
  m_scope->addItem(isFiltered
                       ? tr("Beats shown: %1").arg(QString::fromStdString(describeFilter(m_shown, *beats)))
                       : tr("Beats shown"),
                   Shown);
  m_scope->setCurrentIndex(std::max(0, m_scope->findData(chosen)));
}

void TemplateScope::fillRecords() {
  m_record->clear();
  const auto beats = m_session.beats();
  if (!beats) return;
  QStringList names;
  for (const RecordInfo& record : beats->facts().records) names << QString::fromStdString(record.name);
  m_record->addItems(names);
  const auto current = m_session.currentBeat();
  const std::uint32_t here = beats->size() > 0 ? beats->columns().records[current.value_or(0)] : 0;
  if (here != BeatColumns::kNoRecord) m_record->setCurrentIndex(static_cast<int>(here));
}

void TemplateScope::fillClasses() {
  m_class->clear();
  m_class->addItem(tr("All classes"), kAnyClass);
  const auto beats = m_session.beats();
  if (!beats) return;
  const LabelScheme& scheme = beats->scheme();
  for (std::size_t index = 0; index < scheme.size(); ++index)
    m_class->addItem(tr("Class %1").arg(QString::fromStdString(scheme.classes[index].code)),
                     static_cast<int>(index));
  m_class->addItem(tr("Without label"), static_cast<int>(kUnlabelled));
}

void TemplateScope::showState() {
  m_record->setVisible(scope() == OneRecord);
  m_class->setEnabled(scope() != Shown);
}

}  // namespace ectopy::ui
