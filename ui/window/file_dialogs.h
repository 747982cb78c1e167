#pragma once

#include <QString>
#include <functional>

class QWidget;

namespace ectopy::ui {

/// A question for a path. The dialog opens and the call returns; the answer comes to `take`, a cancel not.
struct FileQuestion {
  QString name;  // objectName of the dialog
  QString title;
  QString filter;      // "Beats (*.beats *.csv);;All files (*)"
  QString suggestion;  // file name, when one is to be written
};

/// Asks for anything Ectopy opens.
void askWhatToOpen(QWidget* window, std::function<void(const QString&)> take);
void askForFile(QWidget* window, const FileQuestion& question, std::function<void(const QString&)> take);
void askForFolder(QWidget* window, const FileQuestion& question, std::function<void(const QString&)> take);
/// The suffix of the filter's first pattern is added where none is given.
void askWhereToSave(QWidget* window, const FileQuestion& question, std::function<void(const QString&)> take);

}  // namespace ectopy::ui
