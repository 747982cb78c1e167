#include "ui/widgets/beat_grid.h"

#include <QElapsedTimer>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>
#include <limits>

#include "ui/session/review_desk.h"
#include "ui/theme/theme.h"

namespace ectopy::ui {

namespace {

constexpr std::uint32_t kNowhere = std::numeric_limits<std::uint32_t>::max();
constexpr int kTraceBudgetMs = 5;      // a frame, for traces without a thumbnail
constexpr int kThumbnailDelayMs = 15;  // scrolling asks once a frame, not once a step

QString letterOf(const LabelScheme& scheme, ClassIndex index) {
  const std::string_view code = scheme.codeOf(index);
  return QString::fromUtf8(code.data(), static_cast<qsizetype>(code.size()));
}

}  // namespace

BeatGrid::BeatGrid(Session& session, QWidget* parent)
    : QAbstractScrollArea(parent), m_session(session), m_thumbnails(session.jobs()) {
  setObjectName(QStringLiteral("beatGrid"));
  setAccessibleName(tr("Beats"));
  setFocusPolicy(Qt::StrongFocus);
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
  viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
  m_thumbnailTimer.setSingleShot(true);
  m_thumbnailTimer.setInterval(kThumbnailDelayMs);
  connect(&m_thumbnailTimer, &QTimer::timeout, this, &BeatGrid::wantThumbnails);
  connect(&m_thumbnails, &ThumbnailCache::ready, this, &BeatGrid::updateCells);
  connectSession();
  takeBeats();
}

void BeatGrid::connectSession() {
  connect(&m_session, &Session::dataChanged, this, &BeatGrid::takeBeats);
  connect(&m_session, &Session::beatsRecut, this, &BeatGrid::takeRecut);
  connect(&m_session, &Session::visibleBeatsChanged, this, &BeatGrid::takeVisibleBeats);
  connect(&m_session, &Session::currentBeatChanged, this, &BeatGrid::takeCurrentBeat);
  connect(&m_session, &Session::selectionChanged, this, &BeatGrid::takeSelection);
  connect(&m_session, &Session::labelsChanged, this, &BeatGrid::updateCells);
  connect(&m_session, &Session::predictionsChanged, viewport(), qOverload<>(&QWidget::update));
  connect(&m_session.review(), &ReviewDesk::opinionsHidden, this, [this] {
    viewport()->update();
    describeCurrentBeat();
  });
  connect(&Theme::instance(), &Theme::changed, this, [this] {
    m_cellPainter.forget();
    viewport()->update();
  });
}

void BeatGrid::takeBeats() {
  m_thumbnails.setBeats(m_session.beats());
  m_samplesShown = m_session.beats() ? usualLength(*m_session.beats()) : 0;
  m_anchor.reset();
  takeVisibleBeats();
  verticalScrollBar()->setValue(0);
  takeSelection();
  takeCurrentBeat();
}

void BeatGrid::takeRecut(const std::vector<BeatIndex>& beats) {
  m_thumbnails.replaceBeats(m_session.beats(), beats);
  takeVisibleBeats();
  takeSelection();
  takeCurrentBeat();
}

void BeatGrid::takeVisibleBeats() {
  const auto beats = m_session.beats();
  m_visible = beats ? m_session.visibleBeats() : nullptr;
  m_positions.assign(beats ? beats->size() : 0, kNowhere);
  for (std::size_t i = 0; m_visible && i < m_visible->size(); ++i) {
    m_positions[(*m_visible)[i]] = static_cast<std::uint32_t>(i);
  }
  relayout();
  if (m_current) {
    if (const auto position = positionOf(*m_current)) ensureVisible(*position);
  }
  viewport()->update();
}

void BeatGrid::takeAnchor() {
  // A single beat chosen anywhere, by a step or a label as well, is where the next range begins.
  if (m_session.selection().size() <= 1) m_anchor = m_session.currentBeat();
}

void BeatGrid::takeCurrentBeat() {
  const auto before = m_current;
  m_current = m_session.currentBeat();
  takeAnchor();
  if (m_current == before) return;
  updateCell(before);
  updateCell(m_current);
  if (m_current) {
    if (const auto position = positionOf(*m_current)) ensureVisible(*position);
  }
  describeCurrentBeat();
}

void BeatGrid::takeSelection() {
  takeAnchor();
  const std::vector<bool> before = std::exchange(m_isSelected, std::vector<bool>(m_positions.size(), false));
  for (const BeatIndex beat : m_session.selection()) {
    if (beat < m_isSelected.size()) m_isSelected[beat] = true;
  }
  if (!m_visible || before.size() != m_isSelected.size()) return viewport()->update();
  const std::size_t end = m_layout.endAt(viewport()->height(), scroll());
  for (std::size_t i = m_layout.firstAt(0, scroll()); i < end; ++i) {
    const BeatIndex beat = (*m_visible)[i];
    if (before[beat] != m_isSelected[beat]) updateCell(beat);
  }
}

void BeatGrid::updateCells(const std::vector<BeatIndex>& beats) {
  if (beats.size() > 1000) return viewport()->update();
  for (const BeatIndex beat : beats) updateCell(beat);
  describeCurrentBeat();
}

void BeatGrid::updateCell(std::optional<BeatIndex> beat) {
  if (beat) viewport()->update(framedRect(cellRect(*beat)));
}

void BeatGrid::describeCurrentBeat() {
  if (!m_current || *m_current >= m_positions.size()) return setAccessibleDescription(tr("No beat"));
  const BeatCell cell = cellOf(*m_current);
  const LabelScheme& scheme = m_session.beats()->scheme();
  QString text = tr("Beat %1, class %2").arg(*m_current + 1).arg(letterOf(scheme, cell.label));
  if (cell.isWrong) text += tr(", predicted %1").arg(letterOf(scheme, cell.predicted));
  if (cell.isEdited) text += tr(", edited");
  setAccessibleDescription(text);
}

int BeatGrid::scroll() const {
  return verticalScrollBar()->value();
}

std::optional<std::size_t> BeatGrid::positionOf(BeatIndex beat) const {
  if (beat >= m_positions.size() || m_positions[beat] == kNowhere) return {};
  return m_positions[beat];
}

QRect BeatGrid::cellRect(BeatIndex beat) const {
  const auto position = positionOf(beat);
  return position ? m_layout.cellRect(*position, scroll()) : QRect();
}

std::optional<BeatIndex> BeatGrid::beatAt(QPoint viewportPoint) const {
  const auto position = m_layout.positionAt(viewportPoint, scroll());
  return position && m_visible ? std::optional((*m_visible)[*position]) : std::nullopt;
}

void BeatGrid::setCellWidth(int width) {
  if (width == m_wantedCellWidth) return;
  m_wantedCellWidth = width;
  relayout();
}

void BeatGrid::relayout() {
  const std::size_t count = m_visible ? m_visible->size() : 0;
  const bool wasInView = isCurrentInView();
  const GridLayout before = m_layout;
  const std::size_t first = std::min(count, m_layout.firstAt(m_layout.rowHeight() / 2, scroll()));
  m_layout = GridLayout::fit(viewport()->width(), m_wantedCellWidth, count);
  QScrollBar* bar = verticalScrollBar();
  bar->setRange(0, std::max(0, m_layout.contentHeight() - viewport()->height()));
  bar->setPageStep(viewport()->height());
  bar->setSingleStep(std::max(8, m_layout.rowHeight() / 3));  // a wheel notch is one row

  // The beats on screen stay there when the grid changes its columns.
  const bool isSameRaster = before.columns == m_layout.columns && before.rowHeight() == m_layout.rowHeight();
  if (count > 0 && !isSameRaster) bar->setValue(m_layout.cellRect(first, GridLayout::kGap).top());
  // Who has scrolled away from the current beat is not brought back by a new size.
  if (wasInView) ensureVisible(*positionOf(*m_current));
  m_heightInView = viewport()->height();
  viewport()->update();
  m_thumbnailTimer.start();
}

bool BeatGrid::isCurrentInView() const {
  const auto position = m_current ? positionOf(*m_current) : std::nullopt;
  if (!position) return false;
  const QRect cell = m_layout.cellRect(*position, scroll());
  return cell.bottom() >= 0 && cell.top() < m_heightInView;
}

void BeatGrid::ensureVisible(std::size_t position) {
  const QRect cell = m_layout.cellRect(position, scroll());
  const int height = viewport()->height();
  if (cell.top() < GridLayout::kGap) {
    verticalScrollBar()->setValue(scroll() + cell.top() - GridLayout::kGap);
  } else if (cell.bottom() + GridLayout::kGap >= height) {
    verticalScrollBar()->setValue(scroll() + cell.bottom() + GridLayout::kGap - height + 1);
  }
}

void BeatGrid::resizeEvent(QResizeEvent* event) {
  QAbstractScrollArea::resizeEvent(event);
  relayout();
}

void BeatGrid::scrollContentsBy(int /*dx*/, int dy) {
  // Moves the pixels that stay; only the rows that come in are painted.
  viewport()->scroll(0, dy);
  if (!m_thumbnailTimer.isActive()) m_thumbnailTimer.start();
}

BeatCell BeatGrid::cellOf(BeatIndex beat) const {
  BeatCell cell;
  cell.label = (*m_session.labels())[beat];
  if (const auto predictions = m_session.review().opinions(); predictions && beat < predictions->size()) {
    const ClassIndex predicted = predictions->predicted(beat);
    cell.isWrong = cell.label != kUnlabelled && predicted != cell.label;
    if (cell.isWrong) cell.predicted = predicted;
  }
  cell.isEdited = m_session.isEdited(beat);
  cell.isFlagged = m_session.marks()->flagged(beat);
  cell.isExcluded = m_session.marks()->excluded(beat);
  cell.isSelected = beat < m_isSelected.size() && m_isSelected[beat];
  return cell;
}

ThumbnailStyle BeatGrid::thumbnailStyle() const {
  const QRect trace = traceRect(QRect(0, 0, m_layout.cellWidth, m_layout.cellHeight));
  return {trace.size(), viewport()->devicePixelRatioF(), m_samplesShown,
          Theme::instance().palette().trace.rgb()};
}

void BeatGrid::paintEvent(QPaintEvent* event) {
  QPainter painter(viewport());
  painter.fillRect(event->rect(), Theme::instance().palette().window);
  if (!m_session.beats() || !m_visible) return;
  if (m_visible->empty()) {
    painter.setPen(Theme::instance().palette().mutedText);
    painter.drawText(viewport()->rect(), Qt::AlignCenter, tr("No beat passes this filter."));
    return;
  }
  paintCells(painter, event->region());
  const QRect current = m_current ? cellRect(*m_current) : QRect();
  if (!current.isEmpty()) paintCurrentFrame(painter, current, hasFocus());
}

void BeatGrid::paintCells(QPainter& painter, const QRegion& region) {
  const auto beats = m_session.beats();
  const ThumbnailStyle style = thumbnailStyle();
  m_cellPainter.use(beats->scheme(), {m_layout.cellWidth, m_layout.cellHeight}, style.dpr);
  bool isAnyMissing = false;
  QElapsedTimer clock;
  clock.start();
  const std::size_t end = m_layout.endAt(region.boundingRect().bottom(), scroll());
  for (std::size_t i = m_layout.firstAt(region.boundingRect().top(), scroll()); i < end; ++i) {
    const QRect cell = m_layout.cellRect(i, scroll());
    if (!region.intersects(cell)) continue;
    const BeatIndex beat = (*m_visible)[i];
    m_cellPainter.paint(painter, cell.topLeft(), cellOf(beat));
    const QRect trace = traceRect(cell);
    if (const QImage* thumbnail = m_thumbnails.find(beat, style)) {
      painter.drawImage(trace.topLeft(), *thumbnail);
    } else {
      isAnyMissing = true;
      // Beyond the budget a cell stays without its trace until the thumbnail comes, some frames later.
      if (clock.elapsed() < kTraceBudgetMs) drawThumbnail(painter, trace, beats->beat(beat), style);
    }
  }
  if (isAnyMissing && !m_thumbnailTimer.isActive()) m_thumbnailTimer.start();
}

void BeatGrid::wantThumbnails() {
  if (!m_visible || m_visible->empty() || !isVisible()) return;
  const int height = viewport()->height();
  const auto beatsBetween = [this](int top, int bottom) {
    const std::size_t first = m_layout.firstAt(top, scroll());
    const std::size_t end = std::max(first, m_layout.endAt(bottom, scroll()));
    return std::span(*m_visible).subspan(first, end - first);
  };
  std::vector<BeatIndex> wanted;
  for (const auto part :
       {beatsBetween(0, height), beatsBetween(height, 2 * height), beatsBetween(-height, 0)}) {
    wanted.insert(wanted.end(), part.begin(), part.end());
  }
  m_thumbnails.want(std::move(wanted), thumbnailStyle());
}

}  // namespace ectopy::ui
