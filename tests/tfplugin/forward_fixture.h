// A forwarder in front of terraform-provider-fault.
#ifndef COMPLIANCE_TESTS_TFPLUGIN_FORWARD_FIXTURE_H_
#define COMPLIANCE_TESTS_TFPLUGIN_FORWARD_FIXTURE_H_

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "compliance/tfplugin/forward.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status.h"
#include "tfplugin/live_processes.h"
#include "tfplugin/plugin_channel.h"
#include "tfplugin/plugin_process.h"
#include "tfplugin/stream_call.h"

namespace compliance::tfplugin {

inline constexpr char kAddress[] = "registry.terraform.io/planguard/fault";
inline constexpr char kName[] = "terraform-provider-fault";

inline std::string Method(absl::string_view name) {
  return absl::StrCat("/tfplugin6.Provider/", name);
}

inline bool Within(absl::Duration limit,
                   const std::function<bool()>& condition) {
  const absl::Time end = absl::Now() + limit;
  while (absl::Now() < end) {
    if (condition()) return true;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return condition();
}

class ForwardTest : public ::testing::Test {
 protected:
  ForwardTest() {
    options_.socket_parents = {sockets_.path()};
    options_.start_limit = absl::Seconds(30);
    options_.log = [this](const std::string& plugin, absl::string_view line) {
      const std::lock_guard<std::mutex> lock(mutex_);
      lines_.push_back(absl::StrCat(plugin, ": ", line));
    };
    SetMode("");
  }

  void TearDown() override {
    forwarder_ = nullptr;
    EXPECT_THAT(ProcessesWith(Marker()), ::testing::IsEmpty());
    EXPECT_THAT(sockets_.Entries(), ::testing::IsEmpty());
    EXPECT_TRUE(Within(absl::Seconds(5),
                       [this] { return OpenFiles() <= files_before_; }))
        << OpenFiles() << " files are open, not " << files_before_;
  }

  // Only plugins of this test have it in their environment.
  std::string Marker() const { return "TMPDIR=" + plugin_files_.path(); }

  void SetMode(const std::string& mode) {
    ForwardedProvider provider;
    provider.address = kAddress;
    provider.command = {COMPLIANCE_FAULT_PLUGIN,
                        kName,
                        plugin_files_.path(),
                        {Marker(), "FAULT_MODE=" + mode}};
    options_.providers = {provider};
  }

  void Start() {
    auto forwarder = Forwarder::Start(options_);
    ASSERT_THAT(forwarder, compliance::testing::IsOk());
    forwarder_ = *std::move(forwarder);
  }

  // As Terraform connects: each has a plugin of its own.
  std::shared_ptr<grpc::Channel> Connect(
      const std::string& address = kAddress) {
    const std::string entry = forwarder_->ReattachEntries().at(address);
    const std::vector<std::string> parts = absl::StrSplit(entry, "String\":\"");
    return PlainChannel({"unix", parts.at(1).substr(0, parts[1].find('"'))});
  }

  std::string Pid(const std::shared_ptr<grpc::Channel>& channel) {
    const CallResult result = MakeCall(channel, Method("Pid"), {""});
    return result.messages.empty() ? result.status.error_message()
                                   : result.messages[0];
  }

  std::vector<std::string> Lines() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return lines_;
  }

  static std::size_t OpenFiles() {
    const std::filesystem::directory_iterator files("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
  }

  TempDir sockets_;
  TempDir plugin_files_;
  ForwardOptions options_;
  std::unique_ptr<Forwarder> forwarder_;
  std::mutex mutex_;
  std::vector<std::string> lines_;
  // gRPC keeps some of its own open once it has run.
  const std::size_t files_before_ = (WarmUp(), OpenFiles());

 private:
  static void WarmUp() {
    MakeCall(PlainChannel({"unix", "/nothing/there"}), "/a/b", {});
  }
};

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_TESTS_TFPLUGIN_FORWARD_FIXTURE_H_
