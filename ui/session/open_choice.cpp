#include "ui/session/open_choice.h"

#include <nlohmann/json.hpp>

namespace ectopy::ui {

QString textOf(const OpenChoice& choice) {
  nlohmann::json json = {{"classNames", choice.csv.classNames},
                         {"sampleRate", choice.text.sampleRateHz},
                         {"unit", choice.text.unit}};
  if (choice.cut) json["cut"] = *choice.cut;
  return QString::fromStdString(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

std::optional<OpenChoice> openChoiceFrom(const QString& text) {
  if (text.isEmpty()) return {};
  try {
    const auto json = nlohmann::json::parse(text.toStdString());
    OpenChoice choice;
    if (json.contains("cut")) choice.cut = json.at("cut").get<BeatCut>();
    choice.csv.classNames = json.at("classNames").get<std::vector<std::string>>();
    choice.text.sampleRateHz = json.at("sampleRate").get<double>();
    choice.text.unit = json.at("unit").get<std::string>();
    return choice;
  } catch (const std::exception&) {
    return {};
  }
}

}  // namespace ectopy::ui
