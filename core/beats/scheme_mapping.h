#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/job_context.h"
#include "core/beats/beat_set.h"

namespace ectopy {

/// Where the classes of one scheme go in another.
struct SchemeMapping {
  LabelScheme to;
  std::vector<ClassIndex> target;  // by class of the old scheme; kUnlabelled: its beats lose their label

  bool operator==(const SchemeMapping&) const = default;
};

/// A scheme of one's own: the id follows from the codes, so that what is kept by scheme (keys) is found
/// again. Throws Error: no class or more than 254, a code that is empty, longer than 64 bytes or there twice,
/// a colour that is not #RRGGBB.
LabelScheme customScheme(std::vector<LabelClass> classes);

/// "N=N,S=A,V=V,F=V,Q=-": every class of `from` by its code, "-" for none. The new classes stand in the order
/// they are named in; one that keeps its code keeps name and colour. Throws Error: a class of `from` that is
/// missing, there twice or not there at all.
SchemeMapping schemeMappingFromText(std::string_view text, const LabelScheme& from);

/// {"classes": [{"code": "A", "name": "Atrial premature", "colour": "#E69F00"}, ...], "from": {"S": "A", "Q":
/// null}}; a class that "from" leaves out keeps its code where the new scheme has it. Throws Error, naming
/// the file.
SchemeMapping readSchemeMapping(const std::filesystem::path& path, const LabelScheme& from);
void writeSchemeMapping(const std::filesystem::path& path, const SchemeMapping& mapping,
                        const LabelScheme& from);

/// The same beats (without absent ones) in the other scheme, `labels` (effective, one a beat) having become
/// the file's. The samples
/// are shared, not copied. Throws Error when the mapping is of another scheme.
std::shared_ptr<const BeatSet> mappedBeats(const std::shared_ptr<const BeatSet>& beats,
                                           std::span<const ClassIndex> labels, const SchemeMapping& mapping);

/// Writes the mapped beats as a beat file, whole or not at all. Throws Error, Stopped.
void writeMappedBeats(const std::filesystem::path& path, const std::shared_ptr<const BeatSet>& beats,
                      std::span<const ClassIndex> labels, const SchemeMapping& mapping,
                      const JobContext& job);

}  // namespace ectopy
