#include "ui/window/steps_model.h"

#include <QDateTime>
#include <algorithm>
#include <map>

#include "ui/widgets/words.h"

namespace ectopy::ui {
namespace {

QString beatWords(std::size_t beats, BeatIndex first) {
  if (beats == 1) return StepsModel::tr("beat %1").arg(groupedNumber(std::size_t{first} + 1));
  return StepsModel::tr("%1 beats").arg(groupedNumber(beats));
}

/// Changes of one fact, of all beats of a step.
struct Change {
  std::size_t beats = 0;
  BeatIndex first = 0;
};

QString changeWords(BeatFact what, ClassIndex from, ClassIndex to, const LabelScheme& scheme) {
  switch (what) {
    case BeatFact::Flag:
      return to != 0 ? StepsModel::tr("flagged") : StepsModel::tr("flag taken away");
    case BeatFact::Exclusion:
      return to != 0 ? StepsModel::tr("excluded from training") : StepsModel::tr("no longer excluded");
    default:
      return text(scheme.codeOf(from)) + QStringLiteral(" → ") + text(scheme.codeOf(to));
  }
}

/// What was done to R peaks: "beat 12 added", "3 beats deleted", "beat 5 R peak moved by +12 ms".
QStringList peakWords(const JournalStep& step, const BeatSet& beats) {
  Change added;
  Change deleted;
  Change moved;
  for (const PeakChange& peak : step.peaks) {
    Change& one = peak.from < 0 ? added : peak.to < 0 ? deleted : moved;
    if (one.beats++ == 0) one.first = peak.beat;
  }
  QStringList words;
  const auto add = [&words](const Change& change, const QString& what) {
    if (change.beats > 0) words << what.arg(beatWords(change.beats, change.first));
  };
  add(added, StepsModel::tr("%1 added"));
  add(deleted, StepsModel::tr("%1 deleted"));
  if (step.peaks.size() == 1 && moved.beats == 1) {
    const PeakChange& peak = step.peaks.front();
    const double rate = beats.facts().records.at(peak.record).sampleRateHz;
    add(moved, StepsModel::tr("%1 R peak moved by %2")
                   .arg(QStringLiteral("%1"), shiftWords(static_cast<double>(peak.to - peak.from) / rate)));
  } else {
    add(moved, StepsModel::tr("%1: R peaks moved"));
  }
  return words;
}

/// What is taken away or comes back with a beat goes without saying.
bool goesWithItsBeat(const JournalStep& step, BeatIndex beat) {
  return std::ranges::any_of(step.peaks, [beat](const PeakChange& peak) {
    return peak.beat == beat && (peak.to < 0 || peak.from < 0);
  });
}

}  // namespace

QString stepWords(const JournalStep& step, const BeatSet& beats) {
  const LabelScheme& scheme = beats.scheme();
  std::map<std::tuple<BeatFact, ClassIndex, ClassIndex>, Change> changes;
  for (const LabelChange& change : step.changes) {
    if (goesWithItsBeat(step, change.beat)) continue;
    Change& one = changes[{change.what, change.from, change.to}];
    if (one.beats++ == 0) one.first = change.beat;
  }
  QStringList parts = peakWords(step, beats);
  for (const auto& [key, change] : changes) {
    const auto& [what, from, to] = key;
    parts << beatWords(change.beats, change.first) + QStringLiteral(" ") +
                 changeWords(what, from, to, scheme);
  }
  if (!step.notes.empty() && !goesWithItsBeat(step, step.notes.front().beat)) {
    const NoteChange& note = step.notes.front();
    const QString noted = beatWords(step.notes.size(), note.beat);
    parts << (note.to.empty() ? StepsModel::tr("%1 note taken away").arg(noted)
                              : StepsModel::tr("%1 note “%2”").arg(noted, text(note.to).left(60)));
  }
  QString words = parts.join(QStringLiteral(", "));
  if (step.kind == JournalKind::Undo) return StepsModel::tr("undo of %1: %2").arg(step.targetStep).arg(words);
  if (step.kind == JournalKind::Redo) return StepsModel::tr("redo of %1: %2").arg(step.targetStep).arg(words);
  return words;
}

StepsModel::StepsModel(Session& session, QObject* parent)
    : QAbstractTableModel(parent),
      m_session(session),
      m_beats(session.beats()),
      m_rows(static_cast<int>(session.journalSteps().size())) {
  connect(&session, &Session::labelsChanged, this, &StepsModel::follow);
  const auto startOver = [this] {
    beginResetModel();
    m_beats = m_session.beats();
    m_rows = static_cast<int>(m_session.journalSteps().size());
    endResetModel();
  };
  connect(&session, &Session::dataChanged, this, startOver);
  connect(&session, &Session::annotatorChanged, this, startOver);
}

void StepsModel::follow() {
  const int rows = static_cast<int>(m_session.journalSteps().size());
  if (rows <= m_rows) return;
  beginInsertRows({}, 0, rows - m_rows - 1);
  m_rows = rows;
  endInsertRows();
}

const JournalStep& StepsModel::at(int row) const {
  return *m_session.journalSteps()[static_cast<std::size_t>(m_rows - 1 - row)];
}

std::int64_t StepsModel::stepAt(int row) const {
  return at(row).number;
}

int StepsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : m_rows;
}
int StepsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QVariant StepsModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || !m_beats || index.row() >= m_rows) return {};
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
  const JournalStep& step = at(index.row());
  switch (index.column()) {
    case Number:
      return QString::number(step.number);
    case When:
      return QDateTime::fromMSecsSinceEpoch(step.whenMs).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    case Who:
      return text(step.who);
    case What:
      return stepWords(step, *m_beats);
    default:
      return step.suggestedBy.empty() ? text(step.why)
                                      : tr("%1, by %2").arg(text(step.why), text(step.suggestedBy));
  }
}

QVariant StepsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  const QStringList titles = {tr("Step"), tr("When"), tr("Who"), tr("What"), tr("Why")};
  return titles.value(section);
}

}  // namespace ectopy::ui
