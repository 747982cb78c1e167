#pragma once

#include <QByteArray>
#include <QMap>
#include <QStringList>
#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

class QTcpSocket;

namespace ectopy::test {

/// What a server does with one request instead of answering well.
struct Mischief {
  int status = 0;             // answers with this status and no file
  qint64 breakOffAfter = -1;  // sends so many bytes of the body, then closes
  qint64 stallAfter = -1;     // sends so many, then nothing more until the client goes
  bool isWrong = false;       // flips a bit of the first byte
  bool ignoresRange = false;  // sends the whole file
  QByteArray redirectTo;      // answers 302
};

/// An HTTP server on this machine, in a thread of its own, that serves files from memory and misbehaves on
/// request.
class LocalServer {
 public:
  /// Served by path below '/': "db/100.hea".
  explicit LocalServer(QMap<QByteArray, QByteArray> files);
  ~LocalServer();

  /// "http://127.0.0.1:PORT/"
  std::string url() const;
  int port() const { return m_port; }
  /// Decides over every request: its path, and how many requests for this path came before.
  void setMischief(std::function<Mischief(const QByteArray& path, int earlier)> decide);
  /// The request lines that came ("GET /db/100.hea bytes=10-").
  QStringList requests() const;

 private:
  void serve(const std::stop_token& stop);
  void answer(QTcpSocket& socket, const QByteArray& request);
  Mischief decide(const QByteArray& path, const QByteArray& range);

  QMap<QByteArray, QByteArray> m_files;
  std::atomic<int> m_port = 0;
  mutable std::mutex m_mutex;
  std::function<Mischief(const QByteArray&, int)> m_decide;
  QMap<QByteArray, int> m_counts;
  QStringList m_requests;
  std::jthread m_thread;  // last: ends before the rest goes
};

}  // namespace ectopy::test
