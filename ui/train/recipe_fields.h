#pragma once

#include <QWidget>
#include <functional>
#include <string_view>
#include <vector>

#include "core/model/training_config.h"

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ectopy::ui {

/// A field for every setting of a recipe, made from core's lists of settings. Those that differ from the
/// network's own recipe are marked; what is out of range gets its sentence under the field.
class RecipeFields : public QWidget {
  Q_OBJECT

 public:
  explicit RecipeFields(QWidget* parent = nullptr);

  /// Shows a network's own recipe; what was set before goes.
  void setRecipe(const TrainingConfig& recipe);
  /// Writes what is set. Fields that are out of range, or of no use with the others, leave their setting.
  void apply(TrainingConfig& config) const;
  /// The sentence of the first field that is out of range; empty: none is.
  QString problem() const;
  int changedCount() const;

 signals:
  void edited();
  void defaultsWanted();

 private:
  struct Field {
    std::string_view name;
    QLabel* label = nullptr;
    QLineEdit* edit = nullptr;  // one of the two
    QComboBox* choice = nullptr;
    QLabel* problem = nullptr;
    std::function<QString(const TrainingConfig&)> read;
    std::function<QString(const QString&)> problemOf;  // empty: the text can be written
    std::function<void(TrainingConfig&, const QString&)> write;

    QString text() const;
    void setText(const QString& text) const;
  };

  template <typename Setting>
  void addNumber(const Setting& setting);
  void addChoices();
  Field& addRow(std::string_view name, std::string_view meaning, QWidget* field);
  bool isChanged(const Field& field) const;
  bool isOfUse(const Field& field) const;
  void refresh();

  TrainingConfig m_recipe;
  std::vector<Field> m_fields;
  QFormLayout* m_rows;
  QPushButton* m_defaults;
};

}  // namespace ectopy::ui
