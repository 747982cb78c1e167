#include "core/io/wfdb_signal_file.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <thread>

#include "core/io/wfdb_sample_format.h"
#include "core/io/wfdb_unpack.h"

namespace ectopy {

namespace {

constexpr std::size_t kChunkSamples = 8192;                // unpacked at a time: they stay in the cache
constexpr std::size_t kLeastSamplesPerThread = 2'000'000;  // fewer are done before a thread has started

template <typename Value>
constexpr Value kMissingIn = std::numeric_limits<Value>::min();

/// A signal's samples while they are written. A skewed signal gets room before its time 0.
template <typename Value>
class Column {
 public:
  Column(std::size_t frameCount, std::size_t skew)
      : m_skew(std::min(skew, frameCount)),
        m_frameCount(frameCount),
        m_values(std::make_shared_for_overwrite<Value[]>(frameCount + m_skew)) {
    std::fill_n(m_values.get() + frameCount, m_skew, kMissingIn<Value>);
  }

  Value* at(std::size_t frame) const { return m_values.get() + frame; }

  Samples finish() const {
    const std::span<const Value> values(m_values.get() + m_skew, m_frameCount);
    if constexpr (sizeof(Value) > 2) {
      if (auto narrow = narrowed(values)) return Samples(std::move(*narrow));
    }
    return Samples(values, m_values);
  }

 private:
  std::size_t m_skew;
  std::size_t m_frameCount;
  std::shared_ptr<Value[]> m_values;
};

/// Takes every stride-th value; gives the sum of what was stored.
template <typename In, typename Out>
std::uint32_t takeSingles(const In* in, std::size_t stride, std::size_t frameCount, In gap, Out* out) {
  const auto take = [&](auto step) {
    std::uint32_t sum = 0;
    for (std::size_t frame = 0; frame < frameCount; ++frame) {
      const In value = in[frame * step];
      sum += static_cast<std::uint32_t>(value);
      out[frame] = value == gap ? kMissingIn<Out> : static_cast<Out>(value);
    }
    return sum;
  };
  // A stride known to the compiler makes the usual layouts several times faster.
  if (stride == 1) return take(std::integral_constant<std::size_t, 1>());
  if (stride == 2) return take(std::integral_constant<std::size_t, 2>());
  if (stride == 3) return take(std::integral_constant<std::size_t, 3>());
  return take(stride);
}

/// WFDB's mean of a frame: to the nearest, halves up.
std::int64_t roundedMean(std::int64_t sum, std::int64_t count) {
  const std::int64_t raised = sum + count / 2;
  return raised / count - (raised % count < 0 ? 1 : 0);
}

template <typename In, typename Out>
std::uint32_t takeMeans(const In* in, std::size_t stride, std::size_t samplesPerFrame, std::size_t frameCount,
                        In gap, Out* out) {
  std::uint32_t checksum = 0;
  for (std::size_t frame = 0; frame < frameCount; ++frame, in += stride) {
    std::int64_t sum = 0;
    bool isGap = false;
    for (std::size_t i = 0; i < samplesPerFrame; ++i) {
      sum += in[i];
      isGap = isGap || in[i] == gap;
    }
    checksum += static_cast<std::uint32_t>(sum);
    out[frame] = isGap ? kMissingIn<Out>
                       : static_cast<Out>(roundedMean(sum, static_cast<std::int64_t>(samplesPerFrame)));
  }
  return checksum;
}

template <typename In, typename Out>
std::uint32_t take(const In* in, std::size_t stride, std::size_t samplesPerFrame, std::size_t frameCount,
                   In gap, Out* out) {
  if (samplesPerFrame == 1) return takeSingles(in, stride, frameCount, gap, out);
  return takeMeans(in, stride, samplesPerFrame, frameCount, gap, out);
}

template <typename Format>
class Decoder {
 public:
  using Value = typename Format::Value;

  Decoder(std::span<const std::byte> bytes, std::size_t frameCount, std::span<const WfdbStoredSignal> signals,
          int format)
      : m_bytes(bytes),
        m_frameCount(frameCount),
        m_format(format),
        m_frameSize(wfdbFrameSize(signals)),
        m_signals(signals) {
    for (const WfdbStoredSignal& signal : signals) {
      m_columns.emplace_back(signal.isWanted ? frameCount : 0, signal.skew);
    }
  }

  std::vector<DecodedSignal> decode(const JobContext& job) {
    const std::size_t total = m_frameCount * m_frameSize;
    const std::size_t processors = std::max(1U, std::thread::hardware_concurrency());
    const bool isSequential = m_format == 8;
    const std::size_t count =
        isSequential ? 1 : std::clamp<std::size_t>(total / kLeastSamplesPerThread, 1, processors);
    std::vector<Part> parts;
    for (std::size_t i = 0; i < count; ++i) parts.push_back(makePart(i, count));
    {
      std::vector<std::jthread> helpers;
      for (std::size_t i = 1; i < count; ++i) helpers.emplace_back([&, i] { decodePart(parts[i], job); });
      decodePart(parts[0], job);
    }
    job.throwIfStopped();
    return finish(parts);
  }

 private:
  /// What one thread does and needs.
  struct Part {
    std::size_t first = 0;
    std::size_t end = 0;
    std::size_t chunkFrames = 0;
    std::vector<Value> chunk;
    std::vector<std::uint32_t> sums;    // a signal each
    std::vector<std::int32_t> running;  // format 8: a signal's last value
  };

  /// Parts and chunks hold whole units of all packings.
  static constexpr std::size_t kUnitFrames = 6;

