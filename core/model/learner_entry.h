#pragma once

namespace ectopy {

class Learner;

/// The one function that ectopy_core looks up in the library that holds libtorch.
using LearnerEntry = Learner*();
inline constexpr const char* kLearnerEntry = "ectopyLearner";
inline constexpr const char* kLearnerLibrary = "libectopy_learn.so";

}  // namespace ectopy
