#include "ui/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QStyle>
#include <QToolBar>
#include <QVBoxLayout>
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "ui/browse/browse_page.h"
#include "ui/browse/inspector.h"
#include "ui/browse/navigator.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/importing/opening.h"
#include "ui/review/review_page.h"
#include "ui/start/start_page.h"
#include "ui/templates/templates_page.h"
#include "ui/theme/theme.h"
#include "ui/train/train_page.h"
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

struct MainWindow::Private {
  explicit Private(Session& owner) : session(owner) {}

  Session& session;
  std::map<QString, QWidget*> pages;  // made when first shown
  QStackedWidget* stack = nullptr;
  QString page;
  std::set<QString> withoutBeats;  // pages that show none now, although they can
  QDockWidget* navigator = nullptr;
  QDockWidget* inspector = nullptr;
  MessageBar* messages = nullptr;
  ViewMenu* view = nullptr;
  EditMenu* edit = nullptr;
  BeatsMenu* beats = nullptr;
  ReviewMenu* review = nullptr;
  bool mayCancelTraining = false;  // each as its own question was answered
  bool mayLeaveTraining = false;
  bool mayLoseLabels = false;
  bool isWaitingForDisk = false;
};

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

QWidget* MainWindow::pageNamed(const QString& name) {
  QWidget*& page = m_private->pages[name];
  if (page) return page;
  Session& session = m_private->session;
  if (name == "start") page = makeStartPage();
  if (name == "browse") page = makeBrowsePage();
  if (name == "train") page = new TrainPage(session);
  if (name == "evaluate") page = makeEvaluatePage();
  if (name == "review") page = makeReviewPage();
  if (name == "templates") page = makeTemplatesPage();
  if (page) m_private->stack->addWidget(page);
  return page;
}

QWidget* MainWindow::makeStartPage() {
  auto* page = new StartPage(m_private->session);
  connect(page, &StartPage::getDataRequested, findChild<QAction*>(QStringLiteral("getData")),
          &QAction::trigger);
  return page;
}

QWidget* MainWindow::makeBrowsePage() {
  auto* page = new BrowsePage(m_private->session);
  connect(page, &BrowsePage::filterMenuWanted, m_private->view->filterMenu(),
          [this](QPoint place) { m_private->view->filterMenu()->popup(place); });
  return page;
}

QWidget* MainWindow::makeEvaluatePage() {
  Session& session = m_private->session;
  auto* page = new EvaluatePage(session);
  connect(page, &EvaluatePage::trainRequested, this, [this] { showPage(QStringLiteral("train")); });
  connect(page, &EvaluatePage::openModelRequested, findChild<QAction*>(QStringLiteral("openModel")),
          &QAction::trigger);
  connect(page, &EvaluatePage::openShippedRequested, findChild<QAction*>(QStringLiteral("openShippedModel")),
          &QAction::trigger);
  connect(page, &EvaluatePage::exportRequested, this, [this, &session] { askForReport(session, this); });
  return page;
}

QWidget* MainWindow::makeReviewPage() {
  auto* page = new ReviewPage(m_private->session);
  QList<QAction*> verdicts;
  for (const char* name : {"acceptPrediction", "keepLabel", "skipBeat", "flag", "undo"})
    verdicts << findChild<QAction*>(QLatin1String(name));
  page->setVerdictActions(verdicts);
  page->setFineTuneAction(*findChild<QAction*>(QStringLiteral("fineTuneOnCorrections")));
  setBeatsShown(QStringLiteral("review"), page->areBeatsShown());
  connect(page, &ReviewPage::beatsShownChanged, this,
          [this](bool areShown) { setBeatsShown(QStringLiteral("review"), areShown); });
  connect(page, &ReviewPage::beatsWanted, this, [this] { showPage(QStringLiteral("browse")); });
  connect(page, &ReviewPage::filterMenuWanted, m_private->view->filterMenu(),
          [this](QPoint place) { m_private->view->filterMenu()->popup(place); });
  return page;
}

