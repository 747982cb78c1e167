#include "core/io/wfdb_flac.h"

#include <FLAC/stream_decoder.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

#include "core/base/error.h"

namespace ectopy {

namespace {

/// A frame of 16384 equal samples in each of 8 channels, the most the streamable subset of FLAC allows, takes
/// no fewer than 1 byte per 8192 samples.
constexpr std::uint64_t kMostSamplesPerByte = 8192;

struct Deleter {
  void operator()(FLAC__StreamDecoder* decoder) const { FLAC__stream_decoder_delete(decoder); }
};

/// What libFLAC's callbacks work on.
struct Stream {
  std::span<const std::byte> bytes;
  std::size_t position = 0;
  std::size_t channelCount = 0;
  int bits = 0;
  std::uint64_t mostSamples = 0;
  std::vector<std::vector<std::int32_t>> channels;
  std::string problem;

  std::uint64_t decoded() const { return channels.front().size(); }
};

Stream& streamOf(void* client) {
  return *static_cast<Stream*>(client);
}

FLAC__StreamDecoderReadStatus onRead(const FLAC__StreamDecoder* /*decoder*/, FLAC__byte* buffer,
                                     std::size_t* size, void* client) {
  Stream& stream = streamOf(client);
  *size = std::min(*size, stream.bytes.size() - stream.position);
  if (*size == 0) return FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM;
  std::memcpy(buffer, stream.bytes.data() + stream.position, *size);
  stream.position += *size;
  return FLAC__STREAM_DECODER_READ_STATUS_CONTINUE;
}

/// Why a decoded frame can't be taken; empty when it can.
std::string problemOf(const FLAC__FrameHeader& header, const Stream& stream) {
  if (header.channels != stream.channelCount) {
    return fmt::format("expected a FLAC stream of {} channels, found {}", stream.channelCount,
                       header.channels);
  }
  if (header.bits_per_sample > static_cast<unsigned>(stream.bits)) {
    return fmt::format("expected FLAC samples of {} bits, found {}", stream.bits, header.bits_per_sample);
  }
  const std::uint64_t samples = (stream.decoded() + header.blocksize) * stream.channelCount;
  if (samples > kMostSamplesPerByte * (stream.bytes.size() + 1)) {
    return fmt::format("expected at most {} samples in a FLAC stream of {} bytes, found more",
                       kMostSamplesPerByte * (stream.bytes.size() + 1), stream.bytes.size());
  }
  return {};
}

FLAC__StreamDecoderWriteStatus onWrite(const FLAC__StreamDecoder* /*decoder*/, const FLAC__Frame* frame,
                                       const FLAC__int32* const samples[], void* client) {
  Stream& stream = streamOf(client);
  if (stream.problem.empty()) stream.problem = problemOf(frame->header, stream);
  if (!stream.problem.empty()) return FLAC__STREAM_DECODER_WRITE_STATUS_ABORT;
  const std::uint64_t left = stream.mostSamples - stream.decoded();
  const std::size_t count = std::min<std::uint64_t>(frame->header.blocksize, left);
  try {
    for (std::size_t i = 0; i < stream.channelCount; ++i) {
      stream.channels[i].insert(stream.channels[i].end(), samples[i], samples[i] + count);
    }
  } catch (const std::bad_alloc&) {  // no exception may pass through libFLAC
    stream.problem = "out of memory";
    return FLAC__STREAM_DECODER_WRITE_STATUS_ABORT;
  }
  return FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE;
}

void onError(const FLAC__StreamDecoder* /*decoder*/, FLAC__StreamDecoderErrorStatus status, void* client) {
  Stream& stream = streamOf(client);
  if (!stream.problem.empty()) return;
  stream.problem = fmt::format("the FLAC stream is broken behind sample {} ({})", stream.decoded(),
                               FLAC__StreamDecoderErrorStatusString[status]);
}

}  // namespace

std::vector<std::vector<std::int32_t>> decodeFlac(std::span<const std::byte> bytes, std::size_t channelCount,
                                                  int bits, std::uint64_t mostSamples,
                                                  std::string_view fileName, const JobContext& job) {
  if (channelCount > FLAC__MAX_CHANNELS) {
    throw Error(fmt::format("{}: expected at most {} signals in a FLAC stream, found {}.", fileName,
                            FLAC__MAX_CHANNELS, channelCount));
  }
  Stream stream{bytes, 0, channelCount, bits, mostSamples, {}, {}};
  stream.channels.resize(channelCount);
  const std::unique_ptr<FLAC__StreamDecoder, Deleter> decoder(FLAC__stream_decoder_new());
  const bool isReady =
      decoder != nullptr &&
      FLAC__stream_decoder_init_stream(decoder.get(), onRead, nullptr, nullptr, nullptr, nullptr, onWrite,
                                       nullptr, onError, &stream) == FLAC__STREAM_DECODER_INIT_STATUS_OK;
  if (!isReady) throw Error(fmt::format("{}: can't start the FLAC decoder.", fileName));
  while (stream.decoded() < mostSamples && stream.problem.empty()) {
    job.throwIfStopped();
    const bool isGoingOn = FLAC__stream_decoder_process_single(decoder.get()) != 0;
    if (!isGoingOn || FLAC__stream_decoder_get_state(decoder.get()) == FLAC__STREAM_DECODER_END_OF_STREAM)
      break;
  }
  if (!stream.problem.empty()) throw Error(fmt::format("{}: {}.", fileName, stream.problem));
  return std::move(stream.channels);
}

}  // namespace ectopy
