#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/templates/template_cards.h"
#include "ui/templates/template_scope.h"
#include "ui/templates/templates_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/beat_gallery.h"
#include "ui/widgets/beat_plot.h"
#include "ui/widgets/role_label.h"

namespace ectopy::ui {
namespace {

QToolButton* buttonFor(QAction* action, const char* name) {
  auto* button = new QToolButton;
  button->setObjectName(QString::fromLatin1(name));
  button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  button->setDefaultAction(action);
  return button;
}

QLabel* namedLabel(const char* role, const char* name) {
  QLabel* label = roleLabel(role);
  label->setObjectName(QString::fromLatin1(name));
  return label;
}

}  // namespace

QWidget* TemplatesPage::makeHeader() {
  auto* header = new QWidget;
  auto* column = new QVBoxLayout(header);
  column->setContentsMargins(Theme::spacing(3), Theme::spacing(2), Theme::spacing(3), Theme::spacing(1));
  column->setSpacing(Theme::spacing(1));
  m_scope->setGroupAction(*m_actions.group);
  m_summary = namedLabel("muted", "templateSummary");
  m_summary->setWordWrap(true);
  column->addWidget(m_scope);
  column->addWidget(m_summary);
  return header;
}

QWidget* TemplatesPage::makeTarget() {
  auto* line = new QWidget;
  auto* row = new QHBoxLayout(line);
  row->setContentsMargins(Theme::spacing(3), Theme::spacing(1), Theme::spacing(2), Theme::spacing(1));
  row->setSpacing(Theme::spacing(1));
  m_target = namedLabel("changed", "templateTarget");
  m_target->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  row->addWidget(m_target, 1);
  row->addWidget(buttonFor(m_actions.merge, "mergeButton"));
  row->addWidget(buttonFor(m_actions.split, "splitButton"));
  row->addWidget(buttonFor(m_actions.unfold, "unfoldButton"));
  return line;
}

QWidget* TemplatesPage::makeContent() {
  auto* top = new QWidget;
  auto* column = new QVBoxLayout(top);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(m_cards, 1);
  column->addWidget(makeTarget());
  auto* below = new QSplitter(Qt::Horizontal);
  below->setChildrenCollapsible(false);
  below->setHandleWidth(Theme::spacing(1));
  m_gallery = new BeatGallery(m_session);
  auto* plot = new BeatPlot(m_session);
  // A filter of many words must not make the window wide.
  m_gallery->setMinimumWidth(Theme::spacing(80));
  plot->setMinimumWidth(Theme::spacing(60));
  below->addWidget(m_gallery);
  below->addWidget(plot);
  below->setSizes({Theme::spacing(160), Theme::spacing(110)});
  auto* splitter = new QSplitter(Qt::Vertical);
  splitter->setObjectName(QStringLiteral("templatesSplitter"));
  splitter->setChildrenCollapsible(false);
  splitter->setHandleWidth(Theme::spacing(1));
  splitter->addWidget(top);
  splitter->addWidget(below);
  splitter->setStretchFactor(0, 3);
  splitter->setStretchFactor(1, 2);
  return splitter;
}

QWidget* TemplatesPage::makeEmptyState() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  m_emptyTitle = namedLabel("title", "templatesEmptyTitle");
  m_emptyWords = namedLabel("muted", "templatesEmpty");
  m_emptyWords->setWordWrap(true);
  m_emptyWords->setFixedWidth(Theme::spacing(130));
  for (QLabel* label : {m_emptyTitle, m_emptyWords}) label->setAlignment(Qt::AlignCenter);
  column->addStretch(2);
  column->addWidget(m_emptyTitle, 0, Qt::AlignCenter);
  column->addSpacing(Theme::spacing(2));
  auto* row = new QHBoxLayout;  // it grows with the lines, which an alignment would not let it
  row->addStretch(1);
  row->addWidget(m_emptyWords);
  row->addStretch(1);
  column->addLayout(row);
  column->addStretch(3);
  return page;
}

}  // namespace ectopy::ui
