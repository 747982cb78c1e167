#pragma once

#include <cstddef>
#include <memory>

#include "core/workspace/journal_step.h"

namespace ectopy {

/// Where the beats of a journal stand: those of the file, those added, and what was moved or taken away. A
/// beat has its place for ever, also one that is not there any more.
class PeakLedger {
 public:
  /// `file` may be null: then where a beat stands in it is learned from its first change.
  PeakLedger(std::size_t fileBeats, std::shared_ptr<const BeatSet> file);

  /// Places of the file and those given to added beats.
  std::size_t places() const { return m_places; }
  std::size_t fileBeats() const { return m_fileBeats; }
  /// What differs from the file.
  const PeakEdits& edits() const { return m_edits; }
  /// sample -1: it is not there, or where it stands is not known.
  BeatPeak peakOf(BeatIndex place) const;
  bool isAbsent(BeatIndex place) const;
  /// Where the file has it; sample -1: not at all, or that is not known.
  BeatPeak fileOf(BeatIndex place) const;
  /// The changes that lead to other edits of the same beats.
  std::vector<PeakChange> changesTo(const PeakEdits& wanted) const;
  /// Throws Error, as the end of a sentence, when it does not fit what is there.
  void apply(const PeakChange& change);

  /// Throws Error unless a beat (`beat`; none of them: a new one) can stand there: no other one of the record
  /// within 0.1 s, and where the file's beats stand is known.
  void requireFree(const BeatPeak& peak, BeatIndex beat) const;

 private:
  void requireFits(const PeakChange& change) const;

  std::size_t m_fileBeats;
  std::size_t m_places;
  std::shared_ptr<const BeatSet> m_file;
  PeakEdits m_learned;  // of the file, where it is not at hand
  PeakEdits m_edits;
};

}  // namespace ectopy
