#pragma once

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>

namespace ectopy::test {

/// How a run of ectopy-cli ended.
struct CliOutcome {
  int exitCode = -1;
  QByteArray out;
  QByteArray err;
  QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
  /// The last line on stderr.
  QString sentence() const { return QString::fromUtf8(err.trimmed().split('\n').last()); }
};

inline QString cliProgram() {
  return QStringLiteral(ECTOPY_BINARY_DIR "/bin/ectopy-cli");
}

inline CliOutcome runCli(const QStringList& arguments, int timeoutMs = 300'000) {
  QProcess process;
  process.start(cliProgram(), arguments);
  if (!process.waitForFinished(timeoutMs)) {
    process.kill();
    process.waitForFinished();
    return {-1, process.readAllStandardOutput(), "did not finish in time"};
  }
  const int code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
  return {code, process.readAllStandardOutput(), process.readAllStandardError()};
}

}  // namespace ectopy::test
