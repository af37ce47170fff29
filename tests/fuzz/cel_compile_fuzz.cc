// Whatever compiles evaluates without harm and has a flat form that stands for
// it; whatever does not is told by column.
#include "fuzz/cel_program.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const auto program = compliance::cel::Compile(
      compliance::fuzz::InputOf(data, size),
      *compliance::fuzz::CelActivation().library, {"self"});
  if (program.ok()) {
    compliance::fuzz::ExerciseProgram(*program);
  } else {
    const auto message = program.status().message();
    compliance::fuzz::Require(
        !message.empty() && message[0] >= '1' && message[0] <= '9',
        "an error begins with its column");
  }
  return 0;
}
