#pragma once

#include <QWidget>

#include "ui/session/session.h"

namespace ectopy::ui {

/// A virtual grid of beat thumbnails over Session::visibleBeats().
class BeatGallery : public QWidget {
  Q_OBJECT

 public:
  explicit BeatGallery(Session& session, QWidget* parent = nullptr);

 private:
  Session& m_session;
};

}  // namespace ectopy::ui
