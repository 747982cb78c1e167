#include "ui/browse/browse_page.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/main_window_private.h"
#include "ui/review/review_page.h"
#include "ui/start/start_page.h"
#include "ui/templates/templates_page.h"
#include "ui/train/train_page.h"

namespace ectopy::ui {

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

}  // namespace ectopy::ui
