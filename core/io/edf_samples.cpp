#include "core/io/edf_samples.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace ectopy {

namespace {

std::int32_t sample16(const std::byte* bytes) {
  return static_cast<std::int16_t>(std::to_integer<unsigned>(bytes[0]) | std::to_integer<unsigned>(bytes[1])
                                                                             << 8);
}

std::int32_t sample24(const std::byte* bytes) {
  const std::uint32_t value = std::to_integer<std::uint32_t>(bytes[0]) << 8 |
                              std::to_integer<std::uint32_t>(bytes[1]) << 16 |
                              std::to_integer<std::uint32_t>(bytes[2]) << 24;
  return static_cast<std::int32_t>(value) >> 8;
}

/// Where the samples of one signal go.
class SignalPlaces {
 public:
  SignalPlaces(const EdfHeader& header, const EdfSignal& signal, const EdfTimeline& timeline)
      : m_timeline(timeline),
        m_perRecord(signal.samplesPerRecord),
        m_rateHz(header.rateOf(signal)),
        m_count(header.recordCount * m_perRecord) {
    if (timeline.starts.empty()) return;
    // The last record may be rounded to one sample later than the timeline's end.
    for (std::size_t record = 0; record < header.recordCount; ++record) {
      m_count = std::max(m_count, first(record) + m_perRecord);
    }
  }

  std::size_t count() const { return m_count; }
  std::size_t first(std::size_t record) const {
    if (m_timeline.starts.empty()) return record * m_perRecord;
    return static_cast<std::size_t>(std::llround(m_timeline.starts[record] * m_rateHz));
  }

 private:
  const EdfTimeline& m_timeline;
  std::size_t m_perRecord;
  double m_rateHz;
  std::size_t m_count;
};

template <typename Stored, typename Decode>
std::vector<Stored> decode(std::span<const std::byte> records, const EdfHeader& header,
                           const EdfSignal& signal, const SignalPlaces& places, Stored missing,
                           Decode&& decodeSample, const JobContext& job) {
  std::vector<Stored> samples(places.count(), missing);
  const std::size_t width = header.bytesPerSample();
  for (std::size_t record = 0; record < header.recordCount; ++record) {
    job.throwIfStopped();
    const std::byte* from = records.data() + record * header.recordBytes + signal.byteInRecord;
    Stored* to = samples.data() + places.first(record);
    for (std::size_t i = 0; i < signal.samplesPerRecord; ++i) {
      to[i] = static_cast<Stored>(decodeSample(from + i * width));
    }
  }
  return samples;
}

[[noreturn]] void failRecord(std::string_view fileName, std::size_t record, std::string_view expected) {
  throw Error(fmt::format("{}, data record {}: {}.", fileName, record + 1, expected));
}

}  // namespace

EdfTimeline edfTimeline(const EdfHeader& header, const EdfAnnotations& annotations,
                        std::string_view fileName) {
  constexpr double kMostTimesLonger = 32;
  constexpr double kFewSamples = 16e6;
  EdfTimeline timeline;
  const double dataSeconds = static_cast<double>(header.recordCount) * header.recordSeconds;
  timeline.seconds = dataSeconds;
  if (!header.isDiscontinuous || header.recordSeconds == 0) return timeline;
  const std::vector<double>& given = annotations.recordStarts;
  // Half a millisecond: writers round the times of their records.
  constexpr double kRounding = 5e-4;
  double end = 0;
  for (std::size_t record = 0; record < header.recordCount; ++record) {
    if (record >= given.size() || std::isnan(given[record])) {
      failRecord(fileName, record,
                 "expected its start time (the file is marked as discontinuous), found none");
    }
    double start = given[record] - given.front();
    if (start < end - kRounding) {
      failRecord(
          fileName, record,
          fmt::format("expected a start at {:g} s or later, the end of the record before it, found {:g} s",
                      end, start));
    }
    if (start < end + kRounding) start = end;
    timeline.starts.push_back(start);
    end = start + header.recordSeconds;
  }
  double rateHz = 0;
  for (const EdfSignal& signal : header.signalSpecs)
    rateHz += signal.isAnnotations ? 0 : header.rateOf(signal);
  if (end > dataSeconds * kMostTimesLonger && end * rateHz > kFewSamples) {
    throw Error(fmt::format(
        "{}: expected gaps at most {} times as long as the data, found {:.0f} s with {:.0f} s of data.",
        fileName, kMostTimesLonger - 1, end, dataSeconds));
  }
  timeline.seconds = end;
  return timeline;
}

Samples decodeEdfSamples(std::span<const std::byte> records, const EdfHeader& header, const EdfSignal& signal,
                         const EdfTimeline& timeline, const JobContext& job) {
  const SignalPlaces places(header, signal, timeline);
  if (header.isBdf) {
    return Samples(decode<std::int32_t>(records, header, signal, places, Samples::kMissing, sample24, job));
  }
  bool isLowestUsed = false;  // the 16-bit value that Samples keeps for gaps; EDF knows no missing samples
  const auto watched = [&](const std::byte* bytes) {
    const std::int32_t value = sample16(bytes);
    isLowestUsed |= value == Samples::kMissing16;
    return value;
  };
  auto narrow = decode<std::int16_t>(records, header, signal, places, Samples::kMissing16, watched, job);
  if (!isLowestUsed) return Samples(std::move(narrow));
  return Samples(decode<std::int32_t>(records, header, signal, places, Samples::kMissing, sample16, job));
}

}  // namespace ectopy
