#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace ectopy {

/// What tells a WFDB record's patient apart where its database says so: records 201 and 202 of the MIT-BIH
/// Arrhythmia Database (360 Hz, 650000 samples) are of one subject, and the PTB Diagnostic Database has a
/// folder a patient. The record's name where nothing else is known.
std::string patientOfWfdbRecord(const std::filesystem::path& header, const std::string& name,
                                double sampleRateHz, std::int64_t sampleCount);

}  // namespace ectopy
