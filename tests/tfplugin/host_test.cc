// The plugin process as a host meets it.
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "goplugin.pb.h"
#include "gtest/gtest.h"
#include "support/status.h"
#include "tfplugin/certificate.h"
#include "tfplugin/plugin_client.h"
#include "tfplugin/plugin_process.h"
#include "tfplugin5.pb.h"
#include "tfplugin6.pb.h"

namespace compliance::tfplugin {
namespace {

using ::compliance::testing::IsOk;
using ::compliance::testing::StatusIs;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr char kShutdown[] = "/plugin.GRPCController/Shutdown";
constexpr char kSchema6[] = "/tfplugin6.Provider/GetProviderSchema";

class HostTest : public ::testing::Test {
 protected:
  HostTest() {
    options_.environment = HostEnvironment();
    options_.environment["TMPDIR"] = tmp_.path();
  }

  // Starts the plugin and reads its handshake.
  void Launch() {
    process_ =
        std::make_unique<PluginProcess>(COMPLIANCE_TEST_PROVIDER, options_);
    handshake_ = process_->ReadHandshake();
    ASSERT_GE(handshake_.size(), 6u) << process_->Stderr();
  }

  void LaunchWithTls(const std::string& host_certificate_pem) {
    options_.environment["PLUGIN_CLIENT_CERT"] = host_certificate_pem;
    Launch();
  }

  const std::string& socket() const { return handshake_[3]; }

  void ShutDown(PluginClient& client) {
    EXPECT_THAT(client.Call(kShutdown, ""), IsOk());
  }

