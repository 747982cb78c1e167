#include "core/model/confusion_json.h"

#include <string>

#include "core/model/json_fields.h"

namespace ectopy {

nlohmann::json confusionToJson(const ConfusionMatrix& confusion) {
  auto rows = nlohmann::json::array();
  for (std::size_t truth = 0; truth < confusion.classes(); ++truth) {
    auto row = nlohmann::json::array();
    for (std::size_t predicted = 0; predicted < confusion.classes(); ++predicted) {
      row.push_back(confusion.at(truth, predicted));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

ConfusionMatrix confusionFromJson(const JsonFields& fields, std::string_view key, std::size_t classes) {
  const nlohmann::json& rows = fields.array(key);
  if (rows.empty()) return ConfusionMatrix();
  const std::string expected =
      "a square of " + std::to_string(classes) + " x " + std::to_string(classes) + " counts";
  if (rows.size() != classes) fields.refuse(key, expected);
  ConfusionMatrix confusion(classes);
  for (std::size_t truth = 0; truth < classes; ++truth) {
    const nlohmann::json& row = rows[truth];
    if (!row.is_array() || row.size() != classes) fields.refuse(key, expected);
    for (std::size_t predicted = 0; predicted < classes; ++predicted) {
      if (!row[predicted].is_number_integer() || row[predicted].get<std::int64_t>() < 0) {
        fields.refuse(key, expected);
      }
      confusion.add(truth, predicted, row[predicted].get<std::int64_t>());
    }
  }
  return confusion;
}

}  // namespace ectopy
