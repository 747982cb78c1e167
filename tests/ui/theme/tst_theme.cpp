#include <QApplication>
#include <QDirIterator>
#include <QFile>
#include <QFontMetrics>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

#include "ui/theme/palettes.h"
#include "ui/theme/theme.h"

using namespace ectopy;
using namespace ectopy::ui;

class TestTheme : public QObject {
  Q_OBJECT

 private slots:
  void textIsReadable_data();
  void textIsReadable();
  void classColoursStandOut_data();
  void classColoursStandOut();
  void applyingAnnouncesAndColoursWidgets();
  void everyTokenOfTheStyleSheetIsReplaced();
  void everyIconDrawsInTheColourAskedFor();
  void iconsFollowTheTheme();
  void figuresAreTabular();
};

void TestTheme::textIsReadable_data() {
  QTest::addColumn<bool>("isDark");
  QTest::newRow("light") << false;
  QTest::newRow("dark") << true;
}

void TestTheme::textIsReadable() {
  QFETCH(bool, isDark);
  const Palette palette = isDark ? darkPalette() : lightPalette();
  const QColor backgrounds[] = {palette.window, palette.panel, palette.raised, palette.plotBackground};
  const QColor texts[] = {palette.text, palette.mutedText, palette.accent, palette.error, palette.wrong};
  for (const auto& background : backgrounds) {
    for (const auto& text : texts) {
      QVERIFY2(contrastOf(text, background) >= 4.5,
               qPrintable(QStringLiteral("%1 on %2").arg(text.name(), background.name())));
    }
  }
  QVERIFY(contrastOf(palette.text, palette.selection) >= 4.5);
  QVERIFY(contrastOf(palette.accentText, palette.accent) >= 4.5);
  QVERIFY(contrastOf(palette.trace, palette.paper) >= 4.5);
  QVERIFY(contrastOf(palette.trace, palette.templateBand) >= 4.5);
  QVERIFY(contrastOf(palette.focus, palette.window) >= 3.0);
}

void TestTheme::classColoursStandOut_data() {
  textIsReadable_data();
}

void TestTheme::classColoursStandOut() {
  QFETCH(bool, isDark);
  LabelScheme scheme{.id = "aami5"};
  for (const char* colour : {"#0072B2", "#E69F00", "#D55E00", "#CC79A7", "#5B7F6B"}) {
    scheme.classes.push_back({.code = "x", .name = "x", .colour = colour});
  }
  Theme::instance().apply(isDark ? ThemeMode::Dark : ThemeMode::Light);
  for (ClassIndex index = 0; index < scheme.size(); ++index) {
    const QColor colour = Theme::instance().classColour(scheme, index);
    QVERIFY(contrastOf(colour, Theme::instance().palette().raised) >= 3.0);
    QVERIFY(contrastOf(Theme::textOn(colour), colour) >= 4.5);
    const QColor letter = Theme::instance().classTextColour(scheme, index);
    QVERIFY(contrastOf(letter, Theme::instance().palette().raised) >= 4.5);
    QVERIFY(contrastOf(letter, Theme::instance().palette().selection) >= 4.5);
  }
  QVERIFY(Theme::instance().classColour(scheme, kUnlabelled).isValid());
}

void TestTheme::applyingAnnouncesAndColoursWidgets() {
  Theme& theme = Theme::instance();
  QSignalSpy changes(&theme, &Theme::changed);
  theme.apply(ThemeMode::Dark);
  QCOMPARE(changes.count(), 1);
  QVERIFY(theme.isDark());
  QCOMPARE(QApplication::palette().color(QPalette::Window), darkPalette().window);
  theme.apply(ThemeMode::Light);
  QVERIFY(!theme.isDark());
  QCOMPARE(QApplication::palette().color(QPalette::Window), lightPalette().window);
  theme.apply(ThemeMode::System);
  QCOMPARE(theme.mode(), ThemeMode::System);
}

void TestTheme::everyTokenOfTheStyleSheetIsReplaced() {
  Theme::instance().apply(ThemeMode::Light);
  QVERIFY(qApp->styleSheet().contains(lightPalette().accent.name()));
  QVERIFY2(!qApp->styleSheet().contains('@'), qPrintable(qApp->styleSheet()));
}

void TestTheme::everyIconDrawsInTheColourAskedFor() {
  QDirIterator files(":/icons", {"*.svg"});
  int count = 0;
  while (files.hasNext()) {
    files.next();
    ++count;
    const QImage image = Theme::instance()
                             .icon(files.fileInfo().baseName(), QColor(200, 0, 0))
                             .pixmap(QSize(24, 24))
                             .toImage()
                             .convertToFormat(QImage::Format_ARGB32);
    int drawn = 0;
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) {
        const QColor pixel = image.pixelColor(x, y);
        if (pixel.alpha() < 200) continue;
        ++drawn;
        QVERIFY2(pixel.red() > 150 && pixel.green() < 30, qPrintable(files.fileName()));
      }
    }
    QVERIFY2(drawn > 10, qPrintable(files.fileName()));
  }
  QVERIFY(count > 20);
}

void TestTheme::iconsFollowTheTheme() {
  const QIcon icon = Theme::instance().icon("stop");
  const auto darkest = [&] {
    const QImage image = icon.pixmap(QSize(24, 24)).toImage().convertToFormat(QImage::Format_ARGB32);
    int least = 255;
    for (int x = 0; x < image.width(); ++x) {
      const QColor pixel = image.pixelColor(x, 12);
      if (pixel.alpha() > 200) least = std::min(least, pixel.lightness());
    }
    return least;
  };
  Theme::instance().apply(ThemeMode::Light);
  QVERIFY(darkest() < 80);
  Theme::instance().apply(ThemeMode::Dark);
  QVERIFY(darkest() > 150);
}

void TestTheme::figuresAreTabular() {
  const QFontMetricsF metrics(Theme::instance().normal());
  for (char digit = '1'; digit <= '9'; ++digit) {
    QCOMPARE(metrics.horizontalAdvance(QChar(digit)), metrics.horizontalAdvance('0'));
  }
  QVERIFY(Theme::instance().small().pointSizeF() < Theme::instance().normal().pointSizeF());
  QVERIFY(Theme::instance().normal().pointSizeF() < Theme::instance().large().pointSizeF());
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
