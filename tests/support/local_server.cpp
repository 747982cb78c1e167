#include "tests/support/local_server.h"

#include <QElapsedTimer>
#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>
#include <memory>

namespace ectopy::test {
namespace {

constexpr int kWaitMs = 20;
constexpr int kPatienceMs = 5000;

QByteArray headerValue(const QByteArray& request, const QByteArray& name) {
  for (const QByteArray& line : request.split('\n')) {
    if (line.toLower().startsWith(name + ':')) return line.mid(name.size() + 1).trimmed();
  }
  return {};
}

/// The path of "GET /path HTTP/1.1" and of a proxy's "GET http://host/path HTTP/1.1".
QByteArray pathOf(const QByteArray& request) {
  QByteArray target = request.left(request.indexOf('\r')).split(' ').value(1);
  if (const int scheme = target.indexOf("://"); scheme >= 0)
    target = target.mid(target.indexOf('/', scheme + 3));
  return target.mid(1);
}

void send(QTcpSocket& socket, const QByteArray& bytes) {
  socket.write(bytes);
  QElapsedTimer time;
  time.start();
  while (socket.bytesToWrite() > 0 && socket.state() == QAbstractSocket::ConnectedState &&
         time.elapsed() < kPatienceMs)
    socket.waitForBytesWritten(kWaitMs);
}

QByteArray statusLine(int status) {
  return "HTTP/1.1 " + QByteArray::number(status) + " X\r\n";
}

}  // namespace

LocalServer::LocalServer(QMap<QByteArray, QByteArray> files)
    : m_files(std::move(files)), m_thread([this](const std::stop_token& stop) { serve(stop); }) {
  while (m_port == 0) std::this_thread::yield();
}

LocalServer::~LocalServer() = default;

std::string LocalServer::url() const {
  return "http://127.0.0.1:" + std::to_string(m_port.load()) + "/";
}

void LocalServer::setMischief(std::function<Mischief(const QByteArray&, int)> decide) {
  const std::lock_guard lock(m_mutex);
  m_decide = std::move(decide);
}

QStringList LocalServer::requests() const {
  const std::lock_guard lock(m_mutex);
  return m_requests;
}

void LocalServer::serve(const std::stop_token& stop) {
  QTcpServer server;
  server.listen(QHostAddress::LocalHost);
  m_port = server.serverPort();
  while (!stop.stop_requested()) {
    if (!server.waitForNewConnection(kWaitMs)) continue;
    const std::unique_ptr<QTcpSocket> socket(server.nextPendingConnection());
    QByteArray request;
    QElapsedTimer time;
    time.start();
    while (!request.contains("\r\n\r\n") && time.elapsed() < kPatienceMs) {
      socket->waitForReadyRead(kWaitMs);
      request += socket->readAll();
    }
    answer(*socket, request);
    socket->disconnectFromHost();
  }
}

Mischief LocalServer::decide(const QByteArray& path, const QByteArray& range) {
  const std::lock_guard lock(m_mutex);
  m_requests << QString::fromLatin1("GET /" + path + (range.isEmpty() ? "" : " " + range));
  const int earlier = m_counts[path]++;
  return m_decide ? m_decide(path, earlier) : Mischief{};
}

void LocalServer::answer(QTcpSocket& socket, const QByteArray& request) {
  const QByteArray path = pathOf(request);
  const QByteArray range = headerValue(request, "range");
  const Mischief mischief = decide(path, range);
  if (!mischief.redirectTo.isEmpty())
    return send(socket,
                statusLine(302) + "Location: " + mischief.redirectTo + "\r\nContent-Length: 0\r\n\r\n");
  const int status = mischief.status > 0 ? mischief.status : m_files.contains(path) ? 200 : 404;
  if (status != 200) return send(socket, statusLine(status) + "Content-Length: 4\r\n\r\nsad\n");
  QByteArray body = m_files.value(path);
  const qint64 from =
      range.isEmpty() || mischief.ignoresRange ? 0 : range.mid(6, range.size() - 7).toLongLong();
  if (from > 0 && from >= body.size()) return send(socket, statusLine(416) + "Content-Length: 0\r\n\r\n");
  body = body.mid(from);
  if (mischief.isWrong && !body.isEmpty()) body[0] = static_cast<char>(body[0] ^ 1);
  QByteArray head = statusLine(from > 0 ? 206 : 200) + "Connection: close\r\n";
  head += "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n";
  const qint64 part = mischief.breakOffAfter >= 0 ? mischief.breakOffAfter : mischief.stallAfter;
  send(socket, head + (part >= 0 ? body.left(part) : body));
  // A client that gave up closes its side.
  QElapsedTimer time;
  time.start();
  while (mischief.stallAfter >= 0 && time.elapsed() < kPatienceMs &&
         socket.state() == QAbstractSocket::ConnectedState)
    socket.waitForReadyRead(kWaitMs);
}

}  // namespace ectopy::test
