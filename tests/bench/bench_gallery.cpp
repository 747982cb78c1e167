// Scrolls the gallery over all beats of a data set and walks through them by keys; prints ms a frame.
// Usage: bench_gallery [DATA]; without DATA the mitdb folder of ECTOPY_DATA, or 109 446 made-up beats.

#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QTest>
#include <algorithm>
#include <cstdio>
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

void printFrames(const char* what, std::vector<double> milliseconds) {
  std::sort(milliseconds.begin(), milliseconds.end());
  const auto quantile = [&](double share) {
    return milliseconds[static_cast<std::size_t>(share * static_cast<double>(milliseconds.size() - 1))];
  };
  std::printf("%-40s %5zu frames  p50 %6.2f  p99 %6.2f  max %6.2f ms\n", what, milliseconds.size(),
              quantile(0.5), quantile(0.99), milliseconds.back());
}

/// The time from a change to all its painting done.
double frame(const std::function<void()>& change) {
  QElapsedTimer timer;
  timer.start();
  change();
  QCoreApplication::processEvents();
  return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

void scrollAt(BeatGrid& grid, const char* what, int pixels) {
  QScrollBar* bar = grid.verticalScrollBar();
  bar->setValue(0);
  QTest::qWait(50);
  std::vector<double> times;
  // Slow speeds go through a stretch of the list, fast ones through all of it.
  while (times.size() < kFrames && bar->value() < bar->maximum()) {
    times.push_back(frame([&] { bar->setValue(bar->value() + pixels); }));
  }
  printFrames(what, std::move(times));
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
  std::vector<double> moves;
  std::vector<double> labels;
  for (int i = 0; i < 300; ++i) moves.push_back(frame([&] { QTest::keyClick(&grid, Qt::Key_Right); }));
  for (int i = 0; i < 100; ++i) {
    labels.push_back(frame([&] { session.relabel(static_cast<ClassIndex>(i % 2), true); }));
  }
  printFrames("key to picture, moving", std::move(moves));
  printFrames("key to picture, labelling", std::move(labels));
}

void showFirst(Session& session) {
  std::vector<double> times;
  for (int i = 0; i < 10; ++i) {
    times.push_back(frame([&] {
      auto page = std::make_unique<BrowsePage>(session);
      page->resize(1440, 900);
      page->show();
      page->grab();
    }));
  }
  printFrames("Browse page, from nothing to picture", std::move(times));
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