  TempDir tmp_;
  LaunchOptions options_;
  std::unique_ptr<PluginProcess> process_;
  std::vector<std::string> handshake_;
};

TEST_F(HostTest, PrintsOneLineAndExitsOnShutdown) {
  Launch();
  EXPECT_EQ(handshake_[0], "1");
  EXPECT_EQ(handshake_[1], "6");
  EXPECT_EQ(handshake_[2], "unix");
  EXPECT_THAT(socket(), StartsWith(tmp_.path() + "/"));
  EXPECT_EQ(handshake_[4], "grpc");
  EXPECT_EQ(handshake_[5], "");
  EXPECT_THAT(handshake_, SizeIs(6));

  PluginClient client(socket());
  client.OpenHostStreams();
  ShutDown(client);
  EXPECT_TRUE(process_->WaitForExit(absl::Seconds(2)));
  EXPECT_EQ(process_->exit_code(), 0);
  EXPECT_EQ(process_->RestOfStdout(), "");
  EXPECT_EQ(process_->Stderr(), "");
  EXPECT_THAT(tmp_.Entries(), IsEmpty());
}

TEST_F(HostTest, KeepsItsSocketToItself) {
  Launch();
  struct stat info {};
  ASSERT_EQ(stat(socket().c_str(), &info), 0);
  EXPECT_TRUE(S_ISSOCK(info.st_mode));
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  const std::string dir = socket().substr(0, socket().rfind('/'));
  ASSERT_EQ(stat(dir.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
}

TEST_F(HostTest, SpeaksTheProtocolThatTheHostKnows) {
  options_.environment["PLUGIN_PROTOCOL_VERSIONS"] = "5";
  Launch();
  EXPECT_EQ(handshake_[1], "5");
  PluginClient client(socket());
  const auto bytes = client.Call("/tfplugin5.Provider/GetSchema", "");
  ASSERT_THAT(bytes, IsOk());
  ::tfplugin5::GetProviderSchema::Response schema;
  ASSERT_TRUE(schema.ParseFromString(*bytes));
  EXPECT_EQ(schema.resource_schemas().count("hosttest_thing"), 1u);
  EXPECT_THAT(client.Call(kSchema6, ""),
              StatusIs(absl::StatusCode::kUnimplemented));
}

TEST_F(HostTest, OffersOnlyTheProtocolThatIsAskedFor) {
  options_.environment["COMPLIANCE_PROTOCOL"] = "5";
  Launch();
  EXPECT_EQ(handshake_[1], "5");
}

TEST_F(HostTest, AnswersOnMultiplexingOnlyWhenAsked) {
  options_.environment["PLUGIN_MULTIPLEX_GRPC"] = "true";
  Launch();
  ASSERT_THAT(handshake_, SizeIs(7));
  EXPECT_EQ(handshake_[6], "false");
}

TEST_F(HostTest, ServesHealthAndRefusesUnknownServices) {
  Launch();
  PluginClient client(socket());
  const auto health =
      client.Call("/grpc.health.v1.Health/Check", "\x0a\x06plugin");
  ASSERT_THAT(health, IsOk());
  EXPECT_EQ(*health, "\x08\x01");  // status: SERVING
  EXPECT_THAT(client.Call("/no.such.Service/Method", ""),
              StatusIs(absl::StatusCode::kUnimplemented,
                       HasSubstr("/no.such.Service/Method")));
}

TEST_F(HostTest, AnswersUnreadableRequestsWithAStatus) {
  Launch();
  PluginClient client(socket());
  EXPECT_THAT(client.Call(kSchema6, "\xff\xff"),
              StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(client.Call(kSchema6, ""), IsOk());
}

TEST_F(HostTest, TakesTheHostsCertificate) {
  const Certificate host = *MakeCertificate();
  LaunchWithTls(host.certificate_pem);
  EXPECT_GT(handshake_[5].size(), 50u);
  PluginClient client(socket(), host, handshake_[5]);
  client.OpenHostStreams();
  EXPECT_THAT(client.Call(kSchema6, ""), IsOk());
  ShutDown(client);
  EXPECT_TRUE(process_->WaitForExit(absl::Seconds(2)));
  EXPECT_EQ(process_->exit_code(), 0);
  EXPECT_THAT(tmp_.Entries(), IsEmpty());
}

TEST_F(HostTest, RefusesAnotherCertificateAndNone) {
  const Certificate host = *MakeCertificate();
  LaunchWithTls(host.certificate_pem);
  PluginClient stranger(socket(), *MakeCertificate(), handshake_[5]);
  EXPECT_THAT(stranger.Call(kSchema6, "", absl::Seconds(5)), Not(IsOk()));
  PluginClient anonymous(socket(), Certificate(), handshake_[5]);
  EXPECT_THAT(anonymous.Call(kSchema6, "", absl::Seconds(5)), Not(IsOk()));
  PluginClient plain(socket());
  EXPECT_THAT(plain.Call(kSchema6, "", absl::Seconds(5)), Not(IsOk()));
  PluginClient right(socket(), host, handshake_[5]);
  EXPECT_THAT(right.Call(kSchema6, ""), IsOk());
}

TEST_F(HostTest, StopsBeforeTheHandshakeWhenTheCertificateIsGarbage) {
  options_.environment["PLUGIN_CLIENT_CERT"] = "garbage";
  PluginProcess process(COMPLIANCE_TEST_PROVIDER, options_);
  EXPECT_EQ(process.ReadLine(), "");
  ASSERT_TRUE(process.WaitForExit(absl::Seconds(10)));
  EXPECT_EQ(process.exit_code(), 1);
  EXPECT_THAT(
      process.Stderr(),
      MatchesRegex("\\{\"@level\":\"error\",\"@message\":\"PLUGIN_CLIENT_CERT: "
                   "not a PEM certificate.*\\}\n"));
  EXPECT_THAT(tmp_.Entries(), IsEmpty());
}

TEST_F(HostTest, IsNotStartedByAWrongCookie) {
  options_.environment["TF_PLUGIN_MAGIC_COOKIE"] = "wrong";
  PluginProcess process(COMPLIANCE_TEST_PROVIDER, options_);
  ASSERT_TRUE(process.WaitForExit(absl::Seconds(10)));
  EXPECT_EQ(process.exit_code(), 3);  // where main runs the command line
}

TEST_F(HostTest, FindsASocketForALongTemporaryDirectory) {
  const TempDir longer("/" + std::string(100, 'x'));
  options_.environment["TMPDIR"] = longer.path();
  Launch();
  EXPECT_THAT(socket(), StartsWith("/tmp/compliance-"));
  PluginClient client(socket());
  EXPECT_THAT(client.Call(kSchema6, ""), IsOk());
  ShutDown(client);
  EXPECT_TRUE(process_->WaitForExit(absl::Seconds(2)));
}

TEST_F(HostTest, ServesFromADirectoryWithOddCharacters) {
  const TempDir odd("/a b%20#?c");
  options_.environment["TMPDIR"] = odd.path();
  Launch();
  struct stat info {};
  EXPECT_EQ(stat(socket().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(HostTest, ExitsInTimeThoughACallHangs) {
  Launch();
  PluginClient client(socket());
  client.OpenHostStreams();
  ::tfplugin6::CallFunction::Request hang;
  hang.set_name("hang");
  std::thread caller([&] {
    EXPECT_THAT(client.Call("/tfplugin6.Provider/CallFunction",
                            hang.SerializeAsString()),
                Not(IsOk()));
  });
  absl::SleepFor(absl::Milliseconds(200));
  ShutDown(client);
  EXPECT_TRUE(process_->WaitForExit(absl::Seconds(2)));
  caller.join();
  EXPECT_THAT(tmp_.Entries(), IsEmpty());
}

TEST_F(HostTest, AnswersWhileOtherCallsHang) {
  Launch();
  PluginClient client(socket());
  ::tfplugin6::CallFunction::Request hang;
  hang.set_name("hang");
  std::vector<std::thread> callers;
  for (int i = 0; i < 20; ++i) {
    callers.emplace_back([&] {
      EXPECT_THAT(client.Call("/tfplugin6.Provider/CallFunction",
                              hang.SerializeAsString(), absl::Seconds(2)),
                  Not(IsOk()));
    });
  }
  absl::SleepFor(absl::Milliseconds(200));
  EXPECT_THAT(client.Call("/tfplugin6.Provider/StopProvider", ""), IsOk());
  for (std::thread& caller : callers) caller.join();
}

TEST_F(HostTest, CarriesLargeMessages) {
  Launch();
  PluginClient client(socket());
  ::tfplugin6::CallFunction::Request request;
  request.set_name("echo");
  const std::string text(32 << 20, 'x');
  std::string msgpack = std::string("\x92\xc4\x08\"string\"\xdb", 12);
  msgpack += std::string("\x02\x00\x00\x00", 4) + text;
  request.add_arguments()->set_msgpack(msgpack);
  const auto bytes = client.Call("/tfplugin6.Provider/CallFunction",
                                 request.SerializeAsString());
  ASSERT_THAT(bytes, IsOk());
  ::tfplugin6::CallFunction::Response response;
  ASSERT_TRUE(response.ParseFromString(*bytes));
  EXPECT_EQ(response.error().text(), "");
  EXPECT_TRUE(response.result().msgpack() == msgpack);
}

TEST_F(HostTest, IgnoresInterruptsAndEndsOnTerminate) {
  Launch();
  PluginClient client(socket());
  process_->Signal(SIGINT);
  process_->Signal(SIGPIPE);
  EXPECT_THAT(client.Call(kSchema6, ""), IsOk());
  process_->Signal(SIGTERM);
  EXPECT_TRUE(process_->WaitForExit(absl::Seconds(2)));
  EXPECT_EQ(process_->exit_code(), 0);
  EXPECT_THAT(tmp_.Entries(), IsEmpty());
}

TEST_F(HostTest, DoesNotOutliveItsHost) {
  options_.through_host = true;
  Launch();
  PluginClient client(socket());
  EXPECT_THAT(client.Call(kSchema6, ""), IsOk());
  process_->KillHost();
  EXPECT_TRUE(process_->WaitForExit(absl::Seconds(2)));
  EXPECT_THAT(tmp_.Entries(), IsEmpty());
}

TEST_F(HostTest, EndsWhenNobodyReadsTheHandshake) {
  PluginProcess process(COMPLIANCE_TEST_PROVIDER, options_);
  process.CloseStdout();
  EXPECT_TRUE(process.WaitForExit(absl::Seconds(5)));
  EXPECT_EQ(process.exit_code(), 1);
  EXPECT_THAT(tmp_.Entries(), IsEmpty());
}

TEST_F(HostTest, LogsCallsWithoutTheirValues) {
  options_.environment["TF_LOG_PROVIDER"] = "TRACE";
  Launch();
  PluginClient client(socket());
  ::tfplugin6::ValidateResourceConfig::Request request;
  request.set_type_name("hosttest_thing");
  request.mutable_config()->set_msgpack("\xa6hunter2");
  EXPECT_THAT(client.Call("/tfplugin6.Provider/ValidateResourceConfig",
                          request.SerializeAsString()),
              IsOk());
  ShutDown(client);
  ASSERT_TRUE(process_->WaitForExit(absl::Seconds(2)));
  const std::string log = process_->Stderr();
  EXPECT_THAT(log, HasSubstr(R"("rpc":"ValidateResourceConfig",)"
                             R"("type":"hosttest_thing","duration_ms":")"));
  EXPECT_THAT(log, Not(HasSubstr("hunter")));
  for (const absl::string_view line :
       absl::StrSplit(log, '\n', absl::SkipEmpty())) {
    EXPECT_THAT(std::string(line),
                MatchesRegex(R"(\{"@level":"[a-z]+","@message":".*",)"
                             R"("@timestamp":"[-0-9:T.]+Z".*\})"));
  }
}

class ReattachTest : public HostTest {
 protected:
  ReattachTest() {
    options_.environment = {{"TMPDIR", tmp_.path()}};
    options_.arguments = {"-debug"};
  }

  // Starts it and finds the socket in what it prints.
  void Attach() {
    process_ =
        std::make_unique<PluginProcess>(COMPLIANCE_TEST_PROVIDER, options_);
    for (int i = 0; i < 4 && reattach_.empty(); ++i) {
      const std::string line = process_->ReadLine();
      const auto at = line.find("TF_REATTACH_PROVIDERS='");
      if (at != std::string::npos) reattach_ = line.substr(at);
    }
    const std::vector<std::string> parts =
        absl::StrSplit(reattach_, "\"String\":\"");
    ASSERT_THAT(parts, SizeIs(2)) << reattach_;
    handshake_ = {"", "", "", parts[1].substr(0, parts[1].find('"'))};
  }

  std::string reattach_;
};

TEST_F(ReattachTest, PrintsHowToAttach) {
  Attach();
  EXPECT_THAT(
      reattach_,
      MatchesRegex(
          R"(TF_REATTACH_PROVIDERS='\{"registry.terraform.io/planguard/)"
          R"(hosttest":\{"Protocol":"grpc","ProtocolVersion":6,"Pid":[0-9]+,)"
          R"("Test":true,"Addr":\{"Network":"unix","String":"[^"]+"\}\}\}')"));
  PluginClient client(socket());
  client.OpenHostStreams();
  EXPECT_THAT(client.Call(kSchema6, ""), IsOk());
}

TEST_F(ReattachTest, OffersEitherProtocol) {
  options_.arguments = {"-debug", "5"};
  Attach();
  EXPECT_THAT(reattach_, HasSubstr("\"ProtocolVersion\":5"));
  PluginClient client(socket());
  EXPECT_THAT(client.Call("/tfplugin5.Provider/GetSchema", ""), IsOk());
}

// What Configure said over one connection must not decide over another: each
// alias of a configuration has a connection, and nothing else tells them apart.
TEST_F(ReattachTest, GivesEachConnectionAProviderOfItsOwn) {
  Attach();
  ::tfplugin6::ConfigureProvider::Request configure;
  configure.mutable_config()->set_msgpack("\x81\xa6region\xa5north");
  ::tfplugin6::ApplyResourceChange::Request apply;
  apply.set_type_name("hosttest_thing");
  apply.mutable_planned_state()->set_msgpack(
      "\x85\xa5"
      "extra\xc0\xa2id\xc0\xa6labels\xc0\xa4name\xa1x\xa4rule\x90");
  *apply.mutable_config() = apply.planned_state();
  const auto applied_id = [&](PluginClient& client) {
    const auto bytes = client.Call("/tfplugin6.Provider/ApplyResourceChange",
                                   apply.SerializeAsString());
    EXPECT_THAT(bytes, IsOk());
    return bytes.value_or("");
  };
  PluginClient first(socket());
  EXPECT_THAT(first.Call("/tfplugin6.Provider/ConfigureProvider",
                         configure.SerializeAsString()),
              IsOk());
  EXPECT_THAT(applied_id(first), HasSubstr("north"));
  PluginClient second(socket());
  EXPECT_THAT(applied_id(second), HasSubstr("an-id"));
  EXPECT_THAT(applied_id(first), HasSubstr("north"));
}

TEST_F(ReattachTest, EndsOnInterruptThoughACallHangs) {
  Attach();
  PluginClient client(socket());
  ::tfplugin6::CallFunction::Request hang;
  hang.set_name("hang");
  std::thread caller([&] {
    EXPECT_THAT(client.Call("/tfplugin6.Provider/CallFunction",
                            hang.SerializeAsString()),
                Not(IsOk()));
  });
  absl::SleepFor(absl::Milliseconds(200));
  process_->Signal(SIGINT);
  EXPECT_TRUE(process_->WaitForExit(absl::Seconds(3)));
  caller.join();
  EXPECT_THAT(tmp_.Entries(), IsEmpty());
}

TEST_F(ReattachTest, SurvivesProbesAndEndsOnInterrupt) {
  Attach();
  for (int i = 0; i < 20; ++i) {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, socket().c_str(),
                 sizeof(address.sun_path) - 1);
    EXPECT_EQ(connect(fd, reinterpret_cast<const sockaddr*>(&address),
                      sizeof(address)),
              0);
    close(fd);
  }
  PluginClient client(socket());
  EXPECT_THAT(client.Call(kSchema6, ""), IsOk());
  process_->Signal(SIGINT);
  EXPECT_TRUE(process_->WaitForExit(absl::Seconds(5)));
  EXPECT_EQ(process_->exit_code(), 0);
  EXPECT_THAT(tmp_.Entries(), IsEmpty());
}

}  // namespace
}  // namespace compliance::tfplugin
