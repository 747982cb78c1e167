#pragma once

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <algorithm>

#include "tests/ui/templates/shaped_beats.h"
#include "tests/ui/window/window_fixture.h"
#include "ui/templates/template_cards.h"
#include "ui/widgets/beat_grid.h"

namespace ectopy::test {

inline constexpr ClassIndex kN = 0;
inline constexpr ClassIndex kS = 1;
inline constexpr ClassIndex kV = 2;
inline constexpr ClassIndex kF = 3;

/// Groups of 60 (50 N, 10 V), 30 V, 20 S, and two single beats.
inline std::shared_ptr<const BeatSet> fiveShapes() {
  return shapedBeats({{3, kN, 50}, {3, kV, 10}, {12, kV, 30}, {20, kS, 20, 1}, {27, kN, 1}, {33, kF, 1}});
}

/// The window with the Templates page and the made-up beats.
struct TemplatesFixture : WindowFixture {
  explicit TemplatesFixture(bool isReadOnly = false) : TemplatesFixture(*fiveShapes(), isReadOnly) {}
  explicit TemplatesFixture(const BeatSet& beats, bool isReadOnly = false) {
    writeBeatFile(file().toStdString(), beats, {});
    if (isReadOnly) {
      other = std::make_unique<ui::Session>([this]() -> Learner& { return learner; });
      openIn(*other);
    }
    openIn(*session);
    window->showPage("templates");
  }

  void openIn(ui::Session& one) {
    one.open(file(), folder.filePath("shaped.ectopy"));
    if (!QTest::qWaitFor([&] { return one.beats() && one.jobs().isIdle(); }, 20'000)) qFatal("No data came.");
  }
  QString file() const { return folder.filePath("shaped.beats"); }
  ui::TemplateCards& cards() { return *find<ui::TemplateCards>("templateCards"); }
  QString text(const QString& name) { return find<QLabel>(name)->text(); }
  ui::BeatGrid& grid() { return *page()->findChild<ui::BeatGrid*>(); }
  QWidget* page() { return find<QWidget>("templatesPage"); }
  void choose(const QString& combo, const QString& item) {
    auto* box = find<QComboBox>(combo);
    const int row = box->findText(item, Qt::MatchStartsWith);
    if (row < 0) qFatal("No %s.", qPrintable(item));
    box->setCurrentIndex(row);
  }
  void startGrouping() {
    choose("templateScope", "All records");
    QTest::mouseClick(find<QPushButton>("groupButton"), Qt::LeftButton);
  }
  void group() {
    startGrouping();
    wait();
  }
  void wait() {
    if (!waitUntilIdle()) qFatal("It does not end.");
  }
  void click(std::size_t card, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::mouseClick(cards().viewport(), Qt::LeftButton, modifiers, cards().cardRect(card).center());
    wait();
  }
  void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    press(key, modifiers);
    wait();
  }
  std::size_t steps() const { return session->journalSteps().size(); }
  /// How many beats have this label.
  long labelled(ClassIndex label) const { return std::ranges::count(*session->labels(), label); }

  std::unique_ptr<ui::Session> other;
};

}  // namespace ectopy::test
