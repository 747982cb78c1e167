#include "ui/widgets/context_strip.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/session/review_desk.h"
#include "ui/theme/theme.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {

namespace {

constexpr double kReachPx = 24;  // a click this near to a beat means it

const std::vector<Annotation>* annotationsOf(const Recording& recording, const std::string& annotator) {
  const auto found = recording.annotations.find(annotator);
  if (found != recording.annotations.end()) return &found->second;
  return recording.annotations.empty() ? nullptr : &recording.annotations.begin()->second;
}

}  // namespace

ContextStrip::ContextStrip(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_filterButton(new QToolButton(this)) {
  setObjectName(QStringLiteral("contextStrip"));
  setAccessibleName(tr("Raw record around the beat"));
  setFocusPolicy(Qt::StrongFocus);
  setMinimumHeight(Theme::spacing(24));
  setAttribute(Qt::WA_OpaquePaintEvent);
  setMouseTracking(true);
  buildFilterButton();
  connectSession();
  takeBeat();
}

void ContextStrip::connectSession() {
  const auto startOver = [this] {
    m_indexedRecord = BeatColumns::kNoRecord;
    takeBeat();
  };
  connect(&m_session, &Session::dataChanged, this, startOver);
  connect(&m_session, &Session::beatsRecut, this, startOver);
  connect(&m_session, &Session::currentBeatChanged, this, &ContextStrip::takeBeat);
  connect(&m_session, &Session::recordingReady, this, &ContextStrip::takeBeat);
  connect(&m_session, &Session::predictionsChanged, this, &ContextStrip::takeBeat);
  connect(&m_session.review(), &ReviewDesk::opinionsHidden, this, &ContextStrip::takeBeat);
  connect(&m_session, &Session::labelsChanged, this, &ContextStrip::takeLabels);
  connect(&m_session, &Session::signalFilterChanged, this, &ContextStrip::takeBeat);
  connect(&Theme::instance(), &Theme::changed, this, &ContextStrip::takeBeat);
}

void ContextStrip::takeBeat() {
  m_beat = m_session.beats() ? m_session.currentBeat() : std::nullopt;
  m_recording = m_beat ? m_session.recordingOf(*m_beat) : nullptr;
  m_lead = nullptr;
  if (m_recording && !m_recording->leads.empty()) {
    const RecordInfo* record = m_session.beats()->recordOf(*m_beat);
    const auto lead = record ? findLead(*m_recording, record->leadName) : std::nullopt;
    m_lead = &m_recording->leads[lead.value_or(0)];
    m_isVoltage = isVoltageUnit(m_lead->unit);
  }
  chooseStretch();
  layOut();
  collectMarks();
  const QString nothing = emptyText();
  setAccessibleDescription(nothing.isEmpty() ? filterWords() : nothing);
  update();
}

void ContextStrip::takeLabels(const std::vector<BeatIndex>& beats) {
  const bool isShown = std::any_of(m_marks.begin(), m_marks.end(), [&](const Mark& mark) {
    return mark.beat && std::find(beats.begin(), beats.end(), *mark.beat) != beats.end();
  });
  if (!isShown) return;
  collectMarks();
  update();
}

QRectF ContextStrip::letterBand() const {
  return {0, 0, static_cast<double>(width()), fontMetrics().height() + double{Theme::spacing(2)}};
}

void ContextStrip::chooseStretch() {
  m_firstSample = m_endSample = 0;
  if (m_lead) {
    const auto around = static_cast<std::int64_t>(kSecondsAround * m_recording->sampleRateHz);
    const auto count = static_cast<std::int64_t>(m_lead->samples.size());
    m_firstSample = std::clamp<std::int64_t>(peakSample() - around, 0, count);
    m_endSample = std::clamp<std::int64_t>(peakSample() + around + 1, 0, count);
  }
  filterStretch();
}

void ContextStrip::layOut() {
  showFilterButton();
  if (!m_lead) return;
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const double value : m_stretch.values) {
    if (std::isnan(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  if (low > high) low = high = 0;
  const double top = letterBand().bottom();
  const QRectF area(0, top, width(), std::max(8.0, height() - top - factsHeight()));
  const double peakSecond = static_cast<double>(peakSample()) / m_recording->sampleRateHz;
  m_scale = EcgScale::fit(area, peakSecond - kSecondsAround, 2 * kSecondsAround, low, high, m_isVoltage);
}

std::int64_t ContextStrip::peakSample() const {
  return std::max<std::int64_t>(0, m_session.beats()->columns().rSamples[*m_beat]);
}

const std::vector<BeatIndex>& ContextStrip::beatsOfRecord(std::uint32_t record) {
  if (record == m_indexedRecord) return m_beatsOfRecord;
  const BeatColumns& columns = m_session.beats()->columns();
  m_beatsOfRecord.clear();
  for (BeatIndex beat = 0; beat < columns.records.size(); ++beat) {
    if (columns.records[beat] == record && columns.rSamples[beat] >= 0) m_beatsOfRecord.push_back(beat);
  }
  std::stable_sort(m_beatsOfRecord.begin(), m_beatsOfRecord.end(), [&](BeatIndex one, BeatIndex other) {
    return columns.rSamples[one] < columns.rSamples[other];
  });
  m_indexedRecord = record;
  return m_beatsOfRecord;
}

ContextStrip::Mark ContextStrip::markOf(BeatIndex beat) const {
  const auto beats = m_session.beats();
  const ClassIndex label = (*m_session.labels())[beat];
  const LabelScheme& scheme = beats->scheme();
  Mark mark;
  mark.sample = beats->columns().rSamples[beat];
  mark.letter = text(scheme.codeOf(label));
  const Theme& theme = Theme::instance();
  mark.colour = theme.classColour(scheme, label);  // an unlabelled beat's is muted
  mark.letterColour = theme.classTextColour(scheme, label);
  mark.beat = beat;
  mark.words = tr("%1  labelled %2").arg(recordTime(beats->secondsOf(beat)), mark.letter);
  const QString peak = peakWords(beat);
  mark.isEdited = !peak.isEmpty();
  if (mark.isEdited) mark.words += QStringLiteral(", ") + peak;
  const auto predictions = m_session.review().opinions();
  if (predictions && label != kUnlabelled && predictions->predicted(beat) != label) {
    mark.isWrong = true;
    mark.words += tr(", predicted %1").arg(text(predictions->scheme.codeOf(predictions->predicted(beat))));
  }
  return mark;
}

void ContextStrip::collectMarks() {
  m_marks.clear();
  if (!m_lead || !m_beat) return;
  const auto beats = m_session.beats();
  const BeatColumns& columns = beats->columns();
  const auto before = [&](BeatIndex beat, std::int64_t sample) { return columns.rSamples[beat] < sample; };
  const std::vector<BeatIndex>& all = beatsOfRecord(columns.records[*m_beat]);
  for (auto at = std::lower_bound(all.begin(), all.end(), m_firstSample, before);
       at != all.end() && columns.rSamples[*at] < m_endSample; ++at) {
    m_marks.push_back(markOf(*at));
  }
  const std::size_t ofTheSet = m_marks.size();

  const auto* annotations = annotationsOf(*m_recording, beats->cut().annotator);
  if (!annotations) return;
  const auto first = std::lower_bound(annotations->begin(), annotations->end(), m_firstSample,
                                      [](const Annotation& one, std::int64_t at) { return one.sample < at; });
  for (auto at = first; at != annotations->end() && at->sample < m_endSample; ++at) {
    const auto same = std::find_if(m_marks.begin(), m_marks.begin() + static_cast<std::ptrdiff_t>(ofTheSet),
                                   [&](const Mark& mark) { return mark.sample == at->sample; });
    const QString words = text(symbolOf(at->code)) + QStringLiteral(": ") + text(descriptionOf(at->code));
    if (same != m_marks.begin() + static_cast<std::ptrdiff_t>(ofTheSet)) {
      same->words += QStringLiteral("\n") + words;
    } else {
      m_marks.push_back(
          {.sample = at->sample,
           .letter = text(symbolOf(at->code)),
           .colour = Theme::instance().palette().mutedText,
           .letterColour = Theme::instance().palette().mutedText,
           .words = words + (at->text.empty() ? QString() : QStringLiteral(" ") + text(at->text))});
    }
  }
}

std::optional<QPointF> ContextStrip::pointOf(std::int64_t sample) const {
  if (!m_lead || sample < m_firstSample || sample >= m_endSample) return {};
  return QPointF(m_scale.xOf(static_cast<double>(sample) / m_recording->sampleRateHz),
                 m_scale.yOf(shownValue(sample)));
}

QString ContextStrip::emptyText() const {
  if (m_lead && m_endSample > m_firstSample) return {};
  const auto beats = m_session.beats();
  if (!beats) return {};
  if (!m_beat) return tr("No beat chosen.");
  const RecordInfo* record = beats->recordOf(*m_beat);
  if (!record || beats->columns().rSamples[*m_beat] < 0) {
    return tr("No raw recording: this data set holds cut beats only.");
  }
  const QString problem = m_session.recordingProblem(*m_beat);
  if (!problem.isEmpty()) return problem;
  return tr("Reading record %1 …").arg(QString::fromStdString(record->name));
}

const ContextStrip::Mark* ContextStrip::markAt(QPointF point) const {
  const Mark* nearest = nullptr;
  double nearestPx = kReachPx;
  for (const Mark& mark : m_marks) {
    const double x = m_scale.xOf(static_cast<double>(mark.sample) / m_recording->sampleRateHz);
    if (std::abs(x - point.x()) >= nearestPx) continue;
    nearestPx = std::abs(x - point.x());
    nearest = &mark;
  }
  return nearest;
}

void ContextStrip::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  layOut();
}

void ContextStrip::stepInRecord(int by) {
  if (!m_beat || !m_lead) return;
  const std::vector<BeatIndex>& all = beatsOfRecord(m_session.beats()->columns().records[*m_beat]);
  const auto here = std::find(all.begin(), all.end(), *m_beat) - all.begin();
  const auto there = here + by;
  if (there >= 0 && there < static_cast<std::ptrdiff_t>(all.size())) {
    m_session.setCurrentBeat(all[static_cast<std::size_t>(there)]);
  }
}

void ContextStrip::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape && cancelDrag()) return;
  if (event->modifiers() == Qt::NoModifier && event->key() == Qt::Key_Left) return stepInRecord(-1);
  if (event->modifiers() == Qt::NoModifier && event->key() == Qt::Key_Right) return stepInRecord(1);
  QWidget::keyPressEvent(event);
}

bool ContextStrip::event(QEvent* event) {
  const bool isEscape =
      event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape;
  if (isEscape && m_drag) {
    event->accept();
    return true;
  }
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const Mark* mark = markAt(help->pos());
  QToolTip::showText(help->globalPos(), mark ? mark->words : QString(), this);
  return true;
}

}  // namespace ectopy::ui
