#include "hook/child_process.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "hook/memory_file.h"
#include "scratch.h"
#include "support/status.h"

namespace compliance::hook {
namespace {

using ::compliance::testing::IsOkAndHolds;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;

ChildCommand Sh(const std::string& script) {
  ChildCommand command;
  command.path = "/bin/sh";
  command.words = {"sh", "-c", script};
  return command;
}

struct EndCase {
  const char* script;
  int code;
};

TEST(RunChild, ReturnsTheExitCodeOrTheSignal) {
  SignalInbox signals;
  for (const EndCase& test : std::vector<EndCase>{{"exit 0", 0},
                                                  {"exit 2", 2},
                                                  {"exit 255", 255},
                                                  {"kill -KILL $$", 137},
                                                  {"kill -TERM $$", 143}}) {
    EXPECT_THAT(RunChild(Sh(test.script), signals, nullptr),
                IsOkAndHolds(test.code))
        << test.script;
  }
}

TEST(RunChild, SaysWhatCannotBeStarted) {
  SignalInbox signals;
  ChildCommand command;
  command.path = "/no/such/program";
  command.words = {"program"};
  const auto code = RunChild(command, signals, nullptr);
  ASSERT_FALSE(code.ok());
  EXPECT_THAT(std::string(code.status().message()),
              HasSubstr("/no/such/program"));
}

TEST(RunChild, StreamsAndVariablesAreThoseAskedFor) {
  SignalInbox signals;
  auto output = MemoryFile::Create();
  auto errors = MemoryFile::Create();
  ASSERT_TRUE(output.ok() && errors.ok());
  ChildCommand command = Sh("printf %s \"$A\"; printf %s \"$B\" >&2");
  command.variables.Set("A", "first").Set("A", "second").Set("B", "x");
  command.output = output->fd();
  command.errors = errors->fd();
  EXPECT_THAT(RunChild(command, signals, nullptr), IsOkAndHolds(0));
  EXPECT_THAT(output->Contents(), IsOkAndHolds("second"));
  EXPECT_THAT(errors->Contents(), IsOkAndHolds("x"));
}

// Sends a signal to this process alone, once a file shows that the child waits.
class Sender {
 public:
  Sender(std::string file, int signal)
      : thread_([file = std::move(file), signal] {
          for (int i = 0; i < 1000 && access(file.c_str(), F_OK) != 0; ++i) {
            absl::SleepFor(absl::Milliseconds(10));
          }
          kill(getpid(), signal);
        }) {}
  ~Sender() { thread_.join(); }

 private:
  std::thread thread_;
};

TEST(RunChild, PassesSignalsOn) {
  const Scratch scratch;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
    SignalInbox signals;
    const std::string file = scratch.Path(std::to_string(signal));
    const Sender sender(file, signal);
    // Its own numbers tell what came.
    const std::string script =
        "for s in 1 2 3 15; do trap \"exit $((100 + $s))\" $s; done; : > '" +
        file + "'; while :; do sleep 0.05; done";
    EXPECT_THAT(RunChild(Sh(script), signals, nullptr),
                IsOkAndHolds(100 + signal));
    EXPECT_TRUE(signals.was_asked_to_end());
  }
}

TEST(RunChild, FollowsTheSizeOfTheTerminal) {
  const Scratch scratch;
  SignalInbox signals;
  const std::string file = scratch.Path("ready");
  const std::string done = scratch.Path("done");
  const Sender sender(file, SIGWINCH);
  int calls = 0;
  EXPECT_THAT(RunChild(Sh(": > '" + file + "'; while [ ! -e '" + done +
                          "' ]; do sleep 0.05; done"),
                       signals,
                       [&] {
                         ++calls;
                         scratch.Write("done", "");
                       }),
              IsOkAndHolds(0));
  EXPECT_EQ(calls, 1);
  EXPECT_FALSE(signals.was_asked_to_end());
}

// A program expects SIGPIPE to end it, and no signal to be held back.
TEST(RunChild, ChildrenAreBornWithOrdinarySignals) {
  signal(SIGPIPE, SIG_IGN);
  SignalInbox signals;
  auto output = MemoryFile::Create();
  ASSERT_TRUE(output.ok());
  ChildCommand command = Sh("grep -E 'Sig(Blk|Ign)' /proc/self/status");
  command.output = output->fd();
  EXPECT_THAT(RunChild(command, signals, nullptr), IsOkAndHolds(0));
  const auto contents = output->Contents();
  ASSERT_TRUE(contents.ok());
  EXPECT_THAT(std::string(*contents),
              AllOf(HasSubstr("SigBlk:\t0000000000000000"),
                    // Those above 28 are the C library's own.
                    ContainsRegex("SigIgn:\t[0-9a-f]{9}0{7}")));
}

TEST(MemoryFile, IsOpenToOtherProcessesByName) {
  SignalInbox signals;
  auto file = MemoryFile::Create();
  ASSERT_TRUE(file.ok());
  EXPECT_THAT(file->Contents(), IsOkAndHolds(""));
  EXPECT_THAT(RunChild(Sh("printf one > " + file->path()), signals, nullptr),
              IsOkAndHolds(0));
  EXPECT_THAT(file->Contents(), IsOkAndHolds("one"));
  EXPECT_THAT(RunChild(Sh("printf longer > " + file->path()), signals, nullptr),
              IsOkAndHolds(0));
  EXPECT_THAT(file->Contents(), IsOkAndHolds("longer"));
}

}  // namespace
}  // namespace compliance::hook
