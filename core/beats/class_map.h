#pragma once

#include <optional>
#include <string_view>

#include "core/beats/label_scheme.h"
#include "core/signal/annotation.h"

namespace ectopy {

/// The two published maps from annotation codes to the five AAMI classes (CONVENTIONS 1).
enum class ClassMap {
  Ml,    // Kachuee 2018 and Kaggle: escape beats e and j are N
  Ec57,  // WFDB bxb: escape beats e and j are S, learning '?' is Q
};

/// The class in aami5Scheme() of a code, nothing when the map counts it as no beat.
std::optional<ClassIndex> aamiClassOf(AnnotationCode code, ClassMap map);
std::string_view nameOf(ClassMap map);  // "ml", "ec57"
/// Throws Error for another name.
ClassMap classMapFromName(std::string_view name);

}  // namespace ectopy
