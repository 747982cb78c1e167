// Scrolls the gallery over all beats of a data set and walks through them by keys; prints ms a frame.
// Usage: bench_gallery [DATA]; without DATA the mitdb folder of ECTOPY_DATA, or 109 446 made-up beats.

#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QTest>
#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <functional>
#include <vector>

#include "tests/support/data_folder.h"
#include "tests/support/open_session.h"
#include "ui/browse/browse_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/beat_gallery.h"
#include "ui/widgets/beat_grid.h"

using namespace ectopy;
using namespace ectopy::ui;

namespace {

constexpr std::size_t kFrames = 1500;

/// One change and all the painting it causes.
struct Frame {
  double wallMs = 0;
  double cpuMs = 0;  // of this thread: what is left when other programs want the processor too
};

double cpuMsOfThisThread() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

std::array<double, 3> quantilesOf(std::vector<double> milliseconds) {
  std::sort(milliseconds.begin(), milliseconds.end());
  const auto quantile = [&](double share) {
    return milliseconds[static_cast<std::size_t>(share * static_cast<double>(milliseconds.size() - 1))];
  };
  return {quantile(0.5), quantile(0.99), milliseconds.back()};
}

void printFrames(const char* what, const std::vector<Frame>& frames) {
  std::vector<double> wall;
  std::vector<double> cpu;
  for (const Frame& one : frames) {
    wall.push_back(one.wallMs);
    cpu.push_back(one.cpuMs);
  }
  const auto [p50, p99, most] = quantilesOf(std::move(wall));
  const auto [cpu50, cpu99, cpuMost] = quantilesOf(std::move(cpu));
  std::printf("%-40s %5zu frames   ms p50 %6.2f p99 %6.2f max %6.2f   cpu p50 %6.2f p99 %6.2f max %6.2f\n",
              what, frames.size(), p50, p99, most, cpu50, cpu99, cpuMost);
}

Frame frame(const std::function<void()>& change) {
  QElapsedTimer timer;
  timer.start();
  const double cpu = cpuMsOfThisThread();
  change();
  QCoreApplication::processEvents();
  return {static_cast<double>(timer.nsecsElapsed()) / 1e6, cpuMsOfThisThread() - cpu};
}

void scrollAt(BeatGrid& grid, const char* what, int pixels) {
  QScrollBar* bar = grid.verticalScrollBar();
  bar->setValue(0);
  QTest::qWait(50);
  std::vector<Frame> times;
  // Slow speeds go through a stretch of the list, fast ones through all of it.
  while (times.size() < kFrames && bar->value() < bar->maximum()) {
    times.push_back(frame([&] { bar->setValue(bar->value() + pixels); }));
  }
  printFrames(what, times);
}

void scrollWholeList(BeatGrid& grid) {
  const int page = grid.viewport()->height();
  std::printf("%d x %d px, %d px cells\n", grid.viewport()->width(), page, grid.cellWidth());
  scrollAt(grid, "  slow wheel, 20 px a frame", 20);
  scrollAt(grid, "  fast wheel, 120 px a frame", 120);
  scrollAt(grid, "  a page a frame", page);
  scrollAt(grid, "  bar dragged, whole list in 1500 frames",
           std::max(1, grid.verticalScrollBar()->maximum() / static_cast<int>(kFrames)));
}

void walkByKeys(Session& session) {
  BrowsePage page(session);
  page.resize(1440, 900);
  page.show();
  BeatGrid& grid = page.findChild<BeatGallery*>()->grid();
  grid.setFocus();
  session.setCurrentBeat(session.visibleBeats()->front());
  QTest::qWait(500);
  std::vector<Frame> moves;
  std::vector<Frame> labels;
  for (int i = 0; i < 300; ++i) moves.push_back(frame([&] { QTest::keyClick(&grid, Qt::Key_Right); }));
  for (int i = 0; i < 100; ++i) {
    labels.push_back(frame([&] { session.relabel(static_cast<ClassIndex>(i % 2), true); }));
  }
  printFrames("key to picture, moving", moves);
  printFrames("key to picture, labelling", labels);
}

void showFirst(Session& session) {
  std::vector<Frame> times;
  for (int i = 0; i < 10; ++i) {
    times.push_back(frame([&] {
      auto page = std::make_unique<BrowsePage>(session);
      page->resize(1440, 900);
      page->show();
      page->grab();
    }));
  }
  printFrames("Browse page, from nothing to picture", times);
}

}  // namespace

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  const QApplication application(argc, argv);
  Theme::instance().apply(ThemeMode::Light);
  const std::filesystem::path data = argc > 1 ? argv[1] : test::dataFolder() / "mitdb";
  const bool isThere = std::filesystem::exists(data);
  const auto open = isThere ? std::make_unique<test::OpenSession>(data)
                            : std::make_unique<test::OpenSession>(test::makeBeats(109'446));
  open->openModel();
  std::printf("%zu beats\n", open->session.beats()->size());
  BeatGallery gallery(open->session);
  gallery.resize(1440, 900);
  gallery.show();
  for (const int width : {56, 96, 180}) {
    gallery.grid().setCellWidth(width);
    scrollWholeList(gallery.grid());
  }
  gallery.hide();
  walkByKeys(open->session);
  showFirst(open->session);
  return 0;
}
