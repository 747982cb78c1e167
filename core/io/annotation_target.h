#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace ectopy {

/// What speaks against a name as a WFDB annotator; empty when nothing does.
std::string annotatorProblem(const std::string& name);

/// An annotation file to write beside a recording.
struct AnnotationTarget {
  std::filesystem::path recording;
  std::filesystem::path file;
};
/// RECORD.annotator beside a recording.
AnnotationTarget annotationTarget(const std::filesystem::path& recording, const std::string& annotator);
/// Throws Error when a file is the recording itself, two recordings would be written to one file, or one
/// exists and may not be written over.
void requireWritable(const std::vector<AnnotationTarget>& targets, bool mayReplace);

}  // namespace ectopy
