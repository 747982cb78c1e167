#include "core/training/port_probe.h"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ectopy {
namespace {

constexpr int kPatienceMs = 500;

bool connects(const addrinfo& address) {
  const int socket =
      ::socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, address.ai_protocol);
  if (socket < 0) return false;
  bool isConnected = ::connect(socket, address.ai_addr, address.ai_addrlen) == 0;
  pollfd waiting{socket, POLLOUT, 0};
  if (!isConnected && ::poll(&waiting, 1, kPatienceMs) == 1) {
    int problem = 0;
    socklen_t size = sizeof(problem);
    isConnected = ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &problem, &size) == 0 && problem == 0;
  }
  ::close(socket);
  return isConnected;
}

}  // namespace

bool isListening(const std::string& host, int port) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found) != 0) return false;
  bool isHeard = false;
  for (const addrinfo* address = found; address != nullptr && !isHeard; address = address->ai_next)
    isHeard = connects(*address);
  ::freeaddrinfo(found);
  return isHeard;
}

}  // namespace ectopy
