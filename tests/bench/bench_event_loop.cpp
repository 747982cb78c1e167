// How long events wait in the window's event loop while a real training runs. Not a test: prints
// milliseconds.
//   bench_event_loop [SECONDS [DATA]]    DATA: a path; without it mitdb under ECTOPY_DATA, else the demo

#include <QAbstractScrollArea>
#include <QApplication>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QTemporaryDir>
#include <QTimer>
#include <QWheelEvent>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <set>
#include <thread>
#include <vector>

#include "ui/main_window.h"
#include "ui/session/session.h"
#include "ui/theme/theme.h"

using namespace ectopy;
using namespace ectopy::ui;

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kProbeInterval = std::chrono::milliseconds(4);
constexpr int kUserInterval = 80;  // ms between two keys or wheel turns

double millisecondsSince(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// An event that knows when it was sent.
class ProbeEvent : public QEvent {
 public:
  ProbeEvent() : QEvent(QEvent::User) {}
  const Clock::time_point sent = Clock::now();
};

/// Events come from a thread of their own, as input events do; each notes how long it waited.
class DelayProbe : public QObject {
 public:
  DelayProbe() : m_sender([this](const std::stop_token& token) { send(token); }) {}

  std::vector<double> takeDelays() { return std::exchange(m_delays, {}); }

 protected:
  bool event(QEvent* event) override {
    if (event->type() != QEvent::User) return QObject::event(event);
    m_delays.push_back(millisecondsSince(static_cast<ProbeEvent*>(event)->sent));
    return true;
  }

 private:
  void send(const std::stop_token& token) {
    while (!token.stop_requested()) {
      std::this_thread::sleep_for(kProbeInterval);
      QCoreApplication::postEvent(this, new ProbeEvent);
    }
  }

  std::vector<double> m_delays;
  std::jthread m_sender;  // last: stops before the rest goes
};

/// Steps through beats by key and scrolls the gallery, as a user does; times each answer.
class User : public QObject {
 public:
  User(QAbstractScrollArea& gallery, Session& session) : m_gallery(gallery), m_session(session) {
    m_timer.setInterval(kUserInterval);
    connect(&m_timer, &QTimer::timeout, this, &User::act);
    m_timer.start();
  }

  const std::vector<double>& answers() const { return m_answers; }
  std::size_t beatsVisited() const { return m_visited.size(); }

 private:
  void act() {
    const auto start = Clock::now();
    ++m_turn;
    if (m_turn % 3 != 0) {
      QKeyEvent key(QEvent::KeyPress, m_turn % 3 == 1 ? Qt::Key_Right : Qt::Key_Down, Qt::NoModifier);
      QCoreApplication::sendEvent(&m_gallery, &key);
    } else {
      QWidget& viewport = *m_gallery.viewport();
      const QPointF place = viewport.rect().center();
      QWheelEvent wheel(place, viewport.mapToGlobal(place), {}, {0, m_turn % 60 < 30 ? -360 : 360},
                        Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
      QCoreApplication::sendEvent(&viewport, &wheel);
    }
    m_gallery.viewport()->repaint();  // the answer is what can be seen
    m_answers.push_back(millisecondsSince(start));
    if (m_session.currentBeat()) m_visited.insert(*m_session.currentBeat());
  }

  QAbstractScrollArea& m_gallery;
  Session& m_session;
  std::set<BeatIndex> m_visited;
  QTimer m_timer;
  int m_turn = 0;
  std::vector<double> m_answers;
};

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  const auto place = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + place, values.end());
  return values[static_cast<std::size_t>(place)];
}

void print(const char* name, const std::vector<double>& values) {
  std::printf("%-28s p50 %7.2f   p99 %7.2f   max %7.2f ms   (%zu)\n", name, quantile(values, 0.5),
              quantile(values, 0.99), quantile(values, 1), values.size());
  std::fflush(stdout);
}

/// Runs the event loop until the condition holds; the bench is the only window, so waiting is all there is.
template <typename Condition>
bool waitUntil(Condition condition, int timeoutSeconds) {
  QElapsedTimer timer;
  timer.start();
  while (!condition()) {
    if (timer.elapsed() > 1000LL * timeoutSeconds) return false;
    QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

/// The loop as the program runs it, for so long.
void runLoop(double seconds) {
  QTimer::singleShot(static_cast<int>(1000 * seconds), qApp, &QCoreApplication::quit);
  QApplication::exec();
}

void measure(const char* title, double seconds, QAbstractScrollArea& gallery, Session& session) {
  DelayProbe probe;
  runLoop(seconds);
  print((std::string(title) + ", hands off: wait").c_str(), probe.takeDelays());
  User user(gallery, session);
  runLoop(seconds);
  print((std::string(title) + ", in use: wait").c_str(), probe.takeDelays());
  print((std::string(title) + ", in use: answer").c_str(), user.answers());
  std::printf("  (%zu beats visited)\n", user.beatsVisited());
}

TrainingRequest request(const Session& session) {
  TrainingRequest wanted;
  wanted.config.epochs = 1000;
  wanted.config.stopPatience = 1000;
  wanted.splitId = QString::fromStdString(splitChoices(*session.beats()).front().id);
  return wanted;
}

void openData(Session& session, const QStringList& arguments, const QString& folder) {
  const QString data = qEnvironmentVariable("ECTOPY_DATA");
  if (arguments.size() > 2)
    session.open(arguments[2], folder);
  else if (!data.isEmpty())
    session.open(data + QStringLiteral("/mitdb"), folder);
  else
    session.openDemo();
}

}  // namespace

int main(int argc, char** argv) {
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  const QStringList arguments = QApplication::arguments();
  const double seconds = arguments.size() > 1 ? std::max(1.0, arguments[1].toDouble()) : 20;
  const QTemporaryDir folder;
  Theme::instance().apply(ThemeMode::Light);
  Session session;
  QObject::connect(&session, &Session::message, &session, [](const QString& sentence, bool isError) {
    if (isError) std::fprintf(stderr, "%s\n", qPrintable(sentence));
  });
  MainWindow window(session);
  window.resize(1440, 900);
  window.show();
  openData(session, arguments, folder.filePath(QStringLiteral("bench.ectopy")));
  if (!waitUntil([&] { return session.beats() && session.jobs().isIdle(); }, 120)) return 1;
  window.showPage(QStringLiteral("browse"));
  auto* gallery = window.findChild<QAbstractScrollArea*>(QStringLiteral("beatGrid"));
  if (!gallery) return 1;
  std::printf("%zu beats, %u cores, %g s each\n", session.beats()->size(),
              std::thread::hardware_concurrency(), seconds);
  waitUntil([&] { return session.jobs().isIdle(); }, 30);
  measure("idle", seconds, *gallery, session);
  session.startTraining(request(session));
  if (!waitUntil([&] { return session.training().state == TrainingStatus::State::Running; }, 300)) return 1;
  measure("training", seconds, *gallery, session);
  std::printf("training: %.0f beats/s meanwhile, %zu epochs\n", session.training().step.beatsPerSecond,
              session.training().epochs.size());
  session.cancelTraining();
  const auto asked = Clock::now();
  waitUntil([&] { return !session.training().isActive(); }, 60);
  std::printf("cancel was heard after %.0f ms\n", millisecondsSince(asked));
  return 0;
}
