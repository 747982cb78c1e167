#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <algorithm>

#include "ui/browse/bulk_label_dialog.h"
#include "ui/session/review_desk.h"
#include "ui/theme/theme.h"
#include "ui/widgets/words.h"
#include "ui/window/actions.h"
#include "ui/window/menus.h"

namespace ectopy::ui {

BeatsMenu::BeatsMenu(Session& session, QWidget* window)
    : QMenu(tr("&Beats"), window), m_session(session), m_stay(new QMenu(tr("Label and &stay"), this)) {
  setObjectName(QStringLiteral("beatsMenu"));
  m_stay->setObjectName(QStringLiteral("labelAndStayMenu"));
  m_stay->setIcon(Theme::instance().icon(QStringLiteral("label")));
  m_afterLabels = addMenu(m_stay);
  m_accept = newAction(
      *this, {"acceptPrediction", tr("&Accept the model's class"), "accept", {QKeySequence(Qt::Key_Space)}},
      [this] { m_session.acceptPrediction(true); });
  m_accept->setAutoRepeat(false);
  addMarks(window);
  addPeaks(window);
  addSeparator();
  addMoves();
  addSeparator();
  addJump();
  addSimilar();
  connect(&session, &Session::dataChanged, this, &BeatsMenu::rebuildLabels);
  connect(&session, &Session::predictionsChanged, this, &BeatsMenu::showState);
  for (const auto signal : {&Session::currentBeatChanged, &Session::selectionChanged})
    connect(&session, signal, this, &BeatsMenu::showState);
  connect(&session, &Session::recordingReady, this, &BeatsMenu::showState);
  connect(&session.review(), &ReviewDesk::changed, this, &BeatsMenu::showState);
  connect(&Theme::instance(), &Theme::changed, this, &BeatsMenu::colourLabels);
  rebuildLabels();
}

void BeatsMenu::addMarks(QWidget* window) {
  const auto add = [this](const QString& name, const QString& text, const QString& icon,
                          const QList<QKeySequence>& keys, std::function<void()> does) {
    m_marks << newAction(*this, {name, text, icon, keys}, std::move(does));
    m_marks.last()->setAutoRepeat(false);
  };
  add("repeatLabel", tr("&Repeat the last label"), "repeat",
      {QKeySequence(Qt::Key_R), QKeySequence(Qt::CTRL | Qt::Key_R)}, [this] { m_session.repeatLabel(true); });
  add("labelMany", tr("Label &many..."), "label-many", {QKeySequence(Qt::CTRL | Qt::Key_L)}, [this, window] {
    auto* dialog = new BulkLabelDialog(m_session, window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
  });
  addSeparator();
  add("flag", tr("&Flag"), "flag", {QKeySequence(Qt::Key_U), QKeySequence(Qt::CTRL | Qt::Key_U)},
      [this] { m_session.toggleFlag(); });
  add("exclude", tr("E&xclude from training"), "exclude",
      {QKeySequence(Qt::Key_X), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_X)},
      [this] { m_session.toggleExcluded(); });
  add("note", tr("N&ote"), "note", {QKeySequence(Qt::CTRL | Qt::Key_K)}, [window] {
    if (auto* note = window->findChild<QLineEdit*>(QStringLiteral("noteEdit"))) note->setFocus();
  });
}

void BeatsMenu::addPeaks(QWidget* window) {
  m_peaks = addMenu(Theme::instance().icon(QStringLiteral("peak")), tr("R &peaks"));
  m_peaks->setObjectName(QStringLiteral("peaksMenu"));
  const auto add = [this](const QString& name, const QString& text, const QString& icon,
                          const QKeySequence& key, std::function<void()> does) {
    return newAction(*m_peaks, {name, text, icon, {key}}, std::move(does));
  };
  add("addBeat", tr("&Add a beat after this one"), "peak-add", QKeySequence(Qt::Key_Insert), [this] {
    m_session.addBeatAfter();
  })->setAutoRepeat(false);
  add("snapPeak", tr("&Snap to the peak"), "peak", QKeySequence(Qt::Key_P), [this] {
    m_session.snapSelection();
  })->setAutoRepeat(false);
  add("peakEarlier", tr("Move one sample &earlier"), "previous",
      QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_Left), [this] { m_session.moveSelection(-1); });
  add("peakLater", tr("Move one sample &later"), "next", QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_Right),
      [this] { m_session.moveSelection(1); });
  add("deleteBeats", tr("&Delete"), "peak-delete", QKeySequence(Qt::Key_Delete), [this, window] {
    deleteBeats(window);
  })->setAutoRepeat(false);
}

