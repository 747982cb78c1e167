#pragma once

#include <QMainWindow>
#include <memory>

#include "ui/session/session.h"

namespace ectopy::ui {

class JumpBox;

/// The program's window: menu, pages (Start, Browse, Train, Evaluate, Review, Templates), docks (Navigator,
/// Inspector), job strip.
class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  explicit MainWindow(Session& session, QWidget* parent = nullptr);
  ~MainWindow() override;

  /// "start", "browse", "train", "evaluate", "review", "templates".
  void showPage(const QString& name);
  QString currentPage() const;

 protected:
  void closeEvent(QCloseEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void buildMenus();
  void buildBars();
  void connectJumpBox(JumpBox& box);
  void buildDocks();
  void connectSession();
  void showDocks();
  /// Where beats can be labelled on a page: a page tells when a card hides its beats, and when they are back.
  void setBeatsShown(const QString& page, bool areShown);
  void enableBeatKeys();
  void showTitle();
  QWidget* pageNamed(const QString& name);
  QWidget* makeStartPage();
  QWidget* makeBrowsePage();
  QWidget* makeEvaluatePage();
  QWidget* makeReviewPage();
  QWidget* makeTemplatesPage();
  void restoreLayout();
  void saveLayout() const;
  /// `mayClose` is set, and closing tried again, when the user says yes.
  void askBeforeClosing(const QString& question, const QString& yes, bool& mayClose,
                        const QString& gently = {}, bool* mayCloseGently = nullptr);
  void askAboutTraining();
  void closeWhenSaved();
  void askToLoseLabels();
  void forgetAnswers();

  struct Private;
  std::unique_ptr<Private> m_private;
};

}  // namespace ectopy::ui
