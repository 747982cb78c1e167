#include "ui/browse/inspector.h"

#include <QFormLayout>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/browse/beat_words.h"
#include "ui/browse/marks_panel.h"
#include "ui/session/review_desk.h"
#include "ui/theme/theme.h"
#include "ui/widgets/probability_bars.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {

namespace {

constexpr int kButtonsARow = 5;

}  // namespace

Inspector::Inspector(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_empty(new QLabel(this)), m_content(new QWidget) {
  setObjectName(QStringLiteral("inspector"));
  build();
  connectSession();
  rebuildButtons();
  showAnnotator();
  showBeat();
}

void Inspector::build() {
  m_empty->setObjectName(QStringLiteral("inspectorEmpty"));
  m_empty->setProperty("role", "muted");
  m_empty->setAlignment(Qt::AlignCenter);
  m_empty->setWordWrap(true);
  auto* column = new QVBoxLayout(m_content);
  column->setContentsMargins(Theme::spacing(3), Theme::spacing(2), Theme::spacing(3), Theme::spacing(3));
  column->setSpacing(Theme::spacing(1));
  m_labelTitle = addTitle(tr("Label"));
  m_labelTitle->setObjectName(QStringLiteral("labelTitle"));
  column->addWidget(m_labelTitle);
  m_buttonGrid = new QGridLayout;
  m_buttonGrid->setSpacing(Theme::spacing(1));
  column->addLayout(m_buttonGrid);
  m_selectionHint = new QLabel(m_content);
  m_selectionHint->setObjectName(QStringLiteral("selectionHint"));
  m_selectionHint->setProperty("role", "small");
  m_selectionHint->setWordWrap(true);
  column->addWidget(m_selectionHint);
  column->addWidget(new MarksPanel(m_session, m_content));
  column->addSpacing(Theme::spacing(2));
  column->addWidget(addTitle(tr("Model")));
  m_bars = new ProbabilityBars(ProbabilityBars::Flow::Rows, m_content);
  m_verdict = new QLabel(m_content);
  m_verdict->setObjectName(QStringLiteral("verdict"));
  m_verdict->setWordWrap(true);
  column->addWidget(m_verdict);
  column->addWidget(m_bars);
  addFacts(*column);
  column->addSpacing(Theme::spacing(2));
  column->addWidget(addTitle(tr("Edits")));
  m_history = new QLabel(m_content);
  m_history->setObjectName(QStringLiteral("history"));
  m_history->setProperty("role", "small");
  m_history->setWordWrap(true);
  m_history->setTextInteractionFlags(Qt::TextSelectableByMouse);
  column->addWidget(m_history);
  column->addStretch(1);
  putInScrollArea();
}

void Inspector::addFacts(QVBoxLayout& column) {
  column.addSpacing(Theme::spacing(2));
  column.addWidget(addTitle(tr("Facts")));
  auto* form = new QFormLayout;
  form->setHorizontalSpacing(Theme::spacing(3));
  form->setVerticalSpacing(Theme::spacing(1));
  m_beatNumber = addFact(*form, tr("Beat"), QStringLiteral("factBeat"));
  m_record = addFact(*form, tr("Record"), QStringLiteral("factRecord"));
  m_time = addFact(*form, tr("Time"), QStringLiteral("factTime"));
  m_peak = addFact(*form, tr("R peak"), QStringLiteral("factPeak"));
  m_rr = addFact(*form, tr("RR"), QStringLiteral("factRr"));
  m_lead = addFact(*form, tr("Lead"), QStringLiteral("factLead"));
  m_part = addFact(*form, tr("Part"), QStringLiteral("factPart"));
  m_fileLabel = addFact(*form, tr("In the file"), QStringLiteral("factFileLabel"));
  column.addLayout(form);
}

void Inspector::putInScrollArea() {
  auto* scroll = new QScrollArea(this);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setWidget(m_content);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(m_empty);
  outer->addWidget(scroll);
}

QLabel* Inspector::addTitle(const QString& words) {
  auto* title = new QLabel(words, m_content);
  title->setProperty("role", "small");
  QFont font = title->font();
  font.setBold(true);
  title->setFont(font);
  return title;
}

QLabel* Inspector::addFact(QFormLayout& form, const QString& name, const QString& objectName) {
  auto* value = new QLabel(m_content);
  value->setObjectName(objectName);
  value->setAccessibleName(name);
  value->setWordWrap(true);
  value->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* title = new QLabel(name, m_content);
  title->setProperty("role", "muted");
  form.addRow(title, value);
  return value;
}

void Inspector::connectSession() {
  connect(&m_session, &Session::dataChanged, this, [this] {
    rebuildButtons();
    showBeat();
  });
  connect(&m_session, &Session::annotatorChanged, this, &Inspector::showAnnotator);
  connect(&m_session, &Session::currentBeatChanged, this, &Inspector::showBeat);
  connect(&m_session, &Session::beatsRecut, this, &Inspector::showBeat);
  connect(&m_session, &Session::selectionChanged, this, [this] {
    if (m_session.beats() && m_session.currentBeat()) showLabel(*m_session.currentBeat());
  });
  connect(&m_session, &Session::predictionsChanged, this, &Inspector::showBeat);
  connect(&m_session.review(), &ReviewDesk::opinionsHidden, this, &Inspector::showBeat);
  connect(&m_session, &Session::splitChanged, this, &Inspector::showBeat);
  connect(&m_session, &Session::labelsChanged, this, [this](const std::vector<BeatIndex>& beats) {
    const auto current = m_session.currentBeat();
    if (current && std::find(beats.begin(), beats.end(), *current) != beats.end()) showBeat();
  });
  connect(&Theme::instance(), &Theme::changed, this, [this] {
    rebuildButtons();
    showBeat();
  });
}

void Inspector::showAnnotator() {
  const bool areSeveral = m_session.annotators().size() > 1;
  m_labelTitle->setText(areSeveral ? tr("Label by %1").arg(m_session.annotator()) : tr("Label"));
}

void Inspector::rebuildButtons() {
  qDeleteAll(m_buttons);
  m_buttons.clear();
  const auto beats = m_session.beats();
  if (!beats) return;
  const LabelScheme& scheme = beats->scheme();
  for (std::size_t i = 0; i < scheme.size(); ++i) {
    const auto index = static_cast<ClassIndex>(i);
    auto* button = new QToolButton(m_content);
    const QString code = text(scheme.classes[i].code);
    button->setText(code);
    button->setObjectName(QStringLiteral("label") + code);
    button->setCheckable(true);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setAccessibleName(tr("Label %1, %2").arg(code, text(scheme.classes[i].name)));
    const QString reason = m_session.whyNotEdit();
    const QString tip = labelButtonTip(scheme, index);
    button->setToolTip(reason.isEmpty() ? tip : tip + QLatin1Char('\n') + reason);
    button->setEnabled(reason.isEmpty());
    button->setStyleSheet(labelButtonStyle(Theme::instance().classColour(scheme, index),
                                           Theme::instance().classTextColour(scheme, index)));
    connect(button, &QToolButton::clicked, this, [this, index] {
      const bool stays = QGuiApplication::keyboardModifiers().testFlag(Qt::ShiftModifier);
      m_session.relabel(index, !stays, QStringLiteral("button"));
      showBeat();
    });
    m_buttonGrid->addWidget(button, static_cast<int>(i) / kButtonsARow, static_cast<int>(i) % kButtonsARow);
    m_buttons.push_back(button);
  }
}

void Inspector::showBeat() {
  const auto beats = m_session.beats();
  const auto beat = m_session.currentBeat();
  const bool hasBeat = beats && beat;
  m_empty->setVisible(!hasBeat);
  m_content->parentWidget()->parentWidget()->setVisible(hasBeat);
  m_empty->setText(beats ? tr("No beat chosen.") : tr("No data yet: open a recording, or the demo."));
  if (!hasBeat) return;
  showLabel(*beat);
  showModel(*beat);
  showFacts(*beat);
  showHistory(*beat);
}

void Inspector::showLabel(BeatIndex beat) {
  const ClassIndex label = (*m_session.labels())[beat];
  for (std::size_t i = 0; i < m_buttons.size(); ++i) m_buttons[i]->setChecked(i == label);
  const std::size_t selected = m_session.selection().size();
  const QString reason = m_session.whyNotEdit();
  m_selectionHint->setVisible(selected > 1 || !reason.isEmpty());
  m_selectionHint->setText(
      reason.isEmpty() ? tr("A label goes to all %1 selected beats.").arg(groupedNumber(selected)) : reason);
}

void Inspector::showModel(BeatIndex beat) {
  const auto predictions = m_session.review().opinions();
  m_bars->setVisible(predictions != nullptr);
  if (!predictions) {
    m_verdict->setText(m_session.review().hidesOpinions() ? tr("Hidden during an audit.")
                                                          : tr("No model yet: train one, or open one."));
    return;
  }
  const std::span<const float> row = predictions->of(beat);
  const ClassIndex label = (*m_session.labels())[beat];
  m_bars->setProbabilities(predictions->scheme, {row.begin(), row.end()}, label);
  m_verdict->setText(verdictWords(m_session.beats()->scheme(), label, *predictions, beat));
}

void Inspector::showFacts(BeatIndex beat) {
  const auto beats = m_session.beats();
  const BeatColumns& columns = beats->columns();
  const RecordInfo* record = beats->recordOf(beat);
  const QString unknown = QStringLiteral("–");
  const auto orUnknown = [&](const QString& value) { return value.isEmpty() ? unknown : value; };
  m_beatNumber->setText(
      tr("%1 of %2").arg(groupedNumber(std::size_t{beat} + 1), groupedNumber(beats->size())));
  m_record->setText(record ? recordWords(*record) : unknown);
  m_time->setText(orUnknown(recordTime(beats->secondsOf(beat))));
  m_peak->setText(peakWords(beat));
  m_rr->setText(rrWords(columns.rrBefore[beat], columns.rrAfter[beat]));
  m_lead->setText(record ? orUnknown(text(record->leadName)) : unknown);
  const auto parts = m_session.parts();
  m_part->setText(parts && beat < parts->size() ? text(nameOf((*parts)[beat])) : unknown);
  m_fileLabel->setText(text(beats->scheme().codeOf(columns.classes[beat])));
}

/// Where it stands, by its source or by whom.
QString Inspector::peakWords(BeatIndex beat) const {
  const auto beats = m_session.beats();
  const RecordInfo* record = beats->recordOf(beat);
  const std::int64_t now = beats->columns().rSamples[beat];
  if (!record || now < 0) return tr("not known");
  const auto before = m_session.sourceSampleOf(beat);
  if (before && *before == now) return tr("as in the file");
  if (before)
    return tr("moved by %1").arg(shiftWords(static_cast<double>(now - *before) / record->sampleRateHz));
  for (const JournalEntry& entry : m_session.historyOf(beat))
    if (entry.what == BeatFact::Peak && entry.fromSample < 0) return tr("added by %1").arg(text(entry.who));
  return tr("added");
}

void Inspector::showHistory(BeatIndex beat) {
  const std::vector<JournalEntry> entries = m_session.historyOf(beat);
  QStringList lines;
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    lines << historyWords(*entry, *m_session.beats());
  }
  if (lines.isEmpty()) {
    const bool isLabelled = (*m_session.labels())[beat] < m_session.beats()->scheme().size();
    lines << (isLabelled ? tr("None: the label is the file's.") : tr("None: nobody has labelled this beat."));
  }
  m_history->setText(lines.join(QLatin1Char('\n')));
}

}  // namespace ectopy::ui
