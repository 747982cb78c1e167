#pragma once

#include <QLabel>
#include <QTemporaryDir>
#include <QTest>

#include "core/beats/beat_file.h"
#include "tests/support/holding_learner.h"
#include "ui/session/session.h"

namespace ectopy::test {

/// A page of the window over a session of its own, as wide as it usually is.
template <typename Page>
struct ShownPage {
  QTemporaryDir folder;
  HoldingLearner learner;
  ui::Session session{[this]() -> Learner& { return learner; }};
  Page page{session};

  /// Without beats nothing is opened.
  explicit ShownPage(const std::shared_ptr<const BeatSet>& beats) {
    page.resize(1280, 820);
    page.show();
    if (!beats) return;
    const QString file = folder.filePath("made-up.beats");
    writeBeatFile(file.toStdString(), *beats, {});
    session.open(file, folder.filePath("made-up.ectopy"));
    QString said;
    const auto listening = QObject::connect(&session, &ui::Session::message, &session,
                                            [&](const QString& sentence) { said = sentence; });
    if (!QTest::qWaitFor([this] { return session.beats() != nullptr; }, 20'000))
      qFatal("No data came: %s", qPrintable(said));
    QObject::disconnect(listening);
  }

  template <typename Widget>
  Widget& find(const char* name) {
    auto* widget = page.template findChild<Widget*>(QString::fromLatin1(name));
    if (!widget) qFatal("No %s.", name);
    return *widget;
  }
  QString text(const char* name) { return find<QLabel>(name).text(); }
};

}  // namespace ectopy::test
