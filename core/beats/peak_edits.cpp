#include "core/beats/peak_edits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <set>
#include <unordered_map>

#include "core/base/error.h"
#include "core/base/hashing.h"
#include "core/beats/cutting.h"
#include "core/beats/owned_columns.h"
#include "core/beats/peak_correction.h"
#include "core/beats/recording_cut.h"

namespace ectopy {
namespace {

constexpr double kNearestSeconds = 0.1;  // no heart beats twice within

template <typename Value>
void take(std::vector<Value>& column, std::span<const Value> from, std::size_t size, Value otherwise) {
  column.reserve(size);
  column.assign(from.begin(), from.begin() + static_cast<std::ptrdiff_t>(std::min(from.size(), size)));
  column.resize(size, otherwise);
}

/// As they are in `from`, which may have more or fewer places.
OwnedColumns columnsOf(const BeatSet& from, std::size_t places) {
  constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();
  const BeatColumns& columns = from.columns();
  OwnedColumns made;
  take(made.samples, columns.samples, places * from.length(), 0.0F);
  take(made.classes, columns.classes, places, kUnlabelled);
  take(made.records, columns.records, places, BeatColumns::kNoRecord);
  take(made.rSamples, columns.rSamples, places, std::int64_t{-1});
  take(made.rrBefore, columns.rrBefore, places, kUnknown);
  take(made.rrAfter, columns.rrAfter, places, kUnknown);
  take(made.fileParts, columns.fileParts, places, FilePart::None);
  take(made.features, columns.features, places * from.facts().features.size(), 0.0F);
  return made;
}

/// Fills rows of a set under way.
class Rows {
 public:
  Rows(OwnedColumns& columns, const BeatSet& base)
      : m_columns(columns), m_base(base), m_features(base.facts().features.size()) {}

  void copy(BeatIndex to, const BeatSet& set, BeatIndex from) {
    const BeatColumns& columns = set.columns();
    m_columns.rSamples[to] = columns.rSamples[from];
    m_columns.rrBefore[to] = columns.rrBefore[from];
    m_columns.rrAfter[to] = columns.rrAfter[from];
    std::ranges::copy(set.beat(from), m_columns.samples.begin() + at(to, m_base.length()));
    std::ranges::copy(set.featuresOf(from), m_columns.features.begin() + at(to, m_features));
  }

  void clear(BeatIndex place, const BeatPeak& peak) {
    constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();
    m_columns.records[place] = peak.record;
    m_columns.rSamples[place] = peak.sample;
    m_columns.rrBefore[place] = m_columns.rrAfter[place] = kUnknown;
    m_columns.classes[place] = kUnlabelled;
    std::fill_n(m_columns.samples.begin() + at(place, m_base.length()), m_base.length(), 0.0F);
    std::fill_n(m_columns.features.begin() + at(place, m_features), m_features, 0.0F);
  }

  /// What the file says of the beat, which a set before may have taken away.
  void takeClass(BeatIndex place) {
    m_columns.classes[place] = place < m_base.size() ? m_base.columns().classes[place] : kUnlabelled;
  }

 private:
  static std::ptrdiff_t at(BeatIndex place, std::size_t width) {
    return static_cast<std::ptrdiff_t>(std::size_t{place} * width);
  }

