#pragma once

#include <QSize>
#include <QString>
#include <functional>

class QCustomPlot;
class QPainter;
class QTableView;
class QWidget;

namespace ectopy::ui {

class Session;

/// Draws a picture of a widget's size.
using DrawPicture = std::function<void(QPainter&)>;

/// Gives a table's context menu "Copy" (Ctrl+C) and "Save as CSV...". `name`: of the file that is suggested.
/// What became of it is told as the session's message.
void offerTable(Session& session, QTableView& table, const QString& name);

/// The same for any widget; `text`: the table with that between its columns, a tab or a comma.
void offerText(Session& session, QWidget& widget, const QString& name,
               const std::function<QString(QChar)>& text);

/// Gives a plot's context menu "Copy picture" and "Save picture as SVG...", PNG, PDF.
void offerPlot(Session& session, QCustomPlot& plot, const QString& name);

/// The same for a widget that draws itself.
void offerPicture(Session& session, QWidget& widget, const QString& name, const DrawPicture& draw);

/// Writes a picture in the kind its file's name ends in: .svg, .png or .pdf. Throws Error.
void writePicture(const QString& path, const QSize& size, const QString& title,
                  const std::function<void(QPaintDevice&)>& draw);

}  // namespace ectopy::ui
