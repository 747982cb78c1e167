#include "ui/review/queue_card.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QStyle>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/role_label.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {
namespace {

constexpr int kWidth = 440;  // px

template <typename Widget>
Widget* named(Widget* widget, const char* name) {
  widget->setObjectName(QString::fromLatin1(name));
  return widget;
}

QPushButton* button(const char* name, const QString& text, const QString& hint, bool isPrimary) {
  auto* made = named(new QPushButton(text), name);
  made->setProperty("primary", isPrimary);
  made->setToolTip(hint);
  return made;
}

}  // namespace

QueueCard::QueueCard(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_desk(session.review()) {
  build();
  for (const auto signal : {&Session::countsChanged, &Session::predictionsChanged, &Session::trainingChanged,
                            &Session::annotatorChanged, &Session::dataChanged})
    connect(&session, signal, this, &QueueCard::refresh);
  connect(&m_desk, &ReviewDesk::changed, this, &QueueCard::refresh);
  connect(&session.jobs(), &JobRunner::jobsChanged, this, &QueueCard::showProgress);
  connect(m_make, &QPushButton::clicked, this, [this] { make(choice()); });
  connect(m_continue, &QPushButton::clicked, this, &QueueCard::continueWanted);
  connect(m_askModel, &QPushButton::clicked, this, [this] {
    ReviewChoice asking = choice();
    asking.asksModel = true;
    make(asking);
  });
  refresh();
}

void QueueCard::build() {
  m_title = named(roleLabel("title"), "reviewCardTitle");
  m_sentence = named(roleLabel("muted"), "reviewCardSentence");
  m_sentence->setWordWrap(true);
  m_continue = button("continueQueue", tr("Go on"), tr("Back to the place where it was left"), true);
  m_make = button("makeQueue", {}, tr("Makes the queue from the labels of now"), true);
  m_askModel = button("askModel", tr("Ask the open model instead"),
                      tr("At once, but a model flatters every label it learned from"), false);
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(Theme::spacing(2));
  for (QPushButton* one : {m_continue, m_make, m_askModel}) buttons->addWidget(one);
  buttons->addStretch(1);
  auto* card = new QWidget(this);
  card->setFixedWidth(kWidth);
  auto* column = new QVBoxLayout(card);
  column->setSpacing(Theme::spacing(4));
  column->addWidget(m_title);
  column->addWidget(m_sentence);
  column->addWidget(buildChoices());
  column->addLayout(buttons);
  column->addWidget(buildMaking());
  auto* layout = new QVBoxLayout(this);
  auto* row = new QHBoxLayout;  // an alignment would take the wrapped words' height
  row->addStretch(1);
  row->addWidget(card);
  row->addStretch(1);
  layout->addStretch(2);
  layout->addLayout(row);
  layout->addStretch(3);
}

QWidget* QueueCard::buildChoices() {
  auto* choices = new QWidget;
  auto* form = new QFormLayout(choices);
  form->setContentsMargins(0, 0, 0, 0);
  form->setSpacing(Theme::spacing(2));
  form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
  m_other = named(new QComboBox, "reviewOther");
  m_auditBeats = named(new QSpinBox, "auditBeats");
  m_auditBeats->setRange(10, 10'000);
  m_auditBeats->setSingleStep(50);
  m_auditBeats->setValue(ReviewChoice().auditBeats);
  m_seed = named(new QSpinBox, "auditSeed");
  m_seed->setRange(1, 1'000'000);
  m_seed->setToolTip(
      tr("The same seed draws the same beats and keeps their verdicts; more beats lengthen the sample."));
  m_otherLabel = new QLabel(tr("Compare with"));
  m_auditLabel = new QLabel(tr("Beats to draw"));
  m_seedLabel = new QLabel(tr("Seed"));
  form->addRow(m_otherLabel, m_other);
  form->addRow(m_auditLabel, m_auditBeats);
  form->addRow(m_seedLabel, m_seed);
  for (auto [label, field] : {std::pair<QLabel*, QWidget*>{m_otherLabel, m_other},
                              {m_auditLabel, m_auditBeats},
                              {m_seedLabel, m_seed}}) {
    label->setBuddy(field);
    field->setMinimumWidth(Theme::spacing(35));
  }
  return choices;
}

QWidget* QueueCard::buildMaking() {
  m_making = named(new QWidget, "reviewMaking");
  m_progress = new QProgressBar;
  m_progress->setTextVisible(false);
  m_progressText = named(roleLabel("small"), "reviewMakingText");
  auto* stop = button("stopMaking", tr("Stop"), tr("Stops making the queue"), false);
  connect(stop, &QPushButton::clicked, &m_desk, &ReviewDesk::stopMaking);
  auto* row = new QHBoxLayout(m_making);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(Theme::spacing(3));
  auto* column = new QVBoxLayout;
  column->setSpacing(Theme::spacing(1));
  column->addWidget(m_progress);
  column->addWidget(m_progressText);
  row->addLayout(column, 1);
  row->addWidget(stop);
  return m_making;
}

void QueueCard::setKind(ReviewKind kind) {
  m_kind = kind;
  refresh();
}

void QueueCard::make(const ReviewChoice& chosen) {
  const std::size_t lost = m_desk.verdictsLostBy(m_kind, chosen);
  if (lost > 0) return askToLose(lost, chosen);
  begin(m_kind, chosen);
}

void QueueCard::begin(ReviewKind kind, const ReviewChoice& chosen) {
  emit makingBegins();
  m_desk.make(kind, chosen);
}

void QueueCard::askToLose(std::size_t verdicts, const ReviewChoice& chosen) {
  const QString words =
      m_kind == ReviewKind::Audit
          ? tr("Verdicts of the audit that will be lost: %1. The same seed with as many beats or more keeps "
               "them.")
          : tr("Verdicts of this queue that will be lost: %1. Labels that were changed stay.");
  auto* box = named(new QMessageBox(QMessageBox::Question, tr("Start over?"),
                                    words.arg(groupedNumber(verdicts)), QMessageBox::Cancel, this),
                    "startOverQuestion");
  box->setAttribute(Qt::WA_DeleteOnClose);
  auto* yes = named(box->addButton(tr("Start over"), QMessageBox::DestructiveRole), "startOverAnyway");
  connect(yes, &QPushButton::clicked, this, [this, kind = m_kind, chosen] { begin(kind, chosen); });
  box->open();
}

ReviewChoice QueueCard::choice() const {
  return {.other = m_other->currentText(),
          .auditBeats = m_auditBeats->value(),
          .seed = static_cast<std::uint64_t>(m_seed->value())};
}

void QueueCard::makeIfSimple() {
  const bool isSimple = m_kind != ReviewKind::Suspects && m_kind != ReviewKind::Audit &&
                        (m_kind != ReviewKind::OtherAnnotator || m_other->count() == 1);
  if (isSimple && !m_desk.making() && m_desk.whyNot(m_kind).isEmpty()) make(choice());
}

QString QueueCard::sentence() const {
  const QString reason = m_desk.whyNot(m_kind);
  if (!reason.isEmpty()) return reviewPurpose(m_kind) + QLatin1Char('\n') + reason;
  const ReviewWork* work = m_desk.work(m_kind);
  if (work && work->queue()->size() == 0)
    return reviewPurpose(m_kind) + QLatin1Char('\n') +
           tr("Nothing to look at: when it was made, no beat was so.");
  if (m_kind == ReviewKind::Suspects && !m_desk.hasOutOfFold())
    return reviewPurpose(m_kind) + QLatin1Char('\n') + m_desk.costOfSuspects();
  return reviewPurpose(m_kind);
}

QString QueueCard::makeWords() const {
  if (m_desk.work(m_kind)) return tr("Start over");
  switch (m_kind) {
    case ReviewKind::Suspects:
      return tr("Find suspects");
    case ReviewKind::OtherAnnotator:
      return tr("Compare");
    case ReviewKind::Audit:
      return tr("Draw the sample");
    default:
      return tr("Make the queue");
  }
}

void QueueCard::refreshOthers() {
  QStringList others = m_session.annotators();
  others.removeAll(m_session.annotator());
  QStringList listed;
  for (int row = 0; row < m_other->count(); ++row) listed << m_other->itemText(row);
  if (others == listed) return;
  m_other->clear();
  m_other->addItems(others);
}

void QueueCard::refresh() {
  refreshOthers();
  const ReviewWork* work = m_desk.work(m_kind);
  const bool canMake = m_desk.whyNot(m_kind).isEmpty();
  const bool isMaking = m_desk.making().has_value();
  m_title->setText(reviewTitle(m_kind));
  m_sentence->setText(sentence());
  for (QWidget* field : {static_cast<QWidget*>(m_otherLabel), static_cast<QWidget*>(m_other)})
    field->setVisible(m_kind == ReviewKind::OtherAnnotator && canMake);
  for (QWidget* field : {static_cast<QWidget*>(m_auditLabel), static_cast<QWidget*>(m_auditBeats),
                         static_cast<QWidget*>(m_seedLabel), static_cast<QWidget*>(m_seed)})
    field->setVisible(m_kind == ReviewKind::Audit && canMake);
  const bool isBegun = work && work->queue()->size() > 0;
  m_continue->setVisible(isBegun && !isMaking);
  m_make->setText(makeWords());
  m_make->setVisible(canMake && !isMaking);
  if (m_make->property("primary").toBool() == isBegun) {
    m_make->setProperty("primary", !isBegun);
    m_make->style()->unpolish(m_make);
    m_make->style()->polish(m_make);
  }
  m_askModel->setVisible(m_kind == ReviewKind::Suspects && canMake && !isMaking && m_session.predictions());
  m_making->setVisible(isMaking);
  showProgress();
}

void QueueCard::showProgress() {
  if (!m_desk.making()) return;
  double fraction = -1;
  QString text = tr("Making the queue of %1").arg(reviewTitle(m_desk.making()->kind).toLower());
  for (const JobInfo& job : m_session.jobs().jobs()) {
    if (job.id != m_desk.making()->job) continue;
    fraction = job.fraction;
    text = job.isStopping ? tr("Stopping …") : job.text;
    if (job.secondsLeft >= 0 && !job.isStopping) text += tr(", %1 left").arg(durationText(job.secondsLeft));
  }
  m_progress->setRange(0, fraction < 0 ? 0 : 1000);
  if (fraction >= 0) m_progress->setValue(static_cast<int>(fraction * 1000));
  m_progressText->setText(text);
}

}  // namespace ectopy::ui
