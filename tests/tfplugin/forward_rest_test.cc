// When plugin processes end though their connections stay, and what becomes of
// calls after that.
#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "compliance/tfplugin/file_limit.h"
#include "compliance/tfplugin/forward.h"
#include "gmock/gmock.h"
#include "goplugin.pb.h"
#include "gtest/gtest.h"
#include "tfplugin/connections.h"
#include "tfplugin/forward_fixture.h"
#include "tfplugin/listener.h"
#include "tfplugin/services.h"

namespace compliance::tfplugin {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Channel = std::shared_ptr<grpc::Channel>;

constexpr absl::Duration kShort = absl::Milliseconds(100);
constexpr absl::Duration kNever = absl::InfiniteDuration();

class ForwardRestTest : public ForwardTest {
 protected:
  void StartWith(absl::Duration rest, absl::Duration configured_rest) {
    options_.rest_after = rest;
    options_.configured_rest_after = configured_rest;
    Start();
  }

  static void Ask(const Channel& channel, const char* name,
                  const std::string& request) {
    const CallResult result = MakeCall(channel, Method(name), {request});
    EXPECT_TRUE(result.status.ok()) << name << result.status.error_message();
  }

  // What the process that serves it was asked since it started, after its pid.
  static std::vector<std::string> Plan(const Channel& channel) {
    const CallResult result =
        MakeCall(channel, Method("PlanResourceChange"), {"p"});
    EXPECT_TRUE(result.status.ok()) << result.status.error_message();
    return absl::StrSplit(result.messages.empty() ? "" : result.messages[0],
                          ' ');
  }

  static std::vector<std::string> AskedBy(const Channel& channel) {
    std::vector<std::string> words = Plan(channel);
    words.erase(words.begin());
    return words;
  }

