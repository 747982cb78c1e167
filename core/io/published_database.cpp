#include "core/io/published_database.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"

namespace ectopy {

const std::vector<PublishedDatabase>& publishedDatabases() {
  static const std::vector<PublishedDatabase> known = {
      {.id = "mitdb",
       .title = "MIT-BIH Arrhythmia Database 1.0.0",
       .url = "https://physionet.org/files/mitdb/1.0.0/",
       .listSha256 = "d0feeffd1276ebb67612948b2519268c7141ad8154c5b518064a4880a5c13a03",
       .suffixes = {".hea", ".dat", ".atr", "RECORDS", "ANNOTATORS"},
       .megabytes = 95,
       .contents =
           "48 half-hour recordings of 47 patients, two leads at 360 Hz, about 110 000 beats labelled by "
           "cardiologists.",
       .licence = "Open Data Commons Attribution License 1.0",
       .licenceUrl = "https://physionet.org/content/mitdb/view-license/1.0.0/",
       .citations =
           {"Moody GB, Mark RG. The impact of the MIT-BIH Arrhythmia Database. IEEE Eng in Med and Biol "
            "20(3):45-50 (2001).",
            "Goldberger A et al. PhysioBank, PhysioToolkit, and PhysioNet. Circulation 101(23):e215-e220 "
            "(2000)."}},
  };
  return known;
}

const PublishedDatabase& publishedDatabase(std::string_view id) {
  const auto& known = publishedDatabases();
  const auto found = std::ranges::find(known, id, &PublishedDatabase::id);
  if (found != known.end()) return *found;
  std::string names;
  for (const PublishedDatabase& database : known) names += (names.empty() ? "" : ", ") + database.id;
  throw Error(fmt::format("Unknown database \"{}\"; known: {}.", id, names));
}

}  // namespace ectopy