  OwnedColumns& m_columns;
  const BeatSet& m_base;
  std::size_t m_features;
};

/// Edits that fit the base: otherwise rows would be written that are not there.
void requireFitting(const BeatSet& base, const PeakEdits& edits) {
  std::size_t next = base.size();
  for (const auto& [place, peak] : edits) {
    const bool isOfRecord = peak.record < base.facts().records.size();
    const bool isSame = place >= base.size() || base.columns().records[place] == peak.record;
    if (!isOfRecord || !isSame || peak.sample < -1 || (place >= base.size() && place != next++))
      throw Error(fmt::format("\"{}\": the corrected R peak of beat {} is of other beats.", base.facts().name,
                              place));
  }
}

std::size_t placesOf(const BeatSet& base, const PeakEdits& edits) {
  return edits.empty() ? base.size() : std::max<std::size_t>(base.size(), edits.rbegin()->first + 1U);
}

std::string fingerprintOf(const BeatSet& base, const PeakEdits& edits) {
  Sha256 hash;
  hash.add(fmt::format("R peaks 1 {}\n", base.fingerprint()));
  for (const auto& [place, peak] : edits)
    hash.add(fmt::format("{} {} {}\n", place, peak.record, peak.sample));
  return hash.finish();
}

PeakEdits editsOf(const BeatSet& beats) {
  return beats.overlay() ? beats.overlay()->edits : PeakEdits();
}

/// Records that have other edits in one than in the other.
std::set<std::uint32_t> differingRecords(const PeakEdits& one, const PeakEdits& other) {
  std::set<std::uint32_t> records;
  const auto compare = [&records](const PeakEdits& these, const PeakEdits& those) {
    for (const auto& [place, peak] : these) {
      const auto found = those.find(place);
      if (found == those.end() || found->second != peak) records.insert(peak.record);
    }
  };
  compare(one, other);
  compare(other, one);
  return records;
}

/// The places of each record of some.
std::unordered_map<std::uint32_t, std::vector<BeatIndex>> placesIn(const std::set<std::uint32_t>& records,
                                                                   const BeatSet& base,
                                                                   const PeakEdits& edits) {
  std::unordered_map<std::uint32_t, std::vector<BeatIndex>> places;
  for (BeatIndex beat = 0; beat < base.size(); ++beat)
    if (records.contains(base.columns().records[beat])) places[base.columns().records[beat]].push_back(beat);
  for (auto edit = edits.lower_bound(static_cast<BeatIndex>(base.size())); edit != edits.end(); ++edit)
    if (records.contains(edit->second.record)) places[edit->second.record].push_back(edit->first);
  return places;
}

/// The class of all beats of a record, where the task takes it from the record.
std::optional<ClassIndex> diagnosisOf(const BeatSet& base, std::uint32_t record) {
  if (base.cut().task != BeatTask::NormalInfarction) return {};
  for (BeatIndex beat = 0; beat < base.size(); ++beat)
    if (base.columns().records[beat] == record && base.columns().classes[beat] != kUnlabelled)
      return base.columns().classes[beat];
  return {};
}

/// A record's beats at its corrected annotations.
std::shared_ptr<const BeatSet> cutAnew(const BeatSet& base, std::uint32_t record, Recording recording,
                                       std::span<const PeakCorrection> corrections) {
  const BeatCut& cut = base.cut();
  if (const auto marks = recording.annotations.find(cut.annotator); marks != recording.annotations.end())
    marks->second = corrected(std::move(marks->second), corrections, cut.classMap);
  BeatSetBuilder builder;
  cutRecordingCounted(recording, cut, diagnosisOf(base, record), record, builder);
  return std::move(builder).build(base.facts());
}

/// Makes a corrected set from the one before it.
class Recut {
 public:
  Recut(const std::shared_ptr<const BeatSet>& base, const PeakEdits& edits, const BeatSet& before)
      : m_base(base), m_edits(edits), m_before(before), m_columns(columnsOf(before, placesOf(*base, edits))) {
    requireFitting(*base, edits);
  }

  CorrectedBeats make(const RecordingSource& raw, const JobContext& job) && {
    const auto records = differingRecords(m_edits, editsOf(m_before));
    CorrectedBeats made;
    std::size_t done = 0;
    for (const auto& [record, places] : placesIn(records, *m_base, m_edits)) {
      job.throwIfStopped();
      job.report(static_cast<double>(done++) / static_cast<double>(records.size()),
                 m_base->facts().records[record].name);
      fill(places, freshRows(record, raw, job));
      std::ranges::copy_if(places, std::back_inserter(made.changed),
                           [this](BeatIndex place) { return isChanged(place); });
    }
    std::ranges::sort(made.changed);
    made.warnings = std::move(m_warnings);
    if (m_edits.empty()) {
      made.beats = m_base;
      return made;
    }
    auto owner = std::make_shared<const OwnedColumns>(std::move(m_columns));
    made.beats = std::make_shared<const BeatSet>(m_base->facts(), owner->view(), owner,
                                                 fingerprintOf(*m_base, m_edits),
                                                 std::make_shared<const PeakOverlay>(m_base, m_edits));
    return made;
  }

