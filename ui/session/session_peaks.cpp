#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "core/beats/peak_correction.h"
#include "core/signal/qrs_peak.h"
#include "ui/session/review_desk.h"
#include "ui/session/session_private.h"

namespace ectopy::ui {
namespace {

using Wanted = std::pair<BeatIndex, std::int64_t>;

const PeakEdits& editsOf(const std::shared_ptr<const BeatSet>& beats) {
  static const PeakEdits kNone;
  return beats && beats->overlay() ? beats->overlay()->edits : kNone;
}

/// The class of all beats of a record where the task takes it from there, else none.
ClassIndex classOfRecord(const BeatSet& source, std::uint32_t record) {
  if (source.cut().task != BeatTask::NormalInfarction) return kUnlabelled;
  const auto& columns = source.columns();
  for (BeatIndex beat = 0; beat < source.size(); ++beat)
    if (columns.records[beat] == record && columns.classes[beat] != kUnlabelled) return columns.classes[beat];
  return kUnlabelled;
}

/// Where the lead goes farthest from its middle between two samples: there a beat was missed, if one was.
std::int64_t farthestBetween(const Lead& lead, std::int64_t first, std::int64_t end) {
  std::vector<double> values;
  end = std::min(end, static_cast<std::int64_t>(lead.samples.size()));
  for (std::int64_t i = first; i < end; ++i) {
    const double value = lead.physical(static_cast<std::size_t>(i));
    if (!std::isnan(value)) values.push_back(value);
  }
  if (values.empty()) return (first + end) / 2;
  const auto middle = values.begin() + std::ssize(values) / 2;
  std::nth_element(values.begin(), middle, values.end());
  std::int64_t best = first;
  double farthest = -1;
  for (std::int64_t i = first; i < end; ++i) {
    const double distance = std::abs(lead.physical(static_cast<std::size_t>(i)) - *middle);
    if (!(distance > farthest)) continue;
    farthest = distance;
    best = i;
  }
  return best;
}

/// A list with beats put in, each behind the one that stands before it in its record; at the end where none
/// does.
std::vector<BeatIndex> withThoseThatCame(const std::vector<BeatIndex>& list,
                                         const std::vector<BeatIndex>& came, const BeatColumns& columns) {
  using Standing = std::tuple<std::uint32_t, std::int64_t, std::size_t>;  // record, sample, place in the list
  std::vector<Standing> standing;
  standing.reserve(list.size());
  for (std::size_t place = 0; place < list.size(); ++place)
    standing.emplace_back(columns.records[list[place]], columns.rSamples[list[place]], place);
  std::ranges::sort(standing);
  std::vector<std::tuple<std::size_t, std::int64_t, BeatIndex>> behind;  // how many of the list, sample
  for (const BeatIndex beat : came) {
    const Standing own(columns.records[beat], columns.rSamples[beat], 0);
    const auto next = std::ranges::lower_bound(standing, own);
    const bool hasOne = next != standing.begin() && std::get<0>(*(next - 1)) == columns.records[beat];
    behind.emplace_back(hasOne ? std::get<2>(*(next - 1)) + 1 : list.size(), columns.rSamples[beat], beat);
  }
  std::ranges::sort(behind);
  std::vector<BeatIndex> whole;
  whole.reserve(list.size() + came.size());
  std::size_t taken = 0;
  for (const auto& [count, sample, beat] : behind) {
    for (; taken < count; ++taken) whole.push_back(list[taken]);
    whole.push_back(beat);
  }
  whole.insert(whole.end(), list.begin() + static_cast<std::ptrdiff_t>(taken), list.end());
  return whole;
}

}  // namespace

bool Session::Private::isSameSource(const std::shared_ptr<const BeatSet>& beats) const {
  return asInSource(beats) == asInSource(session.m_beats);
}

std::shared_ptr<const Recording> Session::Private::recordingAtHand(std::uint32_t record) const {
  const auto found = recordings.find(record);
  return found == recordings.end() ? nullptr : found->second;
}

const Lead* Session::Private::leadOf(const Recording& recording, std::uint32_t record) const {
  if (recording.leads.empty()) return nullptr;
  const auto& info = session.m_beats->facts().records[record];
  return &recording.leads[findLead(recording, info.leadName).value_or(0)];
}

std::vector<BeatIndex> Session::Private::chosen() const {
  if (awaited) return {*awaited};
  return thoseThere(session.m_selection);
}

std::vector<BeatIndex> Session::Private::thoseThere(std::span<const BeatIndex> beats) const {
  std::vector<BeatIndex> there(beats.begin(), beats.end());
  std::erase_if(there,
                [this](BeatIndex beat) { return beat >= journal->places() || journal->isAbsent(beat); });
  return there;
}

Labels Session::Private::fitted(Labels labels) const {
  if (!labels || !session.m_beats || labels->size() == session.m_beats->size()) return labels;
  if (fittedFrom != labels || fittedLabels->size() != session.m_beats->size()) {
    auto fitting = std::make_shared<std::vector<ClassIndex>>(*labels);
    fitting->resize(session.m_beats->size(), kUnlabelled);
    fittedFrom = labels;
    fittedLabels = std::move(fitting);
  }
  return fittedLabels;
}

QString Session::whyNotEditPeaks() const {
  if (QString reason = whyNotEdit(); !reason.isEmpty()) return reason;
  if (m_review->hidesOpinions()) return tr("During an audit R peaks stay as they are: it judges the labels.");
  if (!m_current) return tr("No beat chosen.");
  const BeatColumns& columns = m_beats->columns();
  const std::uint32_t record = columns.records[*m_current];
  const bool isOfRecord = record != BeatColumns::kNoRecord && m_beats->cut().rule != CutRule::Given;
  if (!isOfRecord || columns.rSamples[*m_current] < 0)
    return tr(
        "R peaks can be corrected only of beats that were cut from recordings; these came as cut beats.");
  if (QString problem = recordingProblem(*m_current); !problem.isEmpty()) return problem;
  if (!m_private->recordingAtHand(record))
    return tr("Record %1 is still being read.")
        .arg(QString::fromStdString(m_beats->facts().records[record].name));
  return {};
}

bool Session::Private::mayEditPeaks() {
  const QString reason = session.whyNotEditPeaks();
  if (!reason.isEmpty()) complain(reason);
  return reason.isEmpty();
}

BeatPeak Session::peakOf(BeatIndex beat) const {
  const auto& journal = m_private->journal;
  return journal && beat < journal->places() ? journal->peakOf(beat) : BeatPeak();
}

std::optional<std::int64_t> Session::sourceSampleOf(BeatIndex beat) const {
  const auto source = asInSource(m_beats);
  if (!source || beat >= source->size()) return {};
  return source->columns().rSamples[beat];
}

std::int64_t Session::peakNear(BeatIndex beat, std::int64_t sample) const {
  const std::uint32_t record = peakOf(beat).record;
  if (record == BeatColumns::kNoRecord) return sample;
  const auto recording = m_private->recordingAtHand(record);
  const Lead* const lead = recording ? m_private->leadOf(*recording, record) : nullptr;
  return lead ? rPeakNear(*lead, sample, recording->sampleRateHz) : sample;
}

void Session::addBeatAt(std::uint32_t record, std::int64_t sample) {
  if (!m_private->mayEditPeaks() || record >= m_beats->facts().records.size()) return;
  LabelJournal& journal = *m_private->journal;
  const auto place = static_cast<BeatIndex>(journal.places());
  m_private->editPeaks({{place, {record, sample}}}, [&] {
    return journal.addBeat({record, sample}, classOfRecord(*asInSource(m_beats), record),
                           m_private->source(QStringLiteral("on the recording")));
  });
}

void Session::addBeatAfter() {
  if (!m_private->mayEditPeaks()) return;
  const BeatPeak here = peakOf(*m_current);
  const auto recording = m_private->recordingAtHand(here.record);
  const Lead* const lead = m_private->leadOf(*recording, here.record);
  if (!lead) return;
  std::int64_t next = recording->sampleCount;
  for (BeatIndex beat = 0; beat < m_beats->size(); ++beat) {
    if (m_beats->columns().records[beat] != here.record) continue;
    const std::int64_t there = peakOf(beat).sample;
    if (there > here.sample) next = std::min(next, there);
  }
  // Not in the neighbours' own waves: past the T wave of one, before the P wave of the other.
  const std::int64_t gap = next - here.sample;
  const std::int64_t first = here.sample + gap * 2 / 5;
  const std::int64_t sample = farthestBetween(*lead, first, std::max(first + 1, next - gap / 5));
  addBeatAt(here.record, peakNear(*m_current, sample));
}

void Session::moveBeat(BeatIndex beat, std::int64_t sample) {
  if (m_private->mayEditPeaks()) m_private->movePeaks({{beat, sample}}, QStringLiteral("dragged"));
}

void Session::moveSelection(int samples) {
  if (!m_private->mayEditPeaks()) return;
  std::vector<Wanted> wanted;
  for (const BeatIndex beat : m_private->chosen()) wanted.emplace_back(beat, peakOf(beat).sample + samples);
  m_private->movePeaks(wanted, QStringLiteral("key"));
}

void Session::snapSelection() {
  if (!m_private->mayEditPeaks()) return;
  std::vector<Wanted> wanted;
  for (const BeatIndex beat : m_private->chosen()) {
    const std::int64_t now = peakOf(beat).sample;
    if (const std::int64_t peak = peakNear(beat, now); peak != now) wanted.emplace_back(beat, peak);
  }
  if (wanted.empty()) return m_private->say(tr("The R peak stands on the extremum already."));
  m_private->movePeaks(wanted, QStringLiteral("snapped"));
}

void Session::Private::movePeaks(const std::vector<Wanted>& wanted, const QString& why) {
  PeakEdits peaks;
  for (const auto& [beat, sample] : wanted) peaks[beat] = {session.peakOf(beat).record, sample};
  editPeaks(peaks, [&] { return journal->moveBeats(wanted, source(why)); });
}

void Session::deleteSelection() {
  if (!m_private->mayEditPeaks()) return;
  const std::vector<BeatIndex> going = m_private->chosen();
  m_private->editPeaks(
      {}, [&] { return m_private->journal->deleteBeats(going, m_private->source(QStringLiteral("key"))); });
}

/// What can't be cut is refused before it stands in the journal.
void Session::Private::editPeaks(const PeakEdits& wanted, const std::function<JournalStepPointer()>& edit) {
  try {
    PeakEdits edits = journal->peaks();
    std::map<std::uint32_t, std::vector<BeatIndex>> places;  // by record
    for (const auto& [beat, peak] : wanted) {
      edits.insert_or_assign(beat, peak);
      places[peak.record].push_back(beat);
    }
    for (const auto& [record, beats] : places) {
      const auto recording = recordingAtHand(record);
      if (!recording)
        throw Error("Not all records of these beats are read yet: correct those of one record at a time.");
      requirePeaksFit(*asInSource(session.m_beats), edits, beats, *recording);
    }
    const JournalStepPointer step = edit();
    if (!step) return;
    const PeakChange& first = step->peaks.front();
    if (first.from < 0) awaited = first.beat;
    edited(step);
  } catch (const Error& error) {
    complain(QString::fromUtf8(error.what()));
  }
}

void Session::Private::requestRecut() {
  isRecutWanted = true;
  if (!isRecutting) startRecut();
}

void Session::Private::startRecut() {
  isRecutWanted = false;
  if (!session.m_beats || !journal || journal->peaks() == editsOf(session.m_beats)) return settleAwaited();
  isRecutting = true;
  auto input = std::make_shared<const RecutInput>(
      RecutInput{session.m_beats, journal->peaks(), recordings, session.m_model, session.m_predictions});
  const auto ended = [this] {
    isRecutting = false;
    if (isRecutWanted) startRecut();
  };
  recutJob = session.m_jobs.start<RecutBeats>(
      {.title = tr("Cutting beats anew"), .isQuiet = true}, &session,
      [input](const JobContext& job) { return recutBeats(*input, job); },
      [this, input, ended](const RecutBeats& made) {
        const bool isOfNow = input->before == session.m_beats && input->model == session.m_model &&
                             input->predictions == session.m_predictions;
        if (isOfNow)
          adoptRecut(made);
        else
          isRecutWanted = session.m_beats != nullptr;
        ended();
      },
      [this, ended](const QString& sentence) {
        awaited.reset();
        complain(sentence);
        ended();
      },
      ended);
}

void Session::Private::adoptRecut(const RecutBeats& made) {
  const auto before = std::exchange(session.m_beats, made.corrected.beats);
  const bool wasPredicting = session.m_model && !session.m_predictions &&
                             misfitOf(session.m_model->info(), *session.m_beats).isEmpty();
  session.m_predictions = made.predictions;
  shownRecordings.clear();
  testAucs.clear();
  takeMarks();
  carrySplits();
  const auto currentBefore = session.m_current;
  fitSelection(fitVisible(*before));
  for (const std::string& warning : made.corrected.warnings) complain(QString::fromStdString(warning));
  emit session.beatsRecut(made.corrected.changed);
  emit session.visibleBeatsChanged();
  emit session.selectionChanged();
  if (session.m_current != currentBefore) emit session.currentBeatChanged();
  if (session.m_predictions) emit session.predictionsChanged();
  refreshAfterEdit();
  if (visible.isRunning()) visible.request();  // it looks at beats that were
  if (wasPredicting) predict();
  settleAwaited();
}

void Session::Private::carrySplits() {
  const auto carried = [&](const std::shared_ptr<const Split>& split) {
    return split ? std::make_shared<const Split>(carriedTo(*split, *session.m_beats)) : split;
  };
  const bool isDefault = session.m_split == defaultSplit;
  defaultSplit = carried(defaultSplit);
  session.m_split = isDefault ? defaultSplit : carried(session.m_split);
  if (session.m_split)
    session.m_parts =
        std::make_shared<const std::vector<Part>>(partOfEachBeat(*session.m_split, session.m_beats->size()));
}

/// Beats that went leave the gallery; those that came stand after the one before them in their record. Gives
/// where the current beat stood.
std::size_t Session::Private::fitVisible(const BeatSet& before) {
  const auto position = positionOfCurrent().value_or(lastPosition);
  if (!session.m_visible) return position;
  const BeatSet& beats = *session.m_beats;
  std::vector<BeatIndex> left;
  std::size_t fitting = 0;
  for (std::size_t i = 0; i < session.m_visible->size(); ++i) {
    if (i == position) fitting = left.size();
    const BeatIndex beat = (*session.m_visible)[i];
    if (beat < beats.size() && !beats.isAbsent(beat)) left.push_back(beat);
  }
  std::vector<BeatIndex> came;
  for (BeatIndex beat = 0; beat < beats.size(); ++beat) {
    const bool wasThere = beat < before.size() && !before.isAbsent(beat);
    if (!wasThere && !beats.isAbsent(beat)) came.push_back(beat);
  }
  session.m_visible = std::make_shared<const std::vector<BeatIndex>>(
      came.empty() ? std::move(left) : withThoseThatCame(left, came, beats.columns()));
  return fitting;
}

/// Where the current beat went, the next one of the gallery follows.
void Session::Private::fitSelection(std::size_t position) {
  const auto isGone = [this](BeatIndex beat) {
    return beat >= session.m_beats->size() || session.m_beats->isAbsent(beat);
  };
  std::erase_if(session.m_selection, isGone);
  if (!session.m_current || !isGone(*session.m_current)) return;
  session.m_current.reset();
  const auto& shown = session.m_visible;
  if (shown && !shown->empty()) session.m_current = (*shown)[std::min(position, shown->size() - 1)];
  session.m_selection.clear();
  if (session.m_current) session.m_selection.push_back(*session.m_current);
}

/// The beat that was added last becomes the current one as soon as it has a row.
void Session::Private::settleAwaited() {
  if (!awaited) return;
  const bool isThere =
      session.m_beats && *awaited < session.m_beats->size() && !session.m_beats->isAbsent(*awaited);
  const bool isComing = journal && *awaited < journal->places() && !journal->isAbsent(*awaited);
  if (!isThere && isComing) return;
  const BeatIndex beat = *std::exchange(awaited, std::nullopt);
  if (isThere) session.setCurrentBeat(beat);
}

}  // namespace ectopy::ui
