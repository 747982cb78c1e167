#include "ui/browse/browse_page.h"

#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/beat_gallery.h"
#include "ui/widgets/beat_plot.h"
#include "ui/widgets/context_strip.h"

namespace ectopy::ui {

BrowsePage::BrowsePage(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_states(new QStackedWidget(this)) {
  setObjectName(QStringLiteral("browsePage"));
  m_empty = buildEmptyState();
  m_views = buildViews();
  m_states->addWidget(m_empty);
  m_states->addWidget(m_views);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(m_states);
  connect(&session, &Session::dataChanged, this, &BrowsePage::showState);
  showState();
}

QWidget* BrowsePage::buildViews() {
  auto* splitter = new QSplitter(Qt::Vertical, m_states);
  splitter->setObjectName(QStringLiteral("browseSplitter"));
  splitter->setChildrenCollapsible(false);
  splitter->setHandleWidth(Theme::spacing(1));
  auto* gallery = new BeatGallery(m_session, splitter);
  splitter->addWidget(gallery);
  splitter->addWidget(new BeatPlot(m_session, splitter));
  auto* context = new ContextStrip(m_session, splitter);
  connect(context, &ContextStrip::filterMenuWanted, this, &BrowsePage::filterMenuWanted);
  splitter->addWidget(context);
  // The gallery takes what the window gives; the two plots keep their height.
  splitter->setStretchFactor(0, 1);
  splitter->setStretchFactor(1, 0);
  splitter->setStretchFactor(2, 0);
  setFocusProxy(gallery);
  return splitter;
}

QWidget* BrowsePage::buildEmptyState() {
  auto* page = new QWidget(m_states);
  auto* column = new QVBoxLayout(page);
  auto* title = new QLabel(tr("No data yet"), page);
  title->setObjectName(QStringLiteral("emptyTitle"));
  title->setProperty("role", "title");
  auto* hint = new QLabel(
      tr("Open a WFDB record or database, a heartbeat CSV or a beat file, or start with the demo."), page);
  hint->setObjectName(QStringLiteral("emptyHint"));
  hint->setProperty("role", "muted");
  hint->setWordWrap(true);
  auto* demo = new QPushButton(tr("Open the demo"), page);
  demo->setObjectName(QStringLiteral("openDemo"));
  demo->setProperty("primary", true);
  demo->setToolTip(tr("Synthetic recordings, made here, never from a heart"));
  connect(demo, &QPushButton::clicked, this, [this] { m_session.openDemo(); });
  title->setAlignment(Qt::AlignCenter);
  hint->setAlignment(Qt::AlignCenter);
  column->addStretch(2);
  column->addWidget(title);
  column->addSpacing(Theme::spacing(1));
  column->addWidget(hint);
  column->addSpacing(Theme::spacing(3));
  column->addWidget(demo, 0, Qt::AlignCenter);
  column->addStretch(3);
  return page;
}

void BrowsePage::showState() {
  m_states->setCurrentWidget(m_session.beats() ? m_views : m_empty);
}

}  // namespace ectopy::ui