void BeatsMenu::deleteBeats(QWidget* window) {
  const std::size_t count = m_session.selection().size();
  if (count <= 1) return m_session.deleteSelection();
  auto* question =
      new QMessageBox(QMessageBox::Question, tr("Delete beats"),
                      tr("Delete the %1 selected beats? Undo brings them back.").arg(groupedNumber(count)),
                      QMessageBox::Cancel, window);
  question->setObjectName(QStringLiteral("deleteBeatsQuestion"));
  question->setAttribute(Qt::WA_DeleteOnClose);
  auto* yes = question->addButton(tr("&Delete %1 beats").arg(groupedNumber(count)), QMessageBox::AcceptRole);
  question->setDefaultButton(yes);
  connect(yes, &QAbstractButton::clicked, &m_session, &Session::deleteSelection);
  question->open();
}

/// A letter that labels in this scheme is no other command's key while these beats are open.
void BeatsMenu::freeKeys() {
  QList<QKeySequence> taken;
  for (const QAction* label : m_labels) taken << label->shortcuts();
  for (QAction* action : parentWidget()->findChildren<QAction*>()) {
    const bool isCommand = !usualKeys(*action).isEmpty() && !m_labels.contains(action);
    if (!isCommand) continue;
    QList<QKeySequence> keys = wantedKeys(*action);
    keys.removeIf([&](const QKeySequence& key) { return taken.contains(key); });
    if (keys != action->shortcuts()) setKeys(*action, keys);
  }
}

void BeatsMenu::addMoves() {
  const auto add = [this](const QString& name, const QString& text, const QString& icon,
                          const QKeySequence& key, std::function<void()> does) {
    m_moves << newAction(*this, {name, text, icon, {key}}, std::move(does));
    return m_moves.last();
  };
  add("nextBeat", tr("&Next beat"), "next", QKeySequence(Qt::ALT | Qt::Key_Right),
      [this] { m_session.step(1); });
  add("previousBeat", tr("&Previous beat"), "previous", QKeySequence(Qt::ALT | Qt::Key_Left),
      [this] { m_session.step(-1); });
  m_needModel << add("nextWrong", tr("Next &misclassified"), "next-wrong", QKeySequence(Qt::Key_BracketRight),
                     [this] { m_session.stepToWrong(1); });
  m_needModel << add("previousWrong", tr("Previous misc&lassified"), "previous-wrong",
                     QKeySequence(Qt::Key_BracketLeft), [this] { m_session.stepToWrong(-1); });
  add("nextSameClass", tr("Next of the same &class"), "next-same", QKeySequence(Qt::Key_BraceRight),
      [this] { m_session.stepToSameClass(1); });
  add("previousSameClass", tr("Previous of the same cl&ass"), "previous-same",
      QKeySequence(Qt::Key_BraceLeft), [this] { m_session.stepToSameClass(-1); });
}

void BeatsMenu::addJump() {
  m_jump = newAction(*this, {"jump", tr("&Jump..."), "search", {QKeySequence(Qt::CTRL | Qt::Key_F)}},
                     [this] { emit jumpWanted(); });
}

