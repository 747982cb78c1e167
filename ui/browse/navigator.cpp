#include "ui/browse/navigator.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/browse/navigator_delegate.h"
#include "ui/theme/theme.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {

namespace {

template <typename Value>
void toggleValue(std::optional<Value>& condition, int value, bool on) {
  if (on) {
    condition = static_cast<Value>(value);
  } else {
    condition.reset();
  }
}

std::size_t at(const std::vector<std::size_t>& counts, int index) {
  return static_cast<std::size_t>(index) < counts.size() ? counts[static_cast<std::size_t>(index)] : 0;
}

}  // namespace

Navigator::Navigator(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_showAll(new QPushButton(tr("Show all"), this)),
      m_tree(new QTreeWidget(this)) {
  setObjectName(QStringLiteral("navigator"));
  m_showAll->setObjectName(QStringLiteral("showAll"));
  m_showAll->setToolTip(tr("Lets every beat through again"));
  connect(m_showAll, &QPushButton::clicked, this, [this] {
    BeatFilter everything;
    everything.order = m_session.filter().order;
    m_session.setFilter(everything);
  });

  m_tree->setObjectName(QStringLiteral("navigatorTree"));
  m_tree->setAccessibleName(tr("Classes, parts and records"));
  m_tree->setHeaderHidden(true);
  m_tree->setRootIsDecorated(false);
  m_tree->setIndentation(0);
  m_tree->setItemDelegate(new NavigatorDelegate(m_tree));
  m_tree->setSelectionMode(QAbstractItemView::NoSelection);
  m_tree->setFrameShape(QFrame::NoFrame);
  m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_tree->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_tree->setExpandsOnDoubleClick(false);
  m_tree->setMouseTracking(true);
  m_tree->installEventFilter(this);
  connect(m_tree, &QTreeWidget::itemClicked, this, [this](QTreeWidgetItem* item) {
    activate(item, QGuiApplication::keyboardModifiers().testFlag(Qt::ControlModifier));
  });

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(m_tree, 1);
  auto* foot = new QVBoxLayout;
  foot->setContentsMargins(Theme::spacing(2), Theme::spacing(1), Theme::spacing(2), Theme::spacing(2));
  foot->addWidget(m_showAll);
  column->addLayout(foot);
  connectSession();
  rebuild();
}

void Navigator::connectSession() {
  connect(&m_session, &Session::dataChanged, this, &Navigator::rebuild);
  connect(&m_session, &Session::splitChanged, this, &Navigator::rebuild);
  connect(&m_session, &Session::predictionsChanged, this, [this] {
    if (m_hadPredictions != (m_session.predictions() != nullptr)) rebuild();
  });
  connect(&m_session, &Session::countsChanged, this, &Navigator::showCounts);
  connect(&m_session, &Session::filterChanged, this, &Navigator::showActive);
  connect(&Theme::instance(), &Theme::changed, this, &Navigator::rebuild);
}

void Navigator::rebuild() {
  m_tree->clear();
  m_entries.clear();
  m_hadPredictions = m_session.predictions() != nullptr;
  m_showAll->setVisible(m_session.beats() != nullptr);
  if (!m_session.beats()) {
    auto* hint = new QTreeWidgetItem(m_tree, {tr("No data yet")});
    hint->setFlags(Qt::NoItemFlags);
    return;
  }
  addClasses(Section::Label, tr("Class"));
  if (m_hadPredictions) addClasses(Section::Predicted, tr("Predicted"));
  addStatus();
  if (m_session.parts()) addParts();
  if (!m_session.beats()->facts().records.empty()) addRecords();
  m_tree->expandAll();
  showCounts();
  showActive();
}

void Navigator::addSection(const QString& title) {
  auto* item = new QTreeWidgetItem(m_tree, {title});
  item->setFlags(Qt::ItemIsEnabled);
  item->setData(0, Qt::AccessibleTextRole, title);
  item->setFirstColumnSpanned(true);
}

void Navigator::addEntry(Section section, int value, const QString& name, const QColor& chip) {
  QTreeWidgetItem* parent = m_tree->topLevelItem(m_tree->topLevelItemCount() - 1);
  auto* item = new QTreeWidgetItem(parent, {name});
  item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
  item->setData(0, kEntryIndexRole, static_cast<int>(m_entries.size()));
  if (chip.isValid()) item->setData(0, kChipRole, chip);
  m_entries.push_back({section, value, item});
}

void Navigator::addClasses(Section section, const QString& title) {
  addSection(title);
  const auto predictions = m_session.predictions();
  const LabelScheme& scheme =
      section == Section::Predicted ? predictions->scheme : m_session.beats()->scheme();
  for (std::size_t i = 0; i < scheme.size(); ++i) {
    const LabelClass& one = scheme.classes[i];
    addEntry(section, static_cast<int>(i), text(one.code),
             Theme::instance().classColour(scheme, static_cast<ClassIndex>(i)));
    m_entries.back().item->setData(0, kDetailRole, text(one.name));
    m_entries.back().item->setToolTip(0, text(one.name));
  }
}

void Navigator::addParts() {
  addSection(tr("Part"));
  addEntry(Section::Part, static_cast<int>(Part::Train), tr("Train"));
  addEntry(Section::Part, static_cast<int>(Part::Validation), tr("Validation"));
  addEntry(Section::Part, static_cast<int>(Part::Test), tr("Test"));
}

void Navigator::addRecords() {
  addSection(tr("Record"));
  const auto& records = m_session.beats()->facts().records;
  for (std::size_t i = 0; i < records.size(); ++i) {
    addEntry(Section::Record, static_cast<int>(i), text(records[i].name));
    if (records[i].isPaced) m_entries.back().item->setData(0, kDetailRole, tr("paced"));
  }
}

void Navigator::addStatus() {
  addSection(tr("Status"));
  if (m_hadPredictions) addEntry(Section::Status, Wrong, tr("Wrong"), Theme::instance().palette().wrong);
  addEntry(Section::Status, Edited, tr("Edited"), Theme::instance().palette().accent);
  const QColor plain = Theme::instance().palette().mutedText;
  addEntry(Section::Status, Unlabelled, tr("Unlabelled"), plain);
  addEntry(Section::Status, Flagged, tr("Flagged"), Theme::instance().palette().accent);
  addEntry(Section::Status, Excluded, tr("Excluded from training"), plain);
  addEntry(Section::Status, Noted, tr("With a note"), plain);
}

std::size_t Navigator::countOf(const Entry& entry) const {
  const BeatCounts& counts = m_session.counts();
  switch (entry.section) {
    case Section::Label:
      return at(counts.labelled, entry.value);
    case Section::Predicted:
      return at(counts.predicted, entry.value);
    case Section::Part:
      return at(counts.parts, entry.value);
    case Section::Record:
      return at(counts.records, entry.value);
    case Section::Status:
      return std::vector{counts.wrong,   counts.edited,   counts.unlabelled,
                         counts.flagged, counts.excluded, counts.noted}[static_cast<std::size_t>(
          entry.value)];
  }
  return 0;
}

std::size_t Navigator::wrongOf(const Entry& entry) const {
  return entry.section == Section::Record ? at(m_session.counts().wrongByRecord, entry.value) : 0;
}

void Navigator::showCounts() {
  for (const Entry& entry : m_entries) {
    const std::size_t count = countOf(entry);
    const std::size_t wrong = wrongOf(entry);
    entry.item->setData(0, kCountRole, groupedNumber(count));
    entry.item->setData(0, kWrongRole, wrong > 0 ? groupedNumber(wrong) : QString());
    QString words =
        QStringLiteral("%1 %2, ").arg(entry.item->text(0), entry.item->data(0, kDetailRole).toString());
    words += tr("%1 beats").arg(count);
    if (wrong > 0) words += QStringLiteral(", ") + tr("%1 wrong").arg(wrong);
    entry.item->setData(0, Qt::AccessibleTextRole, words);
  }
}

void Navigator::showActive() {
  const BeatFilter& filter = m_session.filter();
  for (const Entry& entry : m_entries) {
    entry.item->setData(0, kIsActiveRole, isSet(filter, entry.section, entry.value));
  }
  BeatFilter plain = filter;
  plain.order = BeatOrder::File;
  m_showAll->setEnabled(!(plain == BeatFilter{}));
}

bool BeatFilter::*Navigator::conditionOf(int status) {
  switch (status) {
    case Wrong:
      return &BeatFilter::onlyWrong;
    case Unlabelled:
      return &BeatFilter::onlyUnlabelled;
    case Flagged:
      return &BeatFilter::onlyFlagged;
    case Excluded:
      return &BeatFilter::onlyExcluded;
    case Noted:
      return &BeatFilter::onlyNoted;
    default:
      return &BeatFilter::onlyEdited;
  }
}

bool Navigator::isSet(const BeatFilter& filter, Section section, int value) {
  switch (section) {
    case Section::Label:
      return filter.labelled == static_cast<ClassIndex>(value);
    case Section::Predicted:
      return filter.predicted == static_cast<ClassIndex>(value);
    case Section::Part:
      return filter.part == static_cast<Part>(value);
    case Section::Record:
      return filter.record == static_cast<std::uint32_t>(value);
    case Section::Status:
      return filter.*conditionOf(value);
  }
  return false;
}

void Navigator::set(BeatFilter& filter, Section section, int value, bool on) {
  switch (section) {
    case Section::Label:
      return toggleValue(filter.labelled, value, on);
    case Section::Predicted:
      return toggleValue(filter.predicted, value, on);
    case Section::Part:
      return toggleValue(filter.part, value, on);
    case Section::Record:
      return toggleValue(filter.record, value, on);
    case Section::Status:
      filter.*conditionOf(value) = on;
      return;
  }
}

void Navigator::activate(QTreeWidgetItem* item, bool combines) {
  const QVariant index = item ? item->data(0, kEntryIndexRole) : QVariant();
  if (!index.isValid()) return;
  const Entry& entry = m_entries[static_cast<std::size_t>(index.toInt())];
  const BeatFilter& before = m_session.filter();
  BeatFilter filter;
  filter.order = before.order;
  if (combines) {
    filter = before;
    set(filter, entry.section, entry.value, !isSet(before, entry.section, entry.value));
  } else {
    set(filter, entry.section, entry.value, true);
    if (filter == before) set(filter, entry.section, entry.value, false);
  }
  m_session.setFilter(filter);
}

bool Navigator::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_tree && event->type() == QEvent::KeyPress) {
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool activates =
        key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter || key->key() == Qt::Key_Space;
    if (activates) {
      activate(m_tree->currentItem(), key->modifiers().testFlag(Qt::ControlModifier));
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace ectopy::ui