QWidget* MainWindow::makeTemplatesPage() {
  const auto action = [this](const char* name) { return findChild<QAction*>(QLatin1String(name)); };
  auto* page = new TemplatesPage(m_private->session, {.group = action("groupTemplates"),
                                                      .merge = action("mergeTemplates"),
                                                      .split = action("splitTemplate"),
                                                      .unfold = action("unfoldTemplates"),
                                                      .repeat = action("repeatLabel"),
                                                      .accept = action("acceptPrediction")});
  setBeatsShown(QStringLiteral("templates"), page->areBeatsShown());
  connect(page, &TemplatesPage::beatsShownChanged, this,
          [this](bool areShown) { setBeatsShown(QStringLiteral("templates"), areShown); });
  return page;
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

void MainWindow::askBeforeClosing(const QString& question, const QString& yes, bool& mayClose,
                                  const QString& gently, bool* mayCloseGently) {
  const auto boxes = findChildren<QMessageBox*>(QStringLiteral("closeQuestion"));
  if (std::any_of(boxes.begin(), boxes.end(), [](const QMessageBox* box) { return box->isVisible(); }))
    return;
  auto* box =
      new QMessageBox(QMessageBox::Question, tr("Close Ectopy?"), question, QMessageBox::Cancel, this);
  box->setObjectName(QStringLiteral("closeQuestion"));
  box->setAttribute(Qt::WA_DeleteOnClose);
  auto* button = box->addButton(yes, QMessageBox::DestructiveRole);
  button->setObjectName(QStringLiteral("closeAnyway"));
  connect(button, &QPushButton::clicked, this, [this, &mayClose] {
    mayClose = true;
    close();
  });
  QPushButton* gentle = mayCloseGently ? box->addButton(gently, QMessageBox::AcceptRole) : nullptr;
  if (gentle) {
    gentle->setObjectName(QStringLiteral("closeGently"));
    box->setDefaultButton(gentle);
    connect(gentle, &QPushButton::clicked, this, [this, mayCloseGently] {
      *mayCloseGently = true;
      close();
    });
  }
  connect(box, &QMessageBox::finished, this, [this, box, button, gentle] {
    if (box->clickedButton() != button && (!gentle || box->clickedButton() != gentle)) forgetAnswers();
  });
  box->open();
}

void MainWindow::closeEvent(QCloseEvent* event) {
  Session& session = m_private->session;
  if (session.training().isActive() && !m_private->mayCancelTraining && !m_private->mayLeaveTraining) {
    event->ignore();
    askAboutTraining();
    return;
  }
  if (!m_private->mayLoseLabels && session.hasUnsavedWork()) {
    event->ignore();
    closeWhenSaved();
    return;
  }
  if (!m_private->mayLoseLabels && session.hasEditsKeptNowhere()) {
    event->ignore();
    askToLoseLabels();
    return;
  }
  const bool isLeaving = m_private->mayLeaveTraining;
  forgetAnswers();
  // Only now that nothing keeps the window open any more.
  session.holdQueue();
  if (isLeaving)
    session.leaveTraining();
  else if (session.training().isActive())
    session.cancelTraining();
  saveLayout();
  event->accept();
}

void MainWindow::askAboutTraining() {
  const QString cancel = tr("Cancel the training and close");
  if (m_private->session.keepsTrainingState())
    askBeforeClosing(tr("A training is running. Paused, it can be resumed when these data are opened again; "
                        "cancelled, what it learned is lost."),
                     cancel, m_private->mayCancelTraining, tr("Pause and close"),
                     &m_private->mayLeaveTraining);
  else
    askBeforeClosing(tr("A training is running. Closing now cancels it, and what it learned is lost."),
                     cancel, m_private->mayCancelTraining);
}

void MainWindow::closeWhenSaved() {
  if (std::exchange(m_private->isWaitingForDisk, true)) return;
  m_private->messages->show(tr("Saving the last labels: the window closes when they are on the disk."),
                            false);
  m_private->session.finishSaving(this, [this](bool isOnDisk) {
    m_private->isWaitingForDisk = false;
    if (isOnDisk) {
      close();
    } else {
      askToLoseLabels();
    }
  });
}

void MainWindow::askToLoseLabels() {
  askBeforeClosing(tr("The last labels or verdicts could not be saved. Closing now loses them."),
                   tr("Close without saving"), m_private->mayLoseLabels);
}

void MainWindow::forgetAnswers() {
  m_private->mayCancelTraining = false;
  m_private->mayLeaveTraining = false;
  m_private->mayLoseLabels = false;
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
