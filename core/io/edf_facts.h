#pragma once

#include <string>
#include <vector>

#include "core/io/edf_annotations.h"
#include "core/io/edf_header.h"
#include "core/io/edf_leads.h"
#include "core/signal/recording.h"

namespace ectopy {

/// The lead a signal becomes, without samples: name, millivolts where it is a voltage, gain and baseline from
/// the digital and physical range. A range that gives no scale makes it uncalibrated and adds a warning.
Lead leadOf(const EdfSignal& signal, const std::string& name, std::string_view fileName,
            std::vector<std::string>& warnings);

/// Patient, recording and each lead's own label, a line a fact ("Patient: X F 20-JAN-1998 Jane_Doe").
std::vector<std::string> edfFacts(const EdfHeader& header, const EdfLeadChoice& choice);

/// What tells patients apart: the patient's code, else the name, else nothing.
std::string patientOf(const EdfHeader& header);

/// "HH:MM:SS[.mmm] DD/MM/YYYY" of the first sample, which lies `offsetSeconds` behind the header's start.
std::string startTimeOf(const EdfHeader& header, double offsetSeconds);

/// The annotations in samples at `rateHz`, in time order; those before the first sample are left out with a
/// warning. `startSeconds`: when the first sample was taken, on the annotations' clock.
std::vector<Annotation> annotationsOf(const EdfAnnotations& annotations, double startSeconds, double rateHz,
                                      std::string_view fileName, std::vector<std::string>& warnings);

}  // namespace ectopy
