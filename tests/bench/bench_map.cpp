#include <fmt/format.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QWheelEvent>
#include <algorithm>

#include "core/beats/seeded_random.h"
#include "ui/evaluate/beat_map.h"
#include "ui/theme/theme.h"

using namespace ectopy;
using namespace ectopy::ui;

namespace {

constexpr std::size_t kBeats = 109446;  // of MIT-BIH
constexpr int kFrames = 300;

std::shared_ptr<const std::vector<MapPoint>> heaps() {
  SeededRandom random(1);
  auto places = std::make_shared<std::vector<MapPoint>>();
  for (std::size_t beat = 0; beat < kBeats; ++beat) {
    const auto heap = static_cast<float>(beat % 37);
    const auto apart = [&] { return static_cast<float>(random.uniform() + random.uniform() - 1); };
    places->push_back(
        {7 * std::cos(heap) * std::sqrt(heap) + apart(), 7 * std::sin(heap) * std::sqrt(heap) + apart()});
  }
  return places;
}

MapLook looks() {
  MapLook look;
  for (BeatIndex beat = 0; beat < kBeats; ++beat) {
    look.order.push_back(beat);
    look.colours.push_back(beat % 5 == 0 ? 0xffd55e00 : 0xff0072b2);
  }
  return look;
}

template <typename Work>
void measure(const char* name, const Work& work) {
  std::vector<double> ms;
  for (int frame = 0; frame < kFrames; ++frame) {
    QElapsedTimer timer;
    timer.start();
    work(frame);
    ms.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
  }
  std::ranges::sort(ms);
  fmt::print("{:<28} median {:6.2f} ms   p99 {:6.2f} ms   max {:6.2f} ms\n", name, ms[kFrames / 2],
             ms[kFrames * 99 / 100], ms.back());
}

}  // namespace

/// How long a frame of a map of 109 446 beats takes while it is zoomed, moved and hovered over.
int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication app(argc, argv);
  Theme::instance().apply(ThemeMode::Dark);
  BeatMap map;
  map.resize(1100, 700);
  map.setPlaces(heaps(), true);
  map.setLook(looks());
  map.show();
  QImage image(map.size(), QImage::Format_RGB32);
  const auto draw = [&] { map.render(&image); };
  draw();
  measure("zoom by wheel", [&](int frame) {
    const QPointF at(550 + frame % 50, 350);
    QWheelEvent wheel(at, at, {}, {0, frame % 40 < 20 ? 120 : -120}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&map, &wheel);
    draw();
  });
  map.showAll();
  measure("move by key", [&](int frame) {
    QKeyEvent key(QEvent::KeyPress, frame % 20 < 10 ? Qt::Key_Left : Qt::Key_Right, Qt::NoModifier);
    QCoreApplication::sendEvent(&map, &key);
    draw();
  });
  map.showAll();
  measure("hover", [&](int frame) {
    const QPointF at(200 + 2 * frame, 350);
    QMouseEvent move(QEvent::MouseMove, at, at, Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&map, &move);
    draw();
  });
  return 0;
}
