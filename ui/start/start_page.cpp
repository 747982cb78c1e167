#include "ui/start/start_page.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/importing/opening.h"
#include "ui/start/start_banner.h"
#include "ui/start/start_card.h"
#include "ui/theme/theme.h"
#include "ui/window/file_dialogs.h"

namespace ectopy::ui {
namespace {

constexpr int kContentWidth = 880;  // px: a line of text stays readable on a wide screen
constexpr int kRecentShown = 6;
constexpr QLatin1String kGetDataLink("ectopy:get-data");

}  // namespace

StartPage::StartPage(Session& session, QWidget* parent) : QWidget(parent), m_session(session) {
  setObjectName(QStringLiteral("startPage"));
  auto* content = new QWidget;
  content->setMaximumWidth(kContentWidth);
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(Theme::spacing(6), Theme::spacing(6), Theme::spacing(6), Theme::spacing(6));
  column->setSpacing(Theme::spacing(5));
  column->addStretch(2);
  column->addWidget(buildHeader());
  column->addWidget(new StartBanner);
  column->addWidget(buildActions());
  column->addWidget(buildRecent());
  column->addWidget(buildHint());
  column->addStretch(3);

  auto* canvas = new QWidget;
  auto* row = new QHBoxLayout(canvas);
  row->addStretch(1);
  row->addWidget(content, 100);
  row->addStretch(1);
  auto* scroll = new QScrollArea(this);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setWidget(canvas);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(scroll);
  connect(&session, &Session::recentPathsChanged, this, &StartPage::fillRecent);
  fillRecent();
}

QWidget* StartPage::buildHeader() {
  auto* header = new QWidget;
  auto* logo = new QLabel(header);
  const auto drawLogo = [logo] {
    logo->setPixmap(Theme::instance()
                        .icon(QStringLiteral("ectopy"), Theme::instance().palette().accent)
                        .pixmap(QSize(64, 64), logo->devicePixelRatioF()));
  };
  drawLogo();
  connect(&Theme::instance(), &Theme::changed, logo, drawLogo);
  auto* name = new QLabel(QStringLiteral("Ectopy"), header);
  QFont font = Theme::instance().large();
  font.setPointSizeF(font.pointSizeF() * 1.5);
  font.setWeight(QFont::DemiBold);
  name->setFont(font);
  name->setStyleSheet(QStringLiteral("font-size: %1pt").arg(font.pointSizeF()));
  auto* sentence =
      new QLabel(tr("Look at every heartbeat, correct its label, train a classifier on them, and "
                    "see what it gets wrong and why."),
                 header);
  sentence->setProperty("role", "muted");
  sentence->setWordWrap(true);
  auto* words = new QVBoxLayout;
  words->setSpacing(Theme::spacing(1));
  words->addWidget(name);
  words->addWidget(sentence);
  auto* row = new QHBoxLayout(header);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(Theme::spacing(4));
  row->addWidget(logo);
  row->addLayout(words, 1);
  return header;
}

QWidget* StartPage::buildActions() {
  auto* actions = new QWidget;
  auto* row = new QHBoxLayout(actions);
  row->setContentsMargins(0, 0, 0, 0);  // each card keeps room around itself for its focus ring
  row->setSpacing(Theme::spacing(2));
  auto* demo =
      new StartCard(QStringLiteral("demo"), tr("Try the demo"),
                    tr("Synthetic recordings of eight patients with five classes of beats, made here "
                       "in a moment"),
                    true, actions);
  demo->setObjectName(QStringLiteral("startDemo"));
  demo->setToolTip(tr("Open the synthetic demo (Ctrl+D)"));
  auto* folder =
      new StartCard(QStringLiteral("folder"), tr("Open recordings"),
                    tr("A folder of WFDB or EDF records: MIT-BIH, PTB, PTB-XL or your own"), false, actions);
  folder->setObjectName(QStringLiteral("startFolder"));
  folder->setToolTip(tr("Open a folder of recordings (Ctrl+Shift+O)"));
  auto* file = new StartCard(QStringLiteral("open"), tr("Open a file"),
                             tr("One record (WFDB, EDF, text), a heartbeat CSV, a beat file or a model"),
                             false, actions);
  file->setObjectName(QStringLiteral("startFile"));
  file->setToolTip(tr("Open a file (Ctrl+O)"));
  connect(demo, &QAbstractButton::clicked, this, [this] { m_session.openDemo(); });
  connect(folder, &QAbstractButton::clicked, this, &StartPage::openFolder);
  connect(file, &QAbstractButton::clicked, this, &StartPage::openFile);
  for (StartCard* card : {demo, folder, file}) row->addWidget(card);
  setFocusProxy(demo);
  return actions;
}

QWidget* StartPage::buildRecent() {
  auto* recent = new QWidget;
  recent->setObjectName(QStringLiteral("recentList"));
  m_recent = new QVBoxLayout(recent);
  m_recent->setContentsMargins(0, 0, 0, 0);
  m_recent->setSpacing(0);
  return recent;
}

QLabel* StartPage::buildHint() {
  auto* hint = new QLabel;
  hint->setObjectName(QStringLiteral("dataHint"));
  hint->setWordWrap(true);
  hint->setProperty("role", "muted");
  hint->setTextInteractionFlags(Qt::TextBrowserInteraction);
  connect(hint, &QLabel::linkActivated, this, [this](const QString& link) {
    if (link == kGetDataLink) {
      emit getDataRequested();
    } else {
      QDesktopServices::openUrl(QUrl(link));
    }
  });
  const auto write = [hint] {
    hint->setText(tr("Real recordings: <a style='color:%1' href='%2'>get the MIT-BIH Arrhythmia Database</a> "
                     "from PhysioNet "
                     "(95 MB); the <a style='color:%1' href='https://physionet.org/content/ptbdb/1.0.0/'>PTB "
                     "Diagnostic ECG "
                     "Database</a> and <a style='color:%1' "
                     "href='https://physionet.org/content/ptb-xl/'>PTB-XL</a> are free "
                     "there too. Files and folders can also be dropped anywhere on this window.")
                      .arg(Theme::instance().palette().accent.name(), kGetDataLink));
  };
  write();
  connect(&Theme::instance(), &Theme::changed, hint, write);
  return hint;
}

void StartPage::fillRecent() {
  while (auto* item = m_recent->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  const QStringList paths = m_session.recentPaths().mid(0, kRecentShown);
  m_recent->parentWidget()->setVisible(!paths.isEmpty());
  if (paths.isEmpty()) return;
  auto* title = new QLabel(tr("Recent"));
  title->setContentsMargins(0, 0, 0, Theme::spacing(2));
  title->setProperty("role", "muted");
  m_recent->addWidget(title);
  for (const QString& path : paths) {
    const QString name = QFileInfo(QDir::cleanPath(path)).fileName();
    auto* button = new QPushButton(
        QStringLiteral("%1     %2").arg(name, QDir::toNativeSeparators(QFileInfo(path).absolutePath())));
    const auto drawIcon = [button] {
      const Theme& theme = Theme::instance();
      button->setIcon(theme.icon(QStringLiteral("recent"), theme.palette().mutedText));
    };
    drawIcon();
    connect(&Theme::instance(), &Theme::changed, button, drawIcon);
    button->setObjectName(QStringLiteral("recent:") + path);
    button->setProperty("flat", true);
    button->setFlat(true);
    button->setToolTip(QDir::toNativeSeparators(path));
    button->setAccessibleName(tr("Open %1").arg(name));
    connect(button, &QPushButton::clicked, this, [this, path] { openFromWindow(m_session, window(), path); });
    m_recent->addWidget(button);
  }
}

void StartPage::openFile() {
  askWhatToOpen(window(), [this](const QString& path) { openFromWindow(m_session, window(), path); });
}

void StartPage::openFolder() {
  askForFolder(window(),
               {.name = QStringLiteral("openFolderDialog"), .title = tr("Open a folder of recordings")},
               [this](const QString& path) { openFromWindow(m_session, window(), path); });
}

}  // namespace ectopy::ui