 private:
  /// Null: the record stands as in the base, or can't be cut.
  std::shared_ptr<const BeatSet> freshRows(std::uint32_t record, const RecordingSource& raw,
                                           const JobContext& job) {
    const auto corrections = correctionsOf(*m_base, m_edits, record);
    if (corrections.empty()) return {};
    try {
      return cutAnew(*m_base, record, *raw(record, job), corrections);
    } catch (const Error& error) {
      m_warnings.push_back(fmt::format("Record {}: its R peaks were corrected, but it can't be cut anew: {}",
                                       m_base->facts().records[record].name, error.what()));
      return {};
    }
  }

  void fill(const std::vector<BeatIndex>& places, const std::shared_ptr<const BeatSet>& fresh) {
    std::unordered_map<std::int64_t, BeatIndex> rows;
    if (fresh)
      for (BeatIndex row = 0; row < fresh->size(); ++row) rows.emplace(fresh->columns().rSamples[row], row);
    Rows target(m_columns, *m_base);
    for (const BeatIndex place : places) {
      const auto edit = m_edits.find(place);
      const bool isOfFile = place < m_base->size();
      const BeatPeak peak = edit != m_edits.end() ? edit->second
                                                  : BeatPeak{m_base->columns().records[place],
                                                             m_base->columns().rSamples[place]};
      const auto row = peak.sample < 0 ? rows.end() : rows.find(peak.sample);
      if (peak.sample < 0 || !isOfFile) target.clear(place, peak);
      if (peak.sample < 0) continue;
      target.takeClass(place);
      if (row != rows.end())
        target.copy(place, *fresh, row->second);
      else if (isOfFile)
        target.copy(place, *m_base, place);
      if (row == rows.end()) m_columns.rSamples[place] = peak.sample;
    }
  }

  bool isChanged(BeatIndex place) const {
    const BeatColumns& was = m_before.columns();
    if (place >= was.classes.size() || m_columns.rSamples[place] != was.rSamples[place]) return true;
    const auto isSame = [place](const auto& one, const auto& other, std::size_t width) {
      const auto first = static_cast<std::ptrdiff_t>(place * width);
      const auto count = static_cast<std::ptrdiff_t>(width);
      return std::equal(one.begin() + first, one.begin() + first + count, other.begin() + first);
    };
    return !isSame(m_columns.samples, was.samples, m_base->length()) ||
           !isSame(m_columns.features, was.features, m_base->facts().features.size());
  }

