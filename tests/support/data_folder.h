#pragma once

#include <QtTest>

#include <filesystem>

namespace ectopy::test {

/// The folder of real recordings, empty when ECTOPY_DATA is not set.
inline std::filesystem::path dataFolder() {
  return qEnvironmentVariable("ECTOPY_DATA").toStdString();
}

}  // namespace ectopy::test

/// Skips the test function where the real recordings are not at hand.
#define ECTOPY_NEEDS_DATA() \
  if (ectopy::test::dataFolder().empty()) QSKIP("ECTOPY_DATA is not set")
