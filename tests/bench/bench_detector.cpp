// How well and how fast the QRS detector works: the 48 records of the MIT-BIH Arrhythmia Database against
// their annotations (EC57), clean and with the noise of the Noise Stress Test Database, then a synthetic day
// of one lead at 360 Hz. Usage: bench_detector [record ...]; needs ECTOPY_DATA but for the day.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <numbers>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/evaluation/ec57_text.h"
#include "core/io/wfdb_record.h"
#include "core/signal/qrs_detector.h"

namespace {

using namespace ectopy;

double cpuSeconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

std::vector<float> samplesOf(const Lead& lead) {
  std::vector<float> samples(lead.samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = static_cast<float>(lead.samples[i]);
  return samples;
}

/// Signal power as nst(1) takes it: mean peak-to-peak of 300 QRS complexes, of which the lowest and highest
/// twentieth are left out, squared, by 8.
double qrsPower(const std::vector<float>& samples, const std::vector<Annotation>& beats) {
  std::vector<double> heights;
  for (const Annotation& beat : beats) {
    const bool isBeat = (beat.code >= 1 && beat.code <= 13) || beat.code == 38;
    if (!isBeat || heights.size() == 300 || beat.sample < 18) continue;
    const auto first = samples.begin() + beat.sample - 18;
    const auto [low, high] = std::minmax_element(first, first + 36);
    heights.push_back(static_cast<double>(*high - *low));
  }
  std::sort(heights.begin(), heights.end());
  const std::size_t cut = heights.size() / 20;
  double sum = 0;
  for (std::size_t i = cut; i + cut < heights.size(); ++i) sum += heights[i];
  const double mean = sum / static_cast<double>(heights.size() - 2 * cut);
  return mean * mean / 8;
}

/// Noise power as nst(1) takes it: squared mean of the standard deviations of 300 one-second pieces.
double noisePower(const std::vector<float>& noise) {
  double sum = 0;
  for (std::size_t piece = 0; piece < 300; ++piece) {
    double mean = 0, squares = 0;
    for (std::size_t i = 0; i < 360; ++i) mean += static_cast<double>(noise[piece * 360 + i]) / 360;
    for (std::size_t i = 0; i < 360; ++i)
      squares += std::pow(static_cast<double>(noise[piece * 360 + i]) - mean, 2);
    sum += std::sqrt(squares / 360);
  }
  return std::pow(sum / 300, 2);
}

/// The record with noise in every second stretch of two minutes, from the fifth minute on.
Recording withNoise(Recording recording, const Recording& noise, double decibel) {
  for (std::size_t lead = 0; lead < recording.leads.size(); ++lead) {
    std::vector<float> samples = samplesOf(recording.leads[lead]);
    const std::vector<float> added = samplesOf(noise.leads[lead]);
    const double power = qrsPower(samples, recording.annotations["atr"]);
    const double scale = std::sqrt(power / (noisePower(added) * std::pow(10, decibel / 10)));
    std::vector<std::int16_t> values(samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const std::size_t second = i / 360;
      const bool isNoisy = second >= 300 && (second - 300) / 120 % 2 == 0;
      const double value = static_cast<double>(samples[i]) +
                           (isNoisy ? scale * static_cast<double>(added[i % added.size()]) : 0);
      values[i] = static_cast<std::int16_t>(std::clamp(std::round(value), -32767.0, 32767.0));
    }
    recording.leads[lead].samples = Samples(std::move(values));
  }
  return recording;
}

Ec57Record judge(const Recording& recording) {
  const Detection detection = detectBeats(recording, {}, {});
  std::vector<Annotation> found;
  for (const std::int64_t sample : detection.rSamples) found.push_back({.sample = sample, .code = 1});
  return compareBeats({.name = recording.name,
                       .reference = recording.annotations.at("atr"),
                       .test = found,
                       .sampleRateHz = recording.sampleRateHz,
                       .sampleCount = recording.sampleCount},
                      {});
}

void printGross(const std::string& what, const std::vector<Ec57Record>& records, double seconds) {
  const Ec57Summary summary = summarise(records);
  fmt::print(
      "{:<12} gross Se {:.3f} +P {:.3f}  average Se {:.3f} +P {:.3f}  missed {} extra {} of {}  {:.2f} s "
      "CPU\n",
      what, summary.gross.qrsSe.percent(), summary.gross.qrsPpv.percent(), summary.average.qrsSe.percent(),
      summary.average.qrsPpv.percent(), summary.sum.sum("NSVFQ", "OX"), summary.sum.sum("OX", "NSVFQ"),
      summary.sum.sum("NSVFQ", "NSVFQOX"), seconds);
}

void judgeDatabase(const std::filesystem::path& data, const std::vector<std::string>& only) {
  std::vector<Recording> recordings;
  for (const auto& header : listWfdbRecords(data / "mitdb"))
    if (only.empty() || std::ranges::find(only, header.stem().string()) != only.end())
      recordings.push_back(readWfdbRecord(header, {.verifyChecksums = false}, {}));
  std::vector<Ec57Record> records;
  const double start = cpuSeconds();
  for (const Recording& recording : recordings) records.push_back(judge(recording));
  const double seconds = cpuSeconds() - start;
  fmt::print("record  missed  extra      Se      +P\n");
  for (const Ec57Record& record : records) {
    const Ec57Statistics statistics = statisticsOf(record.cells);
    fmt::print("{:>6}{:8}{:7}{:8.2f}{:8.2f}\n", record.name, record.cells.sum("NSVFQ", "OX"),
               record.cells.sum("OX", "NSVFQ"), statistics.qrsSe.percent(), statistics.qrsPpv.percent());
  }
  printGross("clean", records, seconds);
  for (const std::string kind : {"bw", "ma"}) {
    const Recording noise = readWfdbRecord(data / "nstdb" / kind, {.verifyChecksums = false}, {});
    for (const double decibel : {12.0, 6.0}) {
      records.clear();
      for (const Recording& recording : recordings)
        records.push_back(judge(withNoise(recording, noise, decibel)));
      printGross(fmt::format("{} {:.0f} dB", kind, decibel), records, 0);
    }
  }
}

/// A day of beats at 72 a minute with baseline wander and a little noise, made block by block, so that
/// memory shows what the detector itself keeps.
void timeDay() {
  constexpr double kRate = 360;
  constexpr std::size_t kBlock = 36'000;
  std::vector<float> block(kBlock);
  std::uint32_t random = 1;
  for (std::size_t i = 0; i < kBlock; ++i) {
    const double seconds = static_cast<double>(i) / kRate;
    const double phase = std::fmod(seconds, 60.0 / 72) - 0.4;
    random = random * 1664525U + 1013904223U;
    const double noise = (static_cast<double>(random >> 8) / (1 << 24) - 0.5) * 8;
    block[i] = static_cast<float>(200 * std::exp(-phase * phase / 2e-4) +
                                  50 * std::exp(-std::pow(phase - 0.25, 2) / 4e-3) +
                                  40 * std::sin(2 * std::numbers::pi * 0.2 * seconds) + noise);
  }
  rusage before{}, after{};
  getrusage(RUSAGE_SELF, &before);
  const double start = cpuSeconds();
  QrsDetector detector(kRate, {{}});
  for (int i = 0; i < 864; ++i) {
    const std::span<const float> lead(block);
    detector.push({&lead, 1});
  }
  detector.finish();
  const double seconds = cpuSeconds() - start;
  getrusage(RUSAGE_SELF, &after);
  fmt::print("24 h, one lead, 360 Hz: {} beats in {:.2f} s CPU; memory grew by {} kB\n",
             detector.rSamples().size(), seconds, after.ru_maxrss - before.ru_maxrss);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    timeDay();
    if (const char* data = std::getenv("ECTOPY_DATA")) judgeDatabase(data, {argv + 1, argv + argc});
  } catch (const Error& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
  return 0;
}
