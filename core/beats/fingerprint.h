#pragma once

#include <string>

#include "core/beats/beat_set.h"

namespace ectopy {

/// SHA-256 over what decides the beats: label scheme, cut, record names, and every column. Columns are hashed
/// in pieces of 8 MiB on all cores, then the pieces' digests in order: the same on any number of cores.
/// 64 lower-case hexadecimal digits.
std::string fingerprintOf(const BeatSetFacts& facts, const BeatColumns& columns);

}  // namespace ectopy
