#include "ui/widgets/thumbnail_cache.h"

#include <algorithm>
#include <set>

namespace ectopy::ui {

namespace {

// Some milliseconds of work: short enough that what is wanted by then is what gets made next.
constexpr std::size_t kBatch = 96;

}  // namespace

ThumbnailCache::ThumbnailCache(JobRunner& jobs, QObject* parent)
    : QObject(parent), m_jobs(jobs), m_images(kDefaultLimitBytes) {}

ThumbnailCache::~ThumbnailCache() {
  if (m_job >= 0) m_jobs.stop(m_job);
}

void ThumbnailCache::setBeats(std::shared_ptr<const BeatSet> beats) {
  if (beats == m_beats) return;
  stopRunning();
  m_beats = std::move(beats);
  m_images.clear();
  m_wanted.clear();
}

void ThumbnailCache::replaceBeats(std::shared_ptr<const BeatSet> beats,
                                  const std::vector<BeatIndex>& changed) {
  stopRunning();
  m_beats = std::move(beats);
  m_wanted.clear();
  const std::set<BeatIndex> gone(changed.begin(), changed.end());
  for (const Key& key : m_images.keys())
    if (gone.contains(key.beat)) m_images.remove(key);
}

void ThumbnailCache::setLimit(qsizetype bytes) {
  m_images.setMaxCost(bytes);
}

const QImage* ThumbnailCache::find(BeatIndex beat, const ThumbnailStyle& style) {
  return m_images.object({beat, style});
}

void ThumbnailCache::want(std::vector<BeatIndex> beats, const ThumbnailStyle& style) {
  m_wanted = std::move(beats);
  if (m_job >= 0 && (!(style == m_style) || !isAnyWanted(m_running))) stopRunning();
  m_style = style;
  if (m_job < 0) startNextBatch();
}

bool ThumbnailCache::isAnyWanted(const std::vector<BeatIndex>& beats) const {
  return std::any_of(beats.begin(), beats.end(), [this](BeatIndex beat) {
    return std::find(m_wanted.begin(), m_wanted.end(), beat) != m_wanted.end();
  });
}

void ThumbnailCache::stopRunning() {
  ++m_generation;
  if (m_job >= 0) m_jobs.stop(m_job);
  m_job = -1;
  m_running.clear();
}

void ThumbnailCache::startNextBatch() {
  if (!m_beats || m_style.size.isEmpty()) return;
  std::vector<BeatIndex> batch;
  for (const BeatIndex beat : m_wanted) {
    if (batch.size() == kBatch) break;
    if (!m_images.contains({beat, m_style})) batch.push_back(beat);
  }
  if (batch.empty()) return;

  m_running = batch;
  const auto work = [beats = m_beats, batch = std::move(batch), style = m_style](const JobContext& job) {
    Batch made;
    for (const BeatIndex beat : batch) {
      job.throwIfStopped();
      made.beats.push_back(beat);
      made.images.push_back(renderThumbnail(beats->beat(beat), style));
    }
    return made;
  };
  const auto done = [this, generation = m_generation, style = m_style](Batch made) {
    if (generation == m_generation) keep(std::move(made), style);
  };
  m_job = m_jobs.start<Batch>({.title = tr("Thumbnails"), .isQuiet = true}, this, work, done);
}

void ThumbnailCache::keep(Batch batch, const ThumbnailStyle& style) {
  for (std::size_t i = 0; i < batch.beats.size(); ++i) {
    const qsizetype cost = batch.images[i].sizeInBytes();
    m_images.insert({batch.beats[i], style}, new QImage(std::move(batch.images[i])), cost);
  }
  m_job = -1;
  m_running.clear();
  emit ready(batch.beats);
  // A cache too small for a screenful would go round for ever.
  std::erase_if(m_wanted, [&](BeatIndex beat) {
    return std::find(batch.beats.begin(), batch.beats.end(), beat) != batch.beats.end();
  });
  if (m_job < 0) startNextBatch();
}

}  // namespace ectopy::ui
