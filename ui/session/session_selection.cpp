#include <algorithm>

#include "core/beats/beat_query.h"
#include "ui/session/session_private.h"

namespace ectopy::ui {

void Session::setFilter(const BeatFilter& wanted) {
  BeatFilter filter = wanted;
  if (!filter.among && filter.order == BeatOrder::Listed) filter.order = BeatOrder::File;
  if (!m_beats || filter == m_filter) return;
  m_filter = filter;
  emit filterChanged();
  m_private->visible.request();
  m_private->rememberSoon.start();
}

void Session::showListed(const QString& words, std::vector<BeatIndex> beats) {
  setFilter({.among = std::make_shared<const ListedBeats>(ListedBeats{words.toStdString(), std::move(beats)}),
             .order = BeatOrder::Listed});
}

void Session::setSignalFilter(const SignalFilter& filter) {
  if (filter == m_signalFilter) return;
  m_signalFilter = filter;
  emit signalFilterChanged();
}

void Session::Private::adoptVisible(BeatList visibleBeats) {
  session.m_visible = std::move(visibleBeats);
  lastPosition = 0;
  emit session.visibleBeatsChanged();
  if (!positionOfCurrent() && !session.m_visible->empty()) session.setCurrentBeat(session.m_visible->front());
}

void Session::setCurrentBeat(BeatIndex beat) {
  setSelection({beat}, beat);
}

void Session::setSelection(std::vector<BeatIndex> beats, BeatIndex current) {
  const auto isGone = [this](BeatIndex beat) { return beat >= m_beats->size() || m_beats->isAbsent(beat); };
  if (!m_beats || isGone(current)) return;
  std::erase_if(beats, isGone);
  if (std::find(beats.begin(), beats.end(), current) == beats.end()) beats.push_back(current);
  const bool isOtherBeat = m_current != current;
  const bool isOtherSelection = m_selection != beats;
  m_current = current;
  m_selection = std::move(beats);
  if (isOtherSelection) emit selectionChanged();
  if (isOtherBeat) emit currentBeatChanged();
  if (isOtherBeat) m_private->rememberSoon.start();
}

std::optional<std::size_t> Session::Private::positionOfCurrent() {
  if (!session.m_visible || !session.m_current) return {};
  const auto& beats = *session.m_visible;
  const auto isHere = [&](std::size_t position) {
    return position < beats.size() && beats[position] == *session.m_current;
  };
  for (const std::size_t near : {lastPosition, lastPosition + 1, lastPosition - 1}) {
    if (isHere(near)) return lastPosition = near;
  }
  const auto found = std::find(beats.begin(), beats.end(), *session.m_current);
  if (found == beats.end()) return {};
  return lastPosition = static_cast<std::size_t>(found - beats.begin());
}

void Session::Private::moveTo(std::size_t position) {
  lastPosition = position;
  session.setCurrentBeat((*session.m_visible)[position]);
}

void Session::step(int by) {
  if (!m_visible || m_visible->empty()) return;
  const auto position = m_private->positionOfCurrent();
  const auto last = static_cast<std::ptrdiff_t>(m_visible->size()) - 1;
  const auto from = static_cast<std::ptrdiff_t>(position.value_or(m_private->lastPosition));
  const std::ptrdiff_t target = position ? from + by : from;
  m_private->moveTo(static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(target, 0, last)));
}

void Session::Private::stepWhere(int direction, const std::function<bool(BeatIndex)>& matches,
                                 const QString& none) {
  if (!session.m_visible || session.m_visible->empty()) return;
  const auto size = static_cast<std::ptrdiff_t>(session.m_visible->size());
  const auto here = static_cast<std::ptrdiff_t>(positionOfCurrent().value_or(lastPosition));
  for (auto at = here + direction; at >= 0 && at < size; at += direction) {
    if (!matches((*session.m_visible)[static_cast<std::size_t>(at)])) continue;
    moveTo(static_cast<std::size_t>(at));
    return;
  }
  say(none);
}

void Session::stepToWrong(int direction) {
  if (!m_predictions) {
    m_private->say(tr("No model yet: train one, or open one, to see what it gets wrong."));
    return;
  }
  const auto truth = labels();
  m_private->stepWhere(
      direction,
      [&](BeatIndex beat) {
        return (*truth)[beat] != kUnlabelled && m_predictions->predicted(beat) != (*truth)[beat];
      },
      direction > 0 ? tr("No misclassified beat after this one among those shown.")
                    : tr("No misclassified beat before this one among those shown."));
}

void Session::stepToSameClass(int direction) {
  if (!m_current) return;
  const auto truth = labels();
  const ClassIndex wanted = (*truth)[*m_current];
  m_private->stepWhere(
      direction, [&](BeatIndex beat) { return (*truth)[beat] == wanted; },
      direction > 0 ? tr("No beat of this class after this one among those shown.")
                    : tr("No beat of this class before this one among those shown."));
}

bool Session::jump(const QString& query) {
  if (!m_beats) {
    m_private->complain(tr("No data yet: open some, or the demo, to jump to a beat."));
    return false;
  }
  try {
    const BeatQuery found = parseBeatQuery(query.toStdString(), *m_beats);
    if (const auto* filter = std::get_if<BeatFilter>(&found)) return m_private->show(*filter);
    m_private->goTo(std::get<BeatIndex>(found));
    return true;
  } catch (const Error& error) {
    m_private->complain(QString::fromUtf8(error.what()));
    return false;
  }
}

void Session::Private::goTo(BeatIndex beat) {
  const auto& shown = session.m_visible;
  if (!shown || std::find(shown->begin(), shown->end(), beat) == shown->end()) {
    session.setFilter({.order = session.m_filter.order});
  }
  session.setCurrentBeat(beat);
}

void Session::Private::dropConditionsOnPredictions() {
  if (session.m_predictions) return;
  if (session.m_filter.needsPredictions())
    say(
        tr("There is no model to say which beats are meant: the filter's conditions on predictions are left "
           "out."));
  session.setFilter(session.m_filter.withoutPredictions());
}

bool Session::Private::show(BeatFilter filter) {
  if (filter.needsPredictions() && !session.m_predictions) {
    complain(tr("No model yet: train one, or open one, to find beats by what it says."));
    return false;
  }
  if (filter.part && !session.m_parts) {
    complain(tr("These beats are not split into parts: there is no part to show."));
    return false;
  }
  filter.order = session.m_filter.order;
  session.setFilter(filter);
  return true;
}

}  // namespace ectopy::ui
