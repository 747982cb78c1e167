#include "ui/widgets/exports.h"

#include <qcustomplot.h>

#include <QAction>
#include <QBuffer>
#include <QClipboard>
#include <QGuiApplication>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <QTableView>

#include "core/base/error.h"
#include "core/base/files.h"
#include "ui/session/session.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_text.h"
#include "ui/window/file_dialogs.h"

namespace ectopy::ui {

namespace {

constexpr int kPngScale = 2;     // pixels a screen's pixel
constexpr int kPdfPerInch = 96;  // as the screen: a picture as large as there

using DrawOn = std::function<void(QPaintDevice&)>;

QAction* addAction(QWidget& widget, const char* name, const QString& text, const QKeySequence& key,
                   const std::function<void()>& does) {
  auto* action = new QAction(text, &widget);
  action->setObjectName(QString::fromLatin1(name));
  action->setShortcut(key);
  action->setShortcutContext(Qt::WidgetShortcut);
  QObject::connect(action, &QAction::triggered, &widget, does);
  widget.addAction(action);
  widget.setContextMenuPolicy(Qt::ActionsContextMenu);
  return action;
}

/// Writes on request, and says what came of it.
void save(Session& session, QWidget& widget, const QString& suggestion, const QString& filter,
          const std::function<void(const QString&)>& write) {
  const FileQuestion question{.name = QStringLiteral("exportDialog"),
                              .title = QObject::tr("Save as"),
                              .filter = filter,
                              .suggestion = suggestion};
  askWhereToSave(widget.window(), question, [&session, write](const QString& path) {
    try {
      write(path);
      emit session.message(QObject::tr("Written: %1.").arg(path), false);
    } catch (const Error& error) {
      emit session.message(QString::fromUtf8(error.what()), true);
    }
  });
}

QByteArray svgOf(const QSize& size, const QString& title, const DrawOn& draw) {
  QBuffer buffer;
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setSize(size);
  generator.setViewBox(QRect(QPoint(0, 0), size));
  generator.setTitle(title);
  draw(generator);
  return buffer.data();
}

QByteArray pdfOf(const QSize& size, const QString& title, const DrawOn& draw) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  {
    QPdfWriter writer(&buffer);
    writer.setTitle(title);
    writer.setResolution(kPdfPerInch);
    writer.setPageMargins(QMarginsF());
    writer.setPageSize(QPageSize(QSizeF(size) / kPdfPerInch, QPageSize::Inch));
    draw(writer);
  }
  return bytes;
}

QImage imageOf(const QSize& size, const DrawOn& draw) {
  QImage image(size * kPngScale, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(kPngScale);
  image.fill(Theme::instance().palette().plotBackground);
  draw(image);
  return image;
}

QByteArray pngOf(const QSize& size, const DrawOn& draw) {
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  imageOf(size, draw).save(&buffer, "PNG");
  return buffer.data();
}

void offer(Session& session, QWidget& widget, const QString& name, const DrawOn& draw) {
  addAction(widget, "copyPicture", QObject::tr("Copy picture"), {},
            [&widget, draw] { QGuiApplication::clipboard()->setImage(imageOf(widget.size(), draw)); });
  const struct {
    const char* action;
    QString text, ending, filter;
  } kinds[] = {{"saveSvg", QObject::tr("Save picture as SVG..."), ".svg", QObject::tr("SVG (*.svg)")},
               {"savePng", QObject::tr("Save picture as PNG..."), ".png", QObject::tr("PNG (*.png)")},
               {"savePdf", QObject::tr("Save picture as PDF..."), ".pdf", QObject::tr("PDF (*.pdf)")}};
  for (const auto& kind : kinds)
    addAction(
        widget, kind.action, kind.text, {}, [&, name, draw, ending = kind.ending, filter = kind.filter] {
          save(session, widget, name + ending, filter,
               [&widget, name, draw](const QString& path) { writePicture(path, widget.size(), name, draw); });
        });
}

}  // namespace

void writePicture(const QString& path, const QSize& size, const QString& title, const DrawOn& draw) {
  QByteArray bytes;
  if (path.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive))
    bytes = svgOf(size, title, draw);
  else if (path.endsWith(QLatin1String(".png"), Qt::CaseInsensitive))
    bytes = pngOf(size, draw);
  else if (path.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive))
    bytes = pdfOf(size, title, draw);
  else
    throw Error(path.toStdString() + ": a picture's file ends in .svg, .png or .pdf.");
  writeFileAtomically(path.toStdString(), {bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

void offerText(Session& session, QWidget& widget, const QString& name,
               const std::function<QString(QChar)>& text) {
  addAction(widget, "copyTable", QObject::tr("Copy table"), QKeySequence::Copy,
            [text] { QGuiApplication::clipboard()->setText(text(QLatin1Char('\t'))); });
  addAction(widget, "saveCsv", QObject::tr("Save as CSV..."), {}, [&session, &widget, name, text] {
    save(session, widget, name + QStringLiteral(".csv"), QObject::tr("CSV (*.csv)"),
         [text](const QString& path) {
           writeFileAtomically(path.toStdString(), text(QLatin1Char(',')).toStdString());
         });
  });
}

void offerTable(Session& session, QTableView& table, const QString& name) {
  offerText(session, table, name, [&table](QChar separator) {
    return separator == QLatin1Char(',') ? csvText(*table.model()) : tabbedText(*table.model());
  });
}

void offerPlot(Session& session, QCustomPlot& plot, const QString& name) {
  offer(session, plot, name, [&plot](QPaintDevice& device) {
    QCPPainter painter(&device);
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    plot.toPainter(&painter, plot.width(), plot.height());
  });
}

void offerPicture(Session& session, QWidget& widget, const QString& name, const DrawPicture& draw) {
  offer(session, widget, name, [draw](QPaintDevice& device) {
    QPainter painter(&device);
    draw(painter);
  });
}

}  // namespace ectopy::ui
