#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/edf_header.h"

namespace ectopy {

/// The ECG lead a signal's label names: "EKG II" -> "II", "ECG MLII" -> "MLII", "ECG I-Ref" -> "I",
/// "avr" -> "aVR"; a label that calls itself ECG without naming a known lead is kept ("ECG 1"). Empty when
/// the label does not speak of an ECG lead ("Fp1", "Resp", "EEG C3-A2").
std::string ecgLeadNameOf(std::string_view label);

/// Signals of one file that make up a recording, all to be brought to one rate.
struct EdfLeadChoice {
  std::vector<std::size_t> indices;   // indices into EdfHeader::signalSpecs, in file order
  std::vector<std::string> names;     // of the leads, one a signal
  double rateHz = 0;                  // the highest of theirs; 0 without signals
  std::vector<std::string> warnings;  // what was left out or will be resampled, a sentence each
};

/// The ECG leads of a file; where no label speaks of an ECG, all its signals. Leads slower than the fastest
/// are resampled to its rate, those more than 8 times slower are left out; both are told.
EdfLeadChoice chooseEdfLeads(const EdfHeader& header, std::string_view fileName);

/// Millivolts in one unit of a voltage: "uV", "mV", "V", "nV", the micro sign in any spelling; 0 for what is
/// no voltage.
double millivoltsIn(std::string_view unit);

}  // namespace ectopy