void BeatsMenu::addSimilar() {
  m_moves << newAction(*this,
                       {"findSimilar", tr("Find si&milar"), "similar", {QKeySequence(Qt::CTRL | Qt::Key_J)}},
                       [this] { emit similarWanted(); });
}

void BeatsMenu::rebuildLabels() {
  qDeleteAll(m_labels);
  m_labels.clear();
  if (m_session.beats()) addLabels();
  freeKeys();
  showState();
}

void BeatsMenu::addLabels() {
  const LabelScheme& scheme = m_session.beats()->scheme();
  for (std::size_t place = 0; place < scheme.size(); ++place) {
    const auto index = static_cast<ClassIndex>(place);
    const QString code = QString::fromStdString(scheme.classes[place].code);
    const QString name = QString::fromStdString(scheme.classes[place].name);
    const QString schemeId = QString::fromStdString(scheme.id);
    QList<QKeySequence> stayKeys;
    if (code.size() == 1 && code[0].isLetter())
      stayKeys << QKeySequence(QStringLiteral("Shift+") + code.toUpper());
    auto* label = newAction(*this,
                            {labelCommand(scheme, index), tr("%1: %2").arg(code, name), "label",
                             usualLabelKeys(scheme, index), schemeId},
                            [this, index] { m_session.relabel(index, true); });
    removeAction(label);
    insertAction(m_afterLabels, label);
    auto* stay = newAction(
        *m_stay,
        {QStringLiteral("labelAndStay") + code, tr("%1: %2").arg(code, name), "label", stayKeys, schemeId},
        [this, index] { m_session.relabel(index, false); });
    for (QAction* action : {label, stay}) {
      action->setAutoRepeat(false);  // a key held down must not relabel the beats that follow
      m_labels << action;
    }
  }
  colourLabels();
}

void BeatsMenu::colourLabels() {
  if (!m_session.beats()) return;
  const Theme& theme = Theme::instance();
  for (qsizetype place = 0; place < m_labels.size(); ++place) {
    const auto index = static_cast<ClassIndex>(place / 2);
    m_labels[place]->setIcon(
        theme.icon(QStringLiteral("label"), theme.classColour(m_session.beats()->scheme(), index)));
  }
}

bool BeatsMenu::ownsEdit(const QKeySequence& key) const {
  const auto has = [&](const QAction* action) { return action->shortcuts().contains(key); };
  return m_areBeatsShown &&
         (has(m_accept) || std::any_of(m_labels.begin(), m_labels.end(), has) ||
          std::any_of(m_marks.begin(), m_marks.end(), has) || std::ranges::any_of(m_peaks->actions(), has));
}

void BeatsMenu::setBeatsShown(bool areShown) {
  m_areBeatsShown = areShown;
  showState();
}

void BeatsMenu::showState() {
  // A key that labels a beat nobody sees would do harm.
  const bool canWork = m_areBeatsShown && m_session.currentBeat().has_value();
  const QString reason = m_session.beats() ? m_session.whyNotEdit() : QString();
  for (QAction* action : m_labels + m_marks) setEditing(*action, canWork, reason);
  for (QAction* action : m_moves) action->setEnabled(canWork);
  m_stay->setEnabled(canWork && reason.isEmpty());
  const QString noPeaks = canWork ? m_session.whyNotEditPeaks() : QString();
  for (QAction* action : m_peaks->actions()) setEditing(*action, canWork, noPeaks);
  m_peaks->setToolTipsVisible(!noPeaks.isEmpty());
  m_jump->setEnabled(m_session.beats() != nullptr);
  const bool hasModel = canWork && m_session.predictions();
  const bool isReview = m_session.review().shown().has_value();
  setEditing(*m_accept, hasModel || (canWork && isReview), reason);
  m_accept->setText(isReview ? m_session.review().acceptWords() : tr("&Accept the model's class"));
  setToolTipsVisible(!reason.isEmpty());
  for (QAction* action : m_needModel) action->setEnabled(hasModel);
}

}  // namespace ectopy::ui
