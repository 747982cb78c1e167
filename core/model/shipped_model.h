#pragma once

#include <filesystem>
#include <string_view>

namespace ectopy {

/// What stands for the shipped model where a model file is asked for.
inline constexpr std::string_view kShippedModelWord = "shipped";
inline constexpr const char* kShippedModelFile = "mitdb-ectopy-beat.safetensors";
/// Whose recordings the shipped model learned from, in one sentence.
inline constexpr std::string_view kShippedModelCredit =
    "The shipped model learned from the MIT-BIH Arrhythmia Database (Moody and Mark 2001; PhysioNet, Open "
    "Data "
    "Commons Attribution License 1.0).";

/// The model that comes with the program: ectopy-beat, trained on MIT-BIH (rule kaggle, split beat, seed 1)
/// by the command in the README. Throws Error when it is not installed.
std::filesystem::path shippedModelPath();

/// `text` as a path, or the shipped model where it is kShippedModelWord.
std::filesystem::path modelPathOf(std::string_view text);

}  // namespace ectopy
