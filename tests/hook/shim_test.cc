#include "compliance/hook/shim.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "hook/real_program.h"
#include "hook/shell_quote.h"
#include "scratch.h"
#include "support/status.h"

namespace compliance::hook {
namespace {

using ::compliance::testing::IsOkAndHolds;
using ::compliance::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

terraform::Environment WithPath(const std::string& path) {
  return [path](const std::string& name) -> std::optional<std::string> {
    if (name == "PATH") return path;
    return std::nullopt;
  };
}

TEST(Shim, StandsForWhatIsOnPath) {
  const Scratch scratch;
  scratch.WriteProgram("bin/terraform", "#!/bin/sh\n");
  const std::string directory = scratch.Path("judged dir");
  EXPECT_THAT(WriteShims({directory, "", WithPath(scratch.Path("bin"))}),
              IsOkAndHolds(ElementsAre(directory + "/terraform")));
  const std::string script = scratch.Read("judged dir/terraform");
  EXPECT_THAT(script, HasSubstr(" exec --shim '" + directory +
                                "' -- 'terraform' \"$@\"\n"));
  EXPECT_TRUE(IsShim(directory + "/terraform"));
  EXPECT_FALSE(IsShim(scratch.Path("bin/terraform")));
  EXPECT_FALSE(IsShim(scratch.Path("absent")));
}

TEST(Shim, IsWrittenAnewButNeverOverAProgram) {
  const Scratch scratch;
  scratch.WriteProgram("bin/tofu", "#!/bin/sh\n");
  const ShimOptions options = {scratch.Path("judged"), "",
                               WithPath(scratch.Path("bin"))};
  EXPECT_TRUE(WriteShims(options).ok());
  EXPECT_TRUE(WriteShims(options).ok());
  scratch.WriteProgram("judged/tofu", "#!/bin/sh\necho mine\n");
  EXPECT_THAT(WriteShims(options),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("tofu")));
  EXPECT_EQ(scratch.Read("judged/tofu"), "#!/bin/sh\necho mine\n");
}

TEST(Shim, ANamedProgramIsTakenByItsPath) {
  const Scratch scratch;
  const std::string program =
      scratch.WriteProgram("opt/tofu-1.9", "#!/bin/sh\n");
  EXPECT_THAT(WriteShims({scratch.Path("judged"), program, WithPath("")}),
              IsOkAndHolds(ElementsAre(scratch.Path("judged/tofu"))));
  EXPECT_THAT(scratch.Read("judged/tofu"), HasSubstr("'" + program + "'"));
}

TEST(Shim, NeedsAProgram) {
  const Scratch scratch;
  EXPECT_THAT(WriteShims({scratch.Path("judged"), "", WithPath("/nowhere")}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("--terraform")));
}

// Whichever directory a shim lies in, it is not what it stands for.
TEST(FindRealProgram, PassesOverShims) {
  const Scratch scratch;
  const std::string real = scratch.WriteProgram("bin/terraform", "#!/bin/sh\n");
  ASSERT_TRUE(
      WriteShims({scratch.Path("judged"), "", WithPath(scratch.Path("bin"))})
          .ok());
  const auto path =
      WithPath(scratch.Path("judged") + ":" + scratch.Path("bin"));
  EXPECT_THAT(FindRealProgram("terraform", path, {}), IsOkAndHolds(real));
  EXPECT_THAT(FindRealProgram(scratch.Path("judged/terraform"), path, {}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("shim")));
}

TEST(ShellQuote, KeepsEveryByte) {
  EXPECT_EQ(ShellQuote("a b"), "'a b'");
  EXPECT_EQ(ShellQuote("it's"), "'it'\\''s'");
  EXPECT_EQ(FishQuote("it's \\"), "'it\\'s \\\\'");
}

}  // namespace
}  // namespace compliance::hook
