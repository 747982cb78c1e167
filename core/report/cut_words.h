#pragma once

#include <string>
#include <vector>

#include "core/beats/beat_set.h"

namespace ectopy {

/// How the beats were cut, in sentences (CONVENTIONS 3).
std::string describeCut(const BeatCut& cut);
/// Where their classes come from, in a sentence (CONVENTIONS 1).
std::string describeLabels(const BeatCut& cut);
/// For each class of aami5Scheme() the annotation symbols that count as it.
std::vector<std::string> symbolsOfClasses(ClassMap map);

}  // namespace ectopy
