#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/beats/split.h"

namespace ectopy {

/// What stays together when beats are dealt to folds.
enum class FoldGroup { Beat, Record, Patient };
std::string_view nameOf(FoldGroup group);            // "beat", "record", "patient"
FoldGroup foldGroupFromName(std::string_view name);  // throws Error

/// Deals all beats, also unlabelled ones, to folds 0 ... `folds` - 1, each with about the same share of every
/// class. The same set, labels and seed give the same folds. Throws Error: fewer than two folds or more than
/// there are labelled beats (records, patients), a beat without a record where records stay together, fewer
/// than two classes.
std::vector<std::uint8_t> foldOfEachBeat(const BeatSet& beats, std::span<const ClassIndex> labels, int folds,
                                         FoldGroup group, std::uint64_t seed);

/// What learns, and what is predicted, when one fold is held out. train and validation (a tenth of the
/// others, grouped as the folds are) hold labelled beats alone; `test` all of the fold.
Split splitWithoutFold(const BeatSet& beats, std::span<const ClassIndex> labels,
                       std::span<const std::uint8_t> foldOfBeat, int fold, FoldGroup group,
                       std::uint64_t seed);

}  // namespace ectopy
