#include "core/workspace/peak_ledger.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

#include "core/base/error.h"
#include "core/workspace/journal_file.h"

namespace ectopy {
namespace {

constexpr double kNearestSeconds = 0.1;  // no heart beats twice within

}  // namespace

PeakLedger::PeakLedger(std::size_t fileBeats, std::shared_ptr<const BeatSet> file)
    : m_fileBeats(fileBeats), m_places(fileBeats), m_file(std::move(file)) {}

BeatPeak PeakLedger::fileOf(BeatIndex place) const {
  if (place >= m_fileBeats) return {};
  if (m_file) return {m_file->columns().records[place], m_file->columns().rSamples[place]};
  const auto found = m_learned.find(place);
  return found == m_learned.end() ? BeatPeak() : found->second;
}

BeatPeak PeakLedger::peakOf(BeatIndex place) const {
  const auto found = m_edits.find(place);
  return found == m_edits.end() ? fileOf(place) : found->second;
}

bool PeakLedger::isAbsent(BeatIndex place) const {
  const auto found = m_edits.find(place);
  return found != m_edits.end() && found->second.sample < 0;
}

void PeakLedger::requireFits(const PeakChange& change) const {
  const bool isSample =
      change.from >= -1 && change.to >= -1 && change.from <= kMaxSample && change.to <= kMaxSample;
  if (change.from == change.to || !isSample)
    throw Error(fmt::format("moves beat {} from {} to {}", change.beat, change.from, change.to));
  if (change.beat > m_places || (change.beat == m_places && change.from >= 0))
    throw Error(fmt::format("names beat {}, there are {}", change.beat, m_places));
  if (change.beat == m_places) return;
  const BeatPeak now = peakOf(change.beat);
  // Without the file, what is not there for certain may stand anywhere.
  const bool isLearned = !m_file && change.beat < m_fileBeats && !m_edits.contains(change.beat) &&
                         !m_learned.contains(change.beat);
  if (isLearned && change.from >= 0) return;
  if (now.record == BeatColumns::kNoRecord || now.record != change.record || now.sample != change.from)
    throw Error(fmt::format("expects beat {} at sample {} of record {}, found it at {} of {}", change.beat,
                            change.from, change.record, now.sample, static_cast<std::int32_t>(now.record)));
}

void PeakLedger::apply(const PeakChange& change) {
  requireFits(change);
  if (m_file && change.record >= m_file->facts().records.size())
    throw Error(fmt::format("names record {}, there are {}", change.record, m_file->facts().records.size()));
  if (change.beat == m_places) ++m_places;
  if (!m_file && change.beat < m_fileBeats) m_learned.try_emplace(change.beat, change.record, change.from);
  const BeatPeak to{change.record, change.to};
  if (change.beat < m_fileBeats && to == fileOf(change.beat))
    m_edits.erase(change.beat);
  else
    m_edits.insert_or_assign(change.beat, to);
}

std::vector<PeakChange> PeakLedger::changesTo(const PeakEdits& wanted) const {
  std::vector<PeakChange> changes;
  const auto add = [&](BeatIndex place, const BeatPeak& to) {
    const BeatPeak now = peakOf(place);
    if (now.sample != to.sample) changes.push_back({place, now.record, now.sample, to.sample});
  };
  for (const auto& [place, peak] : m_edits)
    if (!wanted.contains(place)) add(place, fileOf(place));
  for (const auto& [place, peak] : wanted) add(place, peak);
  return changes;
}

void PeakLedger::requireFree(const BeatPeak& peak, BeatIndex beat) const {
  if (!m_file || peak.record >= m_file->facts().records.size())
    throw Error("R peaks can be corrected only of beats that were cut from records, found cut beats.");
  if (peak.sample < 0) throw Error("A beat can't stand before its record begins.");
  if (peak.sample > kMaxSample) throw Error("A beat can't stand after its record ended.");
  const double rate = m_file->facts().records[peak.record].sampleRateHz;
  const auto nearest = static_cast<std::int64_t>(std::floor(kNearestSeconds * rate));
  for (BeatIndex other = 0; other < m_places; ++other) {
    if (other == beat) continue;
    // The file's own place first: most beats stand there, in other records.
    if (other < m_fileBeats && m_file->columns().records[other] != peak.record) continue;
    const BeatPeak there = peakOf(other);
    if (there.record != peak.record || there.sample < 0) continue;
    const std::int64_t distance = std::abs(there.sample - peak.sample);
    if (distance <= nearest)
      throw Error(fmt::format("Another beat stands {:.0f} ms from there: move or delete that one instead.",
                              1000 * static_cast<double>(distance) / rate));
  }
}

}  // namespace ectopy
