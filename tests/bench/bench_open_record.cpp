// Opens a record of 24 hours, 3 leads, 360 Hz; prints milliseconds of wall clock and processor, per format.
// Usage: bench_open_record [FORMAT...]; without: 16 and 212.

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/io/wfdb_record.h"
#include "core/io/wfdb_sample_format.h"

using namespace ectopy;

namespace {

constexpr std::size_t kFrames = std::size_t{24} * 3600 * 360;
constexpr int kRepeats = 7;

double processorMs() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto ms = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
  };
  return ms(usage.ru_utime) + ms(usage.ru_stime);
}

/// Any bytes are samples of any of the plain formats.
std::filesystem::path makeRecord(const std::filesystem::path& folder, const std::string& format) {
  std::ofstream header(folder / "day.hea");
  header << "day 3 360 " << kFrames << "\n";
  for (int lead = 0; lead < 3; ++lead) header << "day.dat " << format << " 200 12 0 0\n";
  std::ofstream data(folder / "day.dat", std::ios::binary);
  std::vector<char> block(1 << 20);
  unsigned state = 1;
  for (char& byte : block) byte = static_cast<char>((state = state * 1664525U + 1013904223U) >> 24U);
  std::uint64_t left = wfdbBytes(std::stoi(format), 3 * kFrames);
  while (left > 0) {
    const std::uint64_t count = std::min<std::uint64_t>(left, block.size());
    data.write(block.data(), static_cast<std::streamsize>(count));
    left -= count;
  }
  return folder / "day.hea";
}

void measure(const std::filesystem::path& folder, const std::string& format) {
  const auto path = makeRecord(folder, format);
  double bestWall = 1e9;
  double bestProcessor = 1e9;
  for (int i = 0; i < kRepeats; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const double startProcessor = processorMs();
    const Recording recording = readWfdbRecord(path, {}, {});
    bestProcessor = std::min(bestProcessor, processorMs() - startProcessor);
    const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - start;
    bestWall = std::min(bestWall, wall.count());
  }
  std::printf("format %-4s 24 h, 3 leads, 360 Hz: %6.0f ms wall, %6.0f ms processor (best of %d)\n",
              format.c_str(), bestWall, bestProcessor, kRepeats);
}

}  // namespace

int main(int argc, char** argv) {
  std::string pattern = (std::filesystem::temp_directory_path() / "bench_open_XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) return EXIT_FAILURE;
  std::vector<std::string> formats(argv + 1, argv + argc);
  if (formats.empty()) formats = {"16", "212"};
  for (const std::string& format : formats) measure(pattern, format);
  std::filesystem::remove_all(pattern);
  return EXIT_SUCCESS;
}
