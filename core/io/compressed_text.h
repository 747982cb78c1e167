#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/job_context.h"

namespace ectopy {

/// A text file as its reader sees it: mapped where it is plain, in memory where it was packed.
struct TextFile {
  std::string name;  // as errors name it: "x.csv", "x.csv.gz", "x.zip: train.csv"
  std::string_view text;
  std::shared_ptr<const void> owner;  // of the text
  std::size_t wholeBytes = 0;         // size of the whole text, where only its beginning is here; a claim
};

/// How a file is packed, by its first bytes alone.
enum class Packing { None, Gzip, Zip };
Packing packingOf(const std::filesystem::path& path);

/// What an honest file stays below; more is taken for a decompression bomb.
struct UnpackLimits {
  std::size_t bytes = std::size_t{4} << 30;  // in all: ten times the largest published file
  std::size_t ratio = 200;                   // unpacked to packed bytes; the first MiB is free
};

/// Paths of the text files (.csv, .tsv, .txt) in a zip archive, as they stand in it. Throws Error: damaged,
/// or a path that leads out of the archive ("../x.csv").
std::vector<std::string> textsInZip(const std::filesystem::path& path);

/// One text file of a zip archive, checked against its checksum; its first `atMost` bytes alone where there
/// are more. Throws Error: damaged, encrypted, not there, beyond the limits.
TextFile openTextInZip(const std::filesystem::path& path, const std::string& name, const JobContext& job,
                       std::size_t atMost = ~std::size_t{0}, const UnpackLimits& limits = {});

/// A plain or gzip file, or the only text in a zip archive. Throws Error also when there are several.
TextFile openText(const std::filesystem::path& path, const JobContext& job,
                  std::size_t atMost = ~std::size_t{0}, const UnpackLimits& limits = {});

}  // namespace ectopy
