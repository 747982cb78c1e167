#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "core/io/heartbeat_csv.h"

using namespace ectopy;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLength = 187;
constexpr std::size_t kBytesPerRow = (kLength + 1) * 25;

/// Rows as the published files have them: floats in 0 .. 1, padded with zeros from somewhere on.
HeartbeatRows makeRows(std::size_t count) {
  std::mt19937 random(7);
  std::uniform_real_distribution<float> value(0, 1);
  std::uniform_int_distribution<std::size_t> end(80, kLength);
  HeartbeatRows rows;
  rows.length = kLength;
  rows.samples.reserve(count * kLength);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t used = end(random);
    for (std::size_t k = 0; k < kLength; ++k) rows.samples.push_back(k < used ? value(random) : 0.0F);
    rows.classes.push_back(static_cast<int>(i % 5));
  }
  return rows;
}

struct Seconds {
  double wall = 0;
  double processor = 0;  // user and system, all threads
};

double processorSeconds(int who) {
  rusage used{};
  ::getrusage(who, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

template <typename Work>
Seconds measure(int who, const Work& work) {
  const double before = processorSeconds(who);
  const auto start = std::chrono::steady_clock::now();
  work();
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
          processorSeconds(who) - before};
}

void print(const char* name, const Seconds& seconds, std::size_t bytes) {
  fmt::print("{:<18} {:8.3f} s  {:8.3f} s processor  {:7.2f} GB/s\n", name, seconds.wall, seconds.processor,
             static_cast<double>(bytes) / seconds.wall / 1e9);
}

/// The Python that has pandas; empty when none has.
std::string pandasPython() {
  for (const char* python : {"python3", "/usr/bin/python3"}) {
    if (std::system(fmt::format("{} -c 'import pandas' 2>/dev/null", python).c_str()) == 0) return python;
  }
  return {};
}

/// pandas' own reading alone, its start measured beside it and taken off.
Seconds measurePandas(const std::string& python, const fs::path& path) {
  const auto run = [&](const std::string& code) {
    const std::string command = fmt::format("{} -c \"{}\"", python, code);
    return measure(RUSAGE_CHILDREN, [&] {
      if (std::system(command.c_str()) != 0) fmt::print("pandas failed\n");
    });
  };
  const Seconds start = run("import pandas");
  const Seconds all = run(fmt::format("import pandas; pandas.read_csv('{}', header=None)", path.string()));
  return {all.wall - start.wall, all.processor - start.processor};
}

}  // namespace

/// bench_heartbeat_csv [MEGABYTES]: a file of the published layout read here and by pandas.read_csv.
int main(int argc, char** argv) {
  const std::size_t megabytes = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 400;
  const fs::path folder = fs::temp_directory_path() / fmt::format("bench_heartbeat_csv.{}", ::getpid());
  fs::create_directories(folder);
  const fs::path path = folder / "rows.csv";
  {
    const HeartbeatRows rows = makeRows(std::max<std::size_t>(megabytes * 1000000 / kBytesPerRow, 1));
    writeHeartbeatCsv(path, rows, {});
    if (readHeartbeatCsv(path, kLength, {}).samples != rows.samples) fmt::print("read other numbers\n");
  }
  const std::size_t bytes = fs::file_size(path);
  fmt::print("{:.0f} MB, {} rows\n", static_cast<double>(bytes) / 1e6, bytes / kBytesPerRow);
  Seconds best{1e9, 0};
  for (int repeat = 0; repeat < 5; ++repeat) {
    const Seconds seconds = measure(RUSAGE_SELF, [&] { readHeartbeatCsv(path, kLength, {}); });
    if (seconds.wall < best.wall) best = seconds;
  }
  print("readHeartbeatCsv", best, bytes);
  const std::string python = pandasPython();
  if (python.empty()) {
    fmt::print("no pandas here (python3-pandas): nothing to compare with\n");
  } else {
    const Seconds pandas = measurePandas(python, path);
    print("pandas.read_csv", pandas, bytes);
    fmt::print("{:.1f} times as fast, {:.1f} times less processor time\n", pandas.wall / best.wall,
               pandas.processor / best.processor);
  }
  fs::remove_all(folder);
}
