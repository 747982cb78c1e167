#include "core/io/record_patient.h"

#include "core/io/text_fields.h"

namespace ectopy {

std::string patientOfWfdbRecord(const std::filesystem::path& header, const std::string& name,
                                double sampleRateHz, std::int64_t sampleCount) {
  const bool isMitBihShaped = sampleRateHz == 360 && sampleCount == 650'000;
  if (isMitBihShaped && (name == "201" || name == "202")) return "201+202";
  const std::string folder = std::filesystem::absolute(header).parent_path().filename().string();
  constexpr std::string_view kPrefix = "patient";
  if (folder.starts_with(kPrefix) && parseInteger(std::string_view(folder).substr(kPrefix.size())))
    return folder;
  return name;
}

}  // namespace ectopy
