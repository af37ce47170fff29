#include "compliance/hook/env.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "compliance/base/status_macros.h"
#include "compliance/terraform/providers.h"
#include "hook/janitor.h"
#include "hook/own_words.h"
#include "hook/real_program.h"
#include "hook/session.h"
#include "hook/shell_quote.h"
#include "hook/signal_inbox.h"
#include "hook/stand_ins.h"

namespace compliance::hook {
namespace {

constexpr absl::string_view kPidVariable = "COMPLIANCE_ENV_PID";
constexpr absl::string_view kReattachVariable = "TF_REATTACH_PROVIDERS";
// How often to see whether a process is there that nobody tells us of.
constexpr int kLookEveryMs = 1000;

std::string Assignment(Shell shell, absl::string_view name,
                       absl::string_view value) {
  if (shell == Shell::kFish) {
    return absl::StrCat("set -gx ", name, " ", FishQuote(value), ";\n");
  }
  return absl::StrCat("export ", name, "=", ShellQuote(value), ";\n");
}

std::string Removal(Shell shell, absl::string_view name) {
  return absl::StrCat(shell == Shell::kFish ? "set -e " : "unset ", name,
                      ";\n");
}

int Fail(absl::string_view message) {
  SayNote(message);
  return 2;
}

terraform::WorkingDirectory DirectoryOf(const EnvOptions& options) {
  const std::string& directory = options.directory;
  const std::filesystem::path path =
      std::filesystem::absolute(directory.empty() ? "." : directory)
          .lexically_normal();
  return {path.string(), options.open_tofu, options.environment};
}

absl::StatusOr<std::vector<StandIn>> FindVerified(
    const EnvOptions& options, const terraform::WorkingDirectory& directory) {
  StandInOptions wanted;
  wanted.directory = directory;
  wanted.rule_set = options.rule_set;
  wanted.allow_unlocked = options.allow_unlocked;
  wanted.sandbox = options.sandbox;
  ASSIGN_OR_RETURN(std::vector<StandIn> stand_ins, FindStandIns(wanted));
  RETURN_IF_ERROR(Verified(stand_ins));
  if (stand_ins.empty()) {
    return absl::NotFoundError(
        "no provider that rules speak of is installed here; run terraform "
        "init first");
  }
  return stand_ins;
}

// Until the process that asked has ended, or someone wants us to.
void WaitForEnd(pid_t asker, SignalInbox& signals) {
  const int asker_fd = static_cast<int>(
      syscall(SYS_pidfd_open, asker, 0));  // -1: look now and then
  while (true) {
    pollfd wait[] = {{signals.end_fd(), POLLIN, 0},
                     {signals.notice_fd(), POLLIN, 0},
                     {asker_fd, POLLIN, 0}};
    poll(wait, 3, asker_fd < 0 ? kLookEveryMs : -1);
    while (signals.Take()) {
    }
    const bool is_gone = asker_fd < 0 ? kill(asker, 0) != 0 && errno == ESRCH
                                      : wait[2].revents != 0;
    if (signals.was_asked_to_end() || is_gone) break;
  }
  if (asker_fd >= 0) close(asker_fd);
}

// Nothing of the terminal, nor of who reads our output, may be held open.
void LetGoOfStreams() {
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int fd = 0; fd <= 2; ++fd) dup2(null, fd);
  close(null);
}

// In the background: reports the value for Terraform, or "!" and what is wrong,
// through a pipe.
void Serve(const EnvOptions& options,
           const terraform::WorkingDirectory& directory,
           const std::vector<StandIn>& stand_ins, int report) {
  prctl(PR_SET_NAME, "compliance-env");
  Janitor janitor;
  SignalInbox signals;
  const absl::StatusOr<std::unique_ptr<Session>> session = Session::Start(
      {*options.rule_set, *options.config, directory, stand_ins, janitor,
       /*whole_plan_follows=*/false, /*has_many_runs=*/true});
  WriteTo(report, session.ok()
                      ? absl::StrCat(getpid(), " ", (*session)->reattach())
                      : absl::StrCat("!", session.status().message()));
  close(report);
  LetGoOfStreams();
  if (session.ok()) WaitForEnd(options.asker, signals);
}

std::string ReadAll(int fd) {
  std::string text;
  char buffer[4096];
  while (true) {
    const ssize_t n = read(fd, buffer, sizeof(buffer));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return text;
    text.append(buffer, static_cast<std::size_t>(n));
  }
}

// Forks twice, so that the process in the background is nobody's child.
absl::StatusOr<std::string> StartInBackground(
    const EnvOptions& options, const terraform::WorkingDirectory& directory,
    const std::vector<StandIn>& stand_ins) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    return absl::UnavailableError("no pipe is to be had");
  }
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    setsid();
    if (fork() == 0) Serve(options, directory, stand_ins, ends[1]);
    _exit(0);
  }
  close(ends[1]);
  const std::string report = ReadAll(ends[0]);
  close(ends[0]);
  if (child > 0) waitpid(child, nullptr, 0);
  if (report.empty()) {
    return absl::UnavailableError("the process in the background has ended");
  }
  if (report.front() == '!') return absl::UnavailableError(report.substr(1));
  return report;
}

bool IsOurs(pid_t process) {
  std::error_code error;
  const std::string binary = std::filesystem::read_symlink(
                                 absl::StrCat("/proc/", process, "/exe"), error)
                                 .string();
  return !error && binary == OwnBinary();
}

}  // namespace

int StartEnv(const EnvOptions& options) {
  const terraform::WorkingDirectory directory = DirectoryOf(options);
  const absl::StatusOr<std::vector<StandIn>> stand_ins =
      FindVerified(options, directory);
  if (!stand_ins.ok()) return Fail(stand_ins.status().message());
  for (const StandIn& stand_in : *stand_ins) {
    const std::string note = NoteOn(stand_in);
    if (!note.empty()) SayNote(note);
  }
  const absl::StatusOr<std::string> report =
      StartInBackground(options, directory, *stand_ins);
  if (!report.ok()) return Fail(report.status().message());
  const std::size_t space = report->find(' ');
  WriteTo(STDOUT_FILENO,
          absl::StrCat(Assignment(options.shell, kReattachVariable,
                                  report->substr(space + 1)),
                       Assignment(options.shell, kPidVariable,
                                  report->substr(0, space))));
  return 0;
}

int StopEnv(const terraform::Environment& environment, Shell shell) {
  int process = 0;
  if (!absl::SimpleAtoi(environment(std::string(kPidVariable)).value_or(""),
                        &process) ||
      process <= 1) {
    return Fail(absl::StrCat(kPidVariable,
                             " is not set: no compliance env is in force"));
  }
  if (IsOurs(process)) kill(process, SIGTERM);
  WriteTo(STDOUT_FILENO, absl::StrCat(Removal(shell, kReattachVariable),
                                      Removal(shell, kPidVariable)));
  return 0;
}

}  // namespace compliance::hook
