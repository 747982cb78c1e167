#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <numeric>

#include "core/workspace/workspace.h"

using namespace ectopy;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBeats = 109446;  // of MIT-BIH
constexpr std::size_t kBulk = 100000;
constexpr std::size_t kKeys = 2000;
const std::string kFingerprint(64, 'a');
const EditSource kMe{"ann", "key", ""};

double processorMs() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto ms = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) * 1e-3;
  };
  return ms(used.ru_utime) + ms(used.ru_stime);
}

struct Milliseconds {
  double wall = 0;
  double processor = 0;
};

template <typename Work>
Milliseconds measure(const Work& work) {
  const double before = processorMs();
  const auto start = std::chrono::steady_clock::now();
  work();
  return {std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count(),
          processorMs() - before};
}

void print(const char* name, const Milliseconds& time, double bar) {
  fmt::print("{:<42} {:9.2f} ms  {:9.2f} ms processor  (bar {} ms)\n", name, time.wall, time.processor, bar);
}

std::vector<ClassIndex> fileLabels() {
  return std::vector<ClassIndex>(kBeats, 0);
}

/// As many steps of one beat each, as somebody with a key makes them.
void fill(Workspace& workspace, std::size_t edits) {
  std::vector<ClassIndex> labels = fileLabels();
  std::vector<JournalStepPointer> steps;
  for (std::size_t i = 0; i < edits; ++i) {
    const auto beat = static_cast<BeatIndex>(i * 7919 % kBeats);
    const auto to = static_cast<ClassIndex>((labels[beat] + 1) % 5);
    steps.push_back(
        std::make_shared<const JournalStep>(JournalStep{.number = static_cast<std::int64_t>(i + 1),
                                                        .who = kMe.who,
                                                        .whenMs = 1772000000000,
                                                        .why = kMe.why,
                                                        .changes = {{beat, labels[beat], to}}}));
    labels[beat] = to;
  }
  workspace.append(steps);
}

LabelJournal opened(const fs::path& folder, std::unique_ptr<Workspace>& workspace) {
  workspace = Workspace::open(folder, kFingerprint);
  return {fileLabels(), workspace->loadJournal()};
}

double at(std::vector<double> sorted, double share) {
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

void pressKeys(Workspace& workspace, LabelJournal& journal) {
  std::vector<double> walls;
  std::vector<double> processors;
  for (std::size_t i = 0; i < kKeys; ++i) {
    const auto beat = static_cast<BeatIndex>(i * 104729 % kBeats);
    const auto to = static_cast<ClassIndex>(((*journal.labels())[beat] + 1) % 5);
    const Milliseconds time = measure([&] {
      const auto step = journal.relabel({&beat, 1}, to, kMe);
      workspace.append({&step, 1});
    });
    walls.push_back(time.wall);
    processors.push_back(time.processor);
  }
  std::ranges::sort(walls);
  std::ranges::sort(processors);
  print("key to disk, median", {at(walls, 0.5), at(processors, 0.5)}, 5);
  print("key to disk, 99 %", {at(walls, 0.99), at(processors, 0.99)}, 16);
}

void editInBulk(Workspace& workspace, LabelJournal& journal) {
  std::vector<BeatIndex> beats(kBulk);
  std::iota(beats.begin(), beats.end(), BeatIndex{0});
  const auto save = [&](const JournalStepPointer& step) { workspace.append({&step, 1}); };
  print("100 000 beats to disk", measure([&] { save(journal.relabel(beats, 5, kMe)); }), 1000);
  print("their undo to disk", measure([&] { save(journal.undo(kMe)); }), 1000);
  print("all as of the middle, to disk",
        measure([&] { save(journal.restore(static_cast<std::int64_t>(journal.steps().size() / 2), kMe)); }),
        1000);
}

}  // namespace

/// bench_journal [EDITS [FOLDER]]: a workspace of that many edits (1 000 000): opened, labelled by key and in
/// bulk.
int main(int argc, char** argv) {
  const std::size_t edits = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1000000;
  const fs::path place = argc > 2 ? fs::path(argv[2]) : fs::temp_directory_path();
  const fs::path folder = place / fmt::format("bench_journal.{}.ectopy", ::getpid());
  fill(*Workspace::open(folder, kFingerprint), edits);
  fmt::print("{} edits of {} beats, {:.1f} MB in {}\n", edits, kBeats,
             static_cast<double>(fs::file_size(folder / "workspace.sqlite")) / 1e6, place.string());
  std::unique_ptr<Workspace> workspace;
  {
    std::unique_ptr<LabelJournal> journal;
    print("open and replay",
          measure([&] { journal = std::make_unique<LabelJournal>(opened(folder, workspace)); }), 1000);
    pressKeys(*workspace, *journal);
    editInBulk(*workspace, *journal);
  }
  workspace.reset();
  fs::remove_all(folder);
}
