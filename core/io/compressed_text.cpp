#include "core/io/compressed_text.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/compressed_sink.h"
#include "core/io/text_fields.h"

namespace ectopy {
namespace {

namespace fs = std::filesystem;

/// A mapped zip archive under libarchive, entry by entry.
class ZipReader {
 public:
  explicit ZipReader(const fs::path& path)
      : m_name(path.filename().string()), m_file(MappedFile::open(path)), m_archive(archive_read_new()) {
    if (m_archive == nullptr) throw std::bad_alloc();
    archive_read_support_format_zip_seekable(m_archive);
    const auto bytes = m_file->bytes();
    if (archive_read_open_memory(m_archive, bytes.data(), bytes.size()) != ARCHIVE_OK) {
      archive_read_free(m_archive);
      throw Error(
          fmt::format("{} is empty, cut off or damaged: expected a zip archive's table of files at its end, "
                      "found none.",
                      m_name));
    }
  }
  ~ZipReader() { archive_read_free(m_archive); }
  ZipReader(const ZipReader&) = delete;
  ZipReader& operator=(const ZipReader&) = delete;

  /// The next entry's path, or nothing after the last.
  std::optional<std::string> next() {
    const int result = archive_read_next_header(m_archive, &m_entry);
    if (result == ARCHIVE_EOF) return std::nullopt;
    if (result < ARCHIVE_WARN) fail(m_name);
    const char* path = archive_entry_pathname_utf8(m_entry);
    if (path == nullptr) path = archive_entry_pathname(m_entry);
    return path == nullptr ? std::string() : std::string(path);
  }

  bool isFile() const { return archive_entry_filetype(m_entry) == AE_IFREG; }

  TextFile unpack(const std::string& entryName, const JobContext& job, std::size_t atMost,
                  const UnpackLimits& limits) {
    const std::string name = fmt::format("{}: {}", m_name, entryName);
    if (archive_entry_is_encrypted(m_entry) != 0) {
      throw Error(fmt::format("{} is encrypted: unpack it with its password first.", name));
    }
    const auto claimed = static_cast<std::size_t>(std::max<la_int64_t>(archive_entry_size(m_entry), 0));
    UnpackedText text(name, m_file->bytes().size(), claimed, atMost, limits);
    while (const std::size_t room = text.makeRoom()) {
      job.throwIfStopped();
      const la_ssize_t bytes = archive_read_data(m_archive, text.room(), room);
      if (bytes < 0) fail(name);
      if (bytes == 0) break;
      text.advance(static_cast<std::size_t>(bytes));
      job.report(-1, "unpacking");
    }
    return text.take();
  }

 private:
  [[noreturn]] void fail(const std::string& name) const {
    const char* reason = archive_error_string(m_archive);
    throw Error(fmt::format("{} is damaged: {}.", name, reason != nullptr ? reason : "no zip data"));
  }

  std::string m_name;
  std::shared_ptr<const MappedFile> m_file;
  archive* m_archive;
  archive_entry* m_entry = nullptr;
};

bool isText(const std::string& path) {
  constexpr std::array<std::string_view, 3> kExtensions = {".csv", ".tsv", ".txt"};
  std::string extension = fs::path(path).extension().string();
  std::ranges::transform(extension, extension.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const bool isHidden = fs::path(path).filename().string().starts_with('.') || path.starts_with("__MACOSX/");
  return !isHidden && std::ranges::find(kExtensions, extension) != kExtensions.end();
}

bool leadsOut(const std::string& path) {
  const fs::path parts(path);
  return parts.is_absolute() || path.find('\\') != std::string::npos ||
         std::ranges::count(parts, fs::path("..")) > 0;
}

std::string onlyTextIn(const fs::path& path) {
  const auto names = textsInZip(path);
  if (names.size() == 1) return names.front();
  throw Error(fmt::format("{}: expected one CSV file in it, found {}: {}.", path.filename().string(),
                          names.size(), fmt::join(names, ", ")));
}

}  // namespace

Packing packingOf(const fs::path& path) {
  const auto file = MappedFile::open(path);
  const auto bytes = file->bytes();
  const std::string_view start(reinterpret_cast<const char*>(bytes.data()),
                               std::min<std::size_t>(bytes.size(), 4));
  if (start.starts_with("\x1f\x8b")) return Packing::Gzip;
  const bool isZip = start == std::string_view("PK\3\4", 4) || start == std::string_view("PK\5\6", 4);
  return isZip ? Packing::Zip : Packing::None;
}

std::vector<std::string> textsInZip(const fs::path& path) {
  ZipReader zip(path);
  std::vector<std::string> names;
  while (const auto name = zip.next()) {
    if (!zip.isFile() || !isText(*name)) continue;
    if (leadsOut(*name)) {
      throw Error(
          fmt::format("{}: expected files inside the archive, found one at {}, which leads out of it.",
                      path.filename().string(), inQuotes(*name)));
    }
    names.push_back(*name);
  }
  if (names.empty()) {
    throw Error(fmt::format("{}: expected a CSV file in it, found none.", path.filename().string()));
  }
  return names;
}

TextFile openTextInZip(const fs::path& path, const std::string& name, const JobContext& job,
                       std::size_t atMost, const UnpackLimits& limits) {
  ZipReader zip(path);
  while (const auto found = zip.next()) {
    if (*found == name && zip.isFile()) return zip.unpack(name, job, atMost, limits);
  }
  throw Error(fmt::format("{}: expected {} in it, found no such file.", path.filename().string(), name));
}

TextFile openText(const fs::path& path, const JobContext& job, std::size_t atMost,
                  const UnpackLimits& limits) {
  switch (packingOf(path)) {
    case Packing::Gzip:
      return unpackGzip(path, job, atMost, limits);
    case Packing::Zip:
      return openTextInZip(path, onlyTextIn(path), job, atMost, limits);
    case Packing::None:
      break;
  }
  const auto file = MappedFile::open(path);
  const std::string_view text(reinterpret_cast<const char*>(file->bytes().data()), file->bytes().size());
  return {path.filename().string(), text.substr(0, atMost), file, text.size()};
}

}  // namespace ectopy
