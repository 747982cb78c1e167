#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "core/base/job_context.h"
#include "core/io/edf_header.h"
#include "core/signal/recording.h"

namespace ectopy {

/// The annotator under which an EDF+ file's own annotations stand.
inline constexpr std::string_view kEdfAnnotator = "atr";
/// Annotations of a file without signals have no rate of their own: steps of 0.1 ms, what EDF+ writers keep.
inline constexpr double kEdfAnnotationRateHz = 10'000;

/// The header of an EDF, EDF+, BDF or BDF+ file. Throws Error.
EdfHeader readEdfHeader(const std::filesystem::path& path);

/// What a file tells without its samples: leads, length, patient, facts; the annotations too when asked for,
/// else the length of a discontinuous file is that of its data, without the gaps.
Recording describeEdfRecord(const std::filesystem::path& path, bool withAnnotations, const JobContext& job);

/// Reads an EDF, EDF+, BDF or BDF+ file.
/// - Leads: chooseEdfLeads. Voltages are given in mV; each file's own label, unit, transducer and filter
/// stand
///   in Recording::comments. The physical value of 0 is rounded to a whole ADC value, as Lead keeps it.
/// - Sample 0 is the first sample of the file; gaps between data records (EDF+D) read kMissing.
/// - Annotations stand under kEdfAnnotator: a text becomes a note (code 22), or, where most texts of the file
///   are WFDB mnemonics ("N", "V"), the code of its mnemonic. Durations are not kept.
/// - Small offences against the format are warnings in Recording::warnings, and so is EDFlib's refusal.
/// Throws Error for a file that makes no sense.
Recording readEdfRecord(const std::filesystem::path& path, std::optional<std::size_t> onlyLead,
                        const JobContext& job);

}  // namespace ectopy
