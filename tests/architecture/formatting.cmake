# Fails when a source file differs from what .clang-format makes of it.
cmake_minimum_required(VERSION 3.25)
file(GLOB_RECURSE files ${SOURCE}/app/*.h ${SOURCE}/app/*.cpp ${SOURCE}/core/*.h ${SOURCE}/core/*.cpp
  ${SOURCE}/ui/*.h ${SOURCE}/ui/*.cpp ${SOURCE}/tests/*.h ${SOURCE}/tests/*.cpp)
execute_process(COMMAND ${CLANG_FORMAT} --dry-run --Werror ${files} RESULT_VARIABLE result ERROR_VARIABLE output)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "Not formatted:\n${output}")
endif()