  std::shared_ptr<const BeatSet> m_base;
  const PeakEdits& m_edits;
  const BeatSet& m_before;
  OwnedColumns m_columns;
  std::vector<std::string> m_warnings;
};

/// A record's beats at its corrected annotations, as far as their times go.
struct Planned {
  std::vector<Annotation> annotations;
  std::vector<BeatMark> marks;
  CutPlan plan;
};

Planned planOf(const BeatSet& base, const PeakEdits& edits, std::uint32_t record,
               const Recording& recording) {
  const BeatCut& cut = base.cut();
  Planned planned;
  if (const auto marks = recording.annotations.find(cut.annotator); marks != recording.annotations.end())
    planned.annotations = corrected(marks->second, correctionsOf(base, edits, record), cut.classMap);
  const double rate = recording.sampleRateHz;
  planned.marks = beatMarks(planned.annotations, rate, cut, {});
  planned.plan = planCut(cut, {.annotations = planned.annotations,
                               .marks = planned.marks,
                               .annotationHz = rate,
                               .signalHz = cutRateHz(cut),
                               .signalSize = cutSampleCount(recording.sampleCount, rate, cut)});
  return planned;
}

void requireAlone(const Planned& planned, std::size_t mark, double rate) {
  const auto distance = [&](std::size_t other) {
    return static_cast<double>(std::abs(planned.marks[other].sample - planned.marks[mark].sample)) / rate;
  };
  for (const std::size_t other : {mark - 1, mark + 1})
    if (other < planned.marks.size() && distance(other) <= kNearestSeconds)
      throw Error(fmt::format("Another beat is annotated {:.0f} ms from there.", 1000 * distance(other)));
}

/// The samples that a beat is cut from must be there.
void requireNoGap(const Lead& lead, const BeatPlace& place, double rate, const BeatCut& cut) {
  constexpr double kFilterSeconds = 0.05;  // a resampling filter's reach
  const double perSample = rate / cutRateHz(cut);
  const double reach = perSample == 1 ? 0 : kFilterSeconds * rate;
  const auto inside = [&](double sample) {
    return static_cast<std::size_t>(std::clamp(sample, 0.0, static_cast<double>(lead.samples.size())));
  };
  const std::size_t end = inside(std::ceil(static_cast<double>(place.end) * perSample + reach));
  for (std::size_t i = inside(static_cast<double>(place.start) * perSample - reach); i < end; ++i)
    if (lead.samples[i] == Samples::kMissing)
      throw Error("Samples of the record are missing there: no beat can be cut.");
}

[[noreturn]] void refuseToCut(const Planned& planned, std::size_t mark, const BeatCut& cut) {
  if (cut.rule == CutRule::Kaggle && planned.marks[mark].annotation + 1 >= planned.annotations.size())
    throw Error("No annotation follows in the record, so rule \"kaggle\" knows no end of a beat there.");
  if (planned.marks.size() < 2)
    throw Error("No other beat is near, so that a beat there has no RR interval.");
  throw Error("A beat there would reach beyond the record.");
}

void requireCuttableAt(const BeatSet& base, std::int64_t sample, const Planned& planned,
                       const Recording& recording, const Lead& lead) {
  if (sample >= recording.sampleCount)
    throw Error(fmt::format("A beat can't stand at sample {}: record {} has {}.", sample, recording.name,
                            recording.sampleCount));
  const auto found = std::ranges::find(planned.marks, sample, &BeatMark::sample);
  if (found == planned.marks.end())
    throw Error(fmt::format("Record {}: its annotations \"{}\" are not what its beats were cut at.",
                            recording.name, base.cut().annotator));
  const auto mark = static_cast<std::size_t>(found - planned.marks.begin());
  requireAlone(planned, mark, recording.sampleRateHz);
  const auto place = std::ranges::find(planned.plan.places, mark, &BeatPlace::mark);
  if (place == planned.plan.places.end()) refuseToCut(planned, mark, base.cut());
  requireNoGap(lead, *place, recording.sampleRateHz, base.cut());
}

}  // namespace

void requirePeaksFit(const BeatSet& base, const PeakEdits& edits, std::span<const BeatIndex> places,
                     const Recording& recording) {
  if (base.cut().rule == CutRule::Given)
    throw Error("R peaks can be corrected only of beats that were cut from records, found cut beats.");
  std::optional<Planned> planned;
  for (const BeatIndex place : places) {
    const auto edit = edits.find(place);
    if (edit == edits.end() || edit->second.sample < 0) continue;
    const std::uint32_t record = edit->second.record;
    const RecordInfo& info = base.facts().records.at(record);
    const auto lead = findLead(recording, info.leadName);
    if (recording.leads.empty() || !(recording.sampleRateHz > 0))
      throw Error(fmt::format("Record {}: it has no signal to cut beats from.", recording.name));
    if (!planned) planned = planOf(base, edits, record, recording);
    requireCuttableAt(base, edit->second.sample, *planned, recording, recording.leads[lead.value_or(0)]);
  }
}

CorrectedBeats withPeaks(const std::shared_ptr<const BeatSet>& base, const PeakEdits& edits,
                         const RecordingSource& raw, const JobContext& job,
                         std::shared_ptr<const BeatSet> before) {
  if (!before) before = base;
  return Recut(base, edits, *before).make(raw, job);
}

std::shared_ptr<const BeatSet> asInSource(const std::shared_ptr<const BeatSet>& beats) {
  return beats && beats->overlay() ? beats->overlay()->base : beats;
}

std::vector<ClassIndex> labelsFrom(std::vector<ClassIndex> others, const BeatSet& beats) {
  const std::size_t ofSource = beats.overlay() ? beats.overlay()->base->size() : beats.size();
  others.resize(ofSource, kUnlabelled);
  others.resize(beats.size(), kUnlabelled);
  return others;
}

CorrectedBeats withPeaks(const std::shared_ptr<const BeatSet>& base, const PeakEdits& edits,
                         const JobContext& job) {
  if (edits.empty()) return {base, {}, {}};
  const RecordingSource files = [&base](std::uint32_t record, const JobContext& own) {
    return std::make_shared<const Recording>(openRawRecording(*base, record, own));
  };
  return withPeaks(base, edits, files, job);
}

}  // namespace ectopy
