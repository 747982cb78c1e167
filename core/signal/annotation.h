#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ectopy {

/// WFDB annotation code (ecgcodes.h), 1 .. 49; 0 is "not an annotation".
using AnnotationCode = std::uint8_t;

/// One mark on a record.
struct Annotation {
  std::int64_t sample = 0;  // sample number from the start of the record
  AnnotationCode code = 0;
  std::int8_t subtype = 0;
  std::uint8_t channel = 0;
  std::int8_t number = 0;
  std::string text;  // AUX as stored: MIT-BIH files end it with a NUL (see noteOf)

  bool operator==(const Annotation&) const = default;
};

/// The text of an annotation as people read it: up to its first NUL.
std::string_view noteOf(const Annotation& annotation);

/// The mnemonic that rdann prints ("N", "V", "+", "[" ...; "[42]" style for codes without one).
std::string symbolOf(AnnotationCode code);
/// The code of a mnemonic, or nothing.
std::optional<AnnotationCode> codeOf(std::string_view symbol);
/// A few words: "premature ventricular contraction".
std::string_view descriptionOf(AnnotationCode code);

}  // namespace ectopy
