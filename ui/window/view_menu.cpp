#include <QSettings>

#include "ui/session/why_desk.h"
#include "ui/theme/theme.h"
#include "ui/window/actions.h"
#include "ui/window/menus.h"

namespace ectopy::ui {

ViewMenu::ViewMenu(Session& session, QWidget* window)
    : QMenu(tr("&View"), window),
      m_pages(new QActionGroup(this)),
      m_filter(new SignalFilterMenu(session, this)) {
  setObjectName(QStringLiteral("viewMenu"));
  const struct {
    QString name, text;
  } pages[] = {{"start", tr("&Start")},       {"browse", tr("&Browse")}, {"train", tr("&Train")},
               {"evaluate", tr("&Evaluate")}, {"review", tr("&Review")}, {"templates", tr("Te&mplates")}};
  int number = 0;
  for (const auto& page : pages) {
    const QKeySequence key(QStringLiteral("Ctrl+%1").arg(++number));
    auto* action = newAction(*this, {page.name + QStringLiteral("Page"), page.text, page.name, {key}},
                             [this, name = page.name] { emit pageWanted(name); });
    action->setData(page.name);
    action->setCheckable(true);
    m_pages->addAction(action);
  }
  addSeparator();
  m_navigator = newAction(
      *this,
      {"showNavigator", tr("&Navigator"), "navigator", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N)}},
      [] {});
  m_inspector = newAction(
      *this,
      {"showInspector", tr("&Inspector"), "inspector", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_I)}},
      [] {});
  for (QAction* dock : {m_navigator, m_inspector}) {
    dock->setCheckable(true);
    dock->setChecked(true);
  }
  addSeparator();
  addMenu(m_filter);
  addWhy(session);
  addSeparator();
  addThemes();
}

void ViewMenu::addWhy(Session& session) {
  WhyDesk& desk = WhyDesk::of(session);
  QAction* why =
      newAction(*this, {"showWhy", tr("&Why the model says so"), "why", {QKeySequence(Qt::ALT | Qt::Key_W)}},
                [&desk] { desk.setWanted(!desk.isWanted()); });
  QAction* gradCam = newAction(
      *this, {"whyGradCam", tr("Why by &Grad-CAM"), "why", {QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_W)}},
      [&desk] {
        const bool isGradCam = desk.method() == AttributionMethod::GradCam;
        desk.setMethod(isGradCam ? AttributionMethod::IntegratedGradients : AttributionMethod::GradCam);
        desk.setWanted(true);
      });
  for (QAction* action : {why, gradCam}) action->setCheckable(true);
  connect(&desk, &WhyDesk::changed, this, [&desk, why, gradCam] {
    why->setChecked(desk.isWanted());
    gradCam->setChecked(desk.method() == AttributionMethod::GradCam);
  });
}

void ViewMenu::addThemes() {
  auto* group = new QActionGroup(this);
  const struct {
    ThemeMode mode;
    QString name, text, icon;
    Qt::Key key;
  } themes[] = {{ThemeMode::System, "system", tr("Theme of the s&ystem"), "theme", Qt::Key_Y},
                {ThemeMode::Light, "light", tr("&Light theme"), "light", Qt::Key_L},
                {ThemeMode::Dark, "dark", tr("&Dark theme"), "dark", Qt::Key_K}};
  for (const auto& theme : themes) {
    auto* action = newAction(*this,
                             {theme.name + QStringLiteral("Theme"),
                              theme.text,
                              theme.icon,
                              {QKeySequence(Qt::CTRL | Qt::SHIFT | theme.key)}},
                             [mode = theme.mode, name = theme.name] {
                               QSettings().setValue("view/theme", name);
                               Theme::instance().apply(mode);
                             });
    action->setCheckable(true);
    action->setChecked(Theme::instance().mode() == theme.mode);
    group->addAction(action);
    connect(&Theme::instance(), &Theme::changed, action, [action, mode = theme.mode] {
      if (Theme::instance().mode() == mode) action->setChecked(true);
    });
  }
}

void ViewMenu::setCurrentPage(const QString& name) {
  for (QAction* action : m_pages->actions()) {
    if (action->data().toString() == name) action->setChecked(true);
  }
}

}  // namespace ectopy::ui
