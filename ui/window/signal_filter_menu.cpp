#include <QSettings>

#include "ui/theme/theme.h"
#include "ui/window/actions.h"
#include "ui/window/menus.h"

namespace ectopy::ui {
namespace {

using Band = SignalFilter::Band;
using Mains = SignalFilter::Mains;

constexpr auto kBandKey = "view/signalBand";
constexpr auto kMainsKey = "view/signalMains";

/// What was chosen last; anything else in the settings is no filter.
SignalFilter remembered() {
  SignalFilter filter;
  const QSettings settings;
  for (const Band band : {Band::WithoutBaseline, Band::Narrow}) {
    if (settings.value(kBandKey).toInt() == static_cast<int>(band)) filter.band = band;
  }
  for (const Mains mains : {Mains::Without50Hz, Mains::Without60Hz}) {
    if (settings.value(kMainsKey).toInt() == static_cast<int>(mains)) filter.mains = mains;
  }
  return filter;
}

}  // namespace

SignalFilterMenu::SignalFilterMenu(Session& session, QWidget* parent)
    : QMenu(tr("&Filter of the raw record"), parent), m_session(session) {
  setObjectName(QStringLiteral("signalFilterMenu"));
  setIcon(Theme::instance().icon(QStringLiteral("signal-filter")));
  const auto add = [this](const QString& name, const QString& text, Qt::Key key, std::function<void()> does) {
    auto* action = newAction(*this, {name, text, "signal-filter", {QKeySequence(Qt::CTRL | Qt::SHIFT | key)}},
                             std::move(does));
    action->setCheckable(true);
    return action;
  };
  // A second press takes the filter away again.
  const auto band = [this](Band wanted) {
    SignalFilter filter = m_session.signalFilter();
    filter.band = filter.band == wanted ? Band::Whole : wanted;
    choose(filter);
  };
  const auto mains = [this](Mains wanted) {
    SignalFilter filter = m_session.signalFilter();
    filter.mains = filter.mains == wanted ? Mains::Kept : wanted;
    choose(filter);
  };
  m_none = add("filterNone", tr("&None: as stored"), Qt::Key_U, [this] { choose({}); });
  addSeparator();
  m_baseline = add("filterBaseline", tr("Without &baseline drift (below 0.5 Hz)"), Qt::Key_B,
                   [band] { band(Band::WithoutBaseline); });
  m_narrow = add("filterBand", tr("B&and 0.5 to 40 Hz"), Qt::Key_F, [band] { band(Band::Narrow); });
  addSeparator();
  m_without50Hz = add("filterMains50", tr("Without mains hum of &50 Hz"), Qt::Key_M,
                      [mains] { mains(Mains::Without50Hz); });
  m_without60Hz = add("filterMains60", tr("Without mains hum of &60 Hz"), Qt::Key_H,
                      [mains] { mains(Mains::Without60Hz); });
  connect(&session, &Session::signalFilterChanged, this, &SignalFilterMenu::showState);
  session.setSignalFilter(remembered());
  showState();
}

void SignalFilterMenu::choose(const SignalFilter& filter) {
  QSettings settings;
  settings.setValue(kBandKey, static_cast<int>(filter.band));
  settings.setValue(kMainsKey, static_cast<int>(filter.mains));
  m_session.setSignalFilter(filter);
  showState();  // also where nothing changed: a press on "none" unchecked it
}

void SignalFilterMenu::showState() {
  const SignalFilter& filter = m_session.signalFilter();
  m_none->setChecked(filter.isOff());
  m_baseline->setChecked(filter.band == Band::WithoutBaseline);
  m_narrow->setChecked(filter.band == Band::Narrow);
  m_without50Hz->setChecked(filter.mains == Mains::Without50Hz);
  m_without60Hz->setChecked(filter.mains == Mains::Without60Hz);
}

}  // namespace ectopy::ui
