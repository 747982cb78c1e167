#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/beats/beat_set.h"

namespace ectopy {

enum class Part : std::uint8_t { None, Train, Validation, Test };
std::string_view nameOf(Part part);  // "none", "train", "validation", "test"

/// Which beats a model learns from, is chosen by and is judged by. Index lists in ascending order.
struct Split {
  std::string id;        // "beat", "ds1-ds2", "ds1-ds2-strict", "file", "patient", "folds", "fold:3"
  std::string protocol;  // words for people: "intra-patient: random 80/20 by beat, stratified"
  std::uint64_t seed = 0;
  std::vector<BeatIndex> train;
  std::vector<BeatIndex> validation;  // out of the training side alone, grouped as the split is
  std::vector<BeatIndex> test;

  /// Patients with beats in train or validation and in test too; -1 when the set knows no patients.
  int patientsOnBothSides = -1;
  std::string guard;  // the same in words: "47 of 47 patients stand on both sides: figures are optimistic"

  bool operator==(const Split&) const = default;
};

/// Splits by id. `labels` are the effective labels, one a beat (stratification). The same set, labels, id and
/// seed give the same split. Throws Error: unknown id, records missing that the protocol names, a part empty,
/// fewer than two classes.
/// "beat": test 20 %, validation 10 % of the rest, stratified. "ds1-ds2": de Chazal 2004, validation = some
/// whole records of DS1. "file": as the files say. Demo and other databases with patients: "patient".
/// "fold:K": by the folds of the records' catalogue: test = fold K, validation = the one before it (the last
/// before the first), train = the others. "folds": test = the last fold (PTB-XL: 1-8, 9, 10).
Split makeSplit(const BeatSet& beats, std::span<const ClassIndex> labels, std::string_view id,
                std::uint64_t seed);

/// How a protocol's words end where the file gives too few labels to draw by.
inline constexpr std::string_view kDrawnByCorrections = ", drawn by the corrected labels";

/// The split that window and command line use: made from the file's labels, so that no correction moves a
/// beat between parts; from the corrected ones where the file gives too few. The protocol's words say which.
/// Throws Error as makeSplit does.
Split makeStableSplit(const BeatSet& beats, std::span<const ClassIndex> corrected, std::string_view id,
                      std::uint64_t seed);

/// A split of the beats as their source has them, for the same with R peaks corrected: an added beat joins
/// the part of the nearest beat of its record. One that was taken away stays in its part, so that it comes
/// back to it; without a label it counts nowhere. makeStableSplit does so too.
Split carriedTo(Split split, const BeatSet& beats);

/// The ids that fit this set, the best default first, each with its words.
struct SplitChoice {
  std::string id;
  std::string protocol;
};
std::vector<SplitChoice> splitChoices(const BeatSet& beats);

/// One Part a beat.
std::vector<Part> partOfEachBeat(const Split& split, std::size_t beats);

}  // namespace ectopy