  std::size_t Processes() const { return ProcessesWith(Marker()).size(); }
  bool Reaches(std::size_t processes) {
    return Within(absl::Seconds(5), [&] { return Processes() == processes; });
  }
};

TEST_F(ForwardRestTest, HandsOverAProcessThatOnlyToldFacts) {
  StartWith(kNever, kNever);
  const std::vector<pid_t> spare = ProcessesWith(Marker());
  const Channel first = Connect();
  const Channel second = Connect();
  Ask(first, "GetProviderSchema", "s");
  EXPECT_THAT(Plan(second),
              ElementsAre(absl::StrCat(spare.at(0)), "GetProviderSchema=s",
                          "PlanResourceChange=p"));
  EXPECT_EQ(Processes(), 1u);
  // It gets another one, brought to where it was.
  EXPECT_THAT(AskedBy(first),
              ElementsAre("GetProviderSchema=s", "PlanResourceChange=p"));
  EXPECT_EQ(Processes(), 2u);
  // Here connections go on, so each keeps its own.
  const Channel third = Connect();
  Ask(third, "GetProviderSchema", "t");
  EXPECT_THAT(AskedBy(Connect()), ElementsAre("PlanResourceChange=p"));
  EXPECT_THAT(AskedBy(third),
              ElementsAre("GetProviderSchema=t", "PlanResourceChange=p"));
  EXPECT_EQ(forwarder_->crashes(), 0);
}

TEST_F(ForwardRestTest, HandsOverNothingThatHadMoreToDo) {
  StartWith(kNever, kNever);
  for (const char* method : {"PlanResourceChange", "ConfigureProvider"}) {
    SCOPED_TRACE(method);
    const Channel first = Connect();
    Ask(first, method, "/none");
    EXPECT_THAT(AskedBy(Connect()), ElementsAre("PlanResourceChange=p"));
  }
}

TEST_F(ForwardRestTest, EndsAnIdleProcessAndStartsAnotherForTheNextCall) {
  StartWith(kShort, kNever);
  const Channel channel = Connect();
  const std::string bytes("\0\xff s", 4);
  Ask(channel, "GetProviderSchema", bytes);
  const std::string first = Plan(channel).at(0);
  EXPECT_TRUE(Reaches(0));
  const CallResult again =
      MakeCall(channel, Method("PlanResourceChange"), {"q"});
  ASSERT_THAT(again.messages, SizeIs(1));
  EXPECT_THAT(again.messages[0],
              AllOf(HasSubstr(absl::StrCat("GetProviderSchema=", bytes)),
                    ::testing::EndsWith(" PlanResourceChange=q"),
                    ::testing::Not(::testing::StartsWith(first))));
  EXPECT_TRUE(Reaches(0));
  EXPECT_EQ(forwarder_->crashes(), 0);
}

TEST_F(ForwardRestTest, KeepsAProcessWhileACallIsUnderWay) {
  StartWith(kShort, kNever);
  const Channel channel = Connect();
  StreamCall call(channel, Method("ListResource"));
  ASSERT_TRUE(call.Write("one"));
  EXPECT_EQ(call.Read(), "one");
  absl::SleepFor(5 * kShort);
  ASSERT_TRUE(call.Write("two"));
  EXPECT_EQ(call.Read(), "two");
  EXPECT_EQ(Processes(), 1u);
  call.WritesDone();
  EXPECT_TRUE(call.Finish().status.ok());
  EXPECT_TRUE(Reaches(0));
}

TEST_F(ForwardRestTest, KeepsAProcessOfWhichItDoesNotKnowWhatItKeeps) {
  StartWith(kShort, kShort);
  const Channel channel = Connect();
  const std::string pid = Pid(channel);
  absl::SleepFor(5 * kShort);
  EXPECT_EQ(Pid(channel), pid);
}

TEST_F(ForwardRestTest, ListensToEveryProcess) {
  StartWith(kShort, kNever);
  const Channel channel = Connect();
  StreamCall stdio(channel, kStdio);
  stdio.Write("");
  stdio.WritesDone();
  for (int i = 0; i < 3; ++i) {
    Plan(channel);
    const auto message = stdio.Read();
    ASSERT_TRUE(message);
    plugin::StdioData data;
    ASSERT_TRUE(data.ParseFromString(*message));
    EXPECT_EQ(data.data(), "printed");
    EXPECT_TRUE(Reaches(0));
  }
}

TEST_F(ForwardRestTest, ConfiguresAnewWhatANewerConnectionReplaced) {
  StartWith(absl::Milliseconds(20), kShort);
  const Channel first = Connect();
  Ask(first, "GetProviderSchema", "s");
  Ask(first, "ConfigureProvider", "/none/1");
  const std::string pid = Plan(first).at(0);
  absl::SleepFor(5 * kShort);
  EXPECT_EQ(Plan(first).at(0), pid);  // it is the newest

  const Channel second = Connect();
  Ask(second, "ConfigureProvider", "/none/2");
  EXPECT_TRUE(Within(absl::Seconds(5), [&] {
    return !std::filesystem::exists(absl::StrCat("/proc/", pid));
  }));
  EXPECT_THAT(AskedBy(first),
              ElementsAre("GetProviderSchema=s", "ConfigureProvider=/none/1",
                          "PlanResourceChange=p"));
  EXPECT_THAT(AskedBy(second),
              ElementsAre("ConfigureProvider=/none/2", "PlanResourceChange=p"));
  EXPECT_EQ(forwarder_->crashes(), 0);
}

TEST_F(ForwardRestTest, KeepsOpenEphemeralResources) {
  StartWith(absl::Milliseconds(20), kShort);
  const Channel first = Connect();
  Ask(first, "ConfigureProvider", "/none/1");
  Ask(first, "OpenEphemeralResource", "token");
  const Channel second = Connect();
  Ask(second, "ConfigureProvider", "/none/2");
  absl::SleepFor(5 * kShort);
  EXPECT_EQ(Processes(), 2u);
  Ask(first, "CloseEphemeralResource", "token");
  EXPECT_TRUE(Reaches(1));
}

// What the first configuration names appears before the second.
class ConfigureAgainTest : public ForwardRestTest {
 protected:
  Channel RestConfigured() {
    StartWith(absl::Milliseconds(20), kShort);
    Channel first = Connect();
    Ask(first, "ConfigureProvider", Path());
    newer_ = Connect();
    Ask(newer_, "ConfigureProvider", "/none");
    EXPECT_TRUE(Reaches(1));
    return first;
  }
  std::string Path() const { return plugin_files_.path() + "/appears"; }

  static grpc::Status PlanStatus(const Channel& channel) {
    return MakeCall(channel, Method("PlanResourceChange"), {"p"}).status;
  }

