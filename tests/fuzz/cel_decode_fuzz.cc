// Whatever decodes as a compiled condition evaluates without harm.
#include "fuzz/cel_program.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const auto program =
      compliance::cel::Decode(compliance::fuzz::InputOf(data, size));
  if (program.ok()) compliance::fuzz::ExerciseProgram(*program);
  return 0;
}
