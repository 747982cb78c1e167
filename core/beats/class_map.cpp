#include "core/beats/class_map.h"

#include <fmt/format.h>

#include <array>

#include "core/base/error.h"

namespace ectopy {
namespace {

constexpr ClassIndex kN = 0;
constexpr ClassIndex kS = 1;
constexpr ClassIndex kV = 2;
constexpr ClassIndex kF = 3;
constexpr ClassIndex kQ = 4;
constexpr ClassIndex kNoBeat = kUnlabelled;

using CodeTable = std::array<ClassIndex, 50>;  // by annotation code, 0 .. 49

constexpr CodeTable makeTable(ClassMap map) {
  CodeTable table{};
  for (ClassIndex& entry : table) entry = kNoBeat;
  const bool isEc57 = map == ClassMap::Ec57;
  for (const int code : {1, 2, 3, 25}) table[code] = kN;           // N L R B
  for (const int code : {34, 11}) table[code] = isEc57 ? kS : kN;  // e j: escape beats
  for (const int code : {35, 8, 4, 7, 9}) table[code] = kS;        // n A a J S
  for (const int code : {5, 10, 41}) table[code] = kV;             // V E r
  table[6] = kF;                                                   // F
  for (const int code : {12, 38, 13}) table[code] = kQ;            // / f Q
  table[30] = isEc57 ? kQ : kNoBeat;                               // ? learning
  return table;
}

constexpr CodeTable kMl = makeTable(ClassMap::Ml);
constexpr CodeTable kEc57 = makeTable(ClassMap::Ec57);

}  // namespace

std::optional<ClassIndex> aamiClassOf(AnnotationCode code, ClassMap map) {
  const CodeTable& table = map == ClassMap::Ec57 ? kEc57 : kMl;
  if (code >= table.size() || table[code] == kNoBeat) return std::nullopt;
  return table[code];
}

std::string_view nameOf(ClassMap map) {
  return map == ClassMap::Ec57 ? "ec57" : "ml";
}

ClassMap classMapFromName(std::string_view name) {
  if (name == "ml") return ClassMap::Ml;
  if (name == "ec57") return ClassMap::Ec57;
  throw Error(fmt::format("Class map: expected \"ml\" or \"ec57\", found \"{}\".", name));
}

}  // namespace ectopy
