#pragma once

#include <QCache>
#include <QImage>
#include <QObject>
#include <memory>
#include <vector>

#include "core/beats/beat_set.h"
#include "ui/jobs/job_runner.h"
#include "ui/widgets/thumbnail_painter.h"

namespace ectopy::ui {

/// Thumbnails of one data set, made in the background, the least recently used forgotten first.
class ThumbnailCache : public QObject {
  Q_OBJECT

 public:
  static constexpr qsizetype kDefaultLimitBytes = 64 << 20;

  explicit ThumbnailCache(JobRunner& jobs, QObject* parent = nullptr);
  ~ThumbnailCache() override;

  /// Forgets everything made from other beats.
  void setBeats(std::shared_ptr<const BeatSet> beats);
  /// The same beats but for some rows: only theirs are forgotten.
  void replaceBeats(std::shared_ptr<const BeatSet> beats, const std::vector<BeatIndex>& changed);
  /// Never holds more than this.
  void setLimit(qsizetype bytes);
  qsizetype bytes() const { return m_images.totalCost(); }
  qsizetype count() const { return m_images.count(); }

  /// The thumbnail, or nullptr as long as there is none. Valid until the event loop runs again.
  const QImage* find(BeatIndex beat, const ThumbnailStyle& style);
  /// Makes those of `beats` that are missing, in this order. Replaces what was wanted before: thumbnails
  /// that have been scrolled away are not made any more.
  void want(std::vector<BeatIndex> beats, const ThumbnailStyle& style);

 signals:
  void ready(const std::vector<ectopy::BeatIndex>& beats);

 private:
  struct Key {
    BeatIndex beat;
    ThumbnailStyle style;
    bool operator==(const Key&) const = default;
    friend size_t qHash(const Key& key, size_t seed) {
      return qHashMulti(seed, key.beat, key.style.size.width(), key.style.size.height(), key.style.dpr,
                        key.style.samples, key.style.trace);
    }
  };
  struct Batch {
    std::vector<BeatIndex> beats;
    std::vector<QImage> images;
  };

  void startNextBatch();
  void keep(Batch batch, const ThumbnailStyle& style);
  bool isAnyWanted(const std::vector<BeatIndex>& beats) const;
  void stopRunning();

  JobRunner& m_jobs;
  std::shared_ptr<const BeatSet> m_beats;
  QCache<Key, QImage> m_images;
  std::vector<BeatIndex> m_wanted;
  ThumbnailStyle m_style;
  std::vector<BeatIndex> m_running;  // what the job in flight makes
  int m_job = -1;
  int m_generation = 0;  // rises with each new data set: results of older jobs are dropped
};

}  // namespace ectopy::ui
