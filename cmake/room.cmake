# room(NAME MAY other rooms USES libraries): one folder of src/ as one static library, with the *_test.cc files
# beside the code gathered into one test program. What only tests need is in *_for_tests.cc, a library of its own. The MAY
# list is the only place that says which room may include which; tools/check_rooms.py reads the same lines. `base` is open
# to every room.
function(room name)
  cmake_parse_arguments(ROOM "" "" "MAY;USES" ${ARGN})
  set(folder ${CMAKE_SOURCE_DIR}/src/${name})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cc)
  set(tests ${sources})
  set(for_tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER for_tests INCLUDE REGEX "_for_tests\\.cc$")
  list(FILTER sources EXCLUDE REGEX "(_test|_for_tests|/main)\\.cc$")

  add_library(room_${name} STATIC ${sources})
  target_include_directories(room_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  if(NOT name STREQUAL "base")
    target_link_libraries(room_${name} PUBLIC room_base)
  endif()
  foreach(other IN LISTS ROOM_MAY)
    target_link_libraries(room_${name} PUBLIC room_${other})
  endforeach()
  target_link_libraries(room_${name} PUBLIC ${ROOM_USES})

  if(for_tests)
    add_library(room_${name}_for_tests STATIC ${for_tests})
    target_link_libraries(room_${name}_for_tests PUBLIC room_${name})
    set_property(GLOBAL APPEND PROPERTY HOPTRACE_FOR_TESTS room_${name}_for_tests)
  endif()
  if(tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE $<TARGET_NAME_IF_EXISTS:room_${name}_for_tests> room_${name}
                                               GTest::gtest GTest::gtest_main GTest::gmock)
    target_compile_definitions(${name}_test PRIVATE HOPTRACE_SOURCE="${CMAKE_SOURCE_DIR}")
    add_test(NAME ${name} COMMAND ${name}_test)
  endif()
endfunction()
