#pragma once

#include <string>
#include <vector>

namespace ectopy {

/// What a header of the PTB Diagnostic ECG Database gives as "Reason for admission" ("Healthy control",
/// "Myocardial infarction", "Cardiomyopathy", ...), as written there; empty when it gives none ("n/a" too).
std::string ptbDiagnosis(const std::vector<std::string>& comments);

}  // namespace ectopy
