#include "core/training/thinned_records.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/error.h"
#include "core/beats/context_features.h"
#include "core/beats/rhythm_features.h"
#include "core/beats/seeded_random.h"

namespace ectopy {
namespace {

constexpr std::size_t kFewestEarly = 20;  // S beats of a record that is worth a copy
constexpr std::size_t kEarlyToOther = 3;

/// The beats of one record among a part, in time order, and which of them are S.
struct RecordBeats {
  std::vector<BeatIndex> beats;
  std::vector<std::size_t> early;  // places in `beats`
  std::vector<std::size_t> other;  // N beats next to an early one
};

RecordBeats recordBeats(std::vector<BeatIndex> beats, std::span<const ClassIndex> labels,
                        const BeatColumns& columns, ClassIndex early, ClassIndex normal) {
  std::ranges::sort(beats, {}, [&](BeatIndex beat) { return std::pair(columns.rSamples[beat], beat); });
  beats.erase(std::ranges::unique(beats).begin(), beats.end());
  RecordBeats record{std::move(beats), {}, {}};
  const auto isEarly = [&](std::size_t place) {
    return place < record.beats.size() && labels[record.beats[place]] == early;
  };
  for (std::size_t i = 0; i < record.beats.size(); ++i) {
    if (isEarly(i)) record.early.push_back(i);
    if (labels[record.beats[i]] == normal && (isEarly(i + 1) || isEarly(i - 1))) record.other.push_back(i);
  }
  return record;
}

/// All early beats and some of the others, in time order.
std::vector<BeatIndex> thinned(const RecordBeats& record, SeededRandom& random) {
  std::vector<std::size_t> others = record.other;
  random.shuffle(std::span(others));
  others.resize(std::min(others.size(), record.early.size() / kEarlyToOther));
  std::vector<std::size_t> places = record.early;
  places.insert(places.end(), others.begin(), others.end());
  std::ranges::sort(places);
  std::vector<BeatIndex> beats;
  for (const std::size_t place : places) beats.push_back(record.beats[place]);
  return beats;
}

/// The numbers of beats as if they had been recorded one after the other.
void measureAnew(const BeatSet& beats, std::span<const BeatIndex> kept, std::vector<float>& features) {
  const BeatColumns& columns = beats.columns();
  std::vector<BeatMark> marks(kept.size());
  std::vector<std::int64_t> peaks(kept.size());
  std::vector<double> signal;
  signal.reserve(kept.size() * beats.length());
  const auto peak = std::llround(beats.cut().rOffsetSeconds * beats.cut().sampleRateHz);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    marks[i].rrBefore = columns.rrBefore[kept[i]];
    marks[i].rrAfter = columns.rrAfter[kept[i]];
    peaks[i] = static_cast<std::int64_t>(signal.size()) + peak;
    signal.insert(signal.end(), beats.beat(kept[i]).begin(), beats.beat(kept[i]).end());
  }
  const std::vector<bool> unhurried = unhurriedBeats(marks);
  const auto rhythm = rhythmFeatures(marks);
  const auto shape = shapeFeatures({signal, beats.cut().sampleRateHz, peaks, unhurried});
  const std::size_t rhythmWidth = rhythmFeatureNames().size();
  const std::size_t shapeWidth = shapeFeatureNames().size();
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const auto before = beats.featuresOf(kept[i]);
    std::vector<float> row(before.begin(), before.end());
    const auto ofBeat = [i](const std::vector<float>& rows, std::size_t width) {
      return std::span(rows).subspan(i * width, width);
    };
    putRhythmAndShape(row, ofBeat(rhythm, rhythmWidth), ofBeat(shape, shapeWidth));
    features.insert(features.end(), row.begin(), row.end());
  }
}

}  // namespace

ThinnedBeats thinnedRecords(const BeatSet& beats, std::span<const ClassIndex> labels,
                            std::span<const BeatIndex> part, int copies, std::uint64_t seed) {
  if (beats.facts().features != contextFeatureNames())
    throw Error(
        fmt::format("Setting thinnedCopies: expected beats with the numbers of rule \"context\" beside them, "
                    "\"{}\" has none.",
                    beats.facts().name));
  const auto early = beats.scheme().indexOf("S");
  const auto normal = beats.scheme().indexOf("N");
  ThinnedBeats result;
  if (!early || !normal) return result;
  std::map<std::uint32_t, std::vector<BeatIndex>> perRecord;
  for (const BeatIndex beat : part) {
    if (beats.recordOf(beat) != nullptr) perRecord[beats.columns().records[beat]].push_back(beat);
  }
  SeededRandom random(seed);
  for (auto& [index, members] : perRecord) {
    const RecordBeats record = recordBeats(std::move(members), labels, beats.columns(), *early, *normal);
    if (record.early.size() < kFewestEarly) continue;
    for (int copy = 0; copy < copies; ++copy) {
      const std::vector<BeatIndex> kept = thinned(record, random);
      measureAnew(beats, kept, result.features);
      result.beats.insert(result.beats.end(), kept.begin(), kept.end());
    }
  }
  return result;
}

}  // namespace ectopy
