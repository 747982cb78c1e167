#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "core/evaluation/evaluation.h"

namespace ectopy {

class JsonFields;

/// Rows of counts.
nlohmann::json confusionToJson(const ConfusionMatrix& confusion);
/// The counts under `key`: an empty list is an empty matrix; otherwise rows and columns are the classes.
/// Throws Error when they are not.
ConfusionMatrix confusionFromJson(const JsonFields& fields, std::string_view key, std::size_t classes);

}  // namespace ectopy
