# room(NAME MAY other rooms USES libraries): one folder of src/ as one static library, with the *_test.cc files
# beside the code gathered into one test program, and the *_bench.cc files into one benchmark program. What only tests need
# is in *_for_tests.cc, a library of its own. The MAY list is the only place that says which room may include which;
# tools/check_rooms.py reads the same lines. `base` is open to every room.
#
# Benchmarks are built only when asked for (target NAME_bench, or `benches` for all), and only where Google Benchmark is
# installed: `./dev bench parts` sees to both.
add_custom_target(benches)

# A whole build reads library headers most of the time, so a target's sources are compiled several together where their names
# allow it (tools/units.py). For editing, -D HOPTRACE_UNITY=OFF compiles each alone.
option(HOPTRACE_UNITY "Compile several sources as one unit" ON)
function(compile_together target)
  if(NOT HOPTRACE_UNITY)
    return()
  endif()
  get_target_property(sources ${target} SOURCES)
  execute_process(COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/tools/units.py ${sources}
                  WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} OUTPUT_VARIABLE units OUTPUT_STRIP_TRAILING_WHITESPACE
                  COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "\n" ";" units "${units}")
  foreach(line IN LISTS units)
    string(REGEX MATCH "^([0-9]+) (.*)$" line "${line}")
    set_source_files_properties(${CMAKE_MATCH_2} PROPERTIES UNITY_GROUP unit${CMAKE_MATCH_1})
  endforeach()
  # A type with a member of an unnamed namespace's is meant to be the unit's own; another source's alias is nobody's shadow.
  target_compile_options(${target} PRIVATE -Wno-subobject-linkage -Wno-shadow -Wshadow=local)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()

function(room name)
  cmake_parse_arguments(ROOM "" "" "MAY;USES" ${ARGN})
  set(folder ${CMAKE_SOURCE_DIR}/src/${name})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cc)
  set(tests ${sources})
  set(benches ${sources})
  set(for_tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER benches INCLUDE REGEX "_bench\\.cc$")
  list(FILTER for_tests INCLUDE REGEX "_for_tests\\.cc$")
  list(FILTER sources EXCLUDE REGEX "(_test|_bench|_for_tests|/main)\\.cc$")

  add_library(room_${name} STATIC ${sources})
  target_include_directories(room_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  if(NOT name STREQUAL "base")
    target_link_libraries(room_${name} PUBLIC room_base)
  endif()
  foreach(other IN LISTS ROOM_MAY)
    target_link_libraries(room_${name} PUBLIC room_${other})
  endforeach()
  target_link_libraries(room_${name} PUBLIC ${ROOM_USES})
  compile_together(room_${name})

  if(for_tests)
    add_library(room_${name}_for_tests STATIC ${for_tests})
    target_link_libraries(room_${name}_for_tests PUBLIC room_${name})
    set_property(GLOBAL APPEND PROPERTY HOPTRACE_FOR_TESTS room_${name}_for_tests)
  endif()
  if(tests)
    add_executable(${name}_test ${tests})
    foreach(other IN LISTS ROOM_MAY)
      target_link_libraries(${name}_test PRIVATE $<TARGET_NAME_IF_EXISTS:room_${other}_for_tests>)
    endforeach()
    target_link_libraries(${name}_test PRIVATE $<TARGET_NAME_IF_EXISTS:room_${name}_for_tests> room_${name}
                                               GTest::gtest GTest::gtest_main GTest::gmock)
    target_compile_definitions(${name}_test PRIVATE HOPTRACE_SOURCE="${CMAKE_SOURCE_DIR}")
    compile_together(${name}_test)
    add_test(NAME ${name} COMMAND ${name}_test)
  endif()
  if(benches AND benchmark_FOUND)
    add_executable(${name}_bench EXCLUDE_FROM_ALL ${benches})
    target_link_libraries(${name}_bench PRIVATE $<TARGET_NAME_IF_EXISTS:room_${name}_for_tests> room_${name}
                                                benchmark::benchmark benchmark::benchmark_main)
    target_compile_definitions(${name}_bench PRIVATE HOPTRACE_SOURCE="${CMAKE_SOURCE_DIR}")
    add_dependencies(benches ${name}_bench)
  endif()
endfunction()
