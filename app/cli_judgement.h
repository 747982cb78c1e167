#pragma once

#include <string>

#include "app/cli_data.h"
#include "core/evaluation/judgement.h"

namespace ectopy::cli {

/// What else there is to say of a part of judged beats.
Judgement judgementOf(const JudgedData& judged, const JudgedPart& part, const Evaluation& evaluation,
                      const BootstrapOptions& options, const JobContext& job);

/// Scores with their intervals, confusion, calibration, abstention and patients, for people.
std::string judgementText(const Evaluation& evaluation, const Judgement& judgement);

/// "98.42", "-" where undefined.
std::string percentText(double share);

}  // namespace ectopy::cli
