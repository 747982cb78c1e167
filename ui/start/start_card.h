#pragma once

#include <QAbstractButton>

namespace ectopy::ui {

/// A large button: icon, title and a sentence that says what it does.
class StartCard : public QAbstractButton {
  Q_OBJECT

 public:
  static constexpr int kRing = 4;  // px around the card

  StartCard(const QString& icon, const QString& title, const QString& sentence, bool isPrimary,
            QWidget* parent = nullptr);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  QString m_icon;
  QString m_sentence;
  bool m_isPrimary;
};

}  // namespace ectopy::ui