  Channel newer_;
};

TEST_F(ConfigureAgainTest, SaysThatItIsRefused) {
  const Channel first = RestConfigured();
  std::ofstream(Path()) << "x";
  for (int i = 0; i < 2; ++i) {
    const grpc::Status status = PlanStatus(first);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
    EXPECT_EQ(status.error_message(),
              "the plugin terraform-provider-fault was started again for a "
              "call after a rest, but could not be configured as before: no "
              "longer valid");
  }
  EXPECT_TRUE(Reaches(1));
  EXPECT_TRUE(PlanStatus(newer_).ok());
  EXPECT_EQ(forwarder_->crashes(), 0);
}

TEST_F(ConfigureAgainTest, CountsACrash) {
  const Channel first = RestConfigured();
  std::filesystem::create_directory(Path());
  EXPECT_EQ(PlanStatus(first).error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(
      Within(absl::Seconds(5), [&] { return forwarder_->crashes() == 1; }));
}

TEST_F(ForwardRestTest, LosesNoCallInTheMomentOfGivingUp) {
  StartWith(absl::Milliseconds(1), absl::Milliseconds(1));
  std::mutex mutex;
  std::set<std::string> pids;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      const Channel channel = Connect();
      Ask(channel, "GetProviderSchema", "s");
      if (thread < 2) Ask(channel, "ConfigureProvider", "/none");
      for (int i = 0; i < 100; ++i) {
        const std::string text = absl::StrCat("=", thread, ".", i);
        const CallResult result =
            MakeCall(channel, Method("PlanResourceChange"), {text});
        ASSERT_TRUE(result.status.ok()) << result.status.error_message();
        ASSERT_THAT(result.messages, ElementsAre(HasSubstr(text)));
        EXPECT_THAT(result.messages[0], HasSubstr("GetProviderSchema=s"));
        EXPECT_EQ(absl::StrContains(result.messages[0], "Configure"),
                  thread < 2);
        {
          const std::lock_guard<std::mutex> lock(mutex);
          pids.insert(
              result.messages[0].substr(0, result.messages[0].find(' ')));
        }
        // About as long as it takes to give up.
        absl::SleepFor(absl::Microseconds(800 + 40 * (i % 10)));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_GT(pids.size(), 20u);  // many moments of giving up
  EXPECT_EQ(forwarder_->crashes(), 0);
}

TEST_F(ForwardRestTest, LeavesPluginsOfOthersAlone) {
  LaunchOptions launch;
  launch.environment = HostEnvironment();
  launch.environment["TMPDIR"] = plugin_files_.path();
  PluginProcess process(COMPLIANCE_FAULT_PLUGIN, launch);
  const std::vector<std::string> handshake = process.ReadHandshake();
  ASSERT_GE(handshake.size(), 4u);
  options_.providers[0].attached = AttachedPlugin{6, "unix", handshake[3]};
  StartWith(absl::Milliseconds(1), absl::Milliseconds(1));
  const Channel first = Connect();
  const Channel second = Connect();
  Ask(first, "GetProviderSchema", "s");
  EXPECT_THAT(AskedBy(second),
              ElementsAre("GetProviderSchema=s", "PlanResourceChange=p"));
  absl::SleepFor(kShort);
  EXPECT_THAT(AskedBy(first),
              ElementsAre("GetProviderSchema=s", "PlanResourceChange=p",
                          "PlanResourceChange=p"));
  forwarder_->Stop();
  EXPECT_FALSE(process.WaitForExit(kShort));
}

TEST_F(ForwardRestTest, RaisesTheLimitOfFilesForItselfOnly) {
  Start();
  rlimit ours{};
  getrlimit(RLIMIT_NOFILE, &ours);
  EXPECT_EQ(ours.rlim_cur, ours.rlim_max);
  const CallResult where = MakeCall(Connect(), Method("Where"), {""});
  ASSERT_THAT(where.messages, SizeIs(1));
  EXPECT_THAT(
      where.messages[0],
      HasSubstr(absl::StrCat("\nfiles=", FileLimitBefore().rlim_cur, "\n")));
}

TEST(ConnectionsTest, SaysThatThereAreTooManyOpenFiles) {
  const TempDir directory;
  const std::string path = directory.path() + "/s";
  const auto listener = Listener::Open(path);
  ASSERT_TRUE(listener.ok()) << listener.status();
  Connections connections;
  const auto refuse = [](UniqueFd, pid_t) { return nullptr; };
  EXPECT_TRUE(connections.Accept(*listener, refuse));  // none waits
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  const rlimit none{0, before.rlim_max};
  setrlimit(RLIMIT_NOFILE, &none);
  const bool taken = connections.Accept(*listener, refuse);
  setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_FALSE(taken);
  EXPECT_THAT(connections.Awaited(), IsEmpty());
}

}  // namespace
}  // namespace compliance::tfplugin
