#pragma once

#include <string>

#include "core/base/error.h"

namespace ectopy::test {

/// The sentence of the Error that `call` throws; "no error" when it throws none.
template <typename Call>
std::string errorText(Call&& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace ectopy::test
