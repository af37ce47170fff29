// Calls through the forwarder to a plugin that shows what it gets.
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "compliance/tfplugin/forward.h"
#include "gmock/gmock.h"
#include "goplugin.pb.h"
#include "gtest/gtest.h"
#include "support/status.h"
#include "tfplugin/forward_fixture.h"
#include "tfplugin/handshake.h"
#include "tfplugin/plugin_channel.h"
#include "tfplugin/plugin_process.h"
#include "tfplugin/services.h"
#include "tfplugin/stream_call.h"

namespace compliance::tfplugin {
namespace {

using ::compliance::testing::StatusIs;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

TEST_F(ForwardTest, NamesSocketAndProtocol) {
  Start();
  EXPECT_THAT(forwarder_->failures(), IsEmpty());
  EXPECT_THAT(
      forwarder_->ReattachEntries(),
      ElementsAre(Pair(
          kAddress,
          AllOf(HasSubstr("\"ProtocolVersion\":6"), HasSubstr("\"Test\":true"),
                HasSubstr(absl::StrCat("\"String\":\"",
                                       forwarder_->socket_directory()))))));
  EXPECT_THAT(forwarder_->socket_directory(), StartsWith(sockets_.path()));
}

TEST_F(ForwardTest, PassesMessagesOfEveryKindOfCall) {
  Start();
  const auto channel = Connect();
  const std::string bytes("\0\x01\xff any", 7);
  struct Case {
    const char* method;
    std::vector<std::string> requests;
    std::vector<std::string> responses;
  };
  for (const Case& c : std::vector<Case>{
           {"Echo", {bytes}, {bytes}},
           {"Echo", {""}, {""}},
           {"Echo", {bytes, "2", ""}, {bytes, "2", ""}},
           {"Collect", {"a", bytes, "c"}, {"a" + bytes + "c"}},
           {"Collect", {}, {""}},
           {"Repeat", {bytes}, {bytes, bytes, bytes}},
       }) {
    SCOPED_TRACE(c.method);
    const CallResult result = MakeCall(channel, Method(c.method), c.requests);
    EXPECT_TRUE(result.status.ok()) << result.status.error_message();
    EXPECT_EQ(result.messages, c.responses);
    EXPECT_THAT(
        result.initial,
        AllOf(Contains(Pair("x-initial", "first")),
              Contains(Pair("x-initial-bin", std::string("\0\xff", 2)))));
    EXPECT_THAT(result.trailing, Contains(Pair("x-trailer", "last")));
  }
}

TEST_F(ForwardTest, AnswersWhileTheClientStillSends) {
  Start();
  StreamCall call(Connect(), Method("Echo"));
  for (const char* message : {"one", "two", "three"}) {
    ASSERT_TRUE(call.Write(message));
    EXPECT_EQ(call.Read(), message);
  }
  call.WritesDone();
  EXPECT_TRUE(call.Finish().status.ok());
}

TEST_F(ForwardTest, SendsMetadataBeforeTheFirstMessage) {
  Start();
  StreamCall call(Connect(), Method("Early"));
  ASSERT_TRUE(call.ReadHeaders());
  ASSERT_TRUE(call.Write("late"));
  call.WritesDone();
  EXPECT_THAT(call.Finish().messages, ElementsAre("late"));
}

TEST_F(ForwardTest, PassesMetadataAndDeadline) {
  Start();
  const auto channel = Connect();
  const CallResult with =
      MakeCall(channel, Method("Seen"), {""},
               {{"traceparent", "00-abc"}, {"twice", "1"}, {"twice", "2"}},
               absl::Seconds(590));
  ASSERT_THAT(with.messages, SizeIs(1));
  EXPECT_THAT(with.messages[0],
              AllOf(HasSubstr("traceparent=00-abc\n"), HasSubstr("twice=1\n"),
                    HasSubstr("twice=2\n"),
                    MatchesRegex("(.|\n)*seconds left=5[0-9]+\n")));
  const CallResult without =
      MakeCall(channel, Method("Seen"), {""}, {}, std::nullopt);
  ASSERT_THAT(without.messages, SizeIs(1));
  EXPECT_THAT(without.messages[0], HasSubstr("no deadline"));
}

TEST_F(ForwardTest, PassesStatusWithDetailsAndTrailers) {
  Start();
  const auto channel = Connect();
  const CallResult failed = MakeCall(channel, Method("Fail"), {});
  EXPECT_EQ(failed.status.error_code(), grpc::StatusCode::DATA_LOSS);
  EXPECT_EQ(failed.status.error_message(), "told to fail");
  EXPECT_EQ(failed.status.error_details(), std::string("de\0tails", 8));
  EXPECT_THAT(failed.trailing, Contains(Pair("x-trailer", "last")));

  const CallResult unknown = MakeCall(channel, Method("Newer"), {"x"});
  EXPECT_EQ(unknown.status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(unknown.status.error_message(),
            "fault has no /tfplugin6.Provider/Newer");
}

TEST_F(ForwardTest, EndsWithThePluginThoughTheClientStillSends) {
  Start();
  StreamCall call(Connect(), Method("EndEarly"));
  const CallResult result = call.Finish();
  EXPECT_EQ(result.status.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(result.status.error_message(), "no more");
}

TEST_F(ForwardTest, CancelsWithTheClient) {
  Start();
  {
    StreamCall call(Connect(), Method("Hang"));
    ASSERT_TRUE(call.Write("x"));
    absl::SleepFor(absl::Milliseconds(50));
    call.Cancel();
    EXPECT_EQ(call.Finish().status.error_code(), grpc::StatusCode::CANCELLED);
    EXPECT_TRUE(Within(absl::Seconds(5), [&] { return !Lines().empty(); }));
  }
  EXPECT_THAT(Lines(), Contains(absl::StrCat(kName, ": Hang was cancelled")));
}

TEST_F(ForwardTest, EndsAtTheDeadline) {
  Start();
  const CallResult result =
      MakeCall(Connect(), Method("Hang"), {"x"}, {}, absl::Milliseconds(300));
  EXPECT_EQ(result.status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
}

TEST_F(ForwardTest, PassesVeryLargeMessages) {
  Start();
  std::string large(100 << 20, 'x');
  for (std::size_t i = 0; i < large.size(); i += 4099) {
    large[i] = static_cast<char>(i);
  }
  const CallResult result = MakeCall(Connect(), Method("Echo"), {large});
  EXPECT_TRUE(result.status.ok()) << result.status.error_message();
  ASSERT_THAT(result.messages, SizeIs(1));
  EXPECT_TRUE(result.messages[0] == large);
}

TEST_F(ForwardTest, MakesCallsAtTheSameTime) {
  Start();
  const auto channel = Connect();
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 25; ++i) {
        const std::string text = absl::StrCat(thread, " ", i);
        EXPECT_THAT(MakeCall(channel, Method("Echo"), {text}).messages,
                    ElementsAre(text));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_F(ForwardTest, GivesEveryConnectionItsOwnPlugin) {
  Start();
  const std::vector<pid_t> spare = ProcessesWith(Marker());
  ASSERT_THAT(spare, SizeIs(1));
  const auto first = Connect();
  EXPECT_EQ(Pid(first), absl::StrCat(spare[0]));
  auto second = Connect();
  const std::string other = Pid(second);
  EXPECT_NE(other, absl::StrCat(spare[0]));
  EXPECT_EQ(Pid(second), other);
  EXPECT_EQ(Pid(first), absl::StrCat(spare[0]));

  second = nullptr;
  EXPECT_TRUE(Within(absl::Seconds(5),
                     [&] { return ProcessesWith(Marker()) == spare; }));
  EXPECT_EQ(Pid(first), absl::StrCat(spare[0]));
  EXPECT_EQ(forwarder_->crashes(), 0);
}

TEST_F(ForwardTest, GivesThePluginTheEnvironmentOfAHost) {
  options_.providers[0].command.environment.insert(
      options_.providers[0].command.environment.end(),
      {"PLUGIN_CLIENT_CERT=of the host", "PLUGIN_MULTIPLEX_GRPC=true",
       "PLUGIN_PROTOCOL_VERSIONS=7", "TF_REATTACH_PROVIDERS={}", "KEPT=a=b"});
  Start();
  const CallResult where = MakeCall(Connect(), Method("Where"), {""});
  ASSERT_THAT(where.messages, SizeIs(1));
  const std::string& text = where.messages[0];
  for (const std::string& line :
       {absl::StrCat("directory=", plugin_files_.path()),
        absl::StrCat("parent=", getpid()),
        absl::StrCat(kCookieVariable, "=", kCookie),
        std::string("PLUGIN_PROTOCOL_VERSIONS=5,6"),
        std::string("PLUGIN_MIN_PORT=10000"),
        std::string("PLUGIN_MAX_PORT=25000"),
        std::string("PLUGIN_CLIENT_CERT=-----BEGIN CERTIFICATE-----"),
        std::string("TF_REATTACH_PROVIDERS={}"), std::string("KEPT=a=b")}) {
    EXPECT_THAT(text, HasSubstr(line + "\n"));
  }
  EXPECT_THAT(text, Not(HasSubstr("PLUGIN_MULTIPLEX_GRPC")));
  EXPECT_THAT(text, Not(HasSubstr("of the host")));
}

TEST_F(ForwardTest, GoesWithoutTlsWhereTheUserSaysSo) {
  options_.providers[0].command.environment.push_back(
      "TF_DISABLE_PLUGIN_TLS=1");
  Start();
  const CallResult where = MakeCall(Connect(), Method("Where"), {""});
  ASSERT_THAT(where.messages, SizeIs(1));
  EXPECT_THAT(where.messages[0], Not(HasSubstr("PLUGIN_CLIENT_CERT")));
}

TEST_F(ForwardTest, AnswersShutdownAndBrokerItself) {
  Start();
  const auto channel = Connect();
  StreamCall broker(channel, kBroker);
  EXPECT_TRUE(MakeCall(channel, kShutdown, {""}).status.ok());
  EXPECT_THAT(MakeCall(channel, Method("Echo"), {"x"}).messages,
              ElementsAre("x"));
  broker.Cancel();
  EXPECT_EQ(broker.Finish().status.error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(ForwardTest, PassesOnWhatThePluginPrintsOnceItIsNeeded) {
  Start();
  const auto first = Connect();
  Pid(first);
  const auto channel = Connect();
  StreamCall stdio(channel, kStdio);
  stdio.Write("");
  stdio.WritesDone();
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_THAT(ProcessesWith(Marker()), SizeIs(1));  // nobody asked for more
  Pid(channel);
  const auto message = stdio.Read();
  ASSERT_TRUE(message);
  plugin::StdioData data;
  ASSERT_TRUE(data.ParseFromString(*message));
  EXPECT_EQ(data.data(), "printed");
}

TEST_F(ForwardTest, DrainsWhatThePluginWrites) {
  Start();
  const auto channel = Connect();
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(MakeCall(channel, Method("Print"), {"x"}).messages,
                ElementsAre("x"));
  }
  EXPECT_TRUE(Within(absl::Seconds(5), [&] { return Lines().size() == 3; }));
  EXPECT_THAT(Lines(), Contains(absl::StrCat(kName, ": a line on stderr")));
}

// What went wrong at the start, and how it is said.
struct StartFault {
  const char* mode;
  const char* message;
};

class StartFaultTest : public ForwardTest,
                       public ::testing::WithParamInterface<StartFault> {};

INSTANTIATE_TEST_SUITE_P(
    Faults, StartFaultTest,
    ::testing::Values(
        StartFault{"exit", "exited with code 7 before its handshake"},
        StartFault{"garbage",
                   "printed something other than a plugin's "
                   "handshake: \"Hello, world!\""},
        StartFault{"protocol4", "speaks protocol \"4\", not 5 or 6"},
        StartFault{"plain", "does not offer TLS"},
        StartFault{"hang", "did not say how to reach it in time"}),
    [](const auto& param) { return std::string(param.param.mode); });

TEST_P(StartFaultTest, IsAFailureOfTheProvider) {
  SetMode(GetParam().mode);
  options_.start_limit = absl::Seconds(3);
  Start();
  EXPECT_THAT(forwarder_->ReattachEntries(), IsEmpty());
  EXPECT_THAT(
      forwarder_->failures(),
      ElementsAre(Pair(
          kAddress, StatusIs(absl::StatusCode::kUnavailable,
                             HasSubstr(absl::StrCat("the plugin ", kName, " ",
                                                    GetParam().message))))));
  EXPECT_EQ(forwarder_->crashes(), 0);
}

// The first plugin starts, later ones do not: `plugin` is replaced by a link.
TEST_P(StartFaultTest, EndsTheCallsThatWait) {
  const std::string plugin = plugin_files_.path() + "/plugin";
  std::ofstream(plugin) << "#!/bin/sh\nif [ -e " << plugin_files_.path()
                        << "/again ]; then FAULT_MODE=" << GetParam().mode
                        << "; export FAULT_MODE; fi\nexec "
                        << COMPLIANCE_FAULT_PLUGIN << "\n";
  std::filesystem::permissions(plugin, std::filesystem::perms::owner_all);
  options_.providers[0].command.path = plugin;
  options_.start_limit = absl::Seconds(3);
  Start();
  const auto first = Connect();
  Pid(first);
  std::ofstream(plugin_files_.path() + "/again") << "x";
  const auto second = Connect();
  for (int i = 0; i < 2; ++i) {
    const CallResult result = MakeCall(second, Method("Echo"), {"x"});
    EXPECT_EQ(result.status.error_code(), grpc::StatusCode::UNAVAILABLE);
    EXPECT_THAT(result.status.error_message(),
                AllOf(HasSubstr(kName), HasSubstr(GetParam().message)));
  }
  EXPECT_THAT(MakeCall(first, Method("Echo"), {"x"}).messages,
              ElementsAre("x"));
}

TEST_F(ForwardTest, SaysWhyAPluginCannotBeStarted) {
  options_.providers[0].command.path = "/does/not/exist";
  Start();
  EXPECT_THAT(
      forwarder_->failures(),
      ElementsAre(Pair(kAddress, StatusIs(absl::StatusCode::kUnavailable,
                                          HasSubstr("cannot be started: No "
                                                    "such file")))));
}

TEST_F(ForwardTest, RefusesAPluginThatChangesItsProtocol) {
  const std::string plugin = plugin_files_.path() + "/plugin";
  std::ofstream(plugin) << "#!/bin/sh\nif [ -e " << plugin_files_.path()
                        << "/again ]; then FAULT_MODE=protocol5; export "
                           "FAULT_MODE; fi\nexec "
                        << COMPLIANCE_FAULT_PLUGIN << "\n";
  std::filesystem::permissions(plugin, std::filesystem::perms::owner_all);
  options_.providers[0].command.path = plugin;
  Start();
  const auto first = Connect();
  Pid(first);
  std::ofstream(plugin_files_.path() + "/again") << "x";
  const CallResult result = MakeCall(Connect(), Method("Echo"), {"x"});
  EXPECT_EQ(result.status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_THAT(result.status.error_message(),
              HasSubstr("speaks protocol 5 now, but spoke 6 before"));
}

TEST_F(ForwardTest, SpeaksTheProtocolOfThePlugin) {
  SetMode("protocol5");
  Start();
  EXPECT_THAT(forwarder_->ReattachEntries().at(kAddress),
              HasSubstr("\"ProtocolVersion\":5"));
}

TEST_F(ForwardTest, TellsOfAPluginThatDiesInACall) {
  Start();
  const auto channel = Connect();
  const auto other = Connect();
  Pid(other);
  const CallResult died = MakeCall(channel, Method("Die"), {"x"});
  EXPECT_EQ(died.status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(
      Within(absl::Seconds(5), [&] { return forwarder_->crashes() == 1; }));
  const CallResult later = MakeCall(channel, Method("Echo"), {"x"});
  EXPECT_EQ(later.status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_THAT(later.status.error_message(),
              AllOf(HasSubstr(kName), HasSubstr("was ended by signal 9")));
  EXPECT_THAT(MakeCall(other, Method("Echo"), {"x"}).messages,
              ElementsAre("x"));
  EXPECT_THAT(forwarder_->panics(), IsEmpty());
}

TEST_F(ForwardTest, KeepsTheTextOfAPanic) {
  Start();
  EXPECT_EQ(MakeCall(Connect(), Method("Panic"), {"x"}).status.error_code(),
            grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(
      Within(absl::Seconds(5), [&] { return forwarder_->crashes() == 1; }));
  EXPECT_THAT(
      forwarder_->panics(),
      ElementsAre("\nStack trace from the terraform-provider-fault plugin:\n\n"
                  "panic: assignment to entry in nil map\n\n"
                  "goroutine 1 [running]:\nmain.main()\n\n"
                  "Error: The terraform-provider-fault plugin crashed!\n\n"
                  "This is always indicative of a bug within the plugin. It "
                  "would be immensely\nhelpful if you could report the crash "
                  "with the plugin's maintainers so that it\ncan be fixed. The "
                  "output above should help diagnose the issue.\n"));
  EXPECT_THAT(Lines(), Contains(absl::StrCat(kName, ": before it")));
}

TEST_F(ForwardTest, KillsAPluginThatDoesNotEnd) {
  SetMode("stubborn");
  Start();
  {
    const auto channel = Connect();
    Pid(channel);
  }
  EXPECT_TRUE(Within(absl::Seconds(10),
                     [&] { return ProcessesWith(Marker()).empty(); }));
  EXPECT_EQ(forwarder_->crashes(), 0);
}

TEST_F(ForwardTest, StopsInTheMidstOfCalls) {
  Start();
  StreamCall call(Connect(), Method("Hang"));
  ASSERT_TRUE(call.Write("x"));
  StreamCall stdio(Connect(), kStdio);
  const absl::Time start = absl::Now();
  forwarder_->Stop();
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
  EXPECT_FALSE(call.Finish().status.ok());
  EXPECT_EQ(forwarder_->crashes(), 0);
}

TEST_F(ForwardTest, LeavesNoPluginWhenItIsKilled) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  // The process that is killed makes this fixture anew, with directories of its
  // own; this tells its plugins.
  setenv("FORWARD_TEST_MARK", plugin_files_.path().c_str(), /*overwrite=*/0);
  const std::string mark =
      absl::StrCat("FORWARD_TEST_MARK=", getenv("FORWARD_TEST_MARK"));
  options_.providers[0].command.environment.push_back(mark);
  const auto start_and_be_killed = [&] {
    Start();
    const auto first = Connect();
    const auto second = Connect();
    Pid(first);
    Pid(second);
    if (ProcessesWith(mark).size() < 3) _exit(1);  // two plugins and itself
    for (const TempDir* directory : {&sockets_, &plugin_files_}) {
      std::filesystem::remove_all(directory->path());
    }
    raise(SIGKILL);
  };
  EXPECT_EXIT(start_and_be_killed(), ::testing::KilledBySignal(SIGKILL), "");
  unsetenv("FORWARD_TEST_MARK");
  EXPECT_TRUE(
      Within(absl::Seconds(5), [&] { return ProcessesWith(mark).empty(); }));
}

TEST_F(ForwardTest, ServesSeveralProviders) {
  ForwardedProvider second = options_.providers[0];
  second.address = "registry.terraform.io/planguard/other";
  second.command.name = "terraform-provider-other";
  ForwardedProvider bad = second;
  bad.address = "registry.terraform.io/planguard/bad";
  bad.command.environment.back() = "FAULT_MODE=exit";
  options_.providers.push_back(bad);
  options_.providers.push_back(second);
  Start();
  EXPECT_THAT(forwarder_->ReattachEntries(),
              UnorderedElementsAre(Key(kAddress), Key(second.address)));
  EXPECT_THAT(forwarder_->failures(), ElementsAre(Key(bad.address)));
  const auto first = Connect();
  const auto other = Connect(second.address);
  EXPECT_NE(Pid(first), Pid(other));
}

TEST_F(ForwardTest, ConnectsToAPluginThatSomeoneElseRuns) {
  LaunchOptions launch;
  launch.environment = HostEnvironment();
  launch.environment["TMPDIR"] = plugin_files_.path();
  PluginProcess process(COMPLIANCE_FAULT_PLUGIN, launch);
  const std::vector<std::string> handshake = process.ReadHandshake();
  ASSERT_GE(handshake.size(), 4u);
  options_.providers[0].attached = AttachedPlugin{6, "unix", handshake[3]};
  Start();
  {
    const auto channel = Connect();
    EXPECT_EQ(Pid(channel), absl::StrCat(process.pid()));
  }
  forwarder_->Stop();
  EXPECT_FALSE(process.WaitForExit(absl::Milliseconds(100)));
}

// Answers one method, appends to another, and notes what it is shown.
class TestInterceptor final : public Interceptor {
 public:
  struct Seen {
    std::mutex mutex;
    std::vector<std::string> calls;
    std::vector<Connection> connections;
  };
  explicit TestInterceptor(Seen& seen) : seen_(seen) {}

  std::optional<std::string> Answer(absl::string_view method) override {
    if (absl::EndsWith(method, "/Known")) return "known";
    return std::nullopt;
  }
  bool Wants(absl::string_view method) const override {
    return absl::EndsWith(method, "/Collect") ||
           absl::EndsWith(method, "/Repeat") ||
           absl::EndsWith(method, "/Fail") || absl::EndsWith(method, "/Hang");
  }
  std::string Append(absl::string_view method, absl::string_view request,
                     absl::string_view response) override {
    const std::lock_guard<std::mutex> lock(seen_.mutex);
    seen_.calls.push_back(absl::StrCat(method, " ", request, " ", response));
    return request == "nothing" ? "" : "+more";
  }

 private:
  Seen& seen_;
};

class InterceptTest : public ForwardTest {
 protected:
  InterceptTest() {
    options_.interceptors = [this](const Connection& connection) {
      seen_.connections.push_back(connection);
      return std::make_unique<TestInterceptor>(seen_);
    };
  }
  TestInterceptor::Seen seen_;
};

TEST_F(InterceptTest, AppendsToWhatThePluginAnswered) {
  Start();
  const auto channel = Connect();
  const CallResult result = MakeCall(channel, Method("Collect"), {"req"});
  EXPECT_TRUE(result.status.ok());
  EXPECT_THAT(result.messages, ElementsAre("req+more"));
  EXPECT_THAT(result.initial, Contains(Pair("x-initial", "first")));
  EXPECT_THAT(result.trailing, Contains(Pair("x-trailer", "last")));
  EXPECT_THAT(MakeCall(channel, Method("Collect"), {"nothing"}).messages,
              ElementsAre("nothing"));
  EXPECT_THAT(MakeCall(channel, Method("Echo"), {"untouched"}).messages,
              ElementsAre("untouched"));
  EXPECT_THAT(seen_.calls,
              ElementsAre("/tfplugin6.Provider/Collect req req",
                          "/tfplugin6.Provider/Collect nothing nothing"));
  ASSERT_THAT(seen_.connections, SizeIs(1));
  EXPECT_EQ(seen_.connections[0].provider, kAddress);
  EXPECT_EQ(seen_.connections[0].peer, getpid());
  EXPECT_EQ(seen_.connections[0].protocol, 6);
}

TEST_F(InterceptTest, LeavesFailedCallsAsTheyAre) {
  Start();
  const auto channel = Connect();
  const CallResult failed = MakeCall(channel, Method("Fail"), {"x"});
  EXPECT_EQ(failed.status.error_code(), grpc::StatusCode::DATA_LOSS);
  EXPECT_EQ(failed.status.error_details(), std::string("de\0tails", 8));
  const CallResult hung =
      MakeCall(channel, Method("Hang"), {"x"}, {}, absl::Milliseconds(200));
  EXPECT_EQ(hung.status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_THAT(seen_.calls, IsEmpty());
}

TEST_F(InterceptTest, RefusesASecondAnswerToAUnaryCall) {
  Start();
  const CallResult result = MakeCall(Connect(), Method("Repeat"), {"x"});
  EXPECT_EQ(result.status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_THAT(seen_.calls, IsEmpty());
}

TEST_F(InterceptTest, AnswersWithoutAPlugin) {
  Start();
  const auto first = Connect();
  Pid(first);
  const auto second = Connect();
  EXPECT_THAT(MakeCall(second, Method("Known"), {"x"}).messages,
              ElementsAre("known"));
  EXPECT_THAT(ProcessesWith(Marker()), SizeIs(1));
}

}  // namespace
}  // namespace compliance::tfplugin
