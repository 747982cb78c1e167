#include "core/io/edf_library.h"

#include <edflib.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <memory>
#include <mutex>

#include "core/base/error.h"

namespace ectopy {

namespace {

/// EDFlib's table of open files is not safe in threads.
std::mutex& libraryMutex() {
  static std::mutex mutex;
  return mutex;
}

/// A file open in EDFlib; closed on every way out. Held under libraryMutex().
class OpenFile {
 public:
  explicit OpenFile(const std::filesystem::path& path) {
    // EDFlib knows files by name, refuses one that is open already, and would wait for a pipe: it is handed
    // a name of its own for a descriptor opened without waiting.
    m_descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    const std::string name = m_descriptor < 0 ? path.string() : fmt::format("/proc/self/fd/{}", m_descriptor);
    m_isOpen = edfopen_file_readonly(name.c_str(), m_facts.get(), EDFLIB_DO_NOT_READ_ANNOTATIONS) == 0;
  }
  ~OpenFile() {
    if (m_isOpen) edfclose_file(m_facts->handle);
    if (m_descriptor >= 0) ::close(m_descriptor);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  bool isOpen() const { return m_isOpen; }
  const edf_hdr_struct& facts() const { return *m_facts; }

 private:
  std::unique_ptr<edf_hdr_struct> m_facts = std::make_unique<edf_hdr_struct>();  // 150 KiB
  int m_descriptor = -1;
  bool m_isOpen = false;
};

std::string reasonOf(int code) {
  switch (code) {
    case EDFLIB_FILE_CONTAINS_FORMAT_ERRORS:
      return "its header or its first data record breaks a rule of the format";
    case EDFLIB_FILE_READ_ERROR:
    case EDFLIB_NO_SUCH_FILE_OR_DIRECTORY:
      return "it could not be read";
    case EDFLIB_FILE_IS_DISCONTINUOUS:
      return "it has gaps";
    default:
      return fmt::format("EDFlib's code {}", code);
  }
}

/// Numbers of up to 8 characters, read by two programs.
bool isSame(double left, double right) {
  return std::abs(left - right) <= 1e-9 * std::max(std::abs(left), std::abs(right));
}

bool isSameSignal(const edf_param_struct& theirs, const EdfSignal& ours) {
  return theirs.smp_in_datarecord == static_cast<int>(ours.samplesPerRecord) &&
         isSame(theirs.phys_min, ours.physicalMinimum) && isSame(theirs.phys_max, ours.physicalMaximum) &&
         isSame(theirs.dig_min, ours.digitalMinimum) && isSame(theirs.dig_max, ours.digitalMaximum);
}

[[noreturn]] void failDisagreeing(const std::filesystem::path& path, std::string_view what) {
  throw Error(
      fmt::format("{}: EDFlib reads other {} from the header than this program; the file was not opened.",
                  path.filename().string(), what));
}

void compare(const edf_hdr_struct& theirs, const EdfHeader& ours, const std::filesystem::path& path) {
  int signals = 0;
  for (const EdfSignal& signal : ours.signalSpecs) {
    if (signal.isAnnotations) continue;
    if (signals < theirs.edfsignals && !isSameSignal(theirs.signalparam[signals], signal)) {
      failDisagreeing(path, fmt::format("numbers of signal {}", signals + 1));
    }
    ++signals;
  }
  if (signals != theirs.edfsignals) failDisagreeing(path, "signals");
  if (theirs.datarecords_in_file != static_cast<long long>(ours.recordCount)) {
    failDisagreeing(path, "numbers of data records");
  }
  const double seconds = static_cast<double>(theirs.datarecord_duration) / EDFLIB_TIME_DIMENSION;
  if (std::abs(seconds - ours.recordSeconds) > 2.0 / EDFLIB_TIME_DIMENSION) {
    failDisagreeing(path, "durations");
  }
}

}  // namespace

EdfLibraryAnswer askEdfLibrary(const std::filesystem::path& path, const EdfHeader& header) {
  const std::lock_guard lock(libraryMutex());
  const OpenFile file(path);
  if (!file.isOpen()) return {false, reasonOf(file.facts().filetype)};
  compare(file.facts(), header, path);
  return {true, {}};
}

}  // namespace ectopy
