#include "ui/main_window.h"

#include <QApplication>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenuBar>
#include <QMimeData>
#include <QSettings>
#include <QStackedWidget>
#include <QStyle>
#include <QToolBar>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/browse/inspector.h"
#include "ui/browse/navigator.h"
#include "ui/importing/opening.h"
#include "ui/main_window_private.h"
#include "ui/theme/theme.h"
#include "ui/window/job_strip.h"
#include "ui/window/key_guard.h"
#include "ui/window/menus.h"
#include "ui/window/message_bar.h"
#include "ui/window/page_bar.h"
#include "ui/window/templates_menu.h"

namespace ectopy::ui {
namespace {

constexpr int kLayoutVersion = 1;

/// Any beat can be looked at there.
bool showsAnyBeat(const QString& page) {
  return page == "browse" || page == "evaluate";
}

bool hasInspector(const QString& page) {
  return showsAnyBeat(page) || page == "review" || page == "templates";
}

/// A bar of one widget across the whole window.
QToolBar* barOf(QWidget* content, const QString& name, QMainWindow& window) {
  auto* bar = new QToolBar(&window);
  bar->setObjectName(name);
  // Its constructor asked the style sheet before it had a name.
  bar->style()->polish(bar);
  QEvent isStyled(QEvent::StyleChange);
  QApplication::sendEvent(bar, &isStyled);
  bar->setMovable(false);
  bar->setFloatable(false);
  bar->setContextMenuPolicy(Qt::PreventContextMenu);
  bar->addWidget(content);
  return bar;
}

}  // namespace

MainWindow::MainWindow(Session& session, QWidget* parent)
    : QMainWindow(parent), m_private(std::make_unique<Private>(session)) {
  setObjectName(QStringLiteral("mainWindow"));
  setAcceptDrops(true);
  setDockNestingEnabled(true);
  m_private->stack = new QStackedWidget(this);
  m_private->stack->setObjectName(QStringLiteral("pages"));
  m_private->messages = new MessageBar(this);
  auto* centre = new QWidget(this);
  auto* column = new QVBoxLayout(centre);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(m_private->messages);
  column->addWidget(m_private->stack, 1);
  setCentralWidget(centre);
  buildMenus();
  buildBars();
  buildDocks();
  connectSession();
  restoreLayout();
  showPage(session.beats() ? QStringLiteral("browse") : QStringLiteral("start"));
  showTitle();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildMenus() {
  Session& session = m_private->session;
  m_private->view = new ViewMenu(session, this);
  m_private->edit = new EditMenu(session, this);
  m_private->beats = new BeatsMenu(session, this);
  m_private->beats->addMenu(new TemplatesMenu(m_private->beats));
  auto* model = new ModelMenu(session, this);
  addTrainingActions(*model, session);
  auto* evaluate = new EvaluateMenu(session, this);
  m_private->review = new ReviewMenu(session, this);
  for (QMenu* menu : {static_cast<QMenu*>(new FileMenu(session, this)), static_cast<QMenu*>(m_private->edit),
                      static_cast<QMenu*>(m_private->view), static_cast<QMenu*>(m_private->beats),
                      static_cast<QMenu*>(model), static_cast<QMenu*>(evaluate),
                      static_cast<QMenu*>(m_private->review), static_cast<QMenu*>(new HelpMenu(this))}) {
    menuBar()->addMenu(menu);
  }
  connect(m_private->view, &ViewMenu::pageWanted, this, &MainWindow::showPage);
  connect(m_private->edit, &EditMenu::beatsShown, this, [this] { showPage(QStringLiteral("browse")); });
  connect(model, &ModelMenu::pageWanted, this, &MainWindow::showPage);
  connect(evaluate, &EvaluateMenu::pageWanted, this, &MainWindow::showPage);
  connect(m_private->beats, &BeatsMenu::similarWanted, this, [this] {
    m_private->session.findSimilar();
    showPage(QStringLiteral("browse"));
  });
  connect(m_private->view->navigatorAction(), &QAction::toggled, this, &MainWindow::showDocks);
  connect(m_private->view->inspectorAction(), &QAction::toggled, this, &MainWindow::showDocks);
}

void MainWindow::buildBars() {
  auto* pages = new PageBar(m_private->session, m_private->view->pageActions(), this);
  addToolBar(Qt::TopToolBarArea, pages);
  connectJumpBox(pages->jumpBox());
  auto* bottom = new QWidget(this);
  auto* row = new QHBoxLayout(bottom);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(new JobStrip(m_private->session.jobs(), bottom), 1);
  row->addWidget(new SaveIndicator(m_private->session, bottom));
  bottom->setFixedHeight(Theme::spacing(8));
  addToolBar(Qt::BottomToolBarArea, barOf(bottom, QStringLiteral("bottomBar"), *this));
}

void MainWindow::connectJumpBox(JumpBox& box) {
  const auto goBack = [this] { m_private->stack->currentWidget()->setFocus(); };
  connect(m_private->beats, &BeatsMenu::jumpWanted, &box, &JumpBox::begin);
  connect(&box, &JumpBox::left, this, goBack);
  connect(&box, &JumpBox::jumped, this, [this, goBack] {
    if (!showsAnyBeat(m_private->page)) showPage(QStringLiteral("browse"));
    goBack();
  });
}

void MainWindow::buildDocks() {
  const auto dock = [this](const QString& name, const QString& title, QWidget* content,
                           Qt::DockWidgetArea area) {
    auto* widget = new QDockWidget(title, this);
    widget->setObjectName(name);
    widget->setWidget(content);
    new KeyGuard(widget);
    widget->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetFloatable);
    addDockWidget(area, widget);
    return widget;
  };
  m_private->navigator = dock(QStringLiteral("navigatorDock"), tr("Navigator"),
                              new Navigator(m_private->session), Qt::LeftDockWidgetArea);
  m_private->inspector = dock(QStringLiteral("inspectorDock"), tr("Inspector"),
                              new Inspector(m_private->session), Qt::RightDockWidgetArea);
  resizeDocks({m_private->navigator, m_private->inspector}, {Theme::spacing(62), Theme::spacing(72)},
              Qt::Horizontal);
}

void MainWindow::connectSession() {
  Session& session = m_private->session;
  connect(&session, &Session::message, m_private->messages, &MessageBar::show);
  connect(&session, &Session::dataChanged, this, [this] {
    const bool hasData = m_private->session.beats() != nullptr;
    if (!hasData) showPage(QStringLiteral("start"));
    if (hasData && m_private->page == "start") showPage(QStringLiteral("browse"));
    showTitle();
  });
}

void MainWindow::showPage(const QString& name) {
  QWidget* page = pageNamed(name);
  if (!page || name == m_private->page) return;
  m_private->page = name;
  m_private->stack->setCurrentWidget(page);
  m_private->view->setCurrentPage(name);
  enableBeatKeys();
  showDocks();
  page->setFocus();
}

void MainWindow::setBeatsShown(const QString& page, bool areShown) {
  if (areShown)
    m_private->withoutBeats.erase(page);
  else
    m_private->withoutBeats.insert(page);
  enableBeatKeys();
}

void MainWindow::enableBeatKeys() {
  const QString& page = m_private->page;
  const bool areShown = hasInspector(page) && !m_private->withoutBeats.contains(page);
  m_private->beats->setBeatsShown(areShown);
  m_private->review->setBeatsShown(areShown);
}

QString MainWindow::currentPage() const {
  return m_private->page;
}

void MainWindow::showDocks() {
  const QString& page = m_private->page;
  m_private->navigator->setVisible(showsAnyBeat(page) && m_private->view->navigatorAction()->isChecked());
  m_private->inspector->setVisible(hasInspector(page) && m_private->view->inspectorAction()->isChecked());
}

void MainWindow::showTitle() {
  const auto beats = m_private->session.beats();
  if (!beats) {
    setWindowTitle(QStringLiteral("Ectopy"));
    return;
  }
  const QString name = QString::fromStdString(beats->facts().name);
  setWindowTitle(beats->facts().isSynthetic ? tr("%1 (synthetic) - Ectopy").arg(name)
                                            : tr("%1 - Ectopy").arg(name));
}

void MainWindow::restoreLayout() {
  QSettings settings;
  resize(1440, 900);
  restoreGeometry(settings.value("window/geometry").toByteArray());
  restoreState(settings.value("window/state").toByteArray(), kLayoutVersion);
  m_private->view->navigatorAction()->setChecked(settings.value("window/navigator", true).toBool());
  m_private->view->inspectorAction()->setChecked(settings.value("window/inspector", true).toBool());
}

void MainWindow::saveLayout() const {
  QSettings settings;
  settings.setValue("window/geometry", saveGeometry());
  settings.setValue("window/state", saveState(kLayoutVersion));
  settings.setValue("window/navigator", m_private->view->navigatorAction()->isChecked());
  settings.setValue("window/inspector", m_private->view->inspectorAction()->isChecked());
}

void MainWindow::changeEvent(QEvent* event) {
  QMainWindow::changeEvent(event);
  if (event->type() == QEvent::ThemeChange && Theme::instance().mode() == ThemeMode::System) {
    Theme::instance().apply(ThemeMode::System);
  }
}

bool MainWindow::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride && keyBelongsToFocus(*static_cast<QKeyEvent*>(event))) {
    event->accept();
    return true;
  }
  return QMainWindow::event(event);
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
  // The shortcut of an action that is off leaves its key to the window.
  const QKeySequence key(event->keyCombination());
  const Session& session = m_private->session;
  const bool isEdit =
      m_private->edit->owns(key) || m_private->beats->ownsEdit(key) || m_private->review->ownsEdit(key);
  if (isEdit && session.beats() && !session.canEdit()) {
    m_private->messages->show(session.whyNotEdit(), true);
    event->accept();
    return;
  }
  QMainWindow::keyPressEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  const auto urls = event->mimeData()->urls();
  if (!urls.isEmpty() && urls.first().isLocalFile()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  const auto urls = event->mimeData()->urls();
  if (urls.isEmpty()) return;
  event->acceptProposedAction();
  openFromWindow(m_private->session, this, urls.first().toLocalFile());
}

}  // namespace ectopy::ui
