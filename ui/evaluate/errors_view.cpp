#include "ui/evaluate/errors_view.h"

#include <QHeaderView>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {
namespace {

enum Column { Words, Beats, Share, Usual };
constexpr int kGroupRole = Qt::UserRole;     // place of the group
constexpr int kPartRole = Qt::UserRole + 1;  // place of the part in it; -1: the group itself

QTreeWidgetItem* rowOf(const QString& words, std::size_t beats, const QString& share, const QString& usual,
                       std::size_t group, int part) {
  auto* row = new QTreeWidgetItem({words, groupedNumber(beats), share, usual});
  for (const int column : {Beats, Share, Usual})
    row->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
  row->setData(0, kGroupRole, static_cast<int>(group));
  row->setData(0, kPartRole, part);
  row->setToolTip(0, words);
  return row;
}

}  // namespace

ErrorsView::ErrorsView(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_desk(new ErrorsDesk(session, this)), m_tree(new QTreeWidget) {
  m_tree->setObjectName(QStringLiteral("errorGroups"));
  m_tree->setAccessibleName(tr("Groups of misclassified beats"));
  m_tree->setHeaderLabels({tr("Misclassified beats"), tr("Beats"), tr("Of the group"), tr("Usually")});
  m_tree->headerItem()->setToolTip(Usual, tr("Of all judged beats with this label, right and wrong"));
  m_tree->header()->setStretchLastSection(false);
  m_tree->header()->setSectionResizeMode(Words, QHeaderView::Stretch);
  for (const int column : {Beats, Share, Usual}) {
    const int words = m_tree->fontMetrics().horizontalAdvance(m_tree->headerItem()->text(column));
    m_tree->header()->setSectionResizeMode(column, QHeaderView::Fixed);
    m_tree->header()->resizeSection(column, words + Theme::spacing(8));
    m_tree->headerItem()->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
  }
  m_tree->setFrameShape(QFrame::NoFrame);
  m_tree->setExpandsOnDoubleClick(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_tree);
  setFocusProxy(m_tree);
  connect(m_desk, &ErrorsDesk::changed, this, &ErrorsView::refresh);
  connect(&Theme::instance(), &Theme::changed, this, &ErrorsView::refresh);
  connect(m_tree, &QTreeWidget::itemClicked, this, [this](QTreeWidgetItem* item) { open(*item); });
  connect(m_tree, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* item) { open(*item); });
}

void ErrorsView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  m_desk->setLookedAt(true);
}

void ErrorsView::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  m_desk->setLookedAt(false);
}

void ErrorsView::refresh() {
  m_tree->clear();
  const auto groups = m_desk->groups();
  if (!groups) return;
  for (std::size_t place = 0; place < groups->size(); ++place) addGroup(place);
  if (groups->empty()) {
    auto* none = new QTreeWidgetItem(m_tree, {tr("The model makes no mistake here.")});
    none->setFlags(Qt::NoItemFlags);
    return;
  }
  m_tree->topLevelItem(0)->setExpanded(true);
  m_tree->setCurrentItem(m_tree->topLevelItem(0));
}

void ErrorsView::addGroup(std::size_t place) {
  const ErrorGroup& group = (*m_desk->groups())[place];
  auto* row = rowOf(text(group.words), group.beats.size(), {}, {}, place, -1);
  const LabelScheme& scheme = m_session.beats()->scheme();
  QPixmap swatch(Theme::spacing(3), Theme::spacing(3));
  swatch.fill(Theme::instance().classColour(scheme, group.truth));
  row->setIcon(0, swatch);
  m_tree->addTopLevelItem(row);
  for (std::size_t i = 0; i < group.parts.size(); ++i) {
    const ErrorPart& part = group.parts[i];
    const double share = static_cast<double>(part.beats.size()) / static_cast<double>(group.beats.size());
    row->addChild(rowOf(text(part.words), part.beats.size(), percentText(share), percentText(part.usualShare),
                        place, static_cast<int>(i)));
  }
}

void ErrorsView::open(const QTreeWidgetItem& item) {
  const auto groups = m_desk->groups();
  const auto place = static_cast<std::size_t>(item.data(0, kGroupRole).toInt());
  if (!groups || place >= groups->size() || !item.data(0, kPartRole).isValid()) return;
  const ErrorGroup& group = (*groups)[place];
  const LabelScheme& scheme = m_session.beats()->scheme();
  const QString cell =
      tr("%1 taken for %2").arg(text(scheme.codeOf(group.truth)), text(scheme.codeOf(group.predicted)));
  const int part = item.data(0, kPartRole).toInt();
  if (part < 0) return m_session.showListed(cell, group.beats);
  const ErrorPart& shown = group.parts[static_cast<std::size_t>(part)];
  m_session.showListed(tr("%1, %2").arg(cell, text(shown.words)), shown.beats);
}

}  // namespace ectopy::ui
