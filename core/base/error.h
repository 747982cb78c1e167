#pragma once

#include <stdexcept>
#include <string>

namespace ectopy {

/// Something the user can act on. The text is one sentence that says what, where (file, line or byte),
/// what was expected and what was found; it is shown as it stands.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A long call that was asked to stop and did. Not an error: nothing is shown for it but "stopped".
class Stopped : public std::exception {
 public:
  const char* what() const noexcept override { return "stopped"; }
};

}  // namespace ectopy
