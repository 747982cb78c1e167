#include "ui/window/page_bar.h"

#include <QHBoxLayout>
#include <QToolButton>

#include "ui/theme/theme.h"

namespace ectopy::ui {

PageBar::PageBar(Session& session, const QList<QAction*>& pages, QWidget* parent)
    : QToolBar(tr("Pages"), parent),
      m_session(session),
      m_jump(new JumpBox(session, this)),
      m_data(new QLabel(this)),
      m_model(new QLabel(this)) {
  setObjectName(QStringLiteral("pageBar"));
  setMovable(false);
  setFloatable(false);
  setContextMenuPolicy(Qt::PreventContextMenu);
  setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  setIconSize(QSize(18, 18));
  for (QAction* page : pages) {
    addAction(page);
    auto* button = widgetForAction(page);
    button->setObjectName(page->objectName() + QStringLiteral("Button"));
    button->setFocusPolicy(Qt::TabFocus);
  }
  auto* gap = new QWidget(this);
  gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  addWidget(gap);
  addWidget(m_jump);
  m_data->setObjectName(QStringLiteral("dataName"));
  m_model->setObjectName(QStringLiteral("modelName"));
  for (QLabel* label : {m_data, m_model}) {
    label->setContentsMargins(Theme::spacing(3), 0, Theme::spacing(3), 0);
    addWidget(label);
  }
  connect(&session, &Session::dataChanged, this, &PageBar::showNames);
  connect(&session, &Session::modelChanged, this, &PageBar::showNames);
  connect(&Theme::instance(), &Theme::changed, this, &PageBar::showNames);
  showNames();
}

void PageBar::showNames() {
  const QString muted = Theme::instance().palette().mutedText.name();
  const auto words = [&](const QString& what, const QString& name) {
    return QStringLiteral("<span style='color:%1'>%2</span>&nbsp; %3").arg(muted, what, name.toHtmlEscaped());
  };
  const auto beats = m_session.beats();
  const auto model = m_session.model();
  QString dataWords = beats ? QString::fromStdString(beats->facts().name) : tr("none");
  if (beats && beats->facts().isSynthetic) dataWords += tr(" (synthetic)");
  m_data->setText(words(tr("Data"), dataWords));
  m_data->setToolTip(beats ? QString::fromStdString(beats->facts().source)
                           : tr("No data yet: open some, or the demo"));
  m_model->setText(words(tr("Model"), model ? QString::fromStdString(model->info().name) : tr("none")));
  m_model->setToolTip(model
                          ? QString::fromStdString(model->info().architecture + ", " + model->info().protocol)
                          : tr("No model yet: train one, or open one"));
}

SaveIndicator::SaveIndicator(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_icon(new QLabel(this)), m_text(new QLabel(this)) {
  setObjectName(QStringLiteral("saveIndicator"));
  m_text->setObjectName(QStringLiteral("saveState"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(Theme::spacing(2), 0, Theme::spacing(3), 0);
  row->setSpacing(Theme::spacing(1));
  row->addWidget(m_icon);
  row->addWidget(m_text);
  connect(&session, &Session::saveStateChanged, this, &SaveIndicator::showState);
  connect(&session, &Session::dataChanged, this, &SaveIndicator::showState);
  connect(&Theme::instance(), &Theme::changed, this, &SaveIndicator::showState);
  showState();
}

void SaveIndicator::showState() {
  const Palette& palette = Theme::instance().palette();
  QString words;
  QString icon = QStringLiteral("saved");
  QColor colour = palette.mutedText;
  switch (m_session.saveState()) {
    case SaveState::NoWorkspace:
      words = m_session.beats() ? tr("Labels are not kept") : QString();
      icon = QStringLiteral("warning");
      break;
    case SaveState::Saved:
      words = tr("Labels saved");
      break;
    case SaveState::Saving:
      words = tr("Saving labels");
      icon = QStringLiteral("edited");
      break;
    case SaveState::Failed:
      words = tr("Labels not saved");
      icon = QStringLiteral("warning");
      colour = palette.error;
      break;
    case SaveState::ReadOnly:
      words = tr("Read-only");
      icon = QStringLiteral("read-only");
      break;
  }
  m_text->setText(words);
  m_text->setStyleSheet(QStringLiteral("color: %1").arg(colour.name()));
  m_icon->setVisible(!words.isEmpty());
  m_icon->setPixmap(Theme::instance().icon(icon, colour).pixmap(QSize(16, 16), devicePixelRatioF()));
  setToolTip(m_session.workspaceFolder());
}

}  // namespace ectopy::ui
