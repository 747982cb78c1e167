#include <QCloseEvent>
#include <QMessageBox>
#include <QPushButton>
#include <algorithm>
#include <utility>

#include "ui/main_window_private.h"

namespace ectopy::ui {

void MainWindow::askBeforeClosing(const QString& question, const QString& yes, bool& mayClose,
                                  const QString& gently, bool* mayCloseGently) {
  const auto boxes = findChildren<QMessageBox*>(QStringLiteral("closeQuestion"));
  if (std::any_of(boxes.begin(), boxes.end(), [](const QMessageBox* box) { return box->isVisible(); }))
    return;
  auto* box =
      new QMessageBox(QMessageBox::Question, tr("Close Ectopy?"), question, QMessageBox::Cancel, this);
  box->setObjectName(QStringLiteral("closeQuestion"));
  box->setAttribute(Qt::WA_DeleteOnClose);
  auto* button = box->addButton(yes, QMessageBox::DestructiveRole);
  button->setObjectName(QStringLiteral("closeAnyway"));
  connect(button, &QPushButton::clicked, this, [this, &mayClose] {
    mayClose = true;
    close();
  });
  QPushButton* gentle = mayCloseGently ? box->addButton(gently, QMessageBox::AcceptRole) : nullptr;
  if (gentle) {
    gentle->setObjectName(QStringLiteral("closeGently"));
    box->setDefaultButton(gentle);
    connect(gentle, &QPushButton::clicked, this, [this, mayCloseGently] {
      *mayCloseGently = true;
      close();
    });
  }
  connect(box, &QMessageBox::finished, this, [this, box, button, gentle] {
    if (box->clickedButton() != button && (!gentle || box->clickedButton() != gentle)) forgetAnswers();
  });
  box->open();
}

void MainWindow::closeEvent(QCloseEvent* event) {
  Session& session = m_private->session;
  if (session.training().isActive() && !m_private->mayCancelTraining && !m_private->mayLeaveTraining) {
    event->ignore();
    askAboutTraining();
    return;
  }
  if (!m_private->mayLoseLabels && session.hasUnsavedWork()) {
    event->ignore();
    closeWhenSaved();
    return;
  }
  if (!m_private->mayLoseLabels && session.hasEditsKeptNowhere()) {
    event->ignore();
    askToLoseLabels();
    return;
  }
  const bool isLeaving = m_private->mayLeaveTraining;
  forgetAnswers();
  // Only now that nothing keeps the window open any more.
  session.holdQueue();
  if (isLeaving)
    session.leaveTraining();
  else if (session.training().isActive())
    session.cancelTraining();
  saveLayout();
  event->accept();
}

void MainWindow::askAboutTraining() {
  const QString cancel = tr("Cancel the training and close");
  if (m_private->session.keepsTrainingState())
    askBeforeClosing(tr("A training is running. Paused, it can be resumed when these data are opened again; "
                        "cancelled, what it learned is lost."),
                     cancel, m_private->mayCancelTraining, tr("Pause and close"),
                     &m_private->mayLeaveTraining);
  else
    askBeforeClosing(tr("A training is running. Closing now cancels it, and what it learned is lost."),
                     cancel, m_private->mayCancelTraining);
}

void MainWindow::closeWhenSaved() {
  if (std::exchange(m_private->isWaitingForDisk, true)) return;
  m_private->messages->show(tr("Saving the last labels: the window closes when they are on the disk."),
                            false);
  m_private->session.finishSaving(this, [this](bool isOnDisk) {
    m_private->isWaitingForDisk = false;
    if (isOnDisk) {
      close();
    } else {
      askToLoseLabels();
    }
  });
}

void MainWindow::askToLoseLabels() {
  askBeforeClosing(tr("The last labels or verdicts could not be saved. Closing now loses them."),
                   tr("Close without saving"), m_private->mayLoseLabels);
}

void MainWindow::forgetAnswers() {
  m_private->mayCancelTraining = false;
  m_private->mayLeaveTraining = false;
  m_private->mayLoseLabels = false;
}

}  // namespace ectopy::ui
