#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ectopy::test {

/// A port of this machine on which somebody listens and says nothing.
class SilentPort {
 public:
  SilentPort() : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* general = reinterpret_cast<sockaddr*>(&address);
    if (::bind(m_socket, general, size) == 0 && ::listen(m_socket, 8) == 0 &&
        ::getsockname(m_socket, general, &size) == 0)
      m_number = ntohs(address.sin_port);
  }
  ~SilentPort() { ::close(m_socket); }
  SilentPort(const SilentPort&) = delete;
  SilentPort& operator=(const SilentPort&) = delete;

  int number() const { return m_number; }

 private:
  int m_socket;
  int m_number = -1;
};

/// A port that nobody listens on.
inline int freePort() {
  return SilentPort().number();
}

}  // namespace ectopy::test
