#include "ui/window/job_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "ui/theme/theme.h"

namespace ectopy::ui {
namespace {

constexpr double kShownAfterSeconds = 0.25;
constexpr int kTickMs = 250;
constexpr int kBarSteps = 1000;

QString timeWords(double seconds) {
  const int whole = std::max(1, static_cast<int>(std::lround(seconds)));
  if (whole < 60) return JobStrip::tr("%1 s left").arg(whole);
  return JobStrip::tr("%1:%2 min left").arg(whole / 60).arg(whole % 60, 2, 10, QChar('0'));
}

}  // namespace

QString stateWords(const JobInfo& job) {
  if (job.isStopping) return JobStrip::tr("stopping");
  QStringList words;
  if (job.isPausing) words << JobStrip::tr("paused");
  if (!job.text.isEmpty()) words << job.text;
  if (job.fraction >= 0) words << JobStrip::tr("%1 %").arg(static_cast<int>(job.fraction * 100));
  if (job.secondsLeft >= 0 && !job.isPausing) words << timeWords(job.secondsLeft);
  return words.join(QStringLiteral(", "));
}

JobStrip::JobStrip(JobRunner& jobs, QWidget* parent)
    : QWidget(parent), m_jobs(jobs), m_idle(new QLabel(tr("Ready"), this)), m_more(new QLabel(this)) {
  setObjectName(QStringLiteral("jobStrip"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(Theme::spacing(2), 0, Theme::spacing(2), 0);
  row->setSpacing(Theme::spacing(4));
  m_idle->setProperty("role", "small");
  row->addWidget(m_idle);
  for (int number = 0; number < kCells; ++number) {
    m_cells[number] = makeCell(number);
    row->addWidget(m_cells[number].widget);
  }
  m_more->setProperty("role", "small");
  row->addWidget(m_more);
  row->addStretch(1);
  m_tick.setInterval(kTickMs);
  connect(&m_tick, &QTimer::timeout, this, &JobStrip::refresh);
  connect(&jobs, &JobRunner::jobsChanged, this, &JobStrip::refresh);
  refresh();
}

JobStrip::Cell JobStrip::makeCell(int number) {
  Cell cell;
  cell.widget = new QWidget(this);
  cell.widget->setObjectName(QStringLiteral("job%1").arg(number));
  cell.title = new QLabel(cell.widget);
  cell.title->setObjectName(QStringLiteral("jobTitle%1").arg(number));
  cell.bar = new QProgressBar(cell.widget);
  cell.bar->setTextVisible(false);
  cell.bar->setFixedWidth(Theme::spacing(40));
  cell.bar->setAccessibleName(tr("Progress"));
  cell.state = new QLabel(cell.widget);
  cell.state->setObjectName(QStringLiteral("jobState%1").arg(number));
  cell.state->setProperty("role", "muted");
  cell.pause = makeButton(number, "jobPause%1", cell.widget, &JobRunner::togglePause);
  cell.stop = makeButton(number, "jobStop%1", cell.widget, &JobRunner::end);
  cell.stop->setIcon(Theme::instance().icon(QStringLiteral("stop")));
  cell.stop->setText(tr("Stop and keep best"));
  auto* row = new QHBoxLayout(cell.widget);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(Theme::spacing(2));
  row->addWidget(cell.title);
  row->addWidget(cell.bar);
  row->addWidget(cell.state);
  row->addWidget(cell.pause);
  row->addWidget(cell.stop);
  return cell;
}

QToolButton* JobStrip::makeButton(int number, const char* name, QWidget* parent,
                                  void (JobRunner::*does)(int)) {
  auto* button = new QToolButton(parent);
  button->setObjectName(QString::fromLatin1(name).arg(number));
  // Between press and release the cell may come to show another job.
  connect(button, &QToolButton::pressed, this,
          [this, number] { m_cells[number].pressed = m_cells[number].job; });
  connect(button, &QToolButton::clicked, this,
          [this, number, does] { (m_jobs.*does)(m_cells[number].pressed); });
  return button;
}

void JobStrip::refresh() {
  const QList<JobInfo> all = m_jobs.jobs();
  QList<JobInfo> shown;
  std::copy_if(all.begin(), all.end(), std::back_inserter(shown),
               [](const JobInfo& job) { return job.secondsElapsed >= kShownAfterSeconds; });
  std::stable_partition(shown.begin(), shown.end(), [](const JobInfo& job) { return job.canPause; });
  for (int number = 0; number < kCells; ++number) {
    Cell& cell = m_cells[number];
    cell.widget->setVisible(number < shown.size());
    if (number < shown.size()) show(cell, shown[number]);
  }
  m_idle->setVisible(shown.isEmpty());
  const auto more = shown.size() - kCells;
  m_more->setVisible(more > 0);
  if (more > 0) m_more->setText(tr("and %n more", nullptr, static_cast<int>(more)));
  if (all.isEmpty()) {
    m_tick.stop();
  } else if (!m_tick.isActive()) {
    m_tick.start();
  }
}

void JobStrip::show(Cell& cell, const JobInfo& job) {
  cell.job = job.id;
  cell.title->setText(job.title);
  cell.state->setText(stateWords(job));
  cell.pause->setVisible(job.canPause);
  cell.pause->setEnabled(!job.isStopping);
  cell.pause->setIcon(
      Theme::instance().icon(job.isPausing ? QStringLiteral("play") : QStringLiteral("pause")));
  cell.pause->setToolTip(job.pauseHint);
  cell.pause->setAccessibleName(job.pauseHint);
  cell.stop->setEnabled(!job.isStopping);
  cell.stop->setToolButtonStyle(job.keepsResult ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
  const QString what = job.keepsResult ? tr("Stop and keep the best so far") : tr("Stop this job");
  cell.stop->setToolTip(what);
  cell.stop->setAccessibleName(what);
  if (job.fraction < 0) {
    cell.bar->setRange(0, 0);
  } else {
    cell.bar->setRange(0, kBarSteps);
    cell.bar->setValue(static_cast<int>(std::clamp(job.fraction, 0.0, 1.0) * kBarSteps));
  }
}

}  // namespace ectopy::ui