  Part makePart(std::size_t index, std::size_t count) const {
    const auto border = [&](std::size_t i) {
      return i == count ? m_frameCount : m_frameCount / count * i / kUnitFrames * kUnitFrames;
    };
    Part part;
    part.first = border(index);
    part.end = border(index + 1);
    const std::size_t units = std::max<std::size_t>(1, kChunkSamples / m_frameSize / kUnitFrames);
    part.chunkFrames = std::min(units * kUnitFrames, part.end - part.first);
    part.chunk.resize(part.chunkFrames * m_frameSize);
    part.sums.resize(m_signals.size());
    for (const WfdbStoredSignal& signal : m_signals) part.running.push_back(signal.initialValue);
    return part;
  }

  void decodePart(Part& part, const JobContext& job) const {
    for (std::size_t first = part.first; first < part.end; first += part.chunkFrames) {
      if (job.isStopRequested()) return;
      const std::size_t frames = std::min(part.chunkFrames, part.end - first);
      const std::size_t offset = wfdbBytes(m_format, first * m_frameSize);
      wfdb_unpack::unpackSamples<Format>(reinterpret_cast<const unsigned char*>(m_bytes.data()) + offset,
                                         m_bytes.size() - offset, frames * m_frameSize, part.chunk.data());
      if constexpr (std::is_same_v<Format, wfdb_unpack::Format8>) sumUp(part, frames);
      for (std::size_t i = 0; i < m_signals.size(); ++i) {
        const WfdbStoredSignal& signal = m_signals[i];
        if (!signal.isWanted) continue;
        part.sums[i] += take(part.chunk.data() + signal.firstInFrame, m_frameSize, signal.samplesPerFrame,
                             frames, Format::kGap, m_columns[i].at(first));
      }
    }
  }

  /// Differences to values. They wrap as WFDB's do.
  void sumUp(Part& part, std::size_t frames) const {
    std::int32_t* value = part.chunk.data();
    for (std::size_t frame = 0; frame < frames; ++frame) {
      for (std::size_t i = 0; i < m_signals.size(); ++i) {
        for (std::size_t k = 0; k < m_signals[i].samplesPerFrame; ++k, ++value) {
          *value = part.running[i] = static_cast<std::int32_t>(static_cast<std::uint32_t>(part.running[i]) +
                                                               static_cast<std::uint32_t>(*value));
        }
      }
    }
  }

  std::vector<DecodedSignal> finish(const std::vector<Part>& parts) const {
    std::vector<DecodedSignal> decoded;
    for (std::size_t i = 0; i < m_signals.size(); ++i) {
      if (!m_signals[i].isWanted) continue;
      std::uint32_t sum = 0;
      for (const Part& part : parts) sum += part.sums[i];
      decoded.push_back({m_columns[i].finish(), static_cast<std::uint16_t>(sum)});
    }
    return decoded;
  }

  std::span<const std::byte> m_bytes;
  std::size_t m_frameCount;
  int m_format;
  std::size_t m_frameSize;
  std::span<const WfdbStoredSignal> m_signals;
  std::vector<Column<Value>> m_columns;
};

template <typename Out>
DecodedSignal arrangeChannel(const std::vector<std::int32_t>& channel, int bits, std::size_t frameCount,
                             const WfdbStoredSignal& signal) {
  const Column<Out> column(frameCount, signal.skew);
  const std::int32_t gap = -(1 << (bits - 1));
  const std::uint32_t sum =
      take(channel.data(), signal.samplesPerFrame, signal.samplesPerFrame, frameCount, gap, column.at(0));
  return {column.finish(), static_cast<std::uint16_t>(sum)};
}

}  // namespace

std::size_t wfdbFrameSize(std::span<const WfdbStoredSignal> signals) {
  return std::accumulate(
      signals.begin(), signals.end(), std::size_t{0},
      [](std::size_t sum, const WfdbStoredSignal& signal) { return sum + signal.samplesPerFrame; });
}

std::vector<DecodedSignal> decodeWfdbSignals(int format, std::span<const std::byte> bytes,
                                             std::size_t frameCount,
                                             std::span<const WfdbStoredSignal> signals,
                                             const JobContext& job) {
  using namespace wfdb_unpack;
  assert(bytes.size() >= wfdbBytes(format, std::uint64_t{frameCount} * wfdbFrameSize(signals)));
  const auto decodeAs = [&](auto packing) {
    return Decoder<decltype(packing)>(bytes, frameCount, signals, format).decode(job);
  };
  switch (format) {
    case 8:
      return decodeAs(Format8());
    case 24:
      return decodeAs(Format24());
    case 32:
      return decodeAs(Format32());
    case 61:
      return decodeAs(Format61());
    case 80:
      return decodeAs(Format80());
    case 160:
      return decodeAs(Format160());
    case 212:
      return decodeAs(Format212());
    case 310:
      return decodeAs(Format310());
    case 311:
      return decodeAs(Format311());
    default:
      assert(format == 16);
      return decodeAs(Format16());
  }
}

std::vector<DecodedSignal> arrangeFlacChannels(std::span<const std::vector<std::int32_t>> channels, int bits,
                                               std::size_t frameCount,
                                               std::span<const WfdbStoredSignal> signals) {
  std::vector<DecodedSignal> arranged;
  for (std::size_t i = 0; i < signals.size(); ++i) {
    if (!signals[i].isWanted) continue;
    arranged.push_back(bits <= 16 ? arrangeChannel<std::int16_t>(channels[i], bits, frameCount, signals[i])
                                  : arrangeChannel<std::int32_t>(channels[i], bits, frameCount, signals[i]));
  }
  return arranged;
}

}  // namespace ectopy
