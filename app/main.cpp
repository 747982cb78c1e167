#include <QApplication>
#include <QCommandLineParser>
#include <QScreen>
#include <QSettings>
#include <QStyle>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "ui/importing/opening.h"
#include "ui/main_window.h"
#include "ui/session/session.h"
#include "ui/theme/theme.h"

namespace {

using namespace ectopy::ui;

std::optional<ThemeMode> themeFromName(const QString& name) {
  if (name == "light") return ThemeMode::Light;
  if (name == "dark") return ThemeMode::Dark;
  if (name == "system") return ThemeMode::System;
  return {};
}

/// What the command line asks for.
struct Options {
  QString path;
  QString workspaceFolder;
  bool wantsDemo = false;
  ThemeMode theme = ThemeMode::System;
};

/// Nothing when the command line is wrong; the reason is then on stderr.
std::optional<Options> readOptions() {
  QCommandLineParser parser;
  parser.setApplicationDescription(QApplication::translate("main", "A desktop workbench for heartbeats."));
  parser.addHelpOption();
  parser.addVersionOption();
  parser.addPositionalArgument(
      "path", "Recording, folder of recordings, heartbeat CSV, beat file, model or workspace.", "[path]");
  const QCommandLineOption demo("demo", "Open the synthetic demo.");
  const QCommandLineOption theme("theme", "Look: light, dark or system.", "theme");
  const QCommandLineOption workspace("workspace", "Folder that keeps labels and models of the data.",
                                     "folder");
  parser.addOptions({demo, theme, workspace});
  if (!parser.parse(QApplication::arguments())) {
    std::fprintf(stderr, "ectopy: %s\n", qPrintable(parser.errorText()));
    return {};
  }
  if (parser.isSet("help")) parser.showHelp();
  if (parser.isSet("version")) parser.showVersion();
  Options options{.wantsDemo = parser.isSet(demo)};
  options.workspaceFolder = parser.value(workspace);
  if (!parser.positionalArguments().isEmpty()) options.path = parser.positionalArguments().constFirst();
  // A workspace alone knows which data it belongs to.
  if (options.path.isEmpty() && !options.wantsDemo) options.path = options.workspaceFolder;
  const QString name =
      parser.isSet(theme) ? parser.value(theme) : QSettings().value("view/theme", "system").toString();
  const auto mode = themeFromName(name);
  if (!mode && parser.isSet(theme)) {
    std::fprintf(stderr, "ectopy: --theme: expected light, dark or system, found \"%s\".\n",
                 qPrintable(name));
    return {};
  }
  options.theme = mode.value_or(ThemeMode::System);
  return options;
}

/// QApplication ends the program where there is no display; --help and --version need none.
void allowHelpWithoutDisplay(int argc, char** argv) {
  const bool hasDisplay =
      qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
  if (hasDisplay || qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) return;
  for (int i = 1; i < argc; ++i)
    for (const char* word : {"--help", "-h", "--help-all", "--version", "-v"})
      if (std::strcmp(argv[i], word) == 0) qputenv("QT_QPA_PLATFORM", "minimal");
}

/// A window that is larger than the screen would hide its lower bar: it fills the screen instead.
void showWithin(QWidget& window) {
  const QSize room = window.screen()->availableSize();
  const int titleBar = window.style()->pixelMetric(QStyle::PM_TitleBarHeight);
  if (window.width() > room.width() || window.height() + titleBar > room.height()) {
    window.showMaximized();
  } else {
    window.show();
  }
}

}  // namespace

int main(int argc, char** argv) {
  // Threads of libgomp that wait for work by spinning would take the window's core; it reads this when it
  // loads, so it must be set before anything else.
  setenv("OMP_WAIT_POLICY", "PASSIVE", 0);
  setenv("GOMP_SPINCOUNT", "0", 0);
  setenv("OPENBLAS_NUM_THREADS", "1", 0);  // here, because later other threads may be reading the environment
  QApplication::setOrganizationName(QStringLiteral("Ectopy"));
  QApplication::setApplicationName(QStringLiteral("Ectopy"));
  QApplication::setApplicationVersion(QStringLiteral(ECTOPY_VERSION));
  QApplication::setDesktopFileName(QStringLiteral("ectopy"));
  allowHelpWithoutDisplay(argc, argv);
  const QApplication application(argc, argv);
  const auto options = readOptions();
  if (!options) return 2;

  Theme::instance().apply(options->theme);
  QApplication::setWindowIcon(
      Theme::instance().icon(QStringLiteral("ectopy"), Theme::instance().palette().accent));
  Session session;
  MainWindow window(session);
  showWithin(window);
  if (options->wantsDemo) {
    session.openDemo(options->workspaceFolder);
  } else if (!options->path.isEmpty()) {
    openFromWindow(session, &window, options->path, options->workspaceFolder);
  }
  return QApplication::exec();
}
